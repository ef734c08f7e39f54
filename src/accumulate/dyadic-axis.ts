/**
 * Bins for numbers whose range is not known in advance. Their width is the smallest power of two with which all numbers
 * seen fit into so many bins, so that the bins are a function of the numbers' range and of nothing else: not of the
 * order in which they came, nor of the parts that were merged. Two bins become one by halving their numbers, exactly.
 *
 * Bin i from 0 on holds [i * width, (i + 1) * width), bin -1 - i its mirror image but for 0. -0 is 0.
 */
import { StateError } from "./state.ts";

/** The smallest exponent of a width: the largest of which 2^-exponent is finite. */
const LEAST_EXPONENT = -1022;
/** Numbers of bins stay below this, so that they are 32-bit integers. */
export const LARGEST_BIN = 2 ** 30;

/** How bins have changed: bin i is now `i >> by`. */
export interface Regrid {
  readonly by: number;
  /** Number of the bin that stood at place 0. */
  readonly base: number;
}

interface Mark {
  readonly exponent: number;
  readonly base: number;
  readonly empty: boolean;
}

export class DyadicAxis {
  /** There are at most so many from the first bin to the last. */
  readonly bins: number;
  /** A bin is 2^exponent wide. */
  exponent = LEAST_EXPONENT;
  /** Number of the bin at place 0: places run from 0 to `bins` - 1. */
  base = 0;
  /** Numbers of the first and last bin with a number in it; `low` is above `high` while there is none. */
  low = 0;
  high = -1;

  constructor(bins: number) {
    this.bins = bins;
  }

  /** What a number's size is multiplied with. */
  get scale(): number {
    return 2 ** -this.exponent;
  }

  get empty(): boolean {
    return this.low > this.high;
  }

  /** Number of the bin of a finite number that is covered. */
  binOf(value: number): number {
    const bin = (Math.abs(value) * this.scale) | 0;
    return value < 0 ? ~bin : bin;
  }

  /** Makes bins for all finite numbers from `least` to `most`. Returns how places have changed, null if they have not. */
  cover(least: number, most: number): Regrid | null {
    const before = this.#mark();
    const largest = Math.max(Math.abs(least), Math.abs(most));
    while (largest * this.scale >= LARGEST_BIN) this.#widen();
    this.#fit(() => [this.binOf(least), this.binOf(most)]);
    return this.#settle(before);
  }

  /** The same for what another axis holds. */
  coverAxis(other: DyadicAxis): Regrid | null {
    if (other.empty) return null;
    const before = this.#mark();
    while (this.exponent < other.exponent) this.#widen();
    this.#fit(() => {
      const by = this.#coarser(other.exponent);
      return [other.low >> by, other.high >> by];
    });
    return this.#settle(before);
  }

  /** Bin `i` of another axis, whose bins are not wider, is `i >> coarser(other)` here. */
  coarser(other: DyadicAxis): number {
    return this.#coarser(other.exponent);
  }

  /** The end of a bin that is nearer to minus infinity. */
  edge(bin: number): number {
    return bin * 2 ** this.exponent;
  }

  /** As many halvings as make a bin of a width of 2^exponent one of here; 31 leave nothing but the sign. */
  #coarser(exponent: number): number {
    return Math.min(31, this.exponent - exponent);
  }

  /** Another one with the same places. */
  copy(): DyadicAxis {
    const axis = new DyadicAxis(this.bins);
    Object.assign(axis, { exponent: this.exponent, base: this.base, low: this.low, high: this.high });
    return axis;
  }

  #mark(): Mark {
    return { exponent: this.exponent, base: this.base, empty: this.empty };
  }

  #fit(bounds: () => readonly [number, number]): void {
    for (;;) {
      const [first, last] = bounds();
      const low = this.empty ? first : Math.min(this.low, first);
      const high = this.empty ? last : Math.max(this.high, last);
      if (high - low < this.bins) {
        this.low = low;
        this.high = high;
        return;
      }
      this.#widen();
    }
  }

  /** Two bins become one. */
  #widen(): void {
    this.exponent++;
    if (this.empty) return;
    this.low >>= 1;
    this.high >>= 1;
  }

  /** Keeps room on both sides, so that places change seldom. */
  #settle(before: Mark): Regrid | null {
    const by = this.#coarser(before.exponent);
    const inside = this.low >= this.base && this.high < this.base + this.bins;
    if (by === 0 && inside && !before.empty) return null;
    this.base = this.low - ((this.bins - (this.high - this.low + 1)) >> 1);
    return { by, base: before.base };
  }
}

/** An axis as plain data: `first` and `last` bin, null without numbers. */
export interface AxisState {
  readonly exponent: number;
  readonly first: number;
  readonly last: number;
}

export function axisState(axis: DyadicAxis): AxisState | null {
  return axis.empty ? null : { exponent: axis.exponent, first: axis.low, last: axis.high };
}

/** @throws StateError on what is no state of an axis of so many bins. */
export function axisFromState(state: AxisState | null, bins: number): DyadicAxis {
  const axis = new DyadicAxis(bins);
  if (state === null) return axis;
  const { exponent, first, last } = state;
  const whole = [exponent, first, last].every((number) => Number.isSafeInteger(number));
  if (!whole || last < first || last - first >= bins)
    throw new StateError(`expected an axis of ${bins} bins`);
  axis.exponent = exponent;
  axis.low = first;
  axis.high = last;
  axis.base = first;
  return axis;
}

/** The smallest and the largest of the finite numbers, and whether there are others; NaN is none of either. */
export interface Range {
  readonly least: number;
  readonly most: number;
  readonly finite: boolean;
}

/** Of values[from] to values[to - 1]; without a finite one `least` is above `most`. */
export function rangeOf(values: Float64Array, from: number, to: number): Range {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let row = from; row < to; row++) {
    const value = values[row]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (most < Number.POSITIVE_INFINITY && least > Number.NEGATIVE_INFINITY)
    return { least, most, finite: true };
  [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = from; row < to; row++) {
    const value = values[row]!;
    if (value < least && value > Number.NEGATIVE_INFINITY) least = value;
    if (value > most && value < Number.POSITIVE_INFINITY) most = value;
  }
  return { least, most, finite: from === to };
}
