import { rowLoss } from "./build.ts";
import { logRatio } from "./log-ratio.ts";
import type { Definition, Interval, ScalarMeasure } from "./types.ts";

/**
 * Mean squared logarithmic error: squared error of ln(1 + x), for sizes and counts where the ratio matters.
 *
 * Formula     (ln(1 + p) − ln(1 + y))²
 * Domain      y > −1, p > −1 (p = −1 costs Infinity)
 * Traits      not convex, smooth, no Lipschitz bound
 * Convention  natural logarithm of 1 + x, no clipping of negative predictions
 * Reference   Tofallis, A better measure of relative prediction accuracy (2015)
 * Example     y = 0, p = 1 costs 0.480453… = (ln 2)²
 */
export const msle: Definition = Object.freeze<Definition>({
  id: "msle",
  aliases: ["squared-log-error"],
  title: "mean squared logarithmic error",
  task: "regression",
  expects: "value",
  formula: "L², L = ln(1 + p) − ln(1 + y)",
  gradient: "2L/(1 + p)",
  hessian: "2(1 − L)/(1 + p)²",
  convention: "of 1 + x, both above 0; no clipping",
  reference: "Tofallis, A better measure of relative prediction accuracy (2015)",
  topics: ["counts"],
  equivalents: {
    sklearn: "mean_squared_log_error",
    torch: "torchmetrics MeanSquaredLogError",
    keras: "MeanSquaredLogarithmicError (clips at 1e-7)",
    xgboost: "reg:squaredlogerror (half of it)",
  },
  parameters: [],
  traits: () => ({ convexity: "none", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: true }),
  example: { label: 0, prediction: 1, value: Math.LN2 ** 2 },
  create: squaredLogError,
});

const ABOVE_MINUS_ONE: Interval = { low: -1, high: Number.MAX_VALUE, lowOpen: true };

export function squaredLogError(): ScalarMeasure {
  return rowLoss(
    "msle",
    { label: { kind: "real", interval: ABOVE_MINUS_ONE }, prediction: ABOVE_MINUS_ONE },
    {
      value(label, prediction) {
        const log = difference(label, prediction);
        return log * log;
      },
      gradient: (label, prediction) => (2 * difference(label, prediction)) / (1 + prediction),
      hessian: (label, prediction) =>
        (2 * (1 - difference(label, prediction))) / (1 + prediction) / (1 + prediction),
    },
  );
}

/** ln(1+p) - ln(1+y): by the relative difference, or by the quotient where that difference is near -1 or overflows. */
function difference(label: number, prediction: number): number {
  const relative = (prediction - label) / (1 + label);
  return relative >= -0.5 && relative < Infinity ? Math.log1p(relative) : logRatio(1 + prediction, 1 + label);
}
