import { NONNEGATIVE, REAL, rowLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Poisson negative log-likelihood of the logarithm of a rate, without what depends on the label alone.
 *
 * Formula     e^p − y p
 * Domain      y ≥ 0, any prediction
 * Traits      strictly convex, smooth, no Lipschitz bound; of either sign
 * Convention  `poisson-nll` at the rate e^p; no ln y! (Stirling) term
 * Reference   McCullagh and Nelder, Generalized Linear Models (1989), chapter 6
 * Example     y = 2, p = 0 costs 1
 */
export const poissonNllLog: Definition = Object.freeze<Definition>({
  id: "poisson-nll-log",
  aliases: [],
  title: "Poisson negative log-likelihood of a log rate",
  task: "regression",
  expects: "log-rate",
  formula: "e^p − y p",
  gradient: "e^p − y",
  hessian: "e^p",
  convention: "the prediction is the logarithm of the rate; without the term ln y!",
  reference: "McCullagh and Nelder, Generalized Linear Models (1989), chapter 6",
  topics: ["counts"],
  equivalents: {
    sklearn: "HalfPoissonLoss",
    torch: "PoissonNLLLoss()",
    xgboost: "count:poisson",
    lightgbm: "poisson, in training",
  },
  parameters: [],
  traits: () => ({ convexity: "strict", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: false }),
  example: { label: 2, prediction: 0, value: 1 },
  create: () =>
    rowLoss(
      "poisson-nll-log",
      { label: { kind: "real", interval: NONNEGATIVE }, prediction: REAL },
      {
        value(label, prediction) {
          const rate = Math.exp(prediction);
          const product = label * prediction;
          return rate < Infinity && product < Infinity ? rate - product : ofLarge(label, prediction);
        },
        // Near (1, 0), where both are 1, from what they are above it.
        gradient: (label, prediction) =>
          Math.abs(prediction) < 0.5 && label >= 0.5 && label <= 2
            ? Math.expm1(prediction) + (1 - label)
            : Math.exp(prediction) - label,
        hessian: (_label, prediction) => Math.exp(prediction),
      },
    ),
});

/** Where e^p or y*p is beyond the range of numbers: their quarters, and where these are too, the larger one decides. */
function ofLarge(label: number, prediction: number): number {
  const half = Math.exp(prediction / 2) / 2;
  const [rate, product] = [half * half, (label / 4) * prediction];
  if (rate < Infinity || product < Infinity) return 4 * (rate - product);
  return prediction > Math.log(label) + Math.log(prediction) ? Infinity : -Infinity;
}
