/**
 * The result of an evaluation as plain data: what gates judge and reporters print, `lossctl.report/1` in JSON.
 * Values are numbers, also infinite, or null with a reason; `json.ts` says how they are written. Objects keyed by
 * texts of the user (`losses`, `by`, `slice`) have no prototype: make them with `dictionary`.
 */

import type { Pictures } from "./picture-types.ts";

export interface Report {
  readonly schema: "lossctl.report/1";
  readonly tool: { readonly name: string; readonly version: string };
  /** As named on the command line; `-` is standard input. */
  readonly inputs: readonly string[];
  readonly columns: ReportColumns;
  /** The tool whose conventions the losses follow; absent where they are our own. */
  readonly dialect?: string;
  /** Formulas of the combinations among the losses, by name; absent where there are none. */
  readonly combinations?: Readonly<Record<string, string>>;
  readonly rows: RowCounts;
  /** Where standard errors and intervals come from, if not from formulas. */
  readonly bootstrap?: BootstrapSummary;
  /** By loss key, in the order asked for. */
  readonly losses: LossResults;
  /** Sorted; empty without `--by`. */
  readonly slices: readonly Slice[];
  readonly located: readonly Located[];
  /** What the worst rows, if some were asked for, come to. */
  readonly worst?: WorstSummary;
  readonly gates: readonly GateResult[];
  readonly verdict: Verdict | null;
}

/** Column names; arrays for vectors, null for what is not used. */
export interface ReportColumns {
  readonly label: string | readonly string[] | null;
  readonly prediction: string | readonly string[];
  readonly weight: string | null;
  /** Absent where no loss asks. */
  readonly variance?: string;
  /** The column that holds the level of the quantile that a row forecasts. */
  readonly level?: string;
  /** Of the prediction columns, where they forecast quantiles. */
  readonly levels?: readonly number[];
  readonly by: readonly string[];
  /** How the label of a margin loss is coded in the file; absent where no loss asks. */
  readonly labelCoding?: "0/1" | "-1/1";
}

export type SkipReason = "missing" | "notANumber" | "infinite" | "outOfDomain" | "unknownClass" | "badWeight";

/** read = used + the sum of skipped, which has only the reasons that occur. */
export interface RowCounts {
  readonly read: number;
  readonly used: number;
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
}

/** Replicates of the evaluation whose rows are weighed by draws, told apart by `id` or their numbers. */
export interface BootstrapSummary {
  readonly replicates: number;
  readonly seed: number;
  /** A column. */
  readonly id?: string;
}

/** A range that covers the true value with probability `level`; ends may be infinite. */
export interface ConfidenceInterval {
  readonly level: number;
  readonly low: number;
  readonly high: number;
  /** Absent where a formula says it. */
  readonly method?: "bootstrap";
}

/** Both null where there is no interval, with the reason in a few words. */
export interface Uncertainty {
  readonly standardError: number | null;
  readonly interval: ConfidenceInterval | null;
  readonly intervalReason?: string;
}

/** `details` are further numbers (`clippedRows`); in JSON they stand beside the value, after it. Without intervals nothing is said of them. */
export type LossResult = (
  | { readonly value: number; readonly details?: Readonly<Record<string, number>> }
  | {
      readonly value: null;
      readonly reason: string;
      readonly details?: Readonly<Record<string, number>>;
    }
) &
  Partial<Uncertainty>;

export type LossResults = Readonly<Record<string, LossResult>>;

/** The texts of the `--by` columns, by column name. */
export type SliceTexts = Readonly<Record<string, string>>;

export interface Slice {
  readonly by: SliceTexts;
  readonly rows: RowCounts;
  readonly losses: LossResults;
}

/**
 * The row that attains the maximum, the first row whose loss is infinite, or one of those that cost most, the
 * costliest first. `line` counts from 1.
 */
export interface Located {
  readonly loss: string;
  readonly what: "largest" | "infinite" | "worst";
  readonly file: string;
  readonly line: number;
  /** Of the worst rows; in JSON its fields stand beside the others. */
  readonly row?: LocatedRow;
}

/** What is shown of a row. Label and prediction are as in the file, numbers as numbers; arrays for vectors. */
export interface LocatedRow {
  /** Its loss, without its weight. */
  readonly value: number;
  /** Of the total loss; null with a reason where that has no shares. */
  readonly share: number | null;
  readonly reason?: string;
  /** Absent without a column of weights. */
  readonly weight?: number;
  readonly label: FieldValue | readonly FieldValue[];
  readonly prediction: FieldValue | readonly FieldValue[];
  /** The fields of the columns to keep, by name; absent where none are. */
  readonly keep?: Readonly<Record<string, string | null>>;
}

export type FieldValue = number | string | null;

/** The rows that cost most, together. */
export interface WorstSummary {
  readonly loss: string;
  readonly rows: number;
  /** Of the total loss; null with a reason where that has no shares. */
  readonly share: number | null;
  readonly reason?: string;
}

export type Verdict = "pass" | "fail" | "undecided";

export interface GateResult {
  /** The rule with the canonical loss key and the limit as typed: `max mse=3000`. */
  readonly rule: string;
  /** Null where the rule is about rows. */
  readonly loss: string | null;
  readonly slice: SliceTexts | null;
  readonly value: number | null;
  /** Why there is no value; there if and only if the value is null. */
  readonly reason?: string;
  /** The value that may not be passed. */
  readonly limit: number;
  /** Of a rule about an earlier report: the value there. */
  readonly baseline?: number;
  /** With `baseline`: how much worse the value is, below 0 if better, as a share where the rule has `%`; null without one. */
  readonly change?: number | null;
  readonly verdict: Verdict;
}

/** An object with these entries and no prototype, so that a column may be called `__proto__`. */
export function dictionary<Value>(
  entries: Iterable<readonly [string, Value]>,
): Readonly<Record<string, Value>> {
  const result: Record<string, Value> = Object.create(null);
  for (const [key, value] of entries) result[key] = value;
  return result;
}

/** What a reporter may know besides the report. */
export interface RenderOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly style: Style;
  /** What to draw below the table. */
  readonly pictures?: Pictures;
  /** Whether there is more than ASCII to draw with. */
  readonly unicode?: boolean;
}

/** How parts of a report for people are set apart. Texts are padded before they are painted. */
export interface Style {
  /** The numbers asked for. */
  value(text: string): string;
  /** What is beside the point. */
  aside(text: string): string;
  pass(text: string): string;
  fail(text: string): string;
}
