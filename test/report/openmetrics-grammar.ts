/**
 * A checker of OpenMetrics text for gauges, written from the ABNF and the rules of the standard
 * (github.com/prometheus/OpenMetrics, specification/OpenMetrics.md): metadata before samples, families in one run, no
 * series twice, `# EOF` at the end.
 */

export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const NUMBER = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?[iI]nf(?:inity)?|NaN)$/;

/** @throws Error at the first line that breaks a rule. */
export function parseOpenMetrics(text: string): Series[] {
  if (!text.endsWith("# EOF\n")) throw new Error("no # EOF at the end");
  if (text.includes("\r\n")) throw new Error("lines end in LF");
  const series: Series[] = [];
  const done = new Set<string>();
  const seen = new Set<string>();
  let family = "";
  let typed = false;
  for (const line of text.slice(0, -"# EOF\n".length).split("\n").slice(0, -1)) {
    const meta = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line);
    if (meta !== null) {
      const [, kind, name = "", rest = ""] = meta;
      if (!METRIC.test(name)) throw new Error(`no name of a metric: ${line}`);
      if (name !== family) {
        if (done.has(name)) throw new Error(`family twice: ${line}`);
        done.add(name);
        family = name;
        typed = false;
      }
      if (kind === "TYPE") {
        if (rest !== "gauge") throw new Error(`no gauge: ${line}`);
        typed = true;
      } else if (/\\(?![\\n"])/.test(rest)) throw new Error(`wrong escape: ${line}`);
      continue;
    }
    const { name, labels, number } = sample(line);
    if (name !== family || !typed) throw new Error(`sample outside its family: ${line}`);
    // A label without a text is one that is not there.
    const present = Object.entries(labels).filter(([, text]) => text !== "");
    const identity = JSON.stringify([name, present.sort()]);
    if (seen.has(identity)) throw new Error(`series twice: ${line}`);
    seen.add(identity);
    if (!NUMBER.test(number)) throw new Error(`no number: ${line}`);
    series.push({ name, labels, value: Number(number.replace("Inf", "Infinity")) });
  }
  return series;
}

function sample(line: string): { name: string; labels: Record<string, string>; number: string } {
  const head = /^([^{\s]+)\{/.exec(line);
  if (head === null) throw new Error(`no labels: ${line}`);
  const labels: Record<string, string> = Object.create(null);
  let at = head[0].length;
  while (line[at] !== "}") {
    const label = /^([^=]+)="((?:[^"\\]|\\[\\"n])*)"(,|(?=\}))/.exec(line.slice(at));
    const [all = "", name = "", value = ""] = label ?? [];
    if (label === null || !LABEL.test(name) || name in labels)
      throw new Error(`wrong label at ${at}: ${line}`);
    labels[name] = value.replace(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
    at += all.length;
  }
  if (line[at + 1] !== " ") throw new Error(`no space before the number: ${line}`);
  return { name: head[1] ?? "", labels, number: line.slice(at + 2) };
}
