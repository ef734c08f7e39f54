/**
 * What squared loss needs to know of its rows, and all that it needs: Σw, Σw·x and Σw·x·z of each pair of columns, as
 * exact sums of exact products. So they are the same for any order, chunks and threads, they merge and can be taken
 * from each other, and moments about any centre come out of them without cancellation, rounded once.
 */

import { CROSS_ROWS, CrossSums } from "../kernel/cross-sums.ts";
import { addProducts, addTriples } from "./exact-products.ts";
import { ExactSum, type ExactSumState } from "./exact-sum.ts";
import { Rational } from "./rational.ts";
import { StateError } from "./state.ts";

export interface CrossProductsState {
  readonly version: number;
  readonly rows: number;
  readonly weight: ExactSumState;
  readonly sums: readonly ExactSumState[];
  readonly products: readonly ExactSumState[];
}

const VERSION = 1;
/** From so many rows on the kernel is faster. */
const WORTH_THE_KERNEL = 256;
/** If the kernel leaves more rows, they are added by columns. */
const MOST_BY_HAND = 64;
const ONES = new Float64Array(CROSS_ROWS).fill(1);

export class CrossProducts {
  readonly columns: number;
  /** All rows, those of weight 0 too. */
  rows = 0;
  #weight = new ExactSum();
  readonly #sums: ExactSum[];
  /** Of columns i <= j at i * columns + j; elsewhere nothing. */
  readonly #products: (ExactSum | undefined)[] = [];
  /** What the kernel has added up of products and sums, as long as nobody asked for them: without weights, and with. */
  #plain: CrossSums | null = null;
  #weighted: CrossSums | null = null;

  constructor(columns: number) {
    this.columns = columns;
    this.#sums = Array.from({ length: columns }, () => new ExactSum());
    for (let i = 0; i < columns; i++) {
      for (let j = i; j < columns; j++) this.#products[i * columns + j] = new ExactSum();
    }
  }

  /** Adds the first `rows` of finite `columns`; weights are finite and not negative, null where all are 1. */
  add(columns: readonly Float64Array[], weights: Float64Array | null, rows: number): void {
    this.rows += rows;
    if (weights === null) this.#weight.add(rows);
    else this.#weight.addRange(weights, 0, rows);
    if (rows >= WORTH_THE_KERNEL) this.#addByKernel(columns, weights, rows);
    else this.#addColumns(columns, weights, rows);
  }

  #addColumns(columns: readonly Float64Array[], weights: Float64Array | null, rows: number): void {
    for (let i = 0; i < this.columns; i++) {
      const first = columns[i]!;
      if (weights === null) this.#sums[i]!.addRange(first, 0, rows);
      else addProducts(this.#sums[i]!, weights, first, 0, rows);
      for (let j = i; j < this.columns; j++) {
        const sum = this.#products[i * this.columns + j]!;
        if (weights === null) addProducts(sum, first, columns[j]!, 0, rows);
        else addTriples(sum, weights, first, columns[j]!, 0, rows);
      }
    }
  }

  /** Sums and products of `rows` rows, by the kernel but for what it leaves. */
  #addByKernel(columns: readonly Float64Array[], weights: Float64Array | null, rows: number): void {
    const kernel = this.#kernelFor(weights !== null);
    for (let from = 0; from < rows; from += CROSS_ROWS) {
      const count = Math.min(CROSS_ROWS, rows - from);
      const part = (column: Float64Array) =>
        from === 0 && count === column.length ? column : column.subarray(from, from + count);
      const run = columns.slice(0, this.columns).map(part);
      const shares = weights === null ? null : part(weights);
      const left = kernel.add([...run, ONES], count, shares);
      if (left.length > MOST_BY_HAND) {
        const gathered = (column: Float64Array) => Float64Array.from(left, (row) => column[row]!);
        this.#addColumns(run.map(gathered), shares && gathered(shares), left.length);
      } else {
        for (const row of left) this.#addRow(run, shares, row);
      }
    }
  }

  #kernelFor(weighted: boolean): CrossSums {
    const size = this.columns + 1;
    if (weighted) {
      this.#weighted ??= new CrossSums(size, true);
      return this.#weighted;
    }
    this.#plain ??= new CrossSums(size);
    return this.#plain;
  }

  #addRow(columns: readonly Float64Array[], weights: Float64Array | null, row: number): void {
    const weight = weights?.[row] ?? 1;
    for (let i = 0; i < this.columns; i++) {
      const value = columns[i]![row]!;
      this.#sums[i]!.addProduct(weight, value);
      for (let j = i; j < this.columns; j++) {
        const sum = this.#products[i * this.columns + j]!;
        if (weights === null) sum.addProduct(value, columns[j]![row]!);
        else sum.addTriple(weight, value, columns[j]![row]!);
      }
    }
  }

  /** Takes over what the kernel has added up. */
  #settle(): void {
    for (const kernel of [this.#plain, this.#weighted]) {
      let [i, j] = [0, 0];
      kernel?.take((sum) => {
        if (j < this.columns) this.#products[i * this.columns + j]!.addColumnSum(sum);
        else if (i < this.columns) this.#sums[i]!.addColumnSum(sum);
        if (++j > this.columns) j = ++i;
      });
    }
    this.#plain = null;
    this.#weighted = null;
  }

  /** Adds what `other`, of as many columns, has seen. */
  merge(other: CrossProducts): void {
    if (other.columns !== this.columns) {
      throw new StateError(`expected cross-products of ${this.columns} columns, found ${other.columns}`);
    }
    this.#settle();
    other.#settle();
    this.rows += other.rows;
    this.#weight.merge(other.#weight);
    for (const [i, sum] of this.#sums.entries()) sum.merge(other.#sums[i]!);
    for (const [i, sum] of this.#products.entries()) sum?.merge(other.#products[i]!);
  }

  /** Σw */
  get weight(): Rational {
    return this.#weight.exact();
  }

  /** Σw·x */
  sum(column: number): Rational {
    this.#settle();
    return this.#sums[column]!.exact();
  }

  /** Σw·x·z */
  product(i: number, j: number): Rational {
    this.#settle();
    return this.#products[i <= j ? i * this.columns + j : j * this.columns + i]!.exact();
  }

  state(): CrossProductsState {
    this.#settle();
    const present = this.#products.filter((sum) => sum !== undefined);
    return {
      version: VERSION,
      rows: this.rows,
      weight: this.#weight.state(),
      sums: this.#sums.map((sum) => sum.state()),
      products: present.map((sum) => sum.state()),
    };
  }

  /** @throws StateError on another version, or on what is no state of cross-products. */
  static fromState(state: CrossProductsState): CrossProducts {
    if (state?.version !== VERSION) {
      throw new StateError(`expected cross-products of version ${VERSION}, found ${state?.version}`);
    }
    const columns = state.sums.length;
    if (state.products.length !== (columns * (columns + 1)) / 2) {
      throw new StateError(`expected a product for each pair of ${columns} columns`);
    }
    const result = new CrossProducts(columns);
    result.rows = state.rows;
    result.#weight = ExactSum.fromState(state.weight);
    for (const [i, sum] of state.sums.entries()) result.#sums[i] = ExactSum.fromState(sum);
    let next = 0;
    for (const [place, sum] of result.#products.entries()) {
      if (sum !== undefined) result.#products[place] = ExactSum.fromState(state.products[next++]!);
    }
    return result;
  }
}

/**
 * Second moments about `centre`, which need not be the mean: mean of v vᵀ for v = (columns - centre, 1), row by row;
 * (columns + 1)² numbers, each rounded once.
 */
export interface Moments {
  readonly size: number;
  readonly values: Float64Array;
}

/** The weighted mean of a column, rounded; the total weight is above 0. */
export function meanOf(products: CrossProducts, column: number): number {
  return products.sum(column).over(products.weight).toNumber();
}

/** Whether a column is the same number in all rows with a weight. */
export function isConstant(products: CrossProducts, column: number): boolean {
  const sum = products.sum(column);
  return products.weight.times(products.product(column, column)).minus(sum.times(sum)).sign() === 0;
}

export function momentsAbout(products: CrossProducts, centre: Float64Array): Moments {
  const { columns, weight } = products;
  const size = columns + 1;
  const values = new Float64Array(size * size);
  const set = (i: number, j: number, exact: Rational) => {
    const value = exact.over(weight).toNumber();
    values[i * size + j] = value;
    values[j * size + i] = value;
  };
  const centres = Array.from(centre, (value) => Rational.fromNumber(value));
  const sums = centres.map((_, i) => products.sum(i));
  for (let i = 0; i < columns; i++) {
    const [a, sumA] = [centres[i]!, sums[i]!];
    for (let j = i; j < columns; j++) {
      const [b, sumB] = [centres[j]!, sums[j]!];
      const about = products.product(i, j).minus(a.times(sumB)).minus(b.times(sumA));
      set(i, j, about.plus(a.times(b).times(weight)));
    }
    set(i, columns, sumA.minus(a.times(weight)));
  }
  values[size * size - 1] = 1;
  return { size, values };
}
