/** Exact sums of the products of every two of many columns, a run of rows at a time. */
import type { ColumnSum } from "./column-sum.ts";
import { type Exports, instantiate } from "./module.ts";

/** Rows that are taken at once, at most. */
export const CROSS_ROWS = 2048;
/** Rows that the kernel takes at once. */
const RUN = 128;

const WORDS = 66;
const COUNTERS = 3;
const STRIDE = 8 * CROSS_ROWS;
const ACCUMULATOR = 8 * (WORDS + COUNTERS);
/** A run makes at most ten additions to a sum, which takes 2^10 at least before its carries have to move. */
const RUNS_UNTIL_SETTLED = 100;

/** An instance with a memory of its own, for one set of columns, of rows with weights or without. */
export class CrossSums {
  readonly columns: number;
  /** The columns, and where rows have weights their products with these, each as two numbers. */
  readonly #sets: 1 | 3;
  /** Null where there are none. */
  readonly #weights: { readonly address: number; readonly values: Float64Array } | null;
  readonly #exports: Exports;
  readonly #values: number;
  /** One for each column, in the module's memory, which does not grow any more. */
  readonly #inputs: readonly Float64Array[];
  readonly #left: Uint32Array;
  readonly #work: number;
  readonly #rest: number;
  readonly #sums: number;
  readonly #out: number;
  #runs = 0;

  constructor(columns: number, weighted = false) {
    this.columns = columns;
    this.#sets = weighted ? 3 : 1;
    this.#exports = instantiate();
    const allocate = (size: number) => this.#exports.allocate(size) >>> 0;
    this.#values = allocate(STRIDE * columns * this.#sets);
    const weights = weighted ? allocate(STRIDE) : null;
    this.#work = allocate((3 * 8 * RUN + 8) * columns * this.#sets);
    this.#rest = allocate(8 * RUN);
    this.#sums = allocate(ACCUMULATOR * this.#pairs);
    this.#out = allocate(4 * WORDS);
    const { buffer } = this.#exports.memory;
    this.#inputs = Array.from(
      { length: columns },
      (_, i) => new Float64Array(buffer, this.#values + STRIDE * i, CROSS_ROWS),
    );
    this.#weights =
      weights === null ? null : { address: weights, values: new Float64Array(buffer, weights, CROSS_ROWS) };
    this.#left = new Uint32Array(buffer, this.#rest, 2 * RUN);
  }

  get #pairs(): number {
    return (this.columns * (this.columns + 1)) / 2;
  }

  /**
   * Adds the first `rows` rows, at most `CROSS_ROWS`, but for those that it returns: they are for others to add. Columns
   * of 1s and the like are columns too. `weights` are there if they were announced.
   */
  add(columns: readonly Float64Array[], rows: number, weights: Float64Array | null = null): number[] {
    for (const [i, input] of this.#inputs.entries()) copy(columns[i]!, input, rows);
    if (this.#weights !== null) {
      if (weights === null) throw new TypeError("rows without the weights that were announced");
      copy(weights, this.#weights.values, rows);
      if (!this.#weigh(rows)) return Array.from({ length: rows }, (_, row) => row);
    }
    const left: number[] = [];
    for (let from = 0; from < rows; from += RUN) this.#addRun(from, Math.min(from + RUN, rows), left);
    return left;
  }

  /** Multiplies columns with weights; false where a product is not two numbers. */
  #weigh(rows: number): boolean {
    const { address } = this.#weights!;
    const set = STRIDE * this.columns;
    for (let i = 0; i < this.columns; i++) {
      const column = this.#values + STRIDE * i;
      if (this.#exports.products(address, column, rows, column + set, column + 2 * set) !== 0) return false;
    }
    return true;
  }

  #addRun(from: number, to: number, left: number[]): void {
    const rows = to - from;
    const out = this.#exports.cross(
      this.#values + 8 * from,
      STRIDE,
      this.columns,
      this.#sets,
      rows + (rows % 2),
      this.#work,
      this.#rest,
      this.#sums,
    );
    if (out < 0) for (let row = from; row < to; row++) left.push(row);
    if (out < 0) return;
    this.#runs++;
    if (this.#runs === RUNS_UNTIL_SETTLED) {
      this.#exports.settleAll(this.#sums, this.#pairs);
      this.#runs = 0;
    }
    if (out === 0) return;
    for (let row = 0; row < rows; row++) {
      if (this.#left[2 * row] !== 0 || this.#left[2 * row + 1] !== 0) left.push(from + row);
    }
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

function copy(column: Float64Array, target: Float64Array, rows: number): void {
  target.set(column.length === rows ? column : column.subarray(0, rows));
  // Products are made two at a time.
  if (rows % 2 === 1) target[rows] = 0;
}
