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

/** What is computed of a run, without a name for anything: numbers are places of columns, of products of two, and of sums. */
interface Steps {
  /** Products of two columns. */
  readonly pairs: readonly { readonly i: number; readonly j: number }[];
  /** Sums of a column. */
  readonly columns: readonly { readonly term: number; readonly i: number }[];
  /** Sums of a product of two. */
  readonly products: readonly { readonly term: number; readonly pair: number }[];
  /** Sums of a product of two times a column, or times a product of two. */
  readonly long: readonly { readonly term: number; readonly front: number; readonly back: number }[];
}

/** `back` of a column is this much and its place. */
const COLUMN_BACK = 1000;

function stepsOf(terms: readonly ProductFactors[]): Steps {
  const pairs: { i: number; j: number }[] = [];
  const pairOf = (i: number, j: number): number => {
    const known = pairs.findIndex((pair) => pair.i === i && pair.j === j);
    return known < 0 ? pairs.push({ i, j }) - 1 : known;
  };
  const steps = {
    pairs,
    columns: [] as { term: number; i: number }[],
    products: [] as { term: number; pair: number }[],
    long: [] as { term: number; front: number; back: number }[],
  };
  for (const [term, [i, j, k, l]] of terms.entries()) {
    if (i === undefined) throw new TypeError("a product has factors");
    if (j === undefined) steps.columns.push({ term, i });
    else if (k === undefined) steps.products.push({ term, pair: pairOf(i, j) });
    else {
      const back = l === undefined ? COLUMN_BACK + k : pairOf(k, l);
      steps.long.push({ term, front: pairOf(i, j), back });
    }
  }
  return steps;
}

class ProductKernel {
  readonly #exports: Exports;
  readonly #inputs: readonly number[];
  readonly #zeros: number;
  readonly #range: number;
  readonly #sums: number;
  readonly #out: number;
  /** Room for the products of every two columns. */
  readonly #high: readonly number[];
  readonly #low: readonly number[];
  /** The largest size in each column of the run. */
  readonly #bounds = new Float64Array(PRODUCT_COLUMNS);
  readonly #columns: readonly Float64Array[];
  readonly #ranges: Float64Array;
  readonly #words: Uint32Array;

  constructor() {
    this.#exports = instantiate();
    const allocate = (size: number) => this.#exports.allocate(size) >>> 0;
    this.#inputs = Array.from({ length: PRODUCT_COLUMNS }, () => allocate(COLUMN));
    this.#zeros = allocate(COLUMN);
    this.#range = allocate(16);
    this.#sums = allocate(ACCUMULATOR * PRODUCT_SUMS);
    this.#out = allocate(4 * WORDS);
    const pairs = { length: PRODUCT_COLUMNS ** 2 };
    this.#high = Array.from(pairs, () => allocate(COLUMN));
    this.#low = Array.from(pairs, () => allocate(COLUMN));
    const { buffer } = this.#exports.memory;
    this.#columns = this.#inputs.map((address) => new Float64Array(buffer, address, PRODUCT_ROWS));
    this.#ranges = new Float64Array(buffer, this.#range, 2);
    this.#words = new Uint32Array(buffer, this.#out, WORDS);
  }

  /** Adds the run's products to the sums. False, and nothing is added, where a number is too large or too small. */
  add(columns: readonly Float64Array[], steps: Steps, from: number, to: number): boolean {
    const exports = this.#exports;
    const count = to - from;
    const even = count + (count % 2);
    const [bounds, ranges] = [this.#bounds, this.#ranges];
    for (let place = 0; place < columns.length; place++) {
      const input = this.#columns[place]!;
      input.set(columns[place]!.subarray(from, to));
      // Products are made two at a time.
      if (even > count) input[count] = 0;
      const finite = exports.sizes(this.#inputs[place]!, even, this.#range) === 1;
      if (!finite || ranges[0]! > LARGEST || ranges[1]! < SMALLEST) return false;
      bounds[place] = ranges[0]!;
    }
    const sums = this.#sums;
    for (const { term, i } of steps.columns)
      exports.addValues(sums + ACCUMULATOR * term, this.#inputs[i]!, count);
    for (let pair = 0; pair < steps.pairs.length; pair++) {
      const { i, j } = steps.pairs[pair]!;
      exports.products(this.#inputs[i]!, this.#inputs[j]!, even, this.#high[pair]!, this.#low[pair]!);
    }
    for (const { term, pair } of steps.products) {
      exports.addValues(sums + ACCUMULATOR * term, this.#high[pair]!, count);
      exports.addValues(sums + ACCUMULATOR * term, this.#low[pair]!, count);
    }
    for (const { term, front, back } of steps.long) {
      const column = back - COLUMN_BACK;
      const bound = this.#boundOf(steps, front) * (column < 0 ? this.#boundOf(steps, back) : bounds[column]!);
      // Else all products are 0.
      if (bound === 0) continue;
      exports.addProductsOfPairs(
        sums + ACCUMULATOR * term,
        this.#high[front]!,
        this.#low[front]!,
        column < 0 ? this.#high[back]! : this.#inputs[column]!,
        column < 0 ? this.#low[back]! : this.#zeros,
        even,
        bound,
      );
    }
    return true;
  }

  /** What no product of the pair is above in size. */
  #boundOf({ pairs }: Steps, pair: number): number {
    const { i, j } = pairs[pair]!;
    return this.#bounds[i]! * this.#bounds[j]!;
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
  const steps = stepsOf(terms);
  for (let start = from; start < to; start += PRODUCT_ROWS) {
    const end = Math.min(start + PRODUCT_ROWS, to);
    if (!shared.add(columns, steps, start, end)) leave(start, end);
  }
  shared.take(terms.length, visit);
}
