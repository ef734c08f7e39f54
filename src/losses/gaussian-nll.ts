import { POSITIVE, REAL, REAL_LABEL, varianceLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Gaussian negative log-likelihood: scores a forecast that states its variance v too; minimal in the mean at the true
 * mean and variance.
 *
 * Formula     (ln v + r²/v)/2
 * Domain      any label, any prediction, v > 0
 * Traits      strictly convex in p, not in v; smooth, no Lipschitz bound; of either sign
 * Convention  a variance, not a standard deviation; no ln(2π) term, nothing added to v
 * Reference   Nix and Weigend, Estimating the mean and variance of the target probability distribution (1994)
 * Example     y = 0, p = 2, v = 1 costs 2
 */
export const gaussianNll: Definition = Object.freeze<Definition>({
  id: "gaussian-nll",
  aliases: [],
  title: "Gaussian negative log-likelihood",
  task: "regression",
  expects: "value",
  formula: "(ln v + r²/v)/2, v the variance",
  gradient: "r/v; in v (v − r²)/(2v²)",
  hessian: "1/v; in v (2r² − v)/(2v³)",
  convention: "needs --variance; without the term ln(2π), so that it may be negative; nothing is added to v",
  reference:
    "Nix and Weigend, Estimating the mean and variance of the target probability distribution (1994)",
  equivalents: {
    torch: "GaussianNLLLoss, which lifts v to 1e-6",
  },
  parameters: [],
  traits: () => ({ convexity: "strict", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: false }),
  example: { label: 0, prediction: 2, variance: 1, value: 2 },
  create: () =>
    varianceLoss(
      "gaussian-nll",
      { label: REAL_LABEL, prediction: REAL, variance: POSITIVE },
      {
        value(label, prediction, variance) {
          const z = standardized(label, prediction, variance);
          return Math.log(variance) / 2 + z * (z / 2);
        },
        gradient(label, prediction, variance) {
          const residual = prediction - label;
          return Number.isFinite(residual)
            ? residual / variance
            : 2 * ((prediction / 2 - label / 2) / variance);
        },
        hessian: (_label, _prediction, variance) => 1 / variance,
        varianceGradient(label, prediction, variance) {
          const z = standardized(label, prediction, variance);
          return ((1 - z) * (1 + z)) / 2 / variance;
        },
        varianceHessian(label, prediction, variance) {
          const residual = prediction - label;
          // r²/v without the rounding of a root, where no part of it is out of range.
          const plain = residual * (residual / variance);
          const z = standardized(label, prediction, variance);
          const square = plain > 2 ** -900 && plain < 2 ** 900 ? plain : z * z;
          return (2 * square - 1) / 2 / variance / variance;
        },
      },
    ),
});

/** r/√v: its square may be in range where r² or 1/v is not. */
function standardized(label: number, prediction: number, variance: number): number {
  const root = Math.sqrt(variance);
  const residual = prediction - label;
  return Number.isFinite(residual) ? residual / root : 2 * ((prediction / 2 - label / 2) / root);
}
