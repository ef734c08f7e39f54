/** The difference of two models in each replicate of a bootstrap: its standard error, interval and p value. */
import { percentiles } from "../evaluate/replicate-intervals.ts";
import type { Totals } from "../losses/types.ts";
import type { Estimate } from "./paired-test.ts";
import type { ComparedLoss, ComparePlan } from "./plan.ts";
import { exactDifference, outcomeOf } from "./values.ts";

/** The values of a model and of the reference in a replicate, and their difference; NaN or infinite where there is none. */
export interface ReplicatePair {
  readonly own: number;
  readonly other: number;
  readonly difference: number;
}

/** @param replicates What each came to; of one without a row the weight is 0. */
export function replicatePairs(
  plan: ComparePlan,
  loss: ComparedLoss,
  model: number,
  replicates: readonly Totals[],
): ReplicatePair[] {
  const valueAt = (totals: Totals, place: number): number =>
    outcomeOf(plan, loss, place, totals, totals.rows).value ?? Number.NaN;
  return replicates.map((totals) => {
    const [own, other] = [valueAt(totals, model), valueAt(totals, plan.options.reference)];
    const known = Number.isFinite(own) && Number.isFinite(other);
    const exact = known ? exactDifference(plan, loss, model, totals) : null;
    return { own, other, difference: exact === null ? own - other : exact.toNumber() };
  });
}

/**
 * The percentile interval of these numbers, and twice the smaller share of them that lies on one side of 0, or at it, the
 * sample itself counted as one more (Davison and Hinkley 1997, section 4.2): so that the p value is below 1 - level about
 * where the interval leaves 0 out, and never 0.
 */
export function replicateEstimate(numbers: readonly number[], level: number): Estimate {
  const { standardError, interval, intervalReason = "" } = percentiles(numbers, level);
  if (standardError === null || interval === null) return { standardError: null, reason: intervalReason };
  const below = numbers.filter((number) => number <= 0).length;
  const above = numbers.filter((number) => number >= 0).length;
  const pValue = Math.min(1, (2 * (1 + Math.min(below, above))) / (1 + numbers.length));
  return { standardError, interval, pValue };
}
