import { NONNEGATIVE } from "./build.ts";
import { overlapLoss } from "./overlap.ts";
import type { Definition } from "./types.ts";

/**
 * Tversky loss: one minus the overlap of label and prediction, with prices of their own for what only one of them has.
 *
 * Formula     1 − N/D, N = Σ_j y_j p_j, D = N + α Σ_j (1 − y_j) p_j + β Σ_j y_j (1 − p_j)
 * Domain      y_j and p_j from 0 to 1; a class counts as one-hot; α, β ≥ 0, not both 0
 * Traits      not convex, smooth, no Lipschitz bound over soft labels
 * Convention  α prices false positives, β false negatives; nothing added to N and D; 0 where D is 0. Of soft labels it is
 *             above 0 also at p = y
 * Reference   Tversky, Features of similarity (1977); Salehi, Erdogmus, Gholipour, Tversky loss function (2017)
 * Example     y = (1, 0), p = (1/2, 1/2), α = 0.25, β = 0.75 costs 1/2
 */
export const tversky: Definition = Object.freeze<Definition>({
  id: "tversky",
  aliases: [],
  title: "Tversky loss",
  task: "distribution",
  expects: "probabilities",
  formula: "1 − N/D, N = Σⱼ yⱼpⱼ, D = N + α Σⱼ (1 − yⱼ)pⱼ + β Σⱼ yⱼ(1 − pⱼ)",
  gradient: "(N dⱼ − D yⱼ)/D², dⱼ = α + (1 − α − β) yⱼ",
  hessian: "2dⱼ (D yⱼ − N dⱼ)/D³",
  convention: "no smoothing; 0 where D is 0; of soft labels above 0 also at p = y",
  reference: "Tversky, Features of similarity (1977)",
  equivalents: { keras: "Tversky (adds 1e-7 to N and D; over the whole batch unless axis says otherwise)" },
  parameters: [
    { name: "alpha", about: "the price of false positives", interval: NONNEGATIVE, default: 0.5 },
    { name: "beta", about: "the price of false negatives", interval: NONNEGATIVE, default: 0.5 },
  ],
  expectedTogether: ({ alpha, beta }) =>
    Number(alpha) === 0 && Number(beta) === 0 ? "alpha or beta above 0" : null,
  traits: () => ({ convexity: "none", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: true }),
  example: {
    label: [1, 0],
    prediction: [0.5, 0.5],
    parameters: { alpha: 0.25, beta: 0.75 },
    value: 0.5,
  },
  create: ({ alpha, beta }) => overlapLoss(Number(alpha), Number(beta)),
});
