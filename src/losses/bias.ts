import { residualLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Mean error: whether predictions are too high (above 0) or too low (below 0) as a whole; 0 does not mean good.
 *
 * Formula     p − y
 * Domain      any label, any prediction
 * Traits      linear: convex, smooth, Lipschitz 1, of either sign
 * Convention  prediction minus label; worse is farther from 0
 * Reference   Theil, Applied Economic Forecasting (1966), chapter 2
 * Example     y = 3, p = 1 gives −2
 */
export const bias: Definition = Object.freeze<Definition>({
  id: "bias",
  aliases: ["mean-error"],
  title: "mean error",
  task: "regression",
  expects: "value",
  formula: "p − y",
  gradient: "1",
  hessian: "0",
  convention: "prediction minus label: above 0 the predictions are too high",
  reference: "Theil, Applied Economic Forecasting (1966), chapter 2",
  parameters: [],
  traits: () => ({ convexity: "convex", smoothness: 2, lipschitz: 1, zeroAtPerfect: false }),
  example: { label: 3, prediction: 1, value: -2 },
  create: () => ({
    ...residualLoss("bias", { value: (residual) => residual, gradient: () => 1, hessian: () => 0 }),
    better: "zero",
  }),
});
