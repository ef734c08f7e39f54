import { confusionMeasure, THRESHOLD } from "./confusion.ts";
import type { Definition } from "./types.ts";

/**
 * Recall (sensitivity, true positive rate): how many of the positive rows are found.
 *
 * Formula     TP/(TP + FN)
 * Domain      y 0 or 1, p from 0 to 1
 * Traits      no gradient: a step in p
 * Convention  positive when p ≥ threshold; no value, not 0, where no label is positive
 * Reference   Kent, Berry, Luehrs, Perry, Machine literature searching VIII (1955)
 * Example     y = (1, 1, 1, 1), p = (0.9, 0.8, 0.7, 0.2) gives 3/4
 */
export const recall: Definition = Object.freeze<Definition>({
  id: "recall",
  aliases: [],
  title: "recall",
  task: "binary",
  expects: "probability",
  formula: "TP/(TP + FN)",
  convention: "positive when p ≥ threshold; no value where no label is positive",
  reference: "Kent, Berry, Luehrs, Perry, Machine literature searching VIII (1955)",
  equivalents: {
    sklearn: "recall_score (0/0 is 0)",
    torch: "torchmetrics BinaryRecall (0/0 is 0)",
    keras: "metrics.Recall (0/0 is 0)",
  },
  parameters: [THRESHOLD],
  traits: () => null,
  example: { label: [1, 1, 1, 1], prediction: [0.9, 0.8, 0.7, 0.2], value: 0.75 },
  create: ({ threshold }) =>
    confusionMeasure({
      threshold: Number(threshold),
      cells: ["tp", "fn"],
      better: "higher",
      ratio: ({ tp, fn }) => tp.over(tp.plus(fn)),
      whenUndefined: "no label is positive",
    }),
});
