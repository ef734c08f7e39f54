import { POSITIVE, residualLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Pseudo-Huber: like r²/2 near 0 and δ|r| far away, with derivatives of every order.
 *
 * Formula     δ²(√(1 + (r/δ)²) − 1)
 * Domain      any label, any prediction
 * Traits      strictly convex, smooth, Lipschitz δ
 * Convention  with the factor 1/2 of Huber's loss; as r²/(1 + √(1 + (r/δ)²)), which neither cancels nor overflows
 * Reference   Charbonnier and others, Deterministic edge-preserving regularization in computed imaging (1997)
 * Example     y = 0, p = 4, δ = 3 costs 6
 */
export const pseudoHuber: Definition = Object.freeze<Definition>({
  id: "pseudo-huber",
  aliases: [],
  title: "pseudo-Huber loss",
  task: "regression",
  expects: "value",
  formula: "δ²(√(1 + (r/δ)²) − 1)",
  gradient: "r/√(1 + (r/δ)²)",
  hessian: "1/√(1 + (r/δ)²)³",
  convention: "with the factor 1/2 near 0; slope δ far away",
  reference:
    "Charbonnier and others, Deterministic edge-preserving regularization in computed imaging (1997)",
  equivalents: {
    xgboost: "reg:pseudohubererror and mphe, huber_slope=delta",
  },
  parameters: [
    {
      name: "delta",
      about: "the residual around which square turns into line",
      interval: POSITIVE,
      default: 1,
    },
  ],
  traits: ({ delta }) => ({
    convexity: "strict",
    smoothness: 2,
    lipschitz: Number(delta),
    zeroAtPerfect: true,
  }),
  example: { label: 0, prediction: 4, parameters: { delta: 3 }, value: 6 },
  create: (parameters) => {
    const delta = Number(parameters.delta);
    return residualLoss(`pseudo-huber:delta=${delta}`, {
      value(residual) {
        const size = Math.abs(residual);
        const units = size / delta;
        return units < FAR
          ? size * (size / (1 + Math.sqrt(1 + units * units)))
          : delta * (size / (1 + 1 / units));
      },
      valueOfHalf: (half) => 2 * (delta * Math.abs(half)),
      gradient(residual) {
        const units = residual / delta;
        return Math.abs(units) < FAR ? residual / Math.sqrt(1 + units * units) : Math.sign(residual) * delta;
      },
      hessian(residual) {
        const units = Math.abs(residual / delta);
        if (units < FAR) {
          const square = 1 + units * units;
          return 1 / (square * Math.sqrt(square));
        }
        return 1 / units / units / units;
      },
    });
  },
});

/** From here on 1 + u² is u² in binary64, and the square may overflow. */
const FAR = 2 ** 27;
