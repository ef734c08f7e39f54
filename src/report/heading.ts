/** What a report for people begins with, in words: the inputs, the rows, the columns. */

import { visible } from "../visible.ts";
import type { PairedRowCounts, PairedSkipReason } from "./compare-types.ts";
import type { BootstrapSummary, Report, RowCounts } from "./types.ts";

const REASONS: Readonly<Record<PairedSkipReason, string>> = {
  missing: "missing",
  notANumber: "not a number",
  infinite: "infinite",
  outOfDomain: "out of domain",
  unknownClass: "unknown class",
  badWeight: "bad weight",
  unmatchedId: "unmatched id",
  duplicateId: "duplicate id",
};

/** Longer lists of names are given by their ends. */
const NAMES = 4;

/** What a heading is made of. */
export type HeadingReport = Pick<Report, "inputs" | "rows" | "columns" | "dialect">;

export interface Heading {
  readonly inputs: string;
  /** `442 rows used, 2 skipped (missing)` */
  readonly rows: string;
  /** Role and names, as `["label", "y_true"]`. */
  readonly columns: readonly (readonly [string, string])[];
}

export function heading(report: HeadingReport): Heading {
  const { label, prediction, weight, variance, level, levels, labelCoding } = report.columns;
  const coding = labelCoding === undefined ? "" : ` (${labelCoding})`;
  return {
    inputs: inputs(report.inputs),
    rows: rowsText(report.rows),
    columns: [
      ...(label === null ? [] : [role("label", label, coding)]),
      role("prediction", prediction),
      ...(weight === null ? [] : [role("weight", weight)]),
      ...(variance === undefined ? [] : [role("variance", variance)]),
      ...(report.dialect === undefined ? [] : [role("dialect", report.dialect)]),
      ...(level === undefined ? [] : [role("level", level)]),
      ...(levels === undefined ? [] : [role("level", levels.map(String))]),
    ],
  };
}

const USUAL_LEVEL = 0.95;

/** What intervals are of, where it is not what a reader takes them for: `["1000 replicates", "99% intervals"]`. */
export function intervalWords(level: number, bootstrap: BootstrapSummary | undefined): string[] {
  return [
    ...(bootstrap === undefined ? [] : [count(bootstrap.replicates, "replicate")]),
    ...(level === USUAL_LEVEL ? [] : [`${Number((100 * level).toPrecision(12))}% intervals`]),
  ];
}

function inputs(files: readonly string[]): string {
  const names = files.map((file) => (file === "-" ? "standard input" : visible(file)));
  return names.length > 2 ? `${names[0]} and ${names.length - 1} more files` : names.join(", ");
}

/** `442 rows used, 2 skipped (missing)`. */
export function rowsText(rows: RowCounts): string {
  return pairedRowsText(rows);
}

/** The same of rows of several files. */
export function pairedRowsText({ used, skipped }: PairedRowCounts): string {
  const reasons = Object.entries(skipped) as [PairedSkipReason, number][];
  if (reasons.length === 0) return count(used, "row");
  const total = reasons.reduce((sum, [, left]) => sum + left, 0);
  const words = reasons.map(([reason, left]) => `${reasons.length > 1 ? `${left} ` : ""}${REASONS[reason]}`);
  return `${count(used, "row")} used, ${total} skipped (${words.join(", ")})`;
}

function role(name: string, columns: string | readonly string[], coding = ""): readonly [string, string] {
  if (typeof columns === "string") return [name, visible(columns) + coding];
  const [first = "", last = ""] = [columns[0], columns.at(-1)].map((column) => visible(column ?? ""));
  if (columns.length <= NAMES) return [`${name}s`, columns.map(visible).join(", ")];
  return [`${name}s`, `${first} to ${last} (${columns.length} columns)`];
}

/** `1 row`, `2 rows`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
