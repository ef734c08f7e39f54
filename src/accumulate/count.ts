/** The number of rows whose value is not 0. */
import { expectCount, expectMerge, expectState } from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns } from "./types.ts";

const KIND = "count";
const VERSION = 1;

export interface CountState extends AccumulatorState {
  readonly count: number;
}

export class CountAccumulator implements Accumulator {
  readonly kind = KIND;
  #count = 0;

  add({ first }: FoldColumns, from: number, to: number): void {
    let count = 0;
    for (let row = from; row < to; row++) count += first[row] === 0 ? 0 : 1;
    this.#count += count;
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof CountAccumulator, KIND, other);
    this.#count += other.#count;
  }

  get count(): number {
    return this.#count;
  }

  state(): CountState {
    return { kind: KIND, version: VERSION, count: this.#count };
  }

  /** @throws StateError on another kind or version. */
  static fromState(state: AccumulatorState): CountAccumulator {
    expectState(state, KIND, VERSION);
    const accumulator = new CountAccumulator();
    accumulator.#count = expectCount(state.count);
    return accumulator;
  }
}
