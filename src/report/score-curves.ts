/** Predictions of one of two classes as curves, from the weights of positive and of all rows in bins. */
import type { ScoreBins } from "./picture-types.ts";

/** Rows whose predictions lie from `low` to `high`: their weight, mean prediction (by the bins), share of positives. */
export interface CalibrationBin {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
  readonly predicted: number;
  readonly observed: number;
}

/** Bins of equal width from 0 to 1; `bins` is a power of two. Those without rows are left out. */
export function calibration({ start, width, positive, all }: ScoreBins, bins: number): CalibrationBin[] {
  const sums = Array.from({ length: bins }, () => ({ weight: 0, predicted: 0, positive: 0 }));
  all.forEach((weight, bin) => {
    // The bin that begins at 1 holds the predictions of exactly 1, and the one before 0 those of none.
    const low = start + bin * width;
    const centre = Math.max(0, Math.min(1, low === 0 || low >= 1 ? low : low + width / 2));
    const sum = sums[Math.min(bins - 1, Math.max(0, Math.floor(low * bins)))]!;
    sum.weight += weight;
    sum.predicted += weight * centre;
    sum.positive += positive[bin]!;
  });
  return sums.flatMap(({ weight, predicted, positive: hits }, bin) =>
    weight === 0
      ? []
      : [
          {
            low: bin / bins,
            high: (bin + 1) / bins,
            weight,
            predicted: predicted / weight,
            observed: hits / weight,
          },
        ],
  );
}

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/** A step smaller than this is not seen. */
const LEAST_STEP = 1 / 250;

/** True positive rate over false positive rate; null where all rows are of one class. */
export function rocCurve({ positive, all }: ScoreBins): CurvePoint[] | null {
  const positives = sum(positive);
  const negatives = sum(all) - positives;
  if (!(positives > 0 && negatives > 0)) return null;
  return thinned(
    cumulated({ positive, all }).map(({ hits, taken }) => ({
      x: (taken - hits) / negatives,
      y: hits / positives,
    })),
  );
}

/** Precision over recall; null where there are no positives. */
export function precisionRecallCurve({ positive, all }: ScoreBins): CurvePoint[] | null {
  const positives = sum(positive);
  if (!(positives > 0)) return null;
  const points = cumulated({ positive, all })
    .filter(({ taken }) => taken > 0)
    .map(({ hits, taken }) => ({ x: hits / positives, y: hits / taken }));
  return thinned([{ x: 0, y: points[0]?.y ?? 1 }, ...points]);
}

/** The share of positives among all rows. */
export function prevalence({ positive, all }: ScoreBins): number {
  return sum(positive) / sum(all);
}

/** Weights of positive and of all rows that are predicted at least so high, from the highest on. */
function cumulated({ positive, all }: Pick<ScoreBins, "positive" | "all">) {
  const steps = [{ hits: 0, taken: 0 }];
  let [hits, taken] = [0, 0];
  for (let bin = all.length - 1; bin >= 0; bin--) {
    if (all[bin] === 0) continue;
    hits += positive[bin]!;
    taken += all[bin]!;
    steps.push({ hits, taken });
  }
  return steps;
}

/** Without points that can't be told from the one before; the last one stays. */
function thinned(points: readonly CurvePoint[]): CurvePoint[] {
  const kept: CurvePoint[] = [];
  points.forEach((point, place) => {
    const before = kept.at(-1);
    const far =
      before === undefined || Math.abs(point.x - before.x) + Math.abs(point.y - before.y) >= LEAST_STEP;
    if (far || place === points.length - 1) kept.push(point);
  });
  return kept;
}

function sum(weights: readonly number[]): number {
  return weights.reduce((total, weight) => total + weight, 0);
}
