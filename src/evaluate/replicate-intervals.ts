/** Standard errors and intervals from the values of replicates. */
import { ExactSum } from "../accumulate/exact-sum.ts";
import { Rational } from "../accumulate/rational.ts";
import type { Series } from "../accumulate/series.ts";
import type { Measure, Totals } from "../losses/types.ts";
import type { Uncertainty } from "../report/types.ts";

/**
 * The percentile interval of what the measure comes to in the replicates, and their standard deviation; `totals` and
 * `value` are those of the rows as they are.
 * @param replicates Undefined for one without a row.
 */
export function replicateInterval(
  measure: Measure,
  totals: Totals,
  value: number | null,
  replicates: readonly (Series | undefined)[],
  level: number,
): Uncertainty {
  if (value === null) return none("no value");
  if (!Number.isFinite(value)) return none("the value is infinite");
  if (isOneRow(totals)) return none("one row");
  return percentiles(
    replicates.map((series) => replicateValue(measure, series, totals)),
    level,
  );
}

/**
 * Of a replicate. Its number of rows is that of those that are drawn, each as often as it is; with weights, as many as
 * keep the mean weight that the rows as they are have.
 */
export function replicateTotals(series: Series, { weight, used, rows }: Totals): Totals {
  const totals = series.totals();
  const each = totals.exact(used ?? rows).over(weight);
  return { ...totals, used: totals.weight.times(each).toNumber() };
}

/** Of the values in the replicates, NaN or infinite where there is none. */
export function percentiles(values: readonly number[], level: number): Uncertainty {
  const found = values.filter(Number.isFinite);
  const without = values.length - found.length;
  if (without > 0) {
    return none(`${without} of ${values.length} replicates ${without === 1 ? "has" : "have"} no value`);
  }
  const sorted = Float64Array.from(found).sort();
  const tail = (1 - level) / 2;
  return {
    standardError: deviation(sorted),
    interval: { level, low: quantile(sorted, tail), high: upperQuantile(sorted, tail), method: "bootstrap" },
  };
}

/** Whether the rows are one, that stands for no others. */
export function isOneRow({ rows, weight, exact }: Totals): boolean {
  return rows === 1 && weight.minus(exact(1)).sign() <= 0;
}

/** NaN where there is none. */
function replicateValue(measure: Measure, series: Series | undefined, totals: Totals): number {
  if (series === undefined || series.rows === 0) return Number.NaN;
  const { value } = measure.finish(replicateTotals(series, totals));
  // A total of zeros has no sign worth telling.
  return value === null ? Number.NaN : value + 0;
}

/** Between the two order statistics about (n - 1) * share, from 0: definition 7 of Hyndman and Fan 1996. */
export function quantile(sorted: Float64Array, share: number): number {
  return between(sorted, (place) => place, (sorted.length - 1) * share);
}

/** The quantile at 1 - share, to the last bit that at `share` of the numbers with the other sign. */
export function upperQuantile(sorted: Float64Array, share: number): number {
  const last = sorted.length - 1;
  return between(sorted, (place) => last - place, last * share);
}

function between(sorted: Float64Array, at: (place: number) => number, place: number): number {
  const [outer, inner] = [sorted[at(Math.floor(place))], sorted[at(Math.ceil(place))]] as [number, number];
  const part = place - Math.floor(place);
  // Not outer + part * (inner - outer): the difference may be beyond the range of numbers.
  return outer === inner ? outer : outer * (1 - part) + inner * part;
}

/** With n - 1 below the sum of squares; 0 where all are equal. From exact sums: the same for the numbers with the other sign. */
function deviation(values: Float64Array): number {
  const mean = exactSum(values).over(Rational.fromNumber(values.length)).toNumber();
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  if (largest === 0) return 0;
  const squares = exactSum(values.map((value) => ((value - mean) / largest) ** 2)).toNumber();
  return largest * Math.sqrt(squares / (values.length - 1));
}

function exactSum(values: Float64Array): Rational {
  const sum = new ExactSum();
  sum.addRange(values, 0, values.length);
  return sum.exact();
}

function none(intervalReason: string): Uncertainty {
  return { standardError: null, interval: null, intervalReason };
}
