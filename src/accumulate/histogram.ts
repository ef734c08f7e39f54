/** How many rows have a value in each bin of a dyadic axis. Infinite values are counted apart. */
import {
  type AxisState,
  axisFromState,
  axisState,
  DyadicAxis,
  LARGEST_BIN,
  type Regrid,
} from "./dyadic-axis.ts";
import { expectCount, expectMerge, expectState, StateError } from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns } from "./types.ts";

const KIND = "histogram";
const VERSION = 1;
/** So many that a value a hundred times farther out than the others leaves a picture of the others. */
const BINS = 2 ** 14;

export interface HistogramState extends AccumulatorState {
  readonly axis: AxisState | null;
  /** From the first bin to the last. */
  readonly counts: readonly number[];
  readonly below: number;
  readonly above: number;
}

/** A run of bins of equal width: bin i holds from `start + i * width` to `start + (i + 1) * width`. */
export interface BinnedCounts {
  readonly start: number;
  readonly width: number;
  readonly counts: readonly number[];
  /** Rows at minus and plus infinity. */
  readonly below: number;
  readonly above: number;
}

export class HistogramAccumulator implements Accumulator {
  readonly kind = KIND;
  #axis = new DyadicAxis(BINS);
  #counts = new Float64Array(BINS);
  #below = 0;
  #above = 0;
  /** Whether rows were counted without a look at the ends of the axis. */
  #loose = false;

  /** Counts `first`; rows count once, whatever they weigh. NaN does not count. */
  add({ first }: FoldColumns, from: number, to: number): void {
    this.#loose = true;
    for (let row = from; row < to; row++) {
      row = countPlaces(this.#counts, this.#axis, first, row, to);
      if (row < to) this.#addBeyond(first[row]!);
    }
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof HistogramAccumulator, KIND, other);
    const counts = other.#list();
    this.addCounts(axisFromState(axisState(other.#axis), BINS), counts);
    // `other` may be this one.
    const { above, below } = { above: other.#above, below: other.#below };
    this.#below += below;
    this.#above += above;
  }

  /** Counts that somebody else has made: by place of an axis of as many bins, of which all from `low` to `high` count. */
  addCounts(axis: DyadicAxis, counts: ArrayLike<number>): void {
    this.#tighten();
    if (this.#axis.empty) {
      this.#axis = axis.copy();
      this.#counts.set(counts);
      return;
    }
    this.#regrid(this.#axis.coverAxis(axis));
    const [own, by, base] = [this.#counts, this.#axis.coarser(axis), this.#axis.base];
    for (let bin = axis.low; bin <= axis.high; bin++) own[(bin >> by) - base]! += counts[bin - axis.base]!;
  }

  binned(): BinnedCounts {
    const counts = this.#list();
    const axis = this.#axis;
    return {
      start: axis.empty ? 0 : axis.edge(axis.low),
      width: axis.edge(1),
      counts,
      below: this.#below,
      above: this.#above,
    };
  }

  state(): HistogramState {
    const counts = this.#list();
    return {
      kind: KIND,
      version: VERSION,
      axis: axisState(this.#axis),
      counts,
      below: this.#below,
      above: this.#above,
    };
  }

  /** @throws StateError on another kind or version. */
  static fromState(state: AccumulatorState): HistogramAccumulator {
    expectState(state, KIND, VERSION);
    const { axis, counts, below, above } = state as HistogramState;
    const accumulator = new HistogramAccumulator();
    accumulator.#axis = axisFromState(axis, BINS);
    const { low, high, base } = accumulator.#axis;
    if (!Array.isArray(counts) || counts.length !== high - low + 1)
      throw new StateError("expected a count for each bin");
    for (let i = 0; i < counts.length; i++) accumulator.#counts[low + i - base] = expectCount(counts[i]);
    accumulator.#below = expectCount(below);
    accumulator.#above = expectCount(above);
    return accumulator;
  }

  /** A number that has no place yet. */
  #addBeyond(value: number): void {
    if (Number.isFinite(value)) {
      this.#tighten();
      this.#loose = true;
      this.#regrid(this.#axis.cover(value, value));
      this.#counts[this.#axis.binOf(value) - this.#axis.base]! += 1;
    } else if (value < 0) this.#below++;
    else if (value > 0) this.#above++;
  }

  /** Tells the axis which of the bins that it has places for hold rows. */
  #tighten(): void {
    if (!this.#loose) return;
    this.#loose = false;
    const [counts, { base }] = [this.#counts, this.#axis];
    let [first, last] = [0, BINS - 1];
    while (first < BINS && counts[first] === 0) first++;
    if (first === BINS) return;
    while (counts[last] === 0) last--;
    this.#axis.low = base + first;
    this.#axis.high = base + last;
  }

  #list(): number[] {
    this.#tighten();
    const { low, high, base } = this.#axis;
    return Array.from(this.#counts.subarray(low - base, high + 1 - base));
  }

  #regrid(change: Regrid | null): void {
    if (change !== null) this.#counts = regridded(this.#counts, change, this.#axis.base);
  }
}

/**
 * Counts values from row `from` on as long as they have places. Returns the first row whose value has none, else `to`.
 * A function of its own, so that the loop is all there is to optimise.
 */
function countPlaces(
  counts: Float64Array,
  { scale, base }: DyadicAxis,
  values: Float64Array,
  from: number,
  to: number,
): number {
  for (let row = from; row < to; row++) {
    const value = values[row]!;
    const size = Math.abs(value) * scale;
    const place = (value < 0 ? ~size : size | 0) - base;
    if (!(size < LARGEST_BIN && place >>> 0 < BINS)) return row;
    counts[place]! += 1;
  }
  return to;
}

/** Counts by place as they are after the places have changed. */
export function regridded(
  counts: Float64Array,
  { by, base }: Regrid,
  newBase: number,
): Float64Array<ArrayBuffer> {
  const moved = new Float64Array(counts.length);
  for (let place = 0; place < counts.length; place++) {
    const count = counts[place]!;
    if (count !== 0) moved[((base + place) >> by) - newBase]! += count;
  }
  return moved;
}
