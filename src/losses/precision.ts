import { confusionMeasure, THRESHOLD } from "./confusion.ts";
import type { Definition } from "./types.ts";

/**
 * Precision: how many of the rows that are predicted positive are.
 *
 * Formula     TP/(TP + FP)
 * Domain      y 0 or 1, p from 0 to 1
 * Traits      no gradient: a step in p
 * Convention  positive when p ≥ threshold; no value, not 0, where nothing is predicted positive
 * Reference   Kent, Berry, Luehrs, Perry, Machine literature searching VIII (1955)
 * Example     y = (1, 0, 0, 1), p = (0.9, 0.8, 0.1, 0.2) gives 1/2
 */
export const precision: Definition = Object.freeze<Definition>({
  id: "precision",
  aliases: [],
  title: "precision",
  task: "binary",
  expects: "probability",
  formula: "TP/(TP + FP)",
  convention: "positive when p ≥ threshold; no value where nothing is predicted positive",
  reference: "Kent, Berry, Luehrs, Perry, Machine literature searching VIII (1955)",
  equivalents: {
    sklearn: "precision_score (0/0 is 0)",
    torch: "torchmetrics BinaryPrecision (0/0 is 0)",
    keras: "metrics.Precision (0/0 is 0)",
  },
  parameters: [THRESHOLD],
  traits: () => null,
  example: { label: [1, 0, 0, 1], prediction: [0.9, 0.8, 0.1, 0.2], value: 0.5 },
  create: ({ threshold }) =>
    confusionMeasure({
      threshold: Number(threshold),
      cells: ["tp", "fp"],
      better: "higher",
      ratio: ({ tp, fp }) => tp.over(tp.plus(fp)),
      whenUndefined: "no row is predicted positive",
    }),
});
