/** The evaluations of a configuration as one document: `lossctl.checks/1`. */
import { visible } from "../visible.ts";
import { count } from "./heading.ts";
import { type Json, jsonText, reportFields } from "./json.ts";
import { escaped, renderMarkdown } from "./markdown.ts";
import { renderTable } from "./table.ts";
import type { RenderOptions, Report, Verdict } from "./types.ts";

export interface ChecksReport {
  readonly schema: "lossctl.checks/1";
  readonly tool: Report["tool"];
  /** The configuration's file. */
  readonly config: string;
  /** In its order; at least one. */
  readonly evaluations: readonly NamedEvaluation[];
  /** As of a report, over the gates of all. */
  readonly verdict: Verdict | null;
}

export interface NamedEvaluation {
  readonly name: string;
  readonly report: Report;
}

/** Fail if one failed, else undecided if one is, else pass; null where none has gates. */
export function overallVerdict(evaluations: readonly NamedEvaluation[]): Verdict | null {
  const verdicts = evaluations.map(({ report }) => report.verdict);
  return (["fail", "undecided", "pass"] as const).find((verdict) => verdicts.includes(verdict)) ?? null;
}

/** Each report under its name, and how many passed. */
export async function renderChecksTable(checks: ChecksReport, options: RenderOptions): Promise<string> {
  const { style } = options;
  const parts: string[] = [];
  for (const { name, report } of checks.evaluations) {
    const verdict = report.verdict === null ? "" : `   ${mark(report.verdict, options)}`;
    parts.push(`${style.value(visible(name))}${verdict}\n${await renderTable(report, options)}`);
  }
  if (checks.verdict !== null) parts.push(`${mark(checks.verdict, options)}   ${tally(checks)}\n`);
  return parts.join("\n");
}

const SIGNS: Readonly<Record<Verdict, string>> = { pass: "✓", fail: "✗", undecided: "?" };

function mark(verdict: Verdict, { style }: RenderOptions): string {
  const text = `${SIGNS[verdict]} ${verdict}`;
  return verdict === "undecided" ? style.value(text) : style[verdict](text);
}

/** `3 evaluations: 1 failed, 1 passed, 1 without gates` */
function tally({ evaluations }: ChecksReport): string {
  const words = [
    ["fail", "failed"],
    ["undecided", "undecided"],
    ["pass", "passed"],
    [null, "without gates"],
  ] as const;
  const parts = words.flatMap(([verdict, word]) => {
    const number = evaluations.filter(({ report }) => report.verdict === verdict).length;
    return number === 0 ? [] : [`${number} ${word}`];
  });
  return `${count(evaluations.length, "evaluation")}: ${parts.join(", ")}`;
}

export function renderChecksMarkdown({ evaluations }: ChecksReport): string {
  return evaluations
    .map(({ name, report }) => `### ${escaped(visible(name))}\n\n${renderMarkdown(report)}`)
    .join("\n");
}

export function renderChecksJson(checks: ChecksReport): string {
  return jsonText(
    new Map<string, Json>([
      ["schema", checks.schema],
      ["tool", new Map(Object.entries(checks.tool))],
      ["config", checks.config],
      [
        "evaluations",
        checks.evaluations.map(
          ({ name, report }) =>
            new Map<string, Json>([
              ["name", name],
              ["report", reportFields(report)],
            ]),
        ),
      ],
      ["verdict", checks.verdict],
    ]),
  );
}
