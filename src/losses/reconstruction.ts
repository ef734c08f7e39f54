import { REAL, vectorLoss } from "./build.ts";
import { squaredDistanceRow } from "./squared-distance-row.ts";
import type { Definition } from "./types.ts";

/**
 * Reconstruction error: squared distance of a vector to what an autoencoder made of it.
 *
 * Formula     Σ_j (p_j − y_j)² = ‖p − y‖²
 * Domain      any vectors
 * Traits      strongly convex, smooth, no Lipschitz bound
 * Convention  the squared norm of a row: K times what mse gives for K columns; no 1/2, no root
 * Reference   Hinton, Salakhutdinov, Reducing the dimensionality of data with neural networks (2006)
 * Example     y = (1, 2), p = (3, 5) costs 13
 */
export const reconstruction: Definition = Object.freeze<Definition>({
  id: "reconstruction",
  aliases: ["autoencoder"],
  title: "reconstruction error",
  task: "distribution",
  expects: "vector",
  formula: "Σⱼ (pⱼ − yⱼ)²",
  gradient: "2rⱼ",
  hessian: "2",
  convention: "the squared norm of a row, K times mse; no 1/2",
  reference: "Hinton, Salakhutdinov, Reducing the dimensionality of data with neural networks (2006)",
  equivalents: {
    torch: 'MSELoss(reduction="sum") over the rows',
    keras: "MeanSquaredError, times K",
  },
  parameters: [],
  traits: () => ({ convexity: "strong", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: true }),
  example: { label: [1, 2], prediction: [3, 5], value: 13 },
  create: () =>
    vectorLoss(
      "reconstruction",
      { label: { kind: "vector", interval: REAL }, prediction: REAL },
      squaredDistanceRow,
      1,
    ),
});
