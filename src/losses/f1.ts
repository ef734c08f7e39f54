import { confusionMeasure, THRESHOLD } from "./confusion.ts";
import type { Definition } from "./types.ts";

/**
 * F1 score: the harmonic mean of precision and recall.
 *
 * Formula     2TP/(2TP + FN + FP)
 * Domain      y 0 or 1, p from 0 to 1
 * Traits      no gradient: a step in p
 * Convention  positive when p ≥ threshold; 0 where nothing positive is found, no value where there is nothing to find
 *             and nothing is predicted positive
 * Reference   van Rijsbergen, Information retrieval (1979), chapter 7
 * Example     y = (1, 0, 1, 0), p = (0.9, 0.8, 0.2, 0.1) gives 1/2
 */
export const f1: Definition = Object.freeze<Definition>({
  id: "f1",
  aliases: [],
  title: "F1 score",
  task: "binary",
  expects: "probability",
  formula: "2TP/(2TP + FN + FP)",
  convention: "positive when p ≥ threshold; no value where no row is positive, in label or prediction",
  reference: "van Rijsbergen, Information retrieval (1979), chapter 7",
  equivalents: {
    sklearn: "f1_score (0/0 is 0)",
    torch: "torchmetrics BinaryF1Score (0/0 is 0)",
    keras: "metrics.F1Score (0/0 is 0)",
  },
  parameters: [THRESHOLD],
  traits: () => null,
  example: { label: [1, 0, 1, 0], prediction: [0.9, 0.8, 0.2, 0.1], value: 0.5 },
  create: ({ threshold }) =>
    confusionMeasure({
      threshold: Number(threshold),
      cells: ["tp", "fn", "fp"],
      better: "higher",
      ratio: ({ tp, fn, fp }) => {
        const found = tp.plus(tp);
        return found.over(found.plus(fn).plus(fp));
      },
      whenUndefined: "no row is positive, in label or prediction",
    }),
});
