import { POSITIVE, residualLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Smooth L1: absolute error whose corner is rounded by a parabola; the slope of large residuals is 1 for every β.
 *
 * Formula     r²/(2β) if |r| ≤ β, else |r| − β/2
 * Domain      any label, any prediction
 * Traits      convex, once continuously differentiable, Lipschitz 1
 * Convention  Huber's loss with δ = β, divided by β; Hessian 1/β at |r| = β
 * Reference   Girshick, Fast R-CNN (2015)
 * Example     y = 0, p = 3, β = 2 costs 2
 */
export const smoothL1: Definition = Object.freeze<Definition>({
  id: "smooth-l1",
  aliases: [],
  title: "smooth L1 loss",
  task: "regression",
  expects: "value",
  formula: "r²/(2β) if |r| ≤ β, else |r| − β/2",
  gradient: "clamp(r/β, −1, 1)",
  hessian: "[|r| ≤ β]/β",
  convention: "Huber's loss with δ = β, divided by β",
  reference: "Girshick, Fast R-CNN (2015)",
  equivalents: {
    torch: "SmoothL1Loss(beta)",
  },
  parameters: [
    { name: "beta", about: "the residual where square turns into line", interval: POSITIVE, default: 1 },
  ],
  traits: () => ({ convexity: "convex", smoothness: 1, lipschitz: 1, zeroAtPerfect: true }),
  example: { label: 0, prediction: 3, parameters: { beta: 2 }, value: 2 },
  create: (parameters) => {
    const beta = Number(parameters.beta);
    return residualLoss(`smooth-l1:beta=${beta}`, {
      value(residual) {
        const size = Math.abs(residual);
        return size <= beta ? (size / beta) * (size / 2) : size - beta / 2;
      },
      valueOfHalf: (half) => 2 * (Math.abs(half) - beta / 4),
      gradient: (residual) => Math.max(-1, Math.min(1, residual / beta)),
      hessian: (residual) => (Math.abs(residual) <= beta ? 1 / beta : 0),
      kinks: [-beta, beta],
    });
  },
});
