import { REAL, REAL_LABEL } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Median absolute error: the size of a typical error, whatever the worst half of the rows does.
 *
 * Formula     median of |p − y|, weighted
 * Domain      any label, any prediction
 * Traits      not a mean of row losses; keeps every row's error in memory
 * Convention  where half of the weight falls between two errors, their mean
 * Reference   Gauss, Bestimmung der Genauigkeit der Beobachtungen (1816)
 * Example     y = (0, 0, 0, 0), p = (1, 2, 4, 9) gives 3
 */
export const medae: Definition = Object.freeze<Definition>({
  id: "medae",
  aliases: ["median-absolute-error"],
  title: "median absolute error",
  task: "regression",
  expects: "value",
  formula: "median |p − y|",
  convention: "the mean of the two middle errors where half of the weight falls between them",
  reference: "Gauss, Bestimmung der Genauigkeit der Beobachtungen (1816)",
  equivalents: {
    sklearn: "median_absolute_error",
  },
  parameters: [],
  traits: () => null,
  keepsValues: true,
  example: { label: [0, 0, 0, 0], prediction: [1, 2, 4, 9], value: 3 },
  create: () => ({
    shape: "scalar",
    domain: { label: REAL_LABEL, prediction: REAL },
    terms: [{ key: "medae", fold: "median", of: (label, prediction) => Math.abs(prediction - label) }],
    better: "lower",
    statistic: { of: "median", key: "medae" },
    finish: (totals) => ({ value: totals.median("medae") }),
  }),
});
