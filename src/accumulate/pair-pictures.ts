/**
 * What pictures of labels and predictions are drawn from: a histogram of the residuals, the densities of (label,
 * prediction) and of (prediction, residual), and a sample of the pairs. Large chunks go through the kernel, which makes
 * all of them in one pass over the rows; what comes out is the same.
 */
import { COARSE_PLACES, FINE_PLACES, PAIR_ROWS, PairCounts, type PairRanges } from "../kernel/pair-counts.ts";
import type { DensityAccumulator } from "./density.ts";
import { DyadicAxis } from "./dyadic-axis.ts";
import type { HistogramAccumulator } from "./histogram.ts";
import type { PairSampleAccumulator } from "./pair-sample.ts";
import type { FoldColumns } from "./types.ts";

/** From so many rows on the kernel is faster. */
const WORTH_THE_KERNEL = 512;
/** The kernel counts up to 2^32 - 1 rows. */
const ROWS_UNTIL_SETTLED = 2 ** 31;

export interface PairPictureParts {
  readonly residuals: HistogramAccumulator;
  /** x the label, y the prediction. */
  readonly predictions: DensityAccumulator;
  /** x the prediction, y the residual. */
  readonly residualsByPrediction: DensityAccumulator;
  readonly sample: PairSampleAccumulator;
}

/** Grids of what the kernel has counted. */
interface Axes {
  readonly label: DyadicAxis;
  readonly prediction: DyadicAxis;
  readonly fine: DyadicAxis;
  readonly coarse: DyadicAxis;
}

/** Numbers seen, from the least to the most. */
type Range = readonly [number, number];

export class PairPictures {
  /** Whole after `settle`. */
  readonly parts: PairPictureParts;
  #kernel: PairCounts | null = null;
  #axes: Axes = emptyAxes();
  #seen: PairRanges | null = null;
  #unsettled = 0;
  #residuals = new Float64Array(0);

  constructor(parts: PairPictureParts) {
    this.parts = parts;
  }

  /** Folds the first `rows` rows; they count once, whatever they weigh. */
  add(label: Float64Array, prediction: Float64Array, rows: number): void {
    if (rows < WORTH_THE_KERNEL) {
      this.#addRows(label, prediction, 0, rows);
      this.#addSample(label, prediction, rows);
      return;
    }
    this.#kernel ??= new PairCounts();
    // Grids of the whole chunk at first, so that few runs need others.
    if (this.#seen === null) {
      this.#eachRun(label, prediction, rows, (ranges) => {
        if (ranges !== null) this.#cover(ranges);
      });
    }
    const { sample } = this.parts;
    this.#eachRun(label, prediction, rows, (ranges, kernel, from, to) => {
      if (ranges === null) this.#addRows(label, prediction, from, to);
      else this.#count(ranges, kernel, to - from);
      kernel.eachSmall(sample.limit, (row, hash) => {
        sample.addHashed(hash, label[from + row]!, prediction[from + row]!);
      });
    });
  }

  /** Hands what the kernel has counted to the parts. */
  settle(): void {
    if (this.#unsettled === 0) return;
    const { label, prediction, fine, coarse } = this.#axes;
    this.#kernel?.take((tallies) => {
      this.parts.residuals.addCounts(fine, tallies.fine);
      this.parts.predictions.addCounts(label, prediction, tallies.pairs);
      this.parts.residualsByPrediction.addCounts(prediction, coarse, tallies.bySecond);
    });
    this.#unsettled = 0;
  }

  #eachRun(
    label: Float64Array,
    prediction: Float64Array,
    rows: number,
    visit: (ranges: PairRanges | null, kernel: PairCounts, from: number, to: number) => void,
  ): void {
    const kernel = this.#kernel!;
    for (let from = 0; from < rows; from += PAIR_ROWS) {
      const to = Math.min(from + PAIR_ROWS, rows);
      visit(kernel.load(label, prediction, from, to), kernel, from, to);
    }
  }

  #count(ranges: PairRanges, kernel: PairCounts, rows: number): void {
    this.#cover(ranges);
    if (this.#unsettled + rows > ROWS_UNTIL_SETTLED) this.settle();
    this.#unsettled += rows;
    const { label, prediction, fine, coarse } = this.#axes;
    kernel.count(label, prediction, fine, coarse);
  }

  /** Makes places for a run. What was counted on other grids is settled before. */
  #cover({ first, second, difference }: PairRanges): void {
    const seen = this.#seen;
    if (
      seen !== null &&
      within(first, seen.first) &&
      within(second, seen.second) &&
      within(difference, seen.difference)
    )
      return;
    const { label, prediction, fine, coarse } = this.#axes;
    const next: Axes = {
      label: label.copy(),
      prediction: prediction.copy(),
      fine: fine.copy(),
      coarse: coarse.copy(),
    };
    const changes = [
      next.label.cover(...first),
      next.prediction.cover(...second),
      next.fine.cover(...difference),
      next.coarse.cover(...difference),
    ];
    if (changes.some((change) => change !== null)) this.settle();
    this.#axes = next;
    this.#seen =
      seen === null
        ? { first, second, difference }
        : {
            first: joined(first, seen.first),
            second: joined(second, seen.second),
            difference: joined(difference, seen.difference),
          };
  }

  /** Rows from `from` on without the kernel. */
  #addRows(label: Float64Array, prediction: Float64Array, from: number, to: number): void {
    const count = to - from;
    if (this.#residuals.length < count) this.#residuals = new Float64Array(Math.max(count, PAIR_ROWS));
    const residuals = this.#residuals;
    for (let row = 0; row < count; row++) residuals[row] = prediction[from + row]! - label[from + row]!;
    const predictions = prediction.subarray(from, to);
    this.parts.residuals.add(pair(residuals, null), 0, count);
    this.parts.predictions.add(pair(label, prediction), from, to);
    this.parts.residualsByPrediction.add(pair(predictions, residuals), 0, count);
  }

  #addSample(label: Float64Array, prediction: Float64Array, rows: number): void {
    this.parts.sample.add(pair(label, prediction), 0, rows);
  }
}

function pair(first: Float64Array, second: Float64Array | null): FoldColumns {
  return { first, second, third: null, weights: null };
}

function emptyAxes(): Axes {
  return {
    label: new DyadicAxis(COARSE_PLACES),
    prediction: new DyadicAxis(COARSE_PLACES),
    fine: new DyadicAxis(FINE_PLACES),
    coarse: new DyadicAxis(COARSE_PLACES),
  };
}

function within([least, most]: Range, [low, high]: Range): boolean {
  return least >= low && most <= high;
}

function joined([a, b]: Range, [c, d]: Range): Range {
  return [Math.min(a, c), Math.max(b, d)];
}
