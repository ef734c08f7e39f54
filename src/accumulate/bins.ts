/** For each bin the exact sum(w * prediction) - sum(w * label) of its rows. */
import { ExactSum, type ExactSumState } from "./exact-sum.ts";
import { Rational } from "./rational.ts";
import { expectMerge, expectState, StateError } from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns } from "./types.ts";

const KIND = "bins";
const VERSION = 1;

export interface BinsState extends AccumulatorState {
  /** null for a bin without rows. */
  readonly gaps: readonly (ExactSumState | null)[];
}

export class BinsAccumulator implements Accumulator {
  readonly kind = KIND;
  readonly #gaps: (ExactSum | null)[];

  /** `bins` is the number of bins, a whole number of at least 1. */
  constructor(bins: number) {
    this.#gaps = new Array<ExactSum | null>(bins).fill(null);
  }

  add({ first, second, third, weights }: FoldColumns, from: number, to: number): void {
    if (second === null || third === null) throw new TypeError("bins need labels and bin numbers");
    for (let row = from; row < to; row++) {
      const gap = this.#gap(third[row]!);
      if (weights === null) {
        gap.add(first[row]!);
        gap.add(-second[row]!);
      } else {
        gap.addProduct(weights[row]!, first[row]!);
        gap.addProduct(weights[row]!, -second[row]!);
      }
    }
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof BinsAccumulator && other.#gaps.length === this.#gaps.length, KIND, other);
    other.#gaps.forEach((gap, bin) => {
      if (gap !== null) this.#gap(bin).merge(gap);
    });
  }

  gaps(): Rational[] {
    return this.#gaps.map((gap) => gap?.exact() ?? Rational.zero);
  }

  state(): BinsState {
    return { kind: KIND, version: VERSION, gaps: this.#gaps.map((gap) => gap?.state() ?? null) };
  }

  /** @throws StateError on another kind, version or number of bins. */
  static fromState(state: AccumulatorState, bins: number): BinsAccumulator {
    expectState(state, KIND, VERSION);
    const { gaps } = state;
    if (!Array.isArray(gaps) || gaps.length !== bins) throw new StateError(`expected ${bins} bins`);
    const accumulator = new BinsAccumulator(bins);
    gaps.forEach((gap: ExactSumState | null, bin) => {
      accumulator.#gaps[bin] = gap === null ? null : ExactSum.fromState(gap);
    });
    return accumulator;
  }

  #gap(bin: number): ExactSum {
    let gap = this.#gaps[bin];
    if (gap === undefined) throw new RangeError(`bin ${bin} of ${this.#gaps.length}`);
    if (gap === null) {
      gap = new ExactSum();
      this.#gaps[bin] = gap;
    }
    return gap;
  }
}
