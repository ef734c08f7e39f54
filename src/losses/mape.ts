import { REAL, REAL_LABEL, rowLoss } from "./build.ts";
import type { Definition, ScalarMeasure, Term, Totals } from "./types.ts";

/**
 * Mean absolute percentage error, as a fraction: the error as a share of the label.
 *
 * Formula     |p − y| / |y|
 * Domain      any label, any prediction
 * Traits      convex, a corner at p = y, no Lipschitz bound over all labels
 * Convention  a fraction (0.05, not 5). A label of 0 costs Infinity, but 0 where p = 0; `zero=skip` leaves rows with a
 *             label of 0 out and counts them
 * Reference   Makridakis, Accuracy measures: theoretical and practical concerns (1993)
 * Example     y = 4, p = 5 costs 0.25
 */
export const mape: Definition = Object.freeze<Definition>({
  id: "mape",
  aliases: [],
  title: "mean absolute percentage error",
  task: "regression",
  expects: "value",
  formula: "|p − y| / |y|",
  gradient: "sign(r)/|y|",
  hessian: "0",
  convention: "a fraction; Infinity where the label is 0 and the prediction is not",
  reference: "Makridakis, Accuracy measures: theoretical and practical concerns (1993)",
  equivalents: {
    sklearn: "mean_absolute_percentage_error (|y| ≥ 2.2e-16)",
    torch: "torchmetrics MeanAbsolutePercentageError (|y| ≥ 1.17e-6)",
    keras: "MeanAbsolutePercentageError (|y| ≥ 1e-7, times 100)",
    xgboost: "mape",
    lightgbm: "mape (|y| ≥ 1)",
  },
  parameters: [
    {
      name: "zero",
      about: "rows whose label is 0: they cost Infinity, or are left out and counted",
      choices: ["infinity", "skip"],
      default: "infinity",
    },
  ],
  traits: ({ zero }) =>
    zero === "skip" ? null : { convexity: "convex", smoothness: 0, lipschitz: Infinity, zeroAtPerfect: true },
  example: { label: 4, prediction: 5, value: 0.25 },
  create: ({ zero }) => (zero === "skip" ? overNonzeroLabels() : overAllLabels()),
});

function share(label: number, prediction: number): number {
  const residual = prediction - label;
  if (residual === 0) return 0;
  return Number.isFinite(residual)
    ? Math.abs(residual) / Math.abs(label)
    : 2 * (Math.abs(prediction / 2 - label / 2) / Math.abs(label));
}

function overAllLabels(): ScalarMeasure {
  return rowLoss(
    "mape",
    { label: REAL_LABEL, prediction: REAL },
    {
      value: share,
      gradient: (label, prediction) =>
        prediction === label ? 0 : Math.sign(prediction - label) / Math.abs(label),
      hessian: () => 0,
      kinks: (label) => [label],
      isKink: (label, prediction) => prediction === label,
    },
  );
}

/** A mean over some of the rows is not a mean of row losses: it has no `row`. */
function overNonzeroLabels(): ScalarMeasure {
  const shares: Term = {
    key: "mape:zero=skip",
    fold: "sum",
    of: (label, prediction) => (label === 0 ? 0 : share(label, prediction)),
  };
  const counted: Term = { key: "label≠0", fold: "sum", of: (label) => (label === 0 ? 0 : 1) };
  const skipped: Term = { key: "label=0", fold: "count", of: (label) => (label === 0 ? 1 : 0) };
  return {
    shape: "scalar",
    domain: { label: REAL_LABEL, prediction: REAL },
    terms: [shares, counted, skipped],
    better: "lower",
    estimate: (totals) => ({ above: totals.sum(shares.key).over(totals.sum(counted.key)) }),
    finish(totals: Totals) {
      const details = { skippedZero: totals.count(skipped.key) };
      const weight = totals.sum(counted.key);
      if (weight.sign() === 0) return { value: null, reason: "every label is 0", details };
      return { value: totals.sum(shares.key).over(weight).toNumber(), details };
    },
  };
}
