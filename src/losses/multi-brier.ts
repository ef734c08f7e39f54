import { UNIT, vectorLoss } from "./build.ts";
import { squaredDistanceRow } from "./squared-distance-row.ts";
import type { Definition } from "./types.ts";

/**
 * Brier score of several classes: squared distance of the probabilities to the label, in its original form.
 *
 * Formula     Σ_j (p_j − y_j)²
 * Domain      a class, or label columns from 0 to 1; p_j from 0 to 1
 * Traits      strongly convex, smooth, slope at most 2 in each column
 * Convention  summed over the classes, not averaged: from 0 to 2. Two classes give twice brier
 * Reference   Brier, Verification of forecasts expressed in terms of probability (1950)
 * Example     y = (0, 1), p = (1/4, 3/4) costs 1/8
 */
export const multiBrier: Definition = Object.freeze<Definition>({
  id: "multi-brier",
  aliases: [],
  title: "Brier score of several classes",
  task: "multiclass",
  expects: "probabilities",
  formula: "Σⱼ (pⱼ − yⱼ)²",
  gradient: "2rⱼ",
  hessian: "2",
  convention: "summed over the classes; of two classes twice brier",
  reference: "Brier, Verification of forecasts expressed in terms of probability (1950)",
  equivalents: {
    sklearn: "brier_score_loss of several classes (1.7 on)",
    torch: "MSELoss of one-hot labels, times K",
  },
  parameters: [],
  traits: () => ({ convexity: "strong", smoothness: 2, lipschitz: 2, zeroAtPerfect: true }),
  example: { label: [0, 1], prediction: [0.25, 0.75], value: 0.125 },
  create: () =>
    vectorLoss("multi-brier", { label: { kind: "classes" }, prediction: UNIT }, squaredDistanceRow, 2),
});
