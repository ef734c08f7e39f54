/** What `lossctl grad --check` has found: plain data, as JSON and as a table. */

import { visible } from "../visible.ts";
import { alignLeft, alignPoint, alignRight, displayWidth, GAP, painted } from "./columns.ts";
import { runFields } from "./grad-summary.ts";
import { count, heading } from "./heading.ts";
import { type Json, jsonText } from "./json.ts";
import { significant } from "./significant.ts";
import type { RenderOptions, ReportColumns, RowCounts, Verdict } from "./types.ts";

/** Why a derivative was not compared; see `lossctl.check/1` in docs/reference.md. */
export type UncheckedReason = "kink" | "infinite" | "unresolved";

/** One for each row and column that the loss has derivatives in. */
export interface DerivativeCounts {
  readonly agree: number;
  readonly differ: number;
  readonly skipped: Readonly<Record<UncheckedReason, number>>;
}

export interface Suspect {
  readonly derivative: "gradient" | "hessian";
  /** The column that it is in. */
  readonly column: string;
  readonly file: string;
  readonly line: number;
  /** Record number, from 1, over all inputs. */
  readonly row: number;
  readonly analytic: number;
  readonly numeric: number;
  /** The difference as a share of what is allowed: above 1 it differs. */
  readonly excess: number;
  readonly verdict: "agrees" | "differs";
}

export interface CheckReport {
  readonly schema: "lossctl.check/1";
  readonly tool: { readonly name: string; readonly version: string };
  readonly inputs: readonly string[];
  readonly columns: ReportColumns;
  /** The tool whose conventions the loss follows; absent where they are our own. */
  readonly dialect?: string;
  /** Its key. */
  readonly loss: string;
  readonly rows: RowCounts;
  readonly rtol: number;
  readonly atol: number;
  readonly gradient: DerivativeCounts;
  readonly hessian: DerivativeCounts | null;
  /** The farthest beyond what is allowed first. */
  readonly worst: readonly Suspect[];
  readonly verdict: Verdict;
}

/** Fails where one differs; where not even one agrees, nothing is decided. */
export function checkVerdict(gradient: DerivativeCounts, hessian: DerivativeCounts | null): Verdict {
  if (gradient.differ + (hessian?.differ ?? 0) > 0) return "fail";
  return gradient.agree === 0 ? "undecided" : "pass";
}

export function renderCheckJson(report: CheckReport): string {
  return jsonText(
    new Map<string, Json>([
      ...runFields(report),
      ["rtol", report.rtol],
      ["atol", report.atol],
      ["gradient", countFields(report.gradient)],
      ["hessian", report.hessian === null ? null : countFields(report.hessian)],
      ["worst", report.worst.map((suspect) => new Map<string, Json>(Object.entries(suspect)))],
      ["verdict", report.verdict],
    ]),
  );
}

/** `skipped` has the reasons that occur. */
function countFields({ agree, differ, skipped }: DerivativeCounts): Json {
  const occurring = Object.entries(skipped).filter(([, number]) => number > 0);
  return new Map<string, Json>([
    ["agree", agree],
    ["differ", differ],
    ["skipped", new Map<string, Json>(occurring)],
  ]);
}

const WORDS: Readonly<Record<UncheckedReason, string>> = {
  kink: "at a kink",
  infinite: "infinite",
  unresolved: "unresolved",
};

/** For a person at a terminal: counts, the worst where some differ, the verdict. */
export async function renderCheckTable(report: CheckReport, { style }: RenderOptions): Promise<string> {
  const { inputs, rows, columns } = heading(report);
  const names = columns.map((column) => column.join(" "));
  const first = [rows, ...names].join(GAP);
  const measure = await displayWidth([
    inputs,
    first,
    ...report.worst.flatMap(({ file, column }) => [file, column]),
  ]);

  const kinds = [
    ["gradient", report.gradient] as const,
    ...(report.hessian === null ? [] : [["hessian", report.hessian] as const]),
  ];
  const reasons = (["kink", "infinite", "unresolved"] as const).filter((reason) =>
    kinds.some(([, { skipped }]) => skipped[reason] > 0),
  );
  const cells = [
    alignLeft([visible(report.loss), ...kinds.map(([name]) => name)], measure),
    alignRight(["agree", ...kinds.map(([, { agree }]) => String(agree))], measure),
    alignRight(["differ", ...kinds.map(([, { differ }]) => String(differ))], measure),
    ...reasons.map((reason) =>
      alignRight([WORDS[reason], ...kinds.map(([, { skipped }]) => String(skipped[reason]))], measure),
    ),
  ];
  const table = kinds.map((_, kind) =>
    cells
      .map((column, place) =>
        place === 1 || place === 2 ? painted(column[kind + 1] ?? "", style.value) : (column[kind + 1] ?? ""),
      )
      .join(GAP),
  );
  const sections = [
    [`${inputs}${GAP}${style.aside(first)}`],
    [cells.map((column) => column[0] ?? "").join(GAP), ...table],
    verdictLines(report, style),
    ...worstLines(report, measure),
  ];
  return sections.map((lines) => lines.map((line) => `${line.trimEnd()}\n`).join("")).join("\n");
}

function verdictLines(report: CheckReport, style: RenderOptions["style"]): string[] {
  const { verdict, gradient, hessian, rtol, atol } = report;
  const within = `rtol ${power(rtol)}, atol ${power(atol)}`;
  const differ = gradient.differ + (hessian?.differ ?? 0);
  if (verdict === "fail") {
    return [`${style.fail("✗ fail")}${GAP}${count(differ, "derivative")} beyond ${within}`];
  }
  if (verdict === "undecided") return [`${style.value("? undecided")}${GAP}no gradient could be compared`];
  return [`${style.pass("✓ pass")}${GAP}within ${within}`];
}

/** `1e-6`, where JavaScript would write 0.000001. */
function power(tolerance: number): string {
  return tolerance === 0 ? "0" : tolerance.toExponential();
}

/** A section with those that differ, or none. */
function worstLines({ worst }: CheckReport, measure: (text: string) => number): string[][] {
  const differing = worst.filter(({ verdict }) => verdict === "differs");
  if (differing.length === 0) return [];
  const several = new Set(worst.map(({ column }) => column)).size > 1;
  const columns = [
    alignLeft(["worst", ...differing.map(({ file, line }) => `${visible(file)}:${line}`)], measure),
    alignLeft(["", ...differing.map(({ derivative }) => derivative)], measure),
    ...(several ? [alignLeft(["", ...differing.map(({ column }) => visible(column))], measure)] : []),
    numbers(
      "analytic",
      differing.map(({ analytic }) => analytic),
      measure,
    ),
    numbers(
      "numeric",
      differing.map(({ numeric }) => numeric),
      measure,
    ),
  ];
  return [[0, ...differing.keys()].map((_, row) => columns.map((column) => column[row] ?? "").join(GAP))];
}

function numbers(head: string, values: readonly number[], measure: (text: string) => number): string[] {
  return alignRight([head, ...alignPoint(values.map((value) => significant(value, 8)))], measure);
}
