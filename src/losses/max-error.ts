import { REAL, REAL_LABEL } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Largest absolute error: the worst row, for limits that every prediction has to keep.
 *
 * Formula     max |p − y| over the rows with a weight above 0
 * Domain      any label, any prediction
 * Traits      not a mean of row losses
 * Convention  weights do not scale it; the report names the first row that attains it
 * Reference   Chebyshev, Théorie des mécanismes connus sous le nom de parallélogrammes (1854)
 * Example     y = (0, 0, 0), p = (1, −7, 2) gives 7
 */
export const maxError: Definition = Object.freeze<Definition>({
  id: "max-error",
  aliases: [],
  title: "largest absolute error",
  task: "regression",
  expects: "value",
  formula: "max |p − y|",
  convention: "over the rows with a weight above 0; the report names the first row that attains it",
  reference: "Chebyshev, Théorie des mécanismes connus sous le nom de parallélogrammes (1854)",
  equivalents: {
    sklearn: "max_error",
  },
  parameters: [],
  traits: () => null,
  example: { label: [0, 0, 0], prediction: [1, -7, 2], value: 7 },
  create: () => ({
    shape: "scalar",
    domain: { label: REAL_LABEL, prediction: REAL },
    terms: [{ key: "max-error", fold: "maximum", of: (label, prediction) => Math.abs(prediction - label) }],
    better: "lower",
    noInterval: "one row decides a maximum",
    finish: (totals) => ({ value: totals.maximum("max-error") }),
  }),
});
