/** XML as an independent parser reads it, which refuses what is not well-formed. */
import { SaxesParser } from "saxes";

export interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  text: string;
}

/** The root element. @throws Error where the text is no well-formed document. */
export function parseXml(text: string): Node {
  const parser = new SaxesParser();
  const top: Node = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const node: Node = { name, attributes, children: [], text: "" };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on("text", (part) => {
    (open.at(-1) as Node).text += part;
  });
  parser.on("closetag", () => open.pop());
  parser.write(text).close();
  return top.children[0] as Node;
}

/**
 * What the published schema of JUnit XML (github.com/jenkinsci/xunit-plugin, resources/…/junit-10.xsd) allows:
 * attributes, those that must be there, and children of each element.
 */
const SHAPE: Readonly<Record<string, { needed: string[]; allowed: string[]; children: string[] }>> = {
  testsuites: {
    needed: [],
    allowed: ["name", "time", "tests", "failures", "disabled", "errors"],
    children: ["testsuite"],
  },
  testsuite: {
    needed: ["name"],
    allowed: [
      "tests",
      "failures",
      "errors",
      "time",
      "skipped",
      "timestamp",
      "hostname",
      "id",
      "package",
      "file",
    ],
    children: ["properties", "testcase", "system-out", "system-err"],
  },
  properties: { needed: [], allowed: [], children: ["property"] },
  property: { needed: ["name", "value"], allowed: [], children: [] },
  testcase: {
    needed: ["name"],
    allowed: ["assertions", "time", "classname", "status"],
    children: ["skipped", "error", "failure", "system-out", "system-err"],
  },
  failure: { needed: [], allowed: ["type", "message"], children: [] },
  error: { needed: [], allowed: ["type", "message"], children: [] },
};

/** What breaks that shape, or the counts of a suite; empty where nothing does. */
export function junitFaults(node: Node): string[] {
  const shape = SHAPE[node.name];
  if (shape === undefined) return [`an element ${node.name}`];
  const names = Object.keys(node.attributes);
  const cases =
    node.name === "testsuites" ? node.children.flatMap(({ children }) => children) : node.children;
  const counted = node.name.startsWith("testsuite")
    ? (
        [
          ["tests", () => true],
          ["failures", ({ children }: Node) => children.some(({ name }) => name === "failure")],
          ["errors", ({ children }: Node) => children.some(({ name }) => name === "error")],
        ] as const
      ).flatMap(([attribute, has]) => {
        const found = cases.filter((one) => one.name === "testcase" && has(one)).length;
        return node.attributes[attribute] === String(found) ? [] : [`${attribute} is not ${found}`];
      })
    : [];
  return [
    ...shape.needed.filter((name) => !names.includes(name)).map((name) => `${node.name} lacks ${name}`),
    ...names
      .filter((name) => ![...shape.needed, ...shape.allowed].includes(name))
      .map((name) => `${node.name} has ${name}`),
    ...node.children
      .filter(({ name }) => !shape.children.includes(name))
      .map(({ name }) => `${node.name} holds ${name}`),
    ...counted,
    ...node.children.flatMap(junitFaults),
  ];
}
