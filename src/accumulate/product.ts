/**
 * The sum of w times one to four factors. No product of two is rounded; those of three and four, which only standard
 * errors need, are taken to 2^-104 of themselves.
 */
import type { ColumnSum } from "../kernel/column-sum.ts";
import { addProducts, addQuadruples, addTriples } from "./exact-products.ts";
import { ExactSum, type ExactSumState } from "./exact-sum.ts";
import type { Rational } from "./rational.ts";
import { expectMerge, expectState } from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns } from "./types.ts";

const KIND = "product";
const VERSION = 1;

export interface ProductState extends AccumulatorState {
  readonly sum: ExactSumState;
}

export class ProductAccumulator implements Accumulator {
  readonly kind = KIND;
  #sum = new ExactSum();

  add({ first, second, third, fourth = null, weights }: FoldColumns, from: number, to: number): void {
    if (second !== null && third !== null) {
      addQuadruples(this.#sum, weights, [first, second, third, fourth], from, to);
    } else if (second !== null && weights !== null) addTriples(this.#sum, weights, first, second, from, to);
    else if (second !== null) addProducts(this.#sum, first, second, from, to);
    else if (weights !== null) addProducts(this.#sum, weights, first, from, to);
    else this.#sum.addRange(first, from, to);
  }

  /** What the kernel has summed of the products of rows. */
  addSum(sum: ColumnSum): void {
    this.#sum.addColumnSum(sum);
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof ProductAccumulator, KIND, other);
    this.#sum.merge(other.#sum);
  }

  total(): Rational {
    return this.#sum.exact();
  }

  state(): ProductState {
    return { kind: KIND, version: VERSION, sum: this.#sum.state() };
  }

  /** @throws StateError on another kind or version. */
  static fromState(state: AccumulatorState): ProductAccumulator {
    expectState(state, KIND, VERSION);
    const accumulator = new ProductAccumulator();
    accumulator.#sum = ExactSum.fromState(state.sum as ExactSumState);
    return accumulator;
  }
}
