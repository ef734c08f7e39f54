/** Exact sums of columns in the kernel: the fast way into an exact sum that is kept elsewhere. */
import { type Exports, instantiate } from "./module.ts";

/** Values are copied into the module's memory in runs of so many. */
const RUN = 4096;
const WORDS = 67;
const COUNTERS = 3;
const BYTES = 8 * (WORDS + COUNTERS);
const LEAST_EXPONENT = -1075;

/** integer * 2^exponent, and how many terms were not finite. */
export interface Drained {
  readonly integer: bigint;
  readonly exponent: number;
  readonly positiveInfinities: number;
  readonly negativeInfinities: number;
  readonly notNumbers: number;
}

/** A row of accumulators, each an exact sum, numbered from 0. */
export class ExactSums {
  readonly #exports: Exports;
  readonly #scratch: number;
  readonly #accumulators: number;

  /** `count` sums of 0. */
  constructor(count: number) {
    this.#exports = instantiate({ token: () => Number.NaN, value: () => Number.NaN, code: () => 0 });
    this.#scratch = this.#allocate(4 * 8 * RUN);
    this.#accumulators = this.#allocate(BYTES * count);
  }

  #allocate(size: number): number {
    const address = this.#exports.allocate(size) >>> 0;
    if (address === 0) throw new RangeError("no memory for exact sums");
    return address;
  }

  /** Adds values[from] to values[to - 1] to sum `sum`. */
  add(sum: number, values: Float64Array, from: number, to: number): void {
    const scratch = new Float64Array(this.#exports.memory.buffer, this.#scratch, RUN);
    for (let start = from; start < to; start += RUN) {
      const end = Math.min(start + RUN, to);
      scratch.set(values.subarray(start, end));
      this.#exports.addValues(this.#accumulators + BYTES * sum, this.#scratch, end - start);
    }
  }

  /**
   * Adds first[i] * second[i], not rounded, for i from `from` to `to` - 1. `inexact` is called for runs that hold a
   * product too large, too small or not finite: nothing of such a run has been added.
   */
  addProducts(
    sum: number,
    first: Float64Array,
    second: Float64Array,
    from: number,
    to: number,
    inexact: (from: number, to: number) => void,
  ): void {
    const accumulator = this.#accumulators + BYTES * sum;
    const [x, y, high, low] = [0, 1, 2, 3].map((part) => this.#scratch + part * 8 * RUN) as [
      number,
      number,
      number,
      number,
    ];
    const factors = new Float64Array(this.#exports.memory.buffer, x, 2 * RUN);
    for (let start = from; start < to; start += RUN) {
      const end = Math.min(start + RUN, to);
      const count = end - start;
      factors.set(first.subarray(start, end));
      factors.set(second.subarray(start, end), RUN);
      if (count % 2 === 1) {
        factors[count] = 0;
        factors[RUN + count] = 0;
      }
      if (this.#exports.products(x, y, count, high, low) !== 0) {
        inexact(start, end);
        continue;
      }
      this.#exports.addValues(accumulator, high, count);
      this.#exports.addValues(accumulator, low, count);
    }
  }

  /** What sum `sum` has come to; it is 0 afterwards. */
  drain(sum: number): Drained {
    const words = new BigInt64Array(
      this.#exports.memory.buffer,
      this.#accumulators + BYTES * sum,
      WORDS + COUNTERS,
    );
    let integer = 0n;
    for (let i = WORDS - 1; i >= 0; i--) integer = (integer << 32n) + words[i]!;
    const drained = {
      integer,
      exponent: LEAST_EXPONENT,
      positiveInfinities: Number(words[WORDS]),
      negativeInfinities: Number(words[WORDS + 1]),
      notNumbers: Number(words[WORDS + 2]),
    };
    words.fill(0n);
    return drained;
  }
}
