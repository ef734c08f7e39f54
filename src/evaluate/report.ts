/** From folded totals to the plain data of a report. */
import type { RowCounts as FoldedRows } from "../accumulate/row-counts.ts";
import type { Series } from "../accumulate/series.ts";
import type { RowPlace } from "../accumulate/types.ts";
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
} from "../report/types.ts";
import { REASONS } from "./admission.ts";
import type { Evaluation } from "./evaluation.ts";
import type { NamedMeasure, Plan } from "./plan.ts";

/** All of a report but its gates. */
export type Results = Pick<Report, "columns" | "rows" | "losses" | "slices" | "located">;

/** Reads the evaluation without changing it. */
export function results(evaluation: Evaluation): Results {
  const { plan, groups, labelCoding } = evaluation;
  const total = groups.total();
  return {
    columns: reportColumns(plan, labelCoding),
    rows: rowCounts(total.rows),
    losses: lossResults(plan.measures, total.series, total.rows.used),
    slices: slices(evaluation),
    located: located(plan.measures, total.series, evaluation.files),
  };
}

/** The columns of a plan by role. */
export function reportColumns(plan: Plan, labelCoding: "0/1" | "-1/1" | null): ReportColumns {
  const { label, prediction, weight, by } = plan.columns;
  const vector = plan.shape === "vector";
  return {
    label: plan.labelShape === "none" ? null : vector && label.length > 1 ? label : (label[0] ?? null),
    prediction: vector ? prediction : (prediction[0] ?? ""),
    weight,
    by,
    ...(labelCoding === null ? {} : { labelCoding }),
  };
}

/** The counts as they are reported: those of the reasons that occur. */
export function rowCounts(rows: FoldedRows): RowCounts {
  const skipped: Partial<Record<SkipReason, number>> = {};
  let read = rows.used;
  for (const reason of REASONS) {
    const count = rows.skippedFor(reason);
    if (count === 0) continue;
    skipped[reason] = count;
    read += count;
  }
  return { read, used: rows.used, skipped };
}

function lossResults(measures: readonly NamedMeasure[], series: Series, used: number): LossResults {
  return dictionary(measures.map(({ key, measure }) => [key, lossResult(measure, series, used)]));
}

function lossResult(measure: NamedMeasure["measure"], series: Series, used: number): LossResult {
  if (used === 0) return { value: null, reason: "no rows" };
  if (series.rows === 0) return { value: null, reason: "the weights add up to 0" };
  const outcome = measure.finish(series.totals());
  const details = outcome.details === undefined ? {} : { details: outcome.details };
  if (outcome.value === null) return { value: null, reason: outcome.reason, ...details };
  if (Number.isNaN(outcome.value)) return { value: null, reason: "infinities cancel", ...details };
  // A total of zeros has no sign worth telling.
  return { value: outcome.value === 0 ? 0 : outcome.value, ...details };
}

/** Sorted by the columns' texts; a column whose texts are all numbers by number. */
function slices({ plan, groups }: Evaluation): Slice[] {
  const { by } = plan.columns;
  if (by.length === 0) return [];
  const sorters = by.map((_, index) => sorter(groups.slices.map(({ key }) => key[index] ?? "")));
  return groups.slices
    .toSorted((a, b) => {
      for (const [index, compare] of sorters.entries()) {
        const order = compare(a.key[index] ?? "", b.key[index] ?? "");
        if (order !== 0) return order;
      }
      return 0;
    })
    .map(({ key, series, rows }) => ({
      by: dictionary(by.map((name, index) => [name, key[index] ?? ""])),
      rows: rowCounts(rows),
      losses: lossResults(plan.measures, series, rows.used),
    }));
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
  return measures.flatMap(({ key, measure }) =>
    measure.terms.slice(0, 1).flatMap((term): Located[] => {
      const place: RowPlace | undefined = places.get(term.key);
      if (place === undefined) return [];
      const what = term.fold === "maximum" ? "largest" : "infinite";
      return [{ loss: key, what, file: files[place.file] ?? "", line: place.line }];
    }),
  );
}
