/** What GitHub Actions reads of a run: workflow commands, step outputs, the summary of a job. */
import { visible } from "../visible.ts";
import { gateLines, gateSentence } from "./gate-lines.ts";
import { inline } from "./json.ts";
import { escaped, renderMarkdown } from "./markdown.ts";
import type { NamedReport } from "./named-report.ts";
import type { Verdict } from "./types.ts";

/** GitHub shows ten annotations of a kind for each step and drops the others. */
const MOST_ANNOTATIONS = 10;
/** It drops a summary of more than 1 MiB as a whole. */
const MOST_SUMMARY_BYTES = 2 ** 20;

export interface Annotation {
  readonly kind: "error" | "warning";
  readonly title: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
}

/** The workflow command, one line without its end. */
export function annotationLine({ kind, title, message, file, line }: Annotation): string {
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file)}`]),
    ...(line === undefined ? [] : [`line=${line}`]),
    `title=${property(title)}`,
  ];
  return `::${kind} ${properties.join(",")}::${data(message)}`;
}

/** Of a message; whatever is in it, it is one line and no command of its own. */
function data(text: string): string {
  return text.replace(/[%\r\n]/g, (character) => ESCAPES[character] ?? character);
}

/** Of a property, where a colon and a comma end it. */
function property(text: string): string {
  return text.replace(/[%\r\n:,]/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "%": "%25",
  "\r": "%0D",
  "\n": "%0A",
  ":": "%3A",
  ",": "%2C",
};

/** What a job is told of a report. */
export interface Told {
  /** Among others of the run; null where there are none. */
  readonly name: string | null;
  /** In words. */
  readonly gates: readonly { readonly verdict: Verdict; readonly message: string }[];
  readonly markdown: string;
}

export function toldOf({ name, report }: NamedReport): Told {
  const gates = gateLines(report.gates, report.columns.by).map((line) => ({
    verdict: line.verdict,
    message: gateSentence(line),
  }));
  return { name, gates, markdown: renderMarkdown(report) };
}

/** An error for each rule that failed, a warning for each that was not decided; the last of too many counts the rest. */
export function annotations(reports: readonly Told[]): Annotation[] {
  const all = reports.flatMap(({ name, gates }) =>
    gates
      .filter(({ verdict }) => verdict !== "pass")
      .map(({ verdict, message }): Annotation => {
        const failed = verdict === "fail";
        return {
          kind: failed ? "error" : "warning",
          title: `lossctl${name === null ? "" : ` ${visible(name)}`}: gate ${failed ? "failed" : "undecided"}`,
          message,
        };
      }),
  );
  return (["error", "warning"] as const).flatMap((kind) => {
    const some = all.filter((annotation) => annotation.kind === kind);
    if (some.length <= MOST_ANNOTATIONS) return some;
    const rest = some.length - (MOST_ANNOTATIONS - 1);
    return [
      ...some.slice(0, MOST_ANNOTATIONS - 1),
      { kind, title: "lossctl: more gates", message: `and ${rest} more, see the summary of the job` },
    ];
  });
}

/** Lines of `name=value`: `verdict` (empty without gates) and `metrics`, JSON on one line. */
export function stepOutputs(verdict: Verdict | null, metrics: ReadonlyMap<string, number>): string {
  return `verdict=${verdict ?? ""}\nmetrics=${inline(metrics)}\n`;
}

/** Reports as Markdown with headings of their names, cut at the end of a line where `taken` bytes leave no more room. */
export function jobSummary(reports: readonly Told[], taken: number): string {
  const text = reports
    .map(({ name, markdown }) => (name === null ? "" : `### ${escaped(visible(name))}\n\n`) + markdown)
    .join("\n");
  const bytes = Buffer.from(`${text}\n`);
  if (taken + bytes.length <= MOST_SUMMARY_BYTES) return bytes.toString("utf8");
  const end = "\nThe report is longer than a summary may be.\n";
  const room = MOST_SUMMARY_BYTES - taken - end.length;
  // More would make GitHub drop what there is.
  if (room <= 0) return "";
  return bytes.subarray(0, bytes.lastIndexOf("\n", room - 1) + 1).toString("utf8") + end;
}
