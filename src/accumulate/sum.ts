/** The exact sum of w * x, and the first row whose x is infinite. */
import type { ColumnSum } from "../kernel/column-sum.ts";
import { addProducts } from "./exact-products.ts";
import { ExactSum, type ExactSumState } from "./exact-sum.ts";
import { firstPlace, placeFromState, placeOf } from "./place.ts";
import type { Rational } from "./rational.ts";
import { expectMerge, expectState } from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns, RowPlace, RowPlaces } from "./types.ts";

const KIND = "sum";
const VERSION = 1;

export interface SumState extends AccumulatorState {
  readonly sum: ExactSumState;
  readonly firstInfinite: RowPlace | null;
}

export class SumAccumulator implements Accumulator {
  readonly kind = KIND;
  #sum = new ExactSum();
  #firstInfinite: RowPlace | null = null;

  add({ first, weights }: FoldColumns, from: number, to: number, places: RowPlaces): void {
    const infinities = this.#sum.infinities;
    if (weights === null) this.#sum.addRange(first, from, to);
    else addProducts(this.#sum, weights, first, from, to);
    if (this.#sum.infinities === infinities) return;
    for (let row = from; row < to; row++) {
      if (Math.abs(first[row]!) !== Number.POSITIVE_INFINITY) continue;
      this.#firstInfinite = firstPlace(this.#firstInfinite, placeOf(places, row));
      return;
    }
  }

  /** What the kernel has summed of finite values of rows without weights. */
  addSum(sum: ColumnSum): void {
    this.#sum.addColumnSum(sum);
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof SumAccumulator, KIND, other);
    this.#sum.merge(other.#sum);
    this.#firstInfinite = firstPlace(this.#firstInfinite, other.#firstInfinite);
  }

  total(): Rational {
    return this.#sum.exact();
  }

  /** Place of the first row whose value is infinite, or null. */
  get firstInfinite(): RowPlace | null {
    return this.#firstInfinite;
  }

  state(): SumState {
    return {
      kind: KIND,
      version: VERSION,
      sum: this.#sum.state(),
      firstInfinite: this.#firstInfinite,
    };
  }

  /** @throws StateError on another kind or version. */
  static fromState(state: AccumulatorState): SumAccumulator {
    expectState(state, KIND, VERSION);
    const accumulator = new SumAccumulator();
    accumulator.#sum = ExactSum.fromState(state.sum as ExactSumState);
    accumulator.#firstInfinite = placeFromState(state.firstInfinite);
    return accumulator;
  }
}
