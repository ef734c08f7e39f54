import { marginLoss, POSITIVE } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Smoothed hinge loss: the hinge with its corner rounded over a width of γ.
 *
 * Formula     max(0, 1 − m)²/(2γ) if m ≥ 1 − γ, else 1 − m − γ/2; m = tz, t = ±1
 * Domain      y −1 or 1, or 0 or 1; any score
 * Traits      convex, once continuously differentiable, Lipschitz 1
 * Convention  0 counts as −1; Hessian 1/γ at m = 1 − γ, 0 at m = 1. As γ goes to 0 it is `hinge`
 * Reference   Shalev-Shwartz, Zhang, Stochastic dual coordinate ascent methods for regularized loss minimization (2013)
 * Example     y = 1, z = 1/2, γ = 1 costs 1/8
 */
export const smoothedHinge: Definition = Object.freeze<Definition>({
  id: "smoothed-hinge",
  aliases: [],
  title: "smoothed hinge loss",
  task: "score",
  expects: "score",
  formula: "max(0, 1 − m)²/(2γ) if m ≥ 1 − γ, else 1 − m − γ/2; m = ±p",
  gradient: "−t clamp((1 − m)/γ, 0, 1), t = ±1",
  hessian: "[1 − γ ≤ m < 1]/γ",
  convention: "labels 0/1 or −1/1; 0 counts as −1",
  reference:
    "Shalev-Shwartz, Zhang, Stochastic dual coordinate ascent methods for regularized loss minimization (2013)",
  parameters: [
    { name: "gamma", about: "the width over which the corner is rounded", interval: POSITIVE, default: 1 },
  ],
  traits: () => ({ convexity: "convex", smoothness: 1, lipschitz: 1, zeroAtPerfect: true }),
  example: { label: 1, prediction: 0.5, value: 0.125 },
  create: (parameters) => {
    const gamma = Number(parameters.gamma);
    const straight = 1 - gamma;
    return marginLoss(`smoothed-hinge:gamma=${gamma}`, {
      value(margin) {
        const missing = 1 - margin;
        if (missing <= 0) return 0;
        return margin >= straight ? (missing / gamma) * (missing / 2) : missing - gamma / 2;
      },
      gradient: (margin) => 0 - Math.max(0, Math.min(1, (1 - margin) / gamma)),
      hessian: (margin) => (margin >= straight && margin < 1 ? 1 / gamma : 0),
      kinks: [straight, 1],
    });
  },
});
