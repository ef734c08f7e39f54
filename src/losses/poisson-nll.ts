import { NONNEGATIVE, POSITIVE, rowLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Poisson negative log-likelihood of a rate, without what depends on the label alone.
 *
 * Formula     p − y ln p, 0 ln 0 = 0
 * Domain      y ≥ 0, p > 0 (p = 0 costs Infinity unless y = 0)
 * Traits      convex (a line where y = 0), smooth, no Lipschitz bound; of either sign
 * Convention  no ln y! (Stirling) term, nothing added to p; half of `poisson` but for terms of the label
 * Reference   McCullagh and Nelder, Generalized Linear Models (1989), chapter 6
 * Example     y = 2, p = 1 costs 1
 */
export const poissonNll: Definition = Object.freeze<Definition>({
  id: "poisson-nll",
  aliases: [],
  title: "Poisson negative log-likelihood",
  task: "regression",
  expects: "rate",
  formula: "p − y ln p",
  gradient: "r/p",
  hessian: "y/p²",
  convention: "without the term ln y!, so that it may be negative; nothing is added to p",
  reference: "McCullagh and Nelder, Generalized Linear Models (1989), chapter 6",
  topics: ["counts"],
  equivalents: {
    torch: "PoissonNLLLoss(log_input=False), which adds 1e-8 to p",
    keras: "Poisson, which adds 1e-7 to p",
    lightgbm: "poisson (lifts p to 1e-10)",
    xgboost: "poisson-nloglik (with the term ln y!)",
  },
  parameters: [],
  traits: () => ({ convexity: "convex", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: false }),
  example: { label: 2, prediction: 1, value: 1 },
  create: () =>
    rowLoss(
      "poisson-nll",
      { label: { kind: "real", interval: NONNEGATIVE }, prediction: POSITIVE },
      {
        value(label, prediction) {
          if (label === 0) return prediction;
          const log = Math.log(prediction);
          const product = label * log;
          // Near the end of the range the difference may be inside though the product is not.
          return product < Infinity ? prediction - product : 4 * (prediction / 4 - (label / 4) * log);
        },
        gradient: (label, prediction) => (label === 0 ? 1 : (prediction - label) / prediction),
        hessian: (label, prediction) => (label === 0 ? 0 : label / prediction / prediction),
      },
    ),
});
