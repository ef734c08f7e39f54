/** How well predictions rank positive rows (label above 0) over the others. Keeps all predictions. */
import { averagePrecision } from "./average-precision.ts";
import { concordance, totalWeight } from "./concordance.ts";
import { areaCovariance, placements, placementsBelow } from "./placements.ts";
import { Rational } from "./rational.ts";
import { expectMerge, expectState } from "./state.ts";
import { isUnordered } from "./tied-weights.ts";
import type { Accumulator, AccumulatorState, FoldColumns } from "./types.ts";
import { WeightedValues, type WeightedValuesState } from "./weighted-values.ts";

const KIND = "ranking";
const VERSION = 1;

export interface RankingState extends AccumulatorState {
  readonly positives: WeightedValuesState;
  readonly negatives: WeightedValuesState;
}

export class RankingAccumulator implements Accumulator {
  readonly kind = KIND;
  #positives = new WeightedValues();
  #negatives = new WeightedValues();

  add({ first, second, weights }: FoldColumns, from: number, to: number): void {
    if (second === null) throw new TypeError("a ranking needs labels");
    for (let row = from; row < to; row++) {
      const kept = second[row]! > 0 ? this.#positives : this.#negatives;
      kept.push(first[row]!, weights === null ? 1 : weights[row]!);
    }
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof RankingAccumulator, KIND, other);
    this.#positives.merge(other.#positives);
    this.#negatives.merge(other.#negatives);
  }

  /**
   * The weighted share of (positive, negative) pairs in which the positive is predicted higher, ties half.
   * Undefined where one of the two is missing or a prediction is NaN.
   */
  concordance(): Rational {
    return concordance(this.#positives.sorted(), this.#negatives.sorted());
  }

  /** The variance of `concordance` (DeLong); undefined where it is, or where positives or negatives weigh at most 1. */
  concordanceVariance(): Rational {
    const [positives, negatives] = [this.#positives.sorted(), this.#negatives.sorted()];
    if (isUnordered(positives.values) || isUnordered(negatives.values)) return Rational.undefined;
    const ofPositives = [placements(positives.values, negatives)];
    const ofNegatives = [placementsBelow(negatives.values, positives)];
    return areaCovariance(
      { placements: ofPositives, weights: positives.weights, others: totalWeight(negatives) },
      { placements: ofNegatives, weights: negatives.weights, others: totalWeight(positives) },
      0,
      0,
    );
  }

  /**
   * The precision of the rows from each distinct prediction up, weighted by the share of the positives that have that
   * prediction. Undefined without positives, or where a prediction is NaN.
   */
  averagePrecision(): Rational {
    return averagePrecision(this.#positives.sorted(), this.#negatives.sorted());
  }

  state(): RankingState {
    return {
      kind: KIND,
      version: VERSION,
      positives: this.#positives.state(),
      negatives: this.#negatives.state(),
    };
  }

  /** @throws StateError on another kind or version. */
  static fromState(state: AccumulatorState): RankingAccumulator {
    expectState(state, KIND, VERSION);
    const accumulator = new RankingAccumulator();
    accumulator.#positives = WeightedValues.fromState(state.positives as WeightedValuesState);
    accumulator.#negatives = WeightedValues.fromState(state.negatives as WeightedValuesState);
    return accumulator;
  }
}
