/** Standard errors and intervals from the values of replicates. */
import type { Series } from "../accumulate/series.ts";
import type { Measure } from "../losses/types.ts";
import type { Uncertainty } from "../report/types.ts";

/**
 * The percentile interval of what the measure comes to in the replicates, and their standard deviation.
 * @param replicates Undefined for one without a row.
 */
export function replicateInterval(
  measure: Measure,
  value: number | null,
  replicates: readonly (Series | undefined)[],
  level: number,
): Uncertainty {
  if (value === null) return none("no value");
  if (!Number.isFinite(value)) return none("the value is infinite");
  const values = replicates.map((series) => replicateValue(measure, series)).filter(Number.isFinite);
  const without = replicates.length - values.length;
  if (without > 0) {
    return none(`${without} of ${replicates.length} replicates ${without === 1 ? "has" : "have"} no value`);
  }
  const sorted = Float64Array.from(values).sort();
  const tail = (1 - level) / 2;
  return {
    standardError: deviation(sorted),
    interval: { level, low: quantile(sorted, tail), high: quantile(sorted, 1 - tail), method: "bootstrap" },
  };
}

/** NaN where there is none. */
function replicateValue(measure: Measure, series: Series | undefined): number {
  if (series === undefined || series.rows === 0) return Number.NaN;
  const { value } = measure.finish(series.totals());
  // A total of zeros has no sign worth telling.
  return value === null ? Number.NaN : value + 0;
}

/** Between the two order statistics about (n - 1) * share, from 0: definition 7 of Hyndman and Fan 1996. */
export function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  const part = place - Math.floor(place);
  // Not below + part * (above - below): the difference may be beyond the range of numbers.
  return below === above ? below : below * (1 - part) + above * part;
}

/** With n - 1 below the sum of squares; 0 where all are equal. */
function deviation(sorted: Float64Array): number {
  const [least = 0] = sorted;
  const mean = sorted.reduce((sum, value) => sum + (value / sorted.length - least / sorted.length), least);
  const largest = sorted.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  if (largest === 0) return 0;
  const squares = sorted.reduce((sum, value) => sum + ((value - mean) / largest) ** 2, 0);
  return largest * Math.sqrt(squares / (sorted.length - 1));
}

function none(intervalReason: string): Uncertainty {
  return { standardError: null, interval: null, intervalReason };
}
