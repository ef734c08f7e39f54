/** Exact sums of the products of every two of many columns, a run of rows at a time. */
import type { ColumnSum } from "./column-sum.ts";
import { type Exports, instantiate } from "./module.ts";

/** Rows of a run, at most. */
export const CROSS_RUN = 128;

const WORDS = 66;
const COUNTERS = 3;
const ACCUMULATOR = 8 * (WORDS + COUNTERS);
/** A run makes at most five additions to a sum, which takes 2^20 before its carries have to move. */
const RUNS_UNTIL_SETTLED = 2 ** 17;

/** An instance with a memory of its own, for one set of columns. */
export class CrossSums {
  readonly columns: number;
  readonly #exports: Exports;
  readonly #values: number;
  readonly #work: number;
  readonly #rest: number;
  readonly #sums: number;
  readonly #out: number;
  #runs = 0;

  constructor(columns: number) {
    this.columns = columns;
    this.#exports = instantiate({ token: () => Number.NaN, value: () => Number.NaN, code: () => 0 });
    const allocate = (size: number) => this.#exports.allocate(size) >>> 0;
    this.#values = allocate(8 * CROSS_RUN * columns);
    this.#work = allocate((3 * 8 * CROSS_RUN + 8) * columns);
    this.#rest = allocate(8 * CROSS_RUN);
    this.#sums = allocate(ACCUMULATOR * this.#pairs);
    this.#out = allocate(4 * WORDS);
  }

  get #pairs(): number {
    return (this.columns * (this.columns + 1)) / 2;
  }

  /**
   * Adds the rows `from` to `to` - 1, at most `CROSS_RUN` of them, but for those that it returns: they are for others to
   * add. Columns of 1s and the like are columns too.
   */
  add(columns: readonly Float64Array[], from: number, to: number): number[] {
    const { buffer } = this.#exports.memory;
    const rows = to - from;
    // Products are made two at a time.
    const even = rows + (rows % 2);
    for (const [i, column] of columns.entries()) {
      const target = new Float64Array(buffer, this.#values + 8 * CROSS_RUN * i, even);
      target.set(column.subarray(from, to));
      if (even > rows) target[rows] = 0;
    }
    const out = this.#exports.cross(
      this.#values,
      8 * CROSS_RUN,
      this.columns,
      even,
      this.#work,
      this.#rest,
      this.#sums,
    );
    if (out < 0) return Array.from({ length: rows }, (_, row) => from + row);
    this.#runs++;
    if (this.#runs === RUNS_UNTIL_SETTLED) {
      this.#exports.settleAll(this.#sums, this.#pairs);
      this.#runs = 0;
    }
    const left: number[] = [];
    if (out === 0) return left;
    const rest = new Uint32Array(buffer, this.#rest, 2 * rows);
    for (let row = 0; row < rows; row++) {
      if (rest[2 * row] !== 0 || rest[2 * row + 1] !== 0) left.push(from + row);
    }
    return left;
  }

  /** Hands each sum to `visit`, of columns i <= j in the order of (0, 0), (0, 1) …, and begins anew. */
  take(visit: (sum: ColumnSum, pair: number) => void): void {
    const { buffer } = this.#exports.memory;
    const words = new Uint32Array(buffer, this.#out, WORDS);
    for (let pair = 0; pair < this.#pairs; pair++) {
      const sign = this.#exports.takeMagnitude(this.#sums + ACCUMULATOR * pair, this.#out);
      visit({ sign, words, positiveInfinities: 0, negativeInfinities: 0, notNumbers: 0 }, pair);
    }
    this.#runs = 0;
  }
}
