/**
 * Scores of all models with their labels, row by row: what the covariance of two areas under the ROC curve needs. Memory
 * grows with the rows.
 */
import { totalWeight } from "../accumulate/concordance.ts";
import { areaCovariance, placements, placementsBelow, type Side } from "../accumulate/placements.ts";
import type { Rational } from "../accumulate/rational.ts";
import { WeightedValues } from "../accumulate/weighted-values.ts";
import type { PairedRows } from "./pair-terms.ts";
import type { ComparePlan } from "./plan.ts";

interface Scores {
  /** By model, the rows of all in the same order. */
  readonly positives: readonly WeightedValues[];
  readonly negatives: readonly WeightedValues[];
}

export class Rankings {
  readonly #models: number;
  /** By model: place of the ranking among the terms of its plan. */
  readonly #places: readonly number[];
  /** All rows, then slice 0, 1, … */
  readonly #groups: Scores[] = [];

  private constructor(models: number, places: readonly number[]) {
    this.#models = models;
    this.#places = places;
  }

  /** Null where no loss asks, or intervals come from replicates. */
  static of(plan: ComparePlan): Rankings | null {
    const asked = plan.losses.some(({ measures }) => measures.some(isArea));
    if (!asked || plan.options.bootstrap !== null) return null;
    const places = plan.plans.map(({ terms }) => terms.findIndex(({ fold }) => fold === "ranking"));
    return new Rankings(plan.models.length, places);
  }

  /** `slices` holds the slice of each row, of `count` so far; null: there are none. */
  add(count: number, paired: PairedRows, slices: Int32Array | null): void {
    while (this.#groups.length <= count) this.#groups.push(this.#empty());
    for (let model = 0; model < this.#models; model++) {
      const {
        first: scores,
        second: labels,
        weights,
      } = paired.columnsOf(model, this.#places[model] as number);
      for (let row = 0; row < paired.rows; row++) {
        const side = ((labels as Float64Array)[row] as number) > 0 ? "positives" : "negatives";
        const weight = weights?.[row] ?? 1;
        this.#groups[0]?.[side][model]?.push(scores[row] as number, weight);
        if (slices !== null) {
          this.#groups[(slices[row] as number) + 1]?.[side][model]?.push(scores[row] as number, weight);
        }
      }
    }
  }

  /**
   * The square of the standard error of the difference of two areas (DeLong, DeLong and Clarke-Pearson 1988); undefined
   * (0/0) where one of the classes weighs at most 1.
   */
  squaredError(group: number, model: number, reference: number): Rational {
    const { positives, negatives } = this.#groups[group] ?? this.#empty();
    const side = (
      own: readonly WeightedValues[],
      others: readonly WeightedValues[],
      place: typeof placements,
    ): Side => ({
      placements: [model, reference].map((each) =>
        place((own[each] as WeightedValues).unsorted().values, (others[each] as WeightedValues).sorted()),
      ),
      weights: (own[model] as WeightedValues).unsorted().weights,
      others: totalWeight((others[model] as WeightedValues).sorted()),
    });
    const above = side(positives, negatives, placements);
    const below = side(negatives, positives, placementsBelow);
    const covariance = areaCovariance(above, below, 0, 1);
    return areaCovariance(above, below, 0, 0)
      .plus(areaCovariance(above, below, 1, 1))
      .minus(covariance.plus(covariance));
  }

  #empty(): Scores {
    const columns = () => Array.from({ length: this.#models }, () => new WeightedValues());
    return { positives: columns(), negatives: columns() };
  }
}

/** Whether a measure is an area under the ROC curve. */
export function isArea({ statistic }: ComparePlan["losses"][number]["measures"][number]): boolean {
  return statistic?.of === "concordance";
}
