import { confusionMeasure, THRESHOLD } from "./confusion.ts";
import type { Definition } from "./types.ts";

/**
 * Matthews correlation coefficient: the correlation of label and prediction as 0/1 columns, from −1 to 1.
 *
 * Formula     (TP·TN − FP·FN)/√((TP + FP)(TP + FN)(TN + FP)(TN + FN))
 * Domain      y 0 or 1, p from 0 to 1
 * Traits      no gradient: a step in p
 * Convention  positive when p ≥ threshold; no value where labels or predictions are all of one class
 * Reference   Matthews, Comparison of the predicted and observed secondary structure of T4 phage lysozyme (1975)
 * Example     y = (1, 0, 0, 0), p = (0.9, 0.8, 0.1, 0.2) gives 1/√3
 */
export const mcc: Definition = Object.freeze<Definition>({
  id: "mcc",
  aliases: [],
  title: "Matthews correlation coefficient",
  task: "binary",
  expects: "probability",
  formula: "(TP·TN − FP·FN)/√((TP + FP)(TP + FN)(TN + FP)(TN + FN))",
  convention: "positive when p ≥ threshold; no value where labels or predictions are all of one class",
  reference:
    "Matthews, Comparison of the predicted and observed secondary structure of T4 phage lysozyme (1975)",
  equivalents: {
    sklearn: "matthews_corrcoef (0/0 is 0)",
    torch: "torchmetrics BinaryMatthewsCorrCoef (0/0 is 0)",
  },
  parameters: [THRESHOLD],
  traits: () => null,
  example: { label: [1, 0, 0, 0], prediction: [0.9, 0.8, 0.1, 0.2], value: Math.sqrt(1 / 3) },
  create: ({ threshold }) =>
    confusionMeasure({
      threshold: Number(threshold),
      cells: ["tp", "fn", "tn", "fp"],
      better: "higher",
      // The square with the sign of its root: the root is taken, and rounded, last.
      ratio: ({ tp, fn, tn, fp }) => {
        const difference = tp.times(tn).minus(fp.times(fn));
        const predicted = tp.plus(fp).times(tn.plus(fn));
        const labelled = tp.plus(fn).times(tn.plus(fp));
        return difference.times(difference.abs()).over(predicted.times(labelled));
      },
      round: (square) => square.sign() * square.abs().sqrt(),
      estimate: ({ tp, fn, tn, fp }) => ({
        above: tp.times(tn).minus(fp.times(fn)),
        underRoot: tp.plus(fp).times(tn.plus(fn)).times(tp.plus(fn)).times(tn.plus(fp)),
      }),
      whenUndefined: "labels or predictions are all of one class",
    }),
});
