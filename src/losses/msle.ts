import { rowLoss } from "./build.ts";
import { logRatio } from "./log-ratio.ts";
import { sumError } from "./sum-error.ts";
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
        (2 * toInflection(label, prediction)) / (1 + prediction) / (1 + prediction),
    },
  );
}

/** ln(1+p) - ln(1+y): by the relative difference, or by the quotient where that difference is near -1 or overflows. */
function difference(label: number, prediction: number): number {
  const relative = (prediction - label) / (1 + label);
  return relative >= -0.5 && relative < Infinity ? Math.log1p(relative) : logRatio(1 + prediction, 1 + label);
}

/** The number e as 24 bits, further 29, and the rest. */
const E_HIGH = Math.fround(Math.E);
const E_LOW = Math.E - E_HIGH;
const E_REST = 1.4456468917292502e-16;

/** 1 - L. Near the inflection L = 1, where these cancel, -ln(1 + d), d the relative distance of 1 + p from e(1 + y). */
function toInflection(label: number, prediction: number): number {
  const plain = 1 - difference(label, prediction);
  const [a, b] = [1 + label, 1 + prediction];
  // Outside this range halves of 24 bits are not to be had.
  if (Math.abs(plain) > 0.25 || a < 2 ** -100 || a > 2 ** 100) return plain;
  const high = Math.fround(a);
  const low = a - high;
  const rest = sumError(1, prediction, b) - Math.E * sumError(1, label, a) - E_REST * a;
  const distance = b - E_HIGH * high - E_HIGH * low - E_LOW * high - E_LOW * low + rest;
  return 0 - Math.log1p(distance / (Math.E * a));
}
