import { confusionMeasure, THRESHOLD } from "./confusion.ts";
import type { Definition } from "./types.ts";

/**
 * Balanced accuracy: the mean of recall and specificity, 1/2 for any forecast that does not look at the row.
 *
 * Formula     (TP/(TP + FN) + TN/(TN + FP))/2
 * Domain      y 0 or 1, p from 0 to 1
 * Traits      no gradient: a step in p
 * Convention  positive when p ≥ threshold; not adjusted for chance; no value where all labels are of one class
 * Reference   Brodersen, Ong, Stephan, Buhmann, The balanced accuracy and its posterior distribution (2010)
 * Example     y = (1, 0, 0, 0), p = (0.9, 0.8, 0.1, 0.2) gives 5/6
 */
export const balancedAccuracy: Definition = Object.freeze<Definition>({
  id: "balanced-accuracy",
  aliases: [],
  title: "balanced accuracy",
  task: "binary",
  expects: "probability",
  formula: "(TP/(TP + FN) + TN/(TN + FP))/2",
  convention: "positive when p ≥ threshold; no value where all labels are of one class",
  reference: "Brodersen, Ong, Stephan, Buhmann, The balanced accuracy and its posterior distribution (2010)",
  equivalents: {
    sklearn: "balanced_accuracy_score (of one class only: its recall)",
  },
  parameters: [THRESHOLD],
  traits: () => null,
  example: { label: [1, 0, 0, 0], prediction: [0.9, 0.8, 0.1, 0.2], value: 5 / 6 },
  create: ({ threshold }) =>
    confusionMeasure({
      threshold: Number(threshold),
      cells: ["tp", "fn", "tn", "fp"],
      better: "higher",
      ratio: ({ tp, fn, tn, fp }, totals) =>
        tp
          .over(tp.plus(fn))
          .plus(tn.over(tn.plus(fp)))
          .over(totals.exact(2)),
      whenUndefined: "all labels are of one class",
    }),
});
