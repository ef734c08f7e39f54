/** Exact sums of runs of numbers and of their products: the fast way into an exact sum that is kept elsewhere. */
import { type Exports, instantiate } from "./module.ts";

/** Numbers of a run, at most. Two columns of so many and their products stay in the processor's cache. */
export const RUN = 2048;

/** Numbers of a sum, at most: 2^14 of the largest numbers would not fit into the words. */
export const LONGEST = 4 * RUN;

const WORDS = 66;
const COUNTERS = 3;

/** A sum. Valid until the next one is asked for. */
export interface ColumnSum {
  /** 1 or -1. */
  readonly sign: number;
  /** The absolute value is the sum of words[i] * 2^(32 i - 1074). */
  readonly words: Uint32Array;
  /** Terms that were not finite and are not in the words. */
  readonly positiveInfinities: number;
  readonly negativeInfinities: number;
  readonly notNumbers: number;
}

/** Sums of numbers and of their squares, of those before `end`. Valid until the next sum is asked for. */
export interface PowerSums {
  readonly end: number;
  readonly sum: ColumnSum;
  readonly squares: ColumnSum;
}

/** Where the sum of an accumulator is taken to. */
interface Taken {
  readonly address: number;
  readonly words: Uint32Array;
  /** Low and high words of the counts. */
  readonly counters: Uint32Array;
}

/** Columns of a run in the module's memory. */
const COLUMNS = 6;

class Summation {
  readonly #exports: Exports;
  readonly #accumulator: number;
  readonly #squares: number;
  readonly #columns: readonly number[];
  readonly #values: readonly Float64Array[];
  /** By accumulator. */
  readonly #taken: ReadonlyMap<number, Taken>;

  constructor() {
    this.#exports = instantiate();
    const allocate = (size: number) => this.#exports.allocate(size) >>> 0;
    this.#accumulator = allocate(8 * (WORDS + COUNTERS));
    this.#squares = allocate(8 * (WORDS + COUNTERS));
    const outs = [allocate(4 * WORDS), allocate(4 * WORDS)];
    this.#columns = Array.from({ length: COLUMNS }, () => allocate(8 * RUN));
    const { buffer } = this.#exports.memory;
    const taken = [this.#accumulator, this.#squares].map((accumulator, i): [number, Taken] => [
      accumulator,
      {
        address: outs[i]!,
        words: new Uint32Array(buffer, outs[i], WORDS),
        counters: new Uint32Array(buffer, accumulator + 8 * WORDS, 2 * COUNTERS),
      },
    ]);
    this.#taken = new Map(taken);
    this.#values = this.#columns.map((address) => new Float64Array(buffer, address, RUN));
  }

  #load(column: number, values: Float64Array, from: number, to: number): number {
    const target = this.#values[column]!;
    target.set(values.subarray(from, to));
    // Products are made two at a time.
    if ((to - from) % 2 === 1) target[to - from] = 0;
    return this.#columns[column]!;
  }

  sum(values: Float64Array, from: number, to: number): ColumnSum {
    for (let start = from; start < to; start += RUN) {
      const end = Math.min(start + RUN, to);
      this.#exports.addValues(this.#accumulator, this.#load(0, values, start, end), end - start);
    }
    return this.#take();
  }

  products(a: Float64Array, b: Float64Array, from: number, to: number): ColumnSum | null {
    const [x, y, high, low] = this.#columns as [number, number, number, number];
    this.#load(0, a, from, to);
    this.#load(1, b, from, to);
    if (this.#exports.products(x, y, to - from, high, low) !== 0) return null;
    this.#exports.addValues(this.#accumulator, high, to - from);
    this.#exports.addValues(this.#accumulator, low, to - from);
    return this.#take();
  }

  powers(values: Float64Array, from: number, to: number): PowerSums {
    let start = from;
    while (start < to) {
      const end = Math.min(start + RUN, to);
      const address = this.#load(0, values, start, end);
      if (this.#exports.addPowers(this.#accumulator, this.#squares, address, end - start) !== 0) break;
      start = end;
    }
    return { end: start, sum: this.#take(), squares: this.#take(this.#squares) };
  }

  quadruples(
    factors: readonly [Float64Array, Float64Array, Float64Array, Float64Array | null],
    from: number,
    to: number,
    out: SplitProduct,
  ): boolean {
    const [a, b, c, d] = factors;
    const [x, y, high, low, otherHigh, otherLow] = this.#columns as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const count = to - from;
    this.#load(0, a, from, to);
    const second = a === b ? x : this.#load(1, b, from, to);
    if (this.#exports.products(x, second, count, high, low) !== 0) return false;
    if (d === null) {
      this.#load(4, c, from, to);
      this.#values[5]!.fill(0, 0, count + 1);
    } else {
      this.#load(0, c, from, to);
      const fourth = c === d ? x : this.#load(1, d, from, to);
      if (this.#exports.products(x, fourth, count, otherHigh, otherLow) !== 0) return false;
    }
    if (this.#exports.multiplyPairs(high, low, otherHigh, otherLow, count, x, y) !== 0) return false;
    out.high.set(this.#values[2]!.subarray(0, count));
    out.low.set(this.#values[3]!.subarray(0, count));
    return true;
  }

  triples(w: Float64Array, a: Float64Array, b: Float64Array, from: number, to: number): ColumnSum | null {
    const [x, y, high, low, tail] = this.#columns as [number, number, number, number, number];
    const count = to - from;
    this.#load(0, a, from, to);
    this.#load(1, b, from, to);
    if (this.#exports.products(x, y, count, high, low) !== 0) return null;
    this.#load(0, w, from, to);
    // w * high in y and tail, then w * low in high and low.
    if (this.#exports.products(x, high, count, y, tail) !== 0) return null;
    if (this.#exports.products(x, low, count, high, low) !== 0) return null;
    for (const part of [y, tail, high, low]) this.#exports.addValues(this.#accumulator, part, count);
    return this.#take();
  }

  #take(accumulator = this.#accumulator): ColumnSum {
    const { address, words, counters } = this.#taken.get(accumulator)!;
    const sign = this.#exports.takeMagnitude(accumulator, address);
    const [positiveInfinities, negativeInfinities, notNumbers] = [counters[0]!, counters[2]!, counters[4]!];
    counters.fill(0);
    return { sign, words, positiveInfinities, negativeInfinities, notNumbers };
  }
}

let shared: Summation | undefined;

function summation(): Summation {
  shared ??= new Summation();
  return shared;
}

/** The sum of values[from] to values[to - 1], at most `LONGEST` of them. */
export function sumOfValues(values: Float64Array, from: number, to: number): ColumnSum {
  return summation().sum(values, from, to);
}

/**
 * The sum of a[i] * b[i], not rounded, for i from `from` to `to` - 1, at most `RUN` of them; null if one of the
 * products is too large or small to be two doubles, or not finite.
 */
export function sumOfProducts(a: Float64Array, b: Float64Array, from: number, to: number): ColumnSum | null {
  return summation().products(a, b, from, to);
}

/**
 * The sums of values[i] and of values[i] * values[i], not rounded, for i from `from` to `to` - 1, at most `LONGEST` of
 * them, or to the end of the runs of `RUN` before the first one that holds what is too large, too small beside its
 * largest, or not finite.
 */
export function sumsOfPowers(values: Float64Array, from: number, to: number): PowerSums {
  return summation().powers(values, from, to);
}

/** Columns of a run that add up to products. */
export interface SplitProduct {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/**
 * Writes a * b * c (* d) of a run to the start of `out`: `high` is (a * b) * (c * d) of doubles rounded at each step,
 * `low` what is missing, to 2^-104 of the product. False where a product does not fit, as above.
 */
export function multiplyRun(
  factors: readonly [Float64Array, Float64Array, Float64Array, Float64Array | null],
  from: number,
  to: number,
  out: SplitProduct,
): boolean {
  return summation().quadruples(factors, from, to, out);
}

/** The same of w[i] * a[i] * b[i]. */
export function sumOfTriples(
  w: Float64Array,
  a: Float64Array,
  b: Float64Array,
  from: number,
  to: number,
): ColumnSum | null {
  return summation().triples(w, a, b, from, to);
}
