/**
 * The sums that correlation and the shares of explained variance are made of. They are exact, so that the textbook
 * formulas in them do not cancel, and measures that name the same sum share it.
 */
import type { Estimate, Exact, Outcome, Term, Totals } from "./types.ts";

export const LABEL: Term = { key: "label", fold: "product", factors: ["label"] };
export const PREDICTION: Term = { key: "prediction", fold: "product", factors: ["prediction"] };
export const RESIDUAL: Term = { key: "residual", fold: "product", factors: ["residual"] };
export const LABEL_SQUARED: Term = { key: "label*label", fold: "product", factors: ["label", "label"] };
export const PREDICTION_SQUARED: Term = {
  key: "prediction*prediction",
  fold: "product",
  factors: ["prediction", "prediction"],
};
export const LABEL_PREDICTION: Term = {
  key: "label*prediction",
  fold: "product",
  factors: ["label", "prediction"],
};
export const RESIDUAL_SQUARED: Term = {
  key: "residual*residual",
  fold: "product",
  factors: ["residual", "residual"],
};

/** W * sum(w*a*b) - sum(w*a) * sum(w*b), which is W^2 times the covariance: 0 exactly if a or b is constant. */
export function comoment(
  totals: Pick<Totals, "weight" | "sum">,
  product: Term,
  first: Term,
  second: Term,
): Exact {
  const uncentred = totals.weight.times(totals.sum(product.key));
  return uncentred.minus(totals.sum(first.key).times(totals.sum(second.key)));
}

type Sums = Pick<Totals, "weight" | "sum" | "exact">;

/** The explained share before it is rounded, where the label is not constant. */
export function explainedEstimate(totals: Sums, unexplained: Exact): Estimate {
  return { above: totals.exact(1).minus(unexplained.over(comoment(totals, LABEL_SQUARED, LABEL, LABEL))) };
}

/** 1 - unexplained / variation of the label, where `unexplained` is W^2 times a variance (or mean square) of the residual. */
export function explainedShare(totals: Totals, unexplained: Exact): Outcome {
  if (Number.isNaN(unexplained.minus(unexplained).sign())) {
    return { value: null, reason: "a residual is beyond the range of numbers" };
  }
  const total = comoment(totals, LABEL_SQUARED, LABEL, LABEL);
  if (total.sign() !== 0) return { value: totals.exact(1).minus(unexplained.over(total)).toNumber() };
  return unexplained.sign() === 0 ? { value: 1 } : { value: null, reason: "the label is constant" };
}
