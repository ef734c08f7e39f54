import { overlapLoss } from "./overlap.ts";
import type { Definition } from "./types.ts";

/**
 * Dice loss: one minus twice what label and prediction have in common, over the sum of both.
 *
 * Formula     1 − 2 Σ_j y_j p_j / Σ_j (y_j + p_j), the Tversky loss at α = β = 1/2
 * Domain      y_j and p_j from 0 to 1; a class counts as one-hot
 * Traits      not convex, smooth, no Lipschitz bound over soft labels
 * Convention  sums below the line, not squares; nothing added for smoothness; 0 where label and prediction are all 0. Of
 *             soft labels it is above 0 also at p = y
 * Reference   Dice, Measures of the amount of ecologic association between species (1945)
 * Example     y = (1, 0), p = (1/2, 1/2) costs 1/2
 */
export const dice: Definition = Object.freeze<Definition>({
  id: "dice",
  aliases: [],
  title: "Dice loss",
  task: "distribution",
  expects: "probabilities",
  formula: "1 − 2 Σⱼ yⱼpⱼ / Σⱼ (yⱼ + pⱼ)",
  gradient: "(N dⱼ − D yⱼ)/D², N = Σⱼ yⱼpⱼ, D = Σⱼ (yⱼ + pⱼ)/2, dⱼ = 1/2",
  hessian: "(D yⱼ − N/2)/D³",
  convention: "sums below the line, not squares; no smoothing; 0 where all are 0",
  reference: "Dice, Measures of the amount of ecologic association between species (1945)",
  equivalents: { keras: "Dice (adds 1e-7; over the whole batch unless axis says otherwise)" },
  parameters: [],
  traits: () => ({ convexity: "none", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: true }),
  example: { label: [1, 0], prediction: [0.5, 0.5], value: 0.5 },
  create: () => overlapLoss(0.5, 0.5),
});
