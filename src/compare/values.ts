/** Values of the models on one set of rows, and how far they lie apart. */
import type { Exact, Outcome, Totals } from "../losses/types.ts";
import { totalsOfModel } from "./model-keys.ts";
import type { ComparedLoss, ComparePlan } from "./plan.ts";

/** Of one model. `used` counts the rows without weight too. */
export function outcomeOf(
  plan: ComparePlan,
  loss: ComparedLoss,
  model: number,
  totals: Totals,
  used: number,
): Outcome {
  if (used === 0) return { value: null, reason: "no rows" };
  if (totals.rows === 0) return { value: null, reason: "the weights add up to 0" };
  const measure = loss.measures[model] as ComparedLoss["measures"][number];
  const outcome = measure.finish(totalsOfModel(totals, plan, model));
  if (outcome.value !== null && Number.isNaN(outcome.value))
    return { value: null, reason: "infinities cancel" };
  return outcome.value === 0 ? { value: 0 } : outcome;
}

/** A model's value less the reference's, not rounded; null for what is not a mean over rows. */
export function exactDifference(
  plan: ComparePlan,
  loss: ComparedLoss,
  model: number,
  totals: Totals,
): Exact | null {
  if (!loss.isMean) return null;
  const sums = [model, plan.options.reference].map((place) => {
    const own = totalsOfModel(totals, plan, place);
    const parts = loss.rowValues?.[place]?.parts ?? [];
    return parts.reduce(
      (sum, { term, factor }) => sum.plus(totals.exact(factor).times(own.sum(term.key))),
      totals.exact(0),
    );
  }) as [Exact, Exact];
  return sums[0].minus(sums[1]).over(divisorOf(loss, totals));
}

/** What a mean of row values is divided by. */
export function divisorOf({ overRows }: ComparedLoss, totals: Totals): Exact {
  return overRows ? totals.exact(totals.used ?? totals.rows) : totals.weight;
}
