/** How many rows there were, and the exact sum of their weights. */
import { ExactSum, type ExactSumState } from "./exact-sum.ts";
import { Rational } from "./rational.ts";
import { expectCount, expectMerge, expectState } from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns } from "./types.ts";

const KIND = "weight";
const VERSION = 1;

export interface WeightState extends AccumulatorState {
  /** Of all rows: 1 for a row without a weight. */
  readonly sum: ExactSumState;
  readonly rows: number;
}

export class WeightAccumulator implements Accumulator {
  readonly kind = KIND;
  /** Of the rows that came with weights; null until one does. */
  #weighted: ExactSum | null = null;
  /** Rows without weights. */
  #plain = 0;
  #rows = 0;

  add({ weights }: FoldColumns, from: number, to: number): void {
    if (to <= from) return;
    if (weights === null) this.#plain += to - from;
    else {
      this.#weighted ??= new ExactSum();
      this.#weighted.addRange(weights, from, to);
    }
    this.#rows += to - from;
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof WeightAccumulator, KIND, other);
    if (other.#weighted !== null) {
      this.#weighted ??= new ExactSum();
      this.#weighted.merge(other.#weighted);
    }
    this.#plain += other.#plain;
    this.#rows += other.#rows;
  }

  total(): Rational {
    const plain = Rational.fromNumber(this.#plain);
    return this.#weighted === null ? plain : this.#weighted.exact().plus(plain);
  }

  get rows(): number {
    return this.#rows;
  }

  state(): WeightState {
    const sum = new ExactSum();
    sum.add(this.#plain);
    if (this.#weighted !== null) sum.merge(this.#weighted);
    return { kind: KIND, version: VERSION, sum: sum.state(), rows: this.#rows };
  }

  /** @throws StateError on another kind or version. */
  static fromState(state: AccumulatorState): WeightAccumulator {
    expectState(state, KIND, VERSION);
    const accumulator = new WeightAccumulator();
    accumulator.#weighted = ExactSum.fromState(state.sum as ExactSumState);
    accumulator.#rows = expectCount(state.rows);
    return accumulator;
  }
}
