import { residualLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Mean absolute error: the loss whose best constant is the median; an outlier counts by its size, not its square.
 *
 * Formula     |p − y|
 * Domain      any label, any prediction
 * Traits      convex, a corner at p = y, Lipschitz 1
 * Convention  gradient sign(r), 0 at p = y
 * Reference   Laplace, Sur quelques points du système du monde (1789)
 * Example     y = 3, p = 1 costs 2
 */
export const mae: Definition = Object.freeze<Definition>({
  id: "mae",
  aliases: ["absolute-error", "l1", "mean-absolute-error"],
  title: "mean absolute error",
  task: "regression",
  expects: "value",
  formula: "|p − y|",
  gradient: "sign(r)",
  hessian: "0",
  convention: "gradient 0 at p = y",
  reference: "Laplace, Sur quelques points du système du monde (1789)",
  equivalents: {
    sklearn: "mean_absolute_error",
    torch: "L1Loss",
    keras: "MeanAbsoluteError",
    xgboost: "reg:absoluteerror, mae",
    lightgbm: "regression_l1, l1",
  },
  parameters: [],
  traits: () => ({ convexity: "convex", smoothness: 0, lipschitz: 1, zeroAtPerfect: true }),
  example: { label: 3, prediction: 1, value: 2 },
  create: () =>
    residualLoss("mae", {
      value: Math.abs,
      valueIs: "size",
      gradient: Math.sign,
      hessian: () => 0,
      kinks: [0],
    }),
});
