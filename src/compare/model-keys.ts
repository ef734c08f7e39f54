/** Keys of terms that tell the models apart: what looks at the label alone is the same for all. */
import type { Term, Totals } from "../losses/types.ts";
import type { ComparePlan } from "./plan.ts";

export function modelKey(model: number, term: Term): string {
  return ofLabelAlone(term) ? `label ${term.key}` : `of ${model} ${term.key}`;
}

function ofLabelAlone(term: Term): boolean {
  return term.fold === "product" && term.factors.every((factor) => factor === "label");
}

/** The totals of a model's own terms, under their own keys. */
export function totalsOfModel(totals: Totals, plan: ComparePlan, model: number): Totals {
  const labelTerms = new Set(plan.plans[model]?.terms.filter(ofLabelAlone).map(({ key }) => key));
  const keyed = (key: string) => (labelTerms.has(key) ? `label ${key}` : `of ${model} ${key}`);
  return {
    ...totals,
    sum: (key) => totals.sum(keyed(key)),
    maximum: (key) => totals.maximum(keyed(key)),
    count: (key) => totals.count(keyed(key)),
    median: (key) => totals.median(keyed(key)),
    within: (key, depth) => totals.within(keyed(key), depth),
    concordance: (key) => totals.concordance(keyed(key)),
    concordanceVariance: (key) => totals.concordanceVariance(keyed(key)),
    averagePrecision: (key) => totals.averagePrecision(keyed(key)),
    bins: (key) => totals.bins(keyed(key)),
  };
}
