import { rootEstimate, rootOfMean } from "./build.ts";
import { squaredError, squaredErrors } from "./mse.ts";
import type { Definition } from "./types.ts";

/**
 * Root mean squared error: `mse` in the label's unit.
 *
 * Formula     √(Σw(p − y)² / Σw); for several columns the root of the mean over rows and columns
 * Domain      any label, any prediction
 * Traits      not a mean of row losses, so without a row's gradient
 * Convention  the root of pooled sums, never a mean of the roots of parts
 * Reference   Gauss, Theoria combinationis observationum (1823)
 * Example     y = (0, 0), p = (1, 7) gives 5
 */
export const rmse: Definition = Object.freeze<Definition>({
  id: "rmse",
  aliases: ["root-mean-squared-error"],
  title: "root mean squared error",
  task: "regression",
  expects: "value",
  formula: "√(Σw(p − y)² / Σw)",
  convention: "the root of pooled sums, never a mean of the roots of parts",
  reference: "Gauss, Theoria combinationis observationum (1823)",
  equivalents: {
    sklearn: "root_mean_squared_error",
    torch: "torchmetrics MeanSquaredError(squared=False)",
    keras: "metrics.RootMeanSquaredError",
    xgboost: "rmse",
    lightgbm: "rmse",
  },
  parameters: [],
  traits: () => null,
  example: { label: [0, 0], prediction: [1, 7], value: 5 },
  create: () => {
    const { row: _, ...measure } = squaredError();
    return { ...measure, finish: (totals) => rootOfMean("mse", totals), estimate: rootEstimate("mse") };
  },
  createVector: () => {
    const { row: _, ...measure } = squaredErrors();
    return { ...measure, finish: (totals) => rootOfMean("mse", totals), estimate: rootEstimate("mse") };
  },
});
