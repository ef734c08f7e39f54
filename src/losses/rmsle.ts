import { rootEstimate, rootOfMean } from "./build.ts";
import { squaredLogError } from "./msle.ts";
import type { Definition } from "./types.ts";

/**
 * Root mean squared logarithmic error: `msle` on the scale of a ratio's logarithm.
 *
 * Formula     √(Σw(ln(1 + p) − ln(1 + y))² / Σw)
 * Domain      y > −1, p > −1 (p = −1 costs Infinity)
 * Traits      not a mean of row losses, so without a row's gradient
 * Convention  the root of pooled sums, never a mean of the roots of parts
 * Reference   Tofallis, A better measure of relative prediction accuracy (2015)
 * Example     y = (0, 1), p = (1, 0) gives ln 2
 */
export const rmsle: Definition = Object.freeze<Definition>({
  id: "rmsle",
  aliases: [],
  title: "root mean squared logarithmic error",
  task: "regression",
  expects: "value",
  formula: "√(Σw(ln(1 + p) − ln(1 + y))² / Σw)",
  convention: "the root of pooled sums, never a mean of the roots of parts",
  reference: "Tofallis, A better measure of relative prediction accuracy (2015)",
  topics: ["counts"],
  equivalents: {
    sklearn: "root_mean_squared_log_error",
    xgboost: "rmsle",
  },
  parameters: [],
  traits: () => null,
  example: { label: [0, 1], prediction: [1, 0], value: Math.LN2 },
  create: () => {
    const { row: _, ...measure } = squaredLogError();
    return { ...measure, finish: (totals) => rootOfMean("msle", totals), estimate: rootEstimate("msle") };
  },
});
