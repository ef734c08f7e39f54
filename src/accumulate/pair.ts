/** The exact sum of w * a * b of two columns of row values, or of w * a * a. No product is rounded. */
import type { ColumnSum } from "../kernel/column-sum.ts";
import { addProducts, addTriples } from "./exact-products.ts";
import { ExactSum, type ExactSumState } from "./exact-sum.ts";
import type { Rational } from "./rational.ts";
import { expectMerge, expectState } from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns } from "./types.ts";

const KIND = "pair";
const VERSION = 1;

export interface PairState extends AccumulatorState {
  readonly sum: ExactSumState;
}

export class PairAccumulator implements Accumulator {
  readonly kind = KIND;
  #sum = new ExactSum();

  /** Without a second column the first one is multiplied with itself. */
  add({ first, second, weights }: FoldColumns, from: number, to: number): void {
    if (weights === null) addProducts(this.#sum, first, second ?? first, from, to);
    else addTriples(this.#sum, weights, first, second ?? first, from, to);
  }

  /** What the kernel has summed of the products of rows. */
  addSum(sum: ColumnSum): void {
    this.#sum.addColumnSum(sum);
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof PairAccumulator, KIND, other);
    this.#sum.merge(other.#sum);
  }

  total(): Rational {
    return this.#sum.exact();
  }

  state(): PairState {
    return { kind: KIND, version: VERSION, sum: this.#sum.state() };
  }

  /** @throws StateError on another kind or version. */
  static fromState(state: AccumulatorState): PairAccumulator {
    expectState(state, KIND, VERSION);
    const accumulator = new PairAccumulator();
    accumulator.#sum = ExactSum.fromState(state.sum as ExactSumState);
    return accumulator;
  }
}
