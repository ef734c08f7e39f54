import { REAL, UNIT, vectorLoss } from "./build.ts";
import type { Definition, VectorRow } from "./types.ts";

/**
 * Sparsity: the elastic-net penalty of a row, between its absolute sum and its squared norm. It has no label.
 *
 * Formula     λ Σ_j |p_j| + (1 − λ) Σ_j p_j²
 * Domain      any vector, 0 ≤ λ ≤ 1
 * Traits      strongly convex for λ < 1, corner at 0 for λ > 0, no Lipschitz bound but for λ = 1
 * Convention  no 1/2 at the square; entry by entry, not a matrix norm; gradient and Hessian 0 at the corner
 * Reference   Zou, Hastie, Regularization and variable selection via the elastic net (2005)
 * Example     p = (1, −2), λ = 1/2 costs 4
 */
export const sparsity: Definition = Object.freeze<Definition>({
  id: "sparsity",
  aliases: ["sparse", "elastic-penalty"],
  title: "sparsity penalty",
  task: "distribution",
  expects: "vector",
  formula: "λ Σⱼ |pⱼ| + (1 − λ) Σⱼ pⱼ²",
  gradient: "λ sign(pⱼ) + 2(1 − λ) pⱼ",
  hessian: "2(1 − λ)",
  convention: "no label; entry by entry, no 1/2",
  reference: "Zou, Hastie, Regularization and variable selection via the elastic net (2005)",
  equivalents: {
    sklearn: "ElasticNet (1/2 at the square)",
    keras: "L1L2(lambda, 1 − lambda)",
  },
  parameters: [
    {
      name: "lambda",
      about: "share of the absolute values; the squares have the rest",
      interval: UNIT,
      default: 0.1,
    },
  ],
  traits: (parameters) => {
    const lambda = Number(parameters.lambda);
    return {
      convexity: lambda < 1 ? "strong" : "convex",
      smoothness: lambda > 0 ? 0 : 2,
      lipschitz: lambda < 1 ? Infinity : 1,
      zeroAtPerfect: false,
    };
  },
  example: { label: null, prediction: [1, -2], parameters: { lambda: 0.5 }, value: 4 },
  create: (parameters) => {
    const lambda = Number(parameters.lambda);
    const domain = { label: { kind: "none" }, prediction: REAL } as const;
    return vectorLoss(`sparsity:lambda=${lambda}`, domain, penaltyRow(lambda), 1);
  },
});

/** (1 - lambda)*p comes before its product with p: the square alone may overflow, and lambda = 1 must not meet it. */
function penaltyRow(lambda: number): VectorRow {
  const rest = 1 - lambda;
  return {
    value(_label, prediction) {
      let sum = 0;
      for (const p of prediction) sum += lambda * Math.abs(p) + rest * p * p;
      return sum;
    },
    gradient(_label, prediction, out) {
      prediction.forEach((p, index) => {
        out[index] = lambda * Math.sign(p) + 2 * (rest * p);
      });
    },
    hessian(_label, prediction, out) {
      prediction.forEach((p, index) => {
        out[index] = p === 0 && lambda > 0 ? 0 : 2 * rest;
      });
    },
    nearKink: (_label, prediction, reach) => lambda > 0 && prediction.some((p) => Math.abs(p) <= reach),
  };
}
