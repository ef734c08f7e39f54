import { residualLoss } from "./build.ts";
import { sumError } from "./sum-error.ts";
import type { Definition, ScalarMeasure } from "./types.ts";

/**
 * Log-cosh: like r²/2 near 0 and |r| − ln 2 far away, with derivatives of every order.
 *
 * Formula     ln cosh(p − y)
 * Domain      any label, any prediction
 * Traits      strictly convex, smooth, Lipschitz 1
 * Convention  ln(1 + 2 sinh²(r/2)) for |r| < 1, |r| − ln 2 + ln(1 + e^(−2|r|)) else: the formula as it stands is 0
 *             below 1e-8 and Infinity above 710
 * Reference   Green, Bayesian reconstructions from emission tomography data (1990)
 * Example     y = 0, p = 1 costs 0.43378…
 */
export const logCosh: Definition = Object.freeze<Definition>({
  id: "log-cosh",
  aliases: [],
  title: "log-cosh",
  task: "regression",
  expects: "value",
  formula: "ln cosh(p − y)",
  gradient: "tanh r",
  hessian: "1/cosh² r",
  convention: "exact to a few units in the last place for the smallest and the largest residuals",
  reference: "Green, Bayesian reconstructions from emission tomography data (1990)",
  equivalents: {
    torch: "torchmetrics LogCoshError",
    keras: "LogCosh",
  },
  parameters: [],
  traits: () => ({ convexity: "strict", smoothness: 2, lipschitz: 1, zeroAtPerfect: true }),
  example: { label: 0, prediction: 1, value: 0.4337808304830272 },
  create: () => {
    const ofResidual = residualLoss("log-cosh", {
      value(residual) {
        const size = Math.abs(residual);
        if (size >= 1) return size - Math.LN2 + Math.log1p(Math.exp(-2 * size));
        const half = Math.sinh(size / 2);
        return Math.log1p(2 * half * half);
      },
      gradient: Math.tanh,
      hessian: squaredSecant,
    });
    return withExactHessian(ofResidual);
  },
});

/** 1/cosh² r. */
function squaredSecant(residual: number): number {
  const power = Math.exp(-2 * Math.abs(residual));
  return (4 * power) / (1 + power) / (1 + power);
}

/**
 * The logarithm of 1/cosh² has the slope -2 tanh r, so that what rounding takes from p - y would cost as many times its
 * share of 1 as r has units: it is made up for.
 */
function withExactHessian(measure: ScalarMeasure): ScalarMeasure {
  if (measure.row === undefined) return measure;
  return {
    ...measure,
    row: {
      ...measure.row,
      hessian(label, prediction) {
        const residual = prediction - label;
        const hessian = squaredSecant(residual);
        if (hessian === 0) return 0;
        return hessian - 2 * Math.tanh(residual) * sumError(prediction, -label, residual) * hessian;
      },
    },
  };
}
