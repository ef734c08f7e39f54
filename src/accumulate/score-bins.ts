/**
 * Weights of positive and of all rows in each bin of a prediction: what reliability diagrams, histograms by class, and
 * ROC and precision-recall curves are drawn from.
 */
import { type CellState, CellWeights } from "./cell-weights.ts";
import { type AxisState, axisFromState, axisState, DyadicAxis, type Regrid, rangeOf } from "./dyadic-axis.ts";
import { expectMerge, expectState, StateError } from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns } from "./types.ts";

const KIND = "score-bins";
const VERSION = 1;
const BINS = 2 ** 12;

export interface ScoreBinsState extends AccumulatorState {
  readonly axis: AxisState | null;
  /** From the first bin to the last. */
  readonly positive: readonly CellState[];
  readonly all: readonly CellState[];
}

/** Bin i holds from `start + i * width` to `start + (i + 1) * width`. */
export interface BinnedScores {
  readonly start: number;
  readonly width: number;
  readonly positive: readonly number[];
  readonly all: readonly number[];
}

export class ScoreBinsAccumulator implements Accumulator {
  readonly kind = KIND;
  #axis = new DyadicAxis(BINS);
  #positive = new CellWeights(BINS);
  #all = new CellWeights(BINS);

  /** `first` are finite predictions, `second` labels: up to 0 negative, 1 positive, between them a share of both. */
  add({ first, second, weights }: FoldColumns, from: number, to: number): void {
    if (second === null) throw new TypeError("score bins need labels");
    const { least, most, finite } = rangeOf(first, from, to);
    if (!finite) throw new TypeError("score bins need finite predictions");
    // Adding 0 makes -0 the 0 that it is here.
    if (least <= most) this.#regrid(this.#axis.cover(least + 0, most + 0));
    const { scale, base } = this.#axis;
    for (let row = from; row < to; row++) {
      const score = first[row]!;
      const bin = (Math.abs(score) * scale) | 0;
      const place = (score < 0 ? ~bin : bin) - base;
      const label = Math.max(0, second[row]!);
      if (weights === null) this.#all.count(place);
      else this.#all.addProduct(place, weights[row]!, 1);
      if (label === 0) continue;
      if (weights === null && label === 1) this.#positive.count(place);
      else this.#positive.addProduct(place, weights === null ? 1 : weights[row]!, label);
    }
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof ScoreBinsAccumulator, KIND, other);
    if (other.#axis.empty) return;
    const axis = axisFromState(axisState(other.#axis), BINS);
    const { base } = other.#axis;
    const own = other === this;
    const positive = own ? other.#positive.clone() : other.#positive;
    const all = own ? other.#all.clone() : other.#all;
    this.#regrid(this.#axis.coverAxis(axis));
    for (let bin = axis.low; bin <= axis.high; bin++) {
      const place = (bin >> this.#axis.coarser(axis)) - this.#axis.base;
      this.#positive.mergeCell(place, positive, bin - base);
      this.#all.mergeCell(place, all, bin - base);
    }
  }

  binned(): BinnedScores {
    const places = this.#places();
    return {
      start: this.#axis.empty ? 0 : this.#axis.edge(this.#axis.low),
      width: this.#axis.edge(1),
      positive: places.map((place) => this.#positive.value(place)),
      all: places.map((place) => this.#all.value(place)),
    };
  }

  state(): ScoreBinsState {
    const places = this.#places();
    return {
      kind: KIND,
      version: VERSION,
      axis: axisState(this.#axis),
      positive: places.map((place) => this.#positive.stateOf(place)),
      all: places.map((place) => this.#all.stateOf(place)),
    };
  }

  /** @throws StateError on another kind or version. */
  static fromState(state: AccumulatorState): ScoreBinsAccumulator {
    expectState(state, KIND, VERSION);
    const { axis, positive, all } = state as ScoreBinsState;
    const accumulator = new ScoreBinsAccumulator();
    accumulator.#axis = axisFromState(axis, BINS);
    const places = accumulator.#places();
    if (positive?.length !== places.length || all?.length !== places.length)
      throw new StateError("expected two weights for each bin");
    places.forEach((place, i) => {
      accumulator.#positive.restore(place, positive[i]!);
      accumulator.#all.restore(place, all[i]!);
    });
    return accumulator;
  }

  #places(): number[] {
    const { low, high, base } = this.#axis;
    return Array.from({ length: high - low + 1 }, (_, i) => low + i - base);
  }

  #regrid(change: Regrid | null): void {
    if (change === null) return;
    const { base } = this.#axis;
    const move = (place: number) => ((change.base + place) >> change.by) - base;
    this.#positive = this.#positive.moved(move);
    this.#all = this.#all.moved(move);
  }
}
