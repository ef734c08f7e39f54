import { rowLoss, UNIT } from "./build.ts";
import { clippingDetails, clippingKeys, EPS } from "./clipping.ts";
import type { Definition, Domain, ScalarMeasure, ScalarRow } from "./types.ts";

/**
 * Log loss (binary cross-entropy): the price of a probability, in nats; minimal in the mean at the true probability.
 *
 * Formula     −(y ln p + (1 − y) ln(1 − p)), 0 ln 0 = 0
 * Domain      y from 0 to 1 (soft labels too), p from 0 to 1
 * Traits      strongly convex, smooth, no Lipschitz bound; with eps not convex, with corners, Lipschitz 1/eps
 * Convention  natural logarithm, nothing clipped: Infinity where a certain forecast was wrong. With eps: ln max(p, eps)
 *             and ln max(1 − p, eps), and clipped rows are counted
 * Reference   Good, Rational decisions (1952)
 * Example     y = 1, p = 1/2 costs ln 2
 */
export const logLoss: Definition = Object.freeze<Definition>({
  id: "log-loss",
  aliases: ["bce", "binary-cross-entropy"],
  title: "log loss",
  task: "binary",
  expects: "probability",
  formula: "−(y ln p + (1 − y) ln(1 − p)), 0 ln 0 = 0",
  gradient: "r/(p(1 − p))",
  hessian: "y/p² + (1 − y)/(1 − p)²",
  convention:
    "not clipped: Infinity where a certain forecast was wrong; eps clips, and counts what it clipped",
  reference: "Good, Rational decisions (1952)",
  equivalents: {
    sklearn: "log_loss (clips at 2.2e-16)",
    torch: "BCELoss (each logarithm at least −100)",
    keras: "BinaryCrossentropy (clips at 1e-7)",
    xgboost: "logloss (clips at 1e-16)",
    lightgbm: "binary_logloss (clips at 1e-15)",
  },
  parameters: [EPS],
  traits: (parameters) => {
    const eps = Number(parameters.eps ?? 0);
    return eps > 0
      ? { convexity: "none", smoothness: 0, lipschitz: 1 / eps, zeroAtPerfect: true }
      : { convexity: "strong", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: true };
  },
  example: { label: 1, prediction: 0.5, value: Math.LN2 },
  create: ({ eps }) => (eps === undefined ? rowLoss("log-loss", DOMAIN, UNCLIPPED) : clipped(Number(eps))),
});

const DOMAIN: Domain = { label: { kind: "binary", soft: true }, prediction: UNIT };

type LogLossRow = ScalarRow & Required<Pick<ScalarRow, "value" | "gradient" | "hessian">>;

/** 0 - x, not -x: a right and certain forecast costs 0, not -0. Factors of 0 never meet an infinite logarithm. */
const UNCLIPPED: LogLossRow = {
  value(label, prediction) {
    if (label === 1) return 0 - Math.log(prediction);
    if (label === 0) return 0 - Math.log1p(-prediction);
    return 0 - label * Math.log(prediction) - (1 - label) * Math.log1p(-prediction);
  },
  gradient(label, prediction) {
    if (label === 1) return -1 / prediction;
    if (label === 0) return 1 / (1 - prediction);
    return (prediction - label) / (prediction * (1 - prediction));
  },
  hessian(label, prediction) {
    const rest = 1 - prediction;
    const positive = label === 0 ? 0 : label / prediction / prediction;
    const negative = label === 1 ? 0 : (1 - label) / rest / rest;
    return positive + negative;
  },
};

function clipped(eps: number): ScalarMeasure {
  const key = `log-loss:eps=${eps}`;
  const keys = clippingKeys(key);
  const row = clippedRow(eps);
  const isClipped = (label: number, prediction: number) =>
    (label > 0 && prediction < eps) || (label < 1 && 1 - prediction < eps) ? 1 : 0;
  const measure = rowLoss(key, DOMAIN, row);
  return {
    ...measure,
    terms: [
      ...measure.terms,
      { key: keys.rows, fold: "count", of: isClipped },
      { key: keys.loss, fold: "sum", of: (label, p) => (isClipped(label, p) ? row.value(label, p) : 0) },
    ],
    finish: (totals) => ({ ...measure.finish(totals), details: clippingDetails(key, totals) }),
  };
}

function clippedRow(eps: number): LogLossRow {
  if (eps === 0) return UNCLIPPED;
  // The corner at 1 - eps, as binary64 has it; where that is 1, what lies there is clipped and no corner.
  const ceiling = 1 - eps;
  const corner = ceiling < 1 ? ceiling : Infinity;
  /** True on the flat side of a term and at its corner, where 0 is one of the two slopes. */
  const flatPositive = (label: number, prediction: number) => label > 0 && prediction <= eps;
  const flatNegative = (label: number, prediction: number) => label < 1 && prediction >= ceiling;
  return {
    value(label, prediction) {
      const positive = label === 0 ? 0 : label * Math.log(Math.max(prediction, eps));
      if (label === 1) return 0 - positive;
      const negative = 1 - prediction < eps ? Math.log(eps) : Math.log1p(-prediction);
      return 0 - positive - (1 - label) * negative;
    },
    // At a corner the slopes are those with and without its term: 0 lies between them if label and prediction say so.
    gradient(label, prediction) {
      if (flatPositive(label, prediction)) {
        return prediction === eps && label >= prediction ? 0 : (1 - label) / (1 - prediction);
      }
      if (flatNegative(label, prediction)) {
        return prediction === corner && label <= prediction ? 0 : 0 - label / prediction;
      }
      return UNCLIPPED.gradient(label, prediction);
    },
    hessian(label, prediction) {
      const rest = 1 - prediction;
      if (flatPositive(label, prediction)) return prediction === eps ? 0 : (1 - label) / rest / rest;
      if (flatNegative(label, prediction)) {
        return prediction === corner ? 0 : label / prediction / prediction;
      }
      return UNCLIPPED.hessian(label, prediction);
    },
    kinks: (label) => [...(label > 0 ? [eps] : []), ...(label < 1 && ceiling < 1 ? [ceiling] : [])],
  };
}
