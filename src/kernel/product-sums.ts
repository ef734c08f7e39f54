/** Exact sums of many products of the same few columns at once: what they have in common is computed once. */
import type { ColumnSum } from "./column-sum.ts";
import { type Exports, instantiate } from "./module.ts";

/** Rows of a run, at most: few enough for all columns of a run to stay in the processor's cache. */
export const PRODUCT_ROWS = 512;
/** Columns and sums, at most. */
export const PRODUCT_COLUMNS = 4;
export const PRODUCT_SUMS = 16;

const WORDS = 66;
const COUNTERS = 3;
const ACCUMULATOR = 8 * (WORDS + COUNTERS);
const COLUMN = 8 * PRODUCT_ROWS;
/** Within these sizes no product of four overflows, and none underflows. */
const LARGEST = 2 ** 200;
const SMALLEST = 2 ** -200;

/** One to four places of columns. */
export type ProductFactors = readonly number[];

/** Two columns that add up to a product, and what its size is not above. */
interface Split {
  readonly high: number;
  readonly low: number;
  readonly bound: number;
}

class ProductKernel {
  readonly #exports: Exports;
  readonly #inputs: readonly number[];
  readonly #zeros: number;
  readonly #range: number;
  readonly #sums: number;
  readonly #out: number;
  /** Room for the products of every two columns. */
  readonly #splits: readonly (readonly [number, number])[];
  readonly #columns: readonly Float64Array[];
  readonly #ranges: Float64Array;
  readonly #words: Uint32Array;

  constructor() {
    this.#exports = instantiate({ token: () => Number.NaN, value: () => Number.NaN, code: () => 0 });
    const allocate = (size: number) => this.#exports.allocate(size) >>> 0;
    this.#inputs = Array.from({ length: PRODUCT_COLUMNS }, () => allocate(COLUMN));
    this.#zeros = allocate(COLUMN);
    this.#range = allocate(16);
    this.#sums = allocate(ACCUMULATOR * PRODUCT_SUMS);
    this.#out = allocate(4 * WORDS);
    this.#splits = Array.from(
      { length: PRODUCT_COLUMNS ** 2 },
      () => [allocate(COLUMN), allocate(COLUMN)] as const,
    );
    const { buffer } = this.#exports.memory;
    this.#columns = this.#inputs.map((address) => new Float64Array(buffer, address, PRODUCT_ROWS));
    this.#ranges = new Float64Array(buffer, this.#range, 2);
    this.#words = new Uint32Array(buffer, this.#out, WORDS);
  }

  /** Adds the run's products to the sums. False, and nothing is added, where a number is too large or too small. */
  add(columns: readonly Float64Array[], terms: readonly ProductFactors[], from: number, to: number): boolean {
    const count = to - from;
    const even = count + (count % 2);
    const bounds: number[] = [];
    for (const [place, column] of columns.entries()) {
      const input = this.#columns[place]!;
      input.set(column.subarray(from, to));
      // Products are made two at a time.
      if (even > count) input[count] = 0;
      const finite = this.#exports.sizes(this.#inputs[place]!, even, this.#range) === 1;
      const [most, least] = this.#ranges as unknown as [number, number];
      if (!finite || most > LARGEST || least < SMALLEST) return false;
      bounds.push(most);
    }
    const made = new Map<number, Split>();
    const split = (i: number, j: number): Split => {
      const key = PRODUCT_COLUMNS * i + j;
      let found = made.get(key);
      if (found === undefined) {
        const [high, low] = this.#splits[key]!;
        this.#exports.products(this.#inputs[i]!, this.#inputs[j]!, even, high, low);
        found = { high, low, bound: bounds[i]! * bounds[j]! };
        made.set(key, found);
      }
      return found;
    };
    for (const [place, [i, j, k, l]] of terms.entries()) {
      const sum = this.#sums + ACCUMULATOR * place;
      if (j === undefined) {
        this.#exports.addValues(sum, this.#inputs[i!]!, count);
        continue;
      }
      const front = split(i!, j);
      if (k === undefined) {
        this.#exports.addValues(sum, front.high, count);
        this.#exports.addValues(sum, front.low, count);
        continue;
      }
      const back =
        l === undefined ? { high: this.#inputs[k]!, low: this.#zeros, bound: bounds[k]! } : split(k, l);
      const bound = front.bound * back.bound;
      // Else all products are 0.
      if (bound > 0)
        this.#exports.addProductsOfPairs(sum, front.high, front.low, back.high, back.low, even, bound);
    }
    return true;
  }

  /** The sums of the first `count` terms, one after the other; they begin anew. */
  take(count: number, visit: (place: number, sum: ColumnSum) => void): void {
    for (let place = 0; place < count; place++) {
      const sign = this.#exports.takeMagnitude(this.#sums + ACCUMULATOR * place, this.#out);
      visit(place, { sign, words: this.#words, positiveInfinities: 0, negativeInfinities: 0, notNumbers: 0 });
    }
  }
}

let shared: ProductKernel | undefined;

/**
 * Adds up columns[i][row] * columns[j][row] … of each term, for rows `from` to `to` - 1: `visit` is told the sums. Products
 * of three and four are taken as `multiplyRun` takes them. Runs of rows with numbers beyond its reach are handed to
 * `leave` instead. At most `PRODUCT_COLUMNS` columns and `PRODUCT_SUMS` terms.
 */
export function sumProducts(
  columns: readonly Float64Array[],
  terms: readonly ProductFactors[],
  from: number,
  to: number,
  visit: (term: number, sum: ColumnSum) => void,
  leave: (from: number, to: number) => void,
): void {
  shared ??= new ProductKernel();
  for (let start = from; start < to; start += PRODUCT_ROWS) {
    const end = Math.min(start + PRODUCT_ROWS, to);
    if (!shared.add(columns, terms, start, end)) leave(start, end);
  }
  shared.take(terms.length, visit);
}
