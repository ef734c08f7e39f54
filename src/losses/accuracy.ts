import { confusionMeasure, THRESHOLD } from "./confusion.ts";
import type { Definition } from "./types.ts";

/**
 * Accuracy: the share of rows whose class is predicted right.
 *
 * Formula     (TP + TN)/(TP + FP + TN + FN)
 * Domain      y 0 or 1, p from 0 to 1
 * Traits      no gradient: a step in p
 * Convention  positive when p ≥ threshold; rows count by their weights
 * Reference   Hastie, Tibshirani, Friedman, The elements of statistical learning (2009), 2.4
 * Example     y = (1, 1, 0, 0), p = (0.5, 0.4, 0.1, 0.2) gives 3/4
 */
export const accuracy: Definition = Object.freeze<Definition>({
  id: "accuracy",
  aliases: [],
  title: "accuracy",
  task: "binary",
  expects: "probability",
  formula: "(TP + TN)/n",
  convention: "positive when p ≥ threshold; hard labels only",
  reference: "Hastie, Tibshirani, Friedman, The elements of statistical learning (2009), 2.4",
  equivalents: {
    sklearn: "accuracy_score of p ≥ 0.5",
    torch: "torchmetrics BinaryAccuracy (p > 0.5)",
    keras: "BinaryAccuracy (p > 0.5)",
  },
  parameters: [THRESHOLD],
  traits: () => null,
  example: { label: [1, 1, 0, 0], prediction: [0.5, 0.4, 0.1, 0.2], value: 0.75 },
  create: ({ threshold }) =>
    confusionMeasure({
      threshold: Number(threshold),
      cells: ["tp", "tn"],
      better: "higher",
      ratio: ({ tp, tn }, totals) => tp.plus(tn).over(totals.weight),
      whenUndefined: "no rows",
    }),
});
