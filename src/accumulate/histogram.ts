/** How many rows have a value in each bin of a dyadic axis. Infinite values are counted apart. */
import { type AxisState, axisFromState, axisState, DyadicAxis, type Regrid, rangeOf } from "./dyadic-axis.ts";
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

  /** Counts `first`, which has no NaN; rows count once, whatever they weigh. */
  add({ first }: FoldColumns, from: number, to: number): void {
    const { least, most, finite } = rangeOf(first, from, to);
    if (least <= most) this.#regrid(this.#axis.cover(least, most));
    const { scale, base } = this.#axis;
    const counts = this.#counts;
    for (let row = from; row < to; row++) {
      const value = first[row]!;
      if (!finite && !Number.isFinite(value)) {
        if (value < 0) this.#below++;
        else this.#above++;
        continue;
      }
      const bin = (Math.abs(value) * scale) | 0;
      counts[(value < 0 ? ~bin : bin) - base]! += 1;
    }
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof HistogramAccumulator, KIND, other);
    const counts = other.#list();
    const { low } = other.#axis;
    const source = axisFromState(axisState(other.#axis), BINS);
    this.#regrid(this.#axis.coverAxis(source));
    counts.forEach((count, i) => {
      this.#counts[this.#axis.placeOf(source, low + i)]! += count;
    });
    // `other` may be this one.
    const { above, below } = { above: other.#above, below: other.#below };
    this.#below += below;
    this.#above += above;
  }

  binned(): BinnedCounts {
    const axis = this.#axis;
    return {
      start: axis.empty ? 0 : axis.edge(axis.low),
      width: axis.edge(1),
      counts: this.#list(),
      below: this.#below,
      above: this.#above,
    };
  }

  state(): HistogramState {
    return {
      kind: KIND,
      version: VERSION,
      axis: axisState(this.#axis),
      counts: this.#list(),
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
    counts.forEach((count, i) => {
      accumulator.#counts[low + i - base] = expectCount(count);
    });
    accumulator.#below = expectCount(below);
    accumulator.#above = expectCount(above);
    return accumulator;
  }

  #list(): number[] {
    const { low, high, base } = this.#axis;
    return Array.from(this.#counts.subarray(low - base, high + 1 - base));
  }

  #regrid(change: Regrid | null): void {
    if (change !== null) this.#counts = regridded(this.#counts, change, this.#axis.base);
  }
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
