import { confusionMeasure, THRESHOLD } from "./confusion.ts";
import type { Definition } from "./types.ts";

/**
 * Error rate (zero-one loss): the share of rows whose class is predicted wrong, 1 − accuracy.
 *
 * Formula     (FP + FN)/(TP + FP + TN + FN)
 * Domain      y 0 or 1, p from 0 to 1
 * Traits      no gradient: a step in p
 * Convention  positive when p ≥ threshold; rows count by their weights
 * Reference   Hastie, Tibshirani, Friedman, The elements of statistical learning (2009), 2.4
 * Example     y = (1, 1, 0, 0), p = (0.5, 0.4, 0.1, 0.2) gives 1/4
 */
export const errorRate: Definition = Object.freeze<Definition>({
  id: "error-rate",
  aliases: ["zero-one"],
  title: "error rate",
  task: "binary",
  expects: "probability",
  formula: "(FP + FN)/n",
  convention: "positive when p ≥ threshold; hard labels only",
  reference: "Hastie, Tibshirani, Friedman, The elements of statistical learning (2009), 2.4",
  equivalents: {
    sklearn: "zero_one_loss of p ≥ 0.5",
    xgboost: "error (p > 0.5)",
    lightgbm: "binary_error (p > 0.5)",
  },
  parameters: [THRESHOLD],
  traits: () => null,
  example: { label: [1, 1, 0, 0], prediction: [0.5, 0.4, 0.1, 0.2], value: 0.25 },
  create: ({ threshold }) =>
    confusionMeasure({
      threshold: Number(threshold),
      cells: ["fp", "fn"],
      better: "lower",
      ratio: ({ fp, fn }, totals) => fp.plus(fn).over(totals.weight),
      whenUndefined: "no rows",
    }),
});
