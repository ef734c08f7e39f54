/** From folded totals to the plain data of a report. */
import type { RowCounts as FoldedRows } from "../accumulate/row-counts.ts";
import type { Series } from "../accumulate/series.ts";
import type { RowPlace } from "../accumulate/types.ts";
import { inputError } from "../errors.ts";
import type { Measure, Totals } from "../losses/types.ts";
import {
  dictionary,
  type Located,
  type LossResult,
  type LossResults,
  type Report,
  type ReportColumns,
  type RowCounts,
  type SkipReason,
  type Slice,
  type Uncertainty,
} from "../report/types.ts";
import type { Evaluation } from "./evaluation.ts";
import type { NamedMeasure, Plan } from "./plan.ts";
import { replicateInterval } from "./replicate-intervals.ts";
import { Intervals } from "./uncertainty.ts";
import { worstResults } from "./worst-rows.ts";

/** All of a report but its gates. */
export type Results = Pick<Report, "columns" | "rows" | "losses" | "slices" | "located" | "worst">;

/** Totals that know of rows without weight too. */
type UsedTotals = Totals & { readonly used: number };

/**
 * Reads the evaluation without changing it. With a confidence level, above 0 and below 1, values come with standard
 * errors and intervals: the plan has to have been made for them.
 */
export function results(evaluation: Evaluation, level: number | null = null): Results {
  const { plan, groups, labelCoding } = evaluation;
  const estimate = level === null ? null : estimator(evaluation, level);
  const total = groups.total();
  const found =
    plan.worst === null || evaluation.worst === null || total.series.rows === 0
      ? null
      : worstResults(plan.worst, evaluation.worst, plan, total.series, evaluation.files);
  return {
    columns: reportColumns(plan, labelCoding),
    rows: rowCounts(total.rows),
    losses: lossResults(plan.measures, total.series, total.rows.used, estimate?.(null)),
    slices: slices(evaluation, estimate),
    located: [...located(plan.measures, total.series, evaluation.files), ...(found?.located ?? [])],
    ...(found === null ? {} : { worst: found.worst }),
  };
}

/** The columns of a plan by role. */
export function reportColumns(plan: Plan, labelCoding: "0/1" | "-1/1" | null): ReportColumns {
  const { label, prediction, weight, variance, level, by } = plan.columns;
  // A level column makes rows of one forecast each.
  const vector = plan.shape === "vector" && level === null;
  return {
    label: plan.labelShape === "none" ? null : vector && label.length > 1 ? label : (label[0] ?? null),
    prediction: vector ? prediction : (prediction[0] ?? ""),
    weight,
    ...(variance === null ? {} : { variance }),
    ...(level === null ? {} : { level }),
    ...(plan.levels === null ? {} : { levels: plan.levels }),
    by,
    ...(labelCoding === null ? {} : { labelCoding }),
  };
}

/** The order in which a report lists them. */
const SKIPPED = [
  "missing",
  "notANumber",
  "infinite",
  "outOfDomain",
  "unknownClass",
  "badWeight",
] as const satisfies readonly SkipReason[];

/** The counts as they are reported: those of the reasons that occur. */
export function rowCounts(rows: FoldedRows): RowCounts {
  const skipped: Partial<Record<SkipReason, number>> = {};
  let read = rows.used;
  for (const reason of SKIPPED) {
    const count = rows.skippedFor(reason);
    if (count === 0) continue;
    skipped[reason] = count;
    read += count;
  }
  return { read, used: rows.used, skipped };
}

/** The uncertainty of a measure whose terms came to `totals`, and itself to `value`. */
type Estimate = (measure: Measure, totals: Totals, value: number | null) => Uncertainty;

/** By the number of a slice, null for all rows: from the replicates if there are some, else by formulas. */
function estimator({ bootstrap }: Evaluation, level: number): (slice: number | null) => Estimate {
  if (bootstrap === null) {
    const intervals = new Intervals(level);
    return () => (measure, totals, value) => intervals.of(measure, totals, value);
  }
  return (slice) => {
    const replicates = Array.from({ length: bootstrap.replicates }, (_, replicate) =>
      bootstrap.series(replicate, slice),
    );
    return (measure, totals, value) => replicateInterval(measure, totals, value, replicates, level);
  };
}

function lossResults(
  measures: readonly NamedMeasure[],
  series: Series,
  used: number,
  estimate: Estimate | undefined,
): LossResults {
  const totals = { ...series.totals(), used };
  return dictionary(
    measures.map((named) => {
      const result = lossResult(named, totals);
      if (estimate === undefined) return [named.key, result];
      return [named.key, { ...result, ...estimate(named.measure, totals, result.value) }];
    }),
  );
}

function lossResult({ measure, kinkRows }: NamedMeasure, totals: UsedTotals): LossResult {
  if (totals.used === 0) return { value: null, reason: "no rows" };
  if (totals.rows === 0) return { value: null, reason: "the weights add up to 0" };
  const outcome = measure.finish(totals);
  const details = telling({
    ...outcome.details,
    ...(kinkRows === undefined ? {} : { kinkRows: totals.count(kinkRows.key) }),
  });
  if (outcome.value === null) return { value: null, reason: outcome.reason, ...details };
  if (Number.isNaN(outcome.value)) return { value: null, reason: "infinities cancel", ...details };
  // A total of zeros has no sign worth telling.
  return { value: outcome.value === 0 ? 0 : outcome.value, ...details };
}

/** Details that are 0 say nothing, and are not shown. */
function telling(details: Readonly<Record<string, number>>): Pick<LossResult, "details"> {
  const entries = Object.entries(details).filter(([, number]) => number !== 0);
  return entries.length === 0 ? {} : { details: Object.fromEntries(entries) };
}

function slices(
  { plan, groups }: Evaluation,
  estimate: ((slice: number | null) => Estimate) | null,
): Slice[] {
  const { by } = plan.columns;
  if (by.length === 0) return [];
  const numbered = groups.slices.map((slice, number) => ({ ...slice, number }));
  return orderSlices(numbered).map(({ key, series, rows, number }) => ({
    by: dictionary(by.map((name, index) => [name, key[index] ?? ""])),
    rows: rowCounts(rows),
    losses: lossResults(plan.measures, series, rows.used, estimate?.(number)),
  }));
}

/** Sorted by the columns' texts; a column whose texts are all numbers by number. */
export function orderSlices<Keyed extends { readonly key: readonly string[] }>(
  slices: readonly Keyed[],
): Keyed[] {
  const width = slices[0]?.key.length ?? 0;
  const sorters = Array.from({ length: width }, (_, index) =>
    sorter(slices.map(({ key }) => key[index] ?? "")),
  );
  return slices.toSorted((a, b) => {
    for (const [index, compare] of sorters.entries()) {
      const order = compare(a.key[index] ?? "", b.key[index] ?? "");
      if (order !== 0) return order;
    }
    return 0;
  });
}

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

function sorter(texts: readonly string[]): (a: string, b: string) => number {
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  if (!texts.every((text) => NUMBER.test(text))) return byText;
  return (a, b) => Number(a) - Number(b) || byText(a, b);
}

/** The row that attains a maximum, and the first row whose loss is infinite, once for each loss. */
function located(measures: readonly NamedMeasure[], series: Series, files: readonly string[]): Located[] {
  const places = series.places();
  return measures.flatMap(({ key, measure }): Located[] => {
    const [first] = measure.terms;
    if (first === undefined) return [];
    const what = first.fold === "maximum" ? "largest" : "infinite";
    // A combination folds the sum of each of its parts.
    const terms = SUMS.has(first.fold) ? measure.terms.filter(({ fold }) => SUMS.has(fold)) : [first];
    const place = terms.map((term) => places.get(term.key)).reduce(earlier, undefined);
    return place === undefined ? [] : [{ loss: key, what, file: files[place.file] ?? "", line: place.line }];
  });
}

const SUMS: ReadonlySet<string> = new Set(["sum", "vector-sum", "variance-sum"]);

function earlier(a: RowPlace | undefined, b: RowPlace | undefined): RowPlace | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.file < b.file || (a.file === b.file && a.line <= b.line) ? a : b;
}

/** Where no row could be used there is nothing to report; `skipped` says in words what became of those read. */
export function noRows(read: number, files: readonly string[], skipped: string): Error {
  const file = files.length === 1 ? files[0] : undefined;
  const place = file === undefined ? undefined : { file };
  return read === 0 ? inputError("no rows", place) : inputError(`no row can be used: ${skipped}`, place);
}
