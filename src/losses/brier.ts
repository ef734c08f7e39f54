import { rowLoss, UNIT } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Brier score: squared error of a probability; bounded, and minimal in the mean at the true probability.
 *
 * Formula     (p − y)²
 * Domain      y from 0 to 1 (soft labels too), p from 0 to 1
 * Traits      strongly convex, smooth, Lipschitz 2
 * Convention  no 1/2; of one column: summed over both classes, as in multi-brier, it is twice this
 * Reference   Brier, Verification of forecasts expressed in terms of probability (1950)
 * Example     y = 1, p = 1/4 costs 9/16
 */
export const brier: Definition = Object.freeze<Definition>({
  id: "brier",
  aliases: [],
  title: "Brier score",
  task: "binary",
  expects: "probability",
  formula: "(p − y)²",
  gradient: "2r",
  hessian: "2",
  convention: "of one column; multi-brier of two classes is twice this",
  reference: "Brier, Verification of forecasts expressed in terms of probability (1950)",
  equivalents: {
    sklearn: "brier_score_loss",
    torch: "MSELoss of probabilities",
    keras: "MeanSquaredError of probabilities",
  },
  parameters: [],
  traits: () => ({ convexity: "strong", smoothness: 2, lipschitz: 2, zeroAtPerfect: true }),
  example: { label: 1, prediction: 0.25, value: 0.5625 },
  create: () =>
    rowLoss(
      "brier",
      { label: { kind: "binary", soft: true }, prediction: UNIT },
      {
        value(label, prediction) {
          const residual = prediction - label;
          return residual * residual;
        },
        gradient: (label, prediction) => 2 * (prediction - label),
        hessian: () => 2,
      },
    ),
});
