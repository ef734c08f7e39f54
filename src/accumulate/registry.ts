/** Which accumulator folds which kind of term. All law tests run over this list. */
import type { Term } from "../losses/types.ts";
import { BinsAccumulator } from "./bins.ts";
import { CountAccumulator } from "./count.ts";
import { MaximumAccumulator } from "./maximum.ts";
import { MedianAccumulator } from "./median.ts";
import { PairAccumulator } from "./pair.ts";
import { ProductAccumulator } from "./product.ts";
import { RankingAccumulator } from "./ranking.ts";
import { SumAccumulator } from "./sum.ts";
import type { AccumulatorState } from "./types.ts";

const sum = {
  create: () => new SumAccumulator(),
  fromState: SumAccumulator.fromState,
};
const maximum = {
  create: () => new MaximumAccumulator(),
  fromState: MaximumAccumulator.fromState,
};
const count = {
  create: () => new CountAccumulator(),
  fromState: CountAccumulator.fromState,
};

export const registry = {
  sum,
  "vector-sum": sum,
  "variance-sum": sum,
  product: {
    create: () => new ProductAccumulator(),
    fromState: ProductAccumulator.fromState,
  },
  pair: {
    create: () => new PairAccumulator(),
    fromState: PairAccumulator.fromState,
  },
  maximum,
  "vector-maximum": maximum,
  count,
  "vector-count": count,
  median: {
    create: () => new MedianAccumulator(),
    fromState: MedianAccumulator.fromState,
  },
  ranking: {
    create: () => new RankingAccumulator(),
    fromState: RankingAccumulator.fromState,
  },
  bins: {
    create: (term: Term) => new BinsAccumulator(binsOf(term)),
    fromState: (state: AccumulatorState, term: Term) => BinsAccumulator.fromState(state, binsOf(term)),
  },
} as const satisfies Record<Term["fold"], unknown>;

export type TermAccumulator = ReturnType<(typeof registry)[Term["fold"]]["create"]>;

/** An empty accumulator for the term. */
export function createAccumulator(term: Term): TermAccumulator {
  return registry[term.fold].create(term);
}

/** @throws StateError if the state is not of the term's kind, version and parameters. */
export function accumulatorFromState(term: Term, state: AccumulatorState): TermAccumulator {
  return registry[term.fold].fromState(state, term);
}

function binsOf(term: Term): number {
  if (term.fold !== "bins") throw new TypeError(`${term.key} has no bins`);
  return term.bins;
}
