import { POSITIVE, residualLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Huber's loss: squared error for small residuals, absolute error for large ones, joined without a corner.
 *
 * Formula     r²/2 if |r| ≤ δ, else δ(|r| − δ/2)
 * Domain      any label, any prediction
 * Traits      convex, once continuously differentiable, Lipschitz δ
 * Convention  with the factor 1/2; Hessian 1 at |r| = δ. Divided by δ it is the smooth L1 loss
 * Reference   Huber, Robust estimation of a location parameter (1964)
 * Example     y = 0, p = 3, δ = 2 costs 4
 */
export const huber: Definition = Object.freeze<Definition>({
  id: "huber",
  aliases: [],
  title: "Huber's loss",
  task: "regression",
  expects: "value",
  formula: "r²/2 if |r| ≤ δ, else δ(|r| − δ/2)",
  gradient: "clamp(r, −δ, δ)",
  hessian: "[|r| ≤ δ]",
  convention: "with the factor 1/2",
  reference: "Huber, Robust estimation of a location parameter (1964)",
  equivalents: {
    sklearn: "HuberRegressor (no 1/2, delta 1.35 σ)",
    torch: "HuberLoss(delta)",
    keras: "Huber(delta)",
    lightgbm: "huber, alpha=delta (default 0.9)",
  },
  parameters: [
    { name: "delta", about: "the residual where square turns into line", interval: POSITIVE, default: 1 },
  ],
  traits: ({ delta }) => ({
    convexity: "convex",
    smoothness: 1,
    lipschitz: Number(delta),
    zeroAtPerfect: true,
  }),
  example: { label: 0, prediction: 3, parameters: { delta: 2 }, value: 4 },
  create: (parameters) => {
    const delta = Number(parameters.delta);
    return residualLoss(`huber:delta=${delta}`, {
      value(residual) {
        const size = Math.abs(residual);
        return size <= delta ? residual * (residual / 2) : delta * (size - delta / 2);
      },
      valueOfHalf: (half) => 2 * (delta * (Math.abs(half) - delta / 4)),
      gradient: (residual) => Math.max(-delta, Math.min(delta, residual)),
      hessian: (residual) => (Math.abs(residual) <= delta ? 1 : 0),
      kinks: [-delta, delta],
    });
  },
});
