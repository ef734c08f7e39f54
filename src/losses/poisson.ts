import { NONNEGATIVE, POSITIVE, rowLoss } from "./build.ts";
import { logDeviation } from "./log-deviation.ts";
import type { Definition } from "./types.ts";

/**
 * Poisson deviance: for counts and rates, where the variance grows with the mean.
 *
 * Formula     2(y ln(y/p) − y + p), with 0 ln 0 = 0
 * Domain      y ≥ 0, p > 0 (p = 0 costs Infinity unless y = 0)
 * Traits      convex (a line where y = 0), smooth, no Lipschitz bound
 * Convention  the deviance with its factor 2, of the mean itself and not of its logarithm
 * Reference   McCullagh and Nelder, Generalized Linear Models (1989), section 2.3
 * Example     y = 0, p = 1.5 costs 3
 */
export const poisson: Definition = Object.freeze<Definition>({
  id: "poisson",
  aliases: ["poisson-deviance"],
  title: "Poisson deviance",
  task: "regression",
  expects: "rate",
  formula: "2(y ln(y/p) − y + p)",
  gradient: "2r/p",
  hessian: "2y/p²",
  convention: "the deviance, with the factor 2; 0 ln 0 = 0",
  reference: "McCullagh and Nelder, Generalized Linear Models (1989), section 2.3",
  topics: ["counts"],
  equivalents: {
    sklearn: "mean_poisson_deviance",
    torch: "torchmetrics TweedieDevianceScore(power=1)",
  },
  parameters: [],
  traits: () => ({ convexity: "convex", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: true }),
  example: { label: 0, prediction: 1.5, value: 3 },
  create: () =>
    rowLoss(
      "poisson",
      { label: { kind: "real", interval: NONNEGATIVE }, prediction: POSITIVE },
      {
        value: (label, prediction) => 2 * logDeviation(label, prediction),
        gradient: (label, prediction) => (label === 0 ? 2 : 2 * ((prediction - label) / prediction)),
        hessian: (label, prediction) => (label === 0 ? 0 : 2 * (label / prediction / prediction)),
      },
    ),
});
