/** What the columns of all rows add up to, exactly, and their Euclidean norms. */
import { addProducts } from "../accumulate/exact-products.ts";
import { ExactSum } from "../accumulate/exact-sum.ts";
import type { Rational } from "../accumulate/rational.ts";
import type { Reduction } from "./reduction.ts";

/** A number, or why there is none. */
export type SumResult = { readonly value: number } | { readonly value: null; readonly reason: string };

export class ColumnSums {
  readonly #reduction: Reduction;
  readonly #total: Rational | null;
  readonly #sums: readonly ExactSum[];
  readonly #squares: readonly ExactSum[];

  /** `total` is the sum of the weights, which a mean divides by. */
  constructor(columns: number, reduction: Reduction, total: Rational | null) {
    this.#reduction = reduction;
    this.#total = total;
    this.#sums = Array.from({ length: columns }, () => new ExactSum());
    this.#squares = Array.from({ length: columns }, () => new ExactSum());
  }

  /** Adds rows as they are before any reduction: the products with the weights are not rounded. */
  add(columns: readonly Float64Array[], weights: Float64Array | null, rows: number): void {
    const weighted = this.#reduction === "none" ? null : weights;
    columns.forEach((column, place) => {
      const sum = this.#sums[place] as ExactSum;
      if (weighted === null) sum.addRange(column, 0, rows);
      else if (weighted.subarray(0, rows).includes(0)) {
        for (let row = 0; row < rows; row++) {
          const weight = weighted[row] as number;
          // A row without weight counts for nothing, not even its Infinity.
          if (weight > 0) sum.addProduct(weight, column[row] as number);
        }
      } else addProducts(sum, weighted, column, 0, rows);
    });
  }

  /** Adds the squares of rows as they are written. */
  addSquares(columns: readonly Float64Array[], rows: number): void {
    columns.forEach((column, place) => {
      addProducts(this.#squares[place] as ExactSum, column, column, 0, rows);
    });
  }

  /** The exact sum, rounded once; of a mean the sum of w*x over the sum of w. */
  sum(column: number): SumResult {
    const sum = (this.#sums[column] as ExactSum).exact();
    if (this.#reduction !== "mean" || this.#total === null) return result(sum.toNumber());
    if (this.#total.sign() === 0) return { value: null, reason: "the weights add up to 0" };
    return result(sum.over(this.#total).toNumber());
  }

  /** The root of the sum of the squares of the columns `from` to `to` - 1, rounded once. */
  norm(from: number, to: number): SumResult {
    const squares = new ExactSum();
    for (let column = from; column < to; column++) squares.merge(this.#squares[column] as ExactSum);
    if (this.#reduction === "mean" && this.#total?.sign() === 0) {
      return { value: null, reason: "the weights add up to 0" };
    }
    return result(squares.exact().sqrt());
  }
}

function result(value: number): SumResult {
  return Number.isNaN(value) ? { value: null, reason: "infinities cancel" } : { value };
}
