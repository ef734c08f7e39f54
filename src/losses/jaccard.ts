import { overlapLoss } from "./overlap.ts";
import type { Definition } from "./types.ts";

/**
 * Jaccard loss: one minus what label and prediction have in common, over what either has (soft IoU).
 *
 * Formula     1 − Σ_j y_j p_j / Σ_j (y_j + p_j − y_j p_j), the Tversky loss at α = β = 1
 * Domain      y_j and p_j from 0 to 1; a class counts as one-hot
 * Traits      not convex, smooth, no Lipschitz bound over soft labels
 * Convention  nothing added for smoothness; 0 where label and prediction are all 0. Of soft labels it is above 0 also at
 *             p = y
 * Reference   Jaccard, The distribution of the flora in the alpine zone (1912)
 * Example     y = (1, 0), p = (1/2, 1/2) costs 2/3
 */
export const jaccard: Definition = Object.freeze<Definition>({
  id: "jaccard",
  aliases: [],
  title: "Jaccard loss",
  task: "distribution",
  expects: "probabilities",
  formula: "1 − Σⱼ yⱼpⱼ / Σⱼ (yⱼ + pⱼ − yⱼpⱼ)",
  gradient: "(N(1 − yⱼ) − D yⱼ)/D², N = Σⱼ yⱼpⱼ, D = Σⱼ (yⱼ + pⱼ − yⱼpⱼ)",
  hessian: "2(1 − yⱼ)(D yⱼ − N(1 − yⱼ))/D³",
  convention: "no smoothing; 0 where all are 0; of soft labels above 0 also at p = y",
  reference: "Jaccard, The distribution of the flora in the alpine zone (1912)",
  equivalents: {
    sklearn: "1 − jaccard_score of hard labels",
    torch: "1 − torchmetrics BinaryJaccardIndex of hard labels",
  },
  parameters: [],
  traits: () => ({ convexity: "none", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: true }),
  example: { label: [1, 0], prediction: [0.5, 0.5], value: 2 / 3 },
  create: () => overlapLoss(1, 1),
});
