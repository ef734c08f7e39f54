import { POSITIVE, rowLoss } from "./build.ts";
import { linearMinusLog1p } from "./linear-minus-log1p.ts";
import { logRatio } from "./log-ratio.ts";
import type { Definition } from "./types.ts";

/**
 * Gamma deviance: for positive amounts whose deviation grows with the mean; only the ratio p/y counts.
 *
 * Formula     2(ln(p/y) + y/p − 1)
 * Domain      y > 0, p > 0 (p = 0 costs Infinity)
 * Traits      not convex above p = 2y, smooth, no Lipschitz bound
 * Convention  the deviance with its factor 2, of the mean itself and not of its logarithm
 * Reference   McCullagh and Nelder, Generalized Linear Models (1989), section 8.3
 * Example     y = 1, p = 2 costs 2 ln 2 − 1
 */
export const gamma: Definition = Object.freeze<Definition>({
  id: "gamma",
  aliases: ["gamma-deviance"],
  title: "gamma deviance",
  task: "regression",
  expects: "rate",
  formula: "2(ln(p/y) + y/p − 1)",
  gradient: "2r/p²",
  hessian: "2(2y − p)/p³",
  convention: "the deviance, with the factor 2",
  reference: "McCullagh and Nelder, Generalized Linear Models (1989), section 8.3",
  equivalents: {
    sklearn: "mean_gamma_deviance",
    xgboost: "gamma-deviance",
    lightgbm: "gamma_deviance (a sum, not a mean)",
  },
  topics: ["counts"],
  parameters: [],
  traits: () => ({ convexity: "none", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: true }),
  example: { label: 1, prediction: 2, value: 2 * Math.LN2 - 1 },
  create: () =>
    rowLoss(
      "gamma",
      { label: { kind: "real", interval: POSITIVE }, prediction: POSITIVE },
      {
        value(label, prediction) {
          const relative = (label - prediction) / prediction;
          // The rest below, 1 + relative, is the ratio itself.
          if (relative < -0.5) return 2 * (relative - logRatio(label, prediction));
          return relative < Infinity ? 2 * linearMinusLog1p(relative) : Infinity;
        },
        gradient: (label, prediction) => 2 * ((prediction - label) / prediction / prediction),
        hessian: (label, prediction) => 4 * ((label - prediction / 2) / prediction / prediction / prediction),
      },
    ),
});
