import { confusionMeasure, THRESHOLD } from "./confusion.ts";
import type { Definition } from "./types.ts";

/**
 * Cohen's kappa: agreement of label and prediction beyond what their shares of positives would give by chance.
 *
 * Formula     2(TP·TN − FP·FN)/((TP + FP)(FP + TN) + (TP + FN)(FN + TN)), which is (accuracy − chance)/(1 − chance)
 * Domain      y 0 or 1, p from 0 to 1
 * Traits      no gradient: a step in p
 * Convention  positive when p ≥ threshold; no value where all labels and predictions are of one and the same class
 * Reference   Cohen, A coefficient of agreement for nominal scales (1960)
 * Example     y = (1, 0, 0, 0), p = (0.9, 0.8, 0.1, 0.2) gives 1/2
 */
export const kappa: Definition = Object.freeze<Definition>({
  id: "kappa",
  aliases: [],
  title: "Cohen's kappa",
  task: "binary",
  expects: "probability",
  formula: "2(TP·TN − FP·FN)/((TP + FP)(FP + TN) + (TP + FN)(FN + TN))",
  convention:
    "positive when p ≥ threshold; no value where labels and predictions are of one and the same class",
  reference: "Cohen, A coefficient of agreement for nominal scales (1960)",
  equivalents: {
    sklearn: "cohen_kappa_score",
    torch: "torchmetrics BinaryCohenKappa",
  },
  parameters: [THRESHOLD],
  traits: () => null,
  example: { label: [1, 0, 0, 0], prediction: [0.9, 0.8, 0.1, 0.2], value: 0.5 },
  create: ({ threshold }) =>
    confusionMeasure({
      threshold: Number(threshold),
      cells: ["tp", "fn", "tn", "fp"],
      better: "higher",
      ratio: ({ tp, fn, tn, fp }) => {
        const difference = tp.times(tn).minus(fp.times(fn));
        const positives = tp.plus(fp).times(fp.plus(tn));
        const negatives = tp.plus(fn).times(fn.plus(tn));
        return difference.plus(difference).over(positives.plus(negatives));
      },
      whenUndefined: "all labels and predictions are of one class",
    }),
});
