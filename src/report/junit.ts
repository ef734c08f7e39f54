/** JUnit XML: a test case for each gate, so that a CI server lists them as it lists tests. */
import { gateLines, gateSentence } from "./gate-lines.ts";
import { gateNames } from "./gate-names.ts";
import { heading } from "./heading.ts";
import type { NamedReport } from "./named-report.ts";
import type { LossResult, Report, Verdict } from "./types.ts";
import { type Element, xmlDocument } from "./xml.ts";

/** One report as a suite that is called as its inputs. */
export function renderJunit(report: Report): string {
  return renderJunitOf([{ name: null, report }]);
}

/**
 * A suite for each report. Losses are properties of the suite. A failed gate is a failure, an undecided one an error:
 * nothing that did not pass looks like a pass. Times are 0, since the same data have the same report.
 */
export function renderJunitOf(reports: readonly NamedReport[]): string {
  return junitDocument(
    reports.map(({ name, report }) =>
      junitSuite(name ?? heading(report).inputs, properties(report), cases(report)),
    ),
  );
}

/** A gate as a test: what is said of it where it did not pass. */
export interface JunitCase {
  readonly name: string;
  readonly verdict: Verdict;
  readonly message: string;
}

export function junitSuite(
  name: string,
  properties: readonly (readonly [string, string | number])[],
  cases: readonly JunitCase[],
): Element {
  const count = (verdict: Verdict) => cases.filter((one) => one.verdict === verdict).length;
  return {
    name: "testsuite",
    attributes: { name, tests: cases.length, failures: count("fail"), errors: count("undecided"), time: 0 },
    children: [
      {
        name: "properties",
        attributes: {},
        children: properties.map(([property, value]) => ({
          name: "property",
          attributes: { name: property, value },
        })),
      },
      ...cases.map((one) => testCase(name, one)),
    ],
  };
}

export function junitDocument(suites: readonly Element[]): string {
  const total = (key: string): number =>
    suites.reduce((sum, { attributes }) => sum + Number(attributes[key]), 0);
  return xmlDocument({
    name: "testsuites",
    attributes: {
      name: "lossctl",
      tests: total("tests"),
      failures: total("failures"),
      errors: total("errors"),
    },
    children: suites,
  });
}

function testCase(suiteName: string, { name, verdict, message }: JunitCase): Element {
  const attributes = { name, classname: suiteName, time: 0 };
  if (verdict === "pass") return { name: "testcase", attributes };
  const failed = verdict === "fail";
  return {
    name: "testcase",
    attributes,
    children: [
      {
        name: failed ? "failure" : "error",
        attributes: { message, type: failed ? "gate failed" : "gate undecided" },
        // Some show the attribute, others the text.
        children: [message],
      },
    ],
  };
}

function properties({ rows, losses }: Report): [string, string | number][] {
  return [
    ["rows read", rows.read],
    ["rows used", rows.used],
    ...Object.entries(losses).map(([key, result]): [string, string] => [key, valueText(result)]),
  ];
}

function valueText(result: LossResult): string {
  return result.value === null ? `no value: ${result.reason}` : String(result.value);
}

function cases({ gates, columns }: Report): JunitCase[] {
  const names = gateNames(gates, columns.by);
  return gates.map((gate, place) => {
    // By itself, so that nothing is said of the other slices of its rule.
    const message = gateLines([gate], columns.by).map(gateSentence).join("");
    return { name: names[place] ?? "", verdict: gate.verdict, message };
  });
}
