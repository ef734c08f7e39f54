import { POSITIVE, residualLoss } from "./build.ts";
import { linearMinusLog1p } from "./linear-minus-log1p.ts";
import { logRatio } from "./log-ratio.ts";
import type { Definition } from "./types.ts";

/**
 * Fair's loss: like r²/2 near 0 and c|r| less a logarithm far away.
 *
 * Formula     c²(u − ln(1 + u)), u = |r|/c
 * Domain      any label, any prediction
 * Traits      strictly convex, twice continuously differentiable, Lipschitz c
 * Convention  with the factor 1/2 near 0; the difference by its series, so that it does not cancel
 * Reference   Fair, On the robust estimation of econometric models (1974)
 * Example     y = 0, p = 1 costs 1 − ln 2
 */
export const fair: Definition = Object.freeze<Definition>({
  id: "fair",
  aliases: [],
  title: "Fair's loss",
  task: "regression",
  expects: "value",
  formula: "c²(u − ln(1 + u)), u = |r|/c",
  gradient: "r/(1 + u)",
  hessian: "1/(1 + u)²",
  convention: "with the factor 1/2 near 0; slope c far away",
  reference: "Fair, On the robust estimation of econometric models (1974)",
  equivalents: {
    lightgbm: "fair, fair_c=c",
  },
  parameters: [
    { name: "c", about: "the residual around which square turns into line", interval: POSITIVE, default: 1 },
  ],
  traits: ({ c }) => ({ convexity: "strict", smoothness: 2, lipschitz: Number(c), zeroAtPerfect: true }),
  example: { label: 0, prediction: 1, value: 1 - Math.LN2 },
  create: (parameters) => {
    const c = Number(parameters.c);
    return residualLoss(`fair:c=${c}`, {
      value(residual) {
        const size = Math.abs(residual);
        const units = size / c;
        // The first two terms of the series; the square of a small quotient may underflow though the loss does not.
        if (units < 2 ** -28) return size * (size / 2) * (1 - (2 / 3) * units);
        if (units <= 1) return c * (c * linearMinusLog1p(units));
        const log = units < Infinity ? Math.log1p(units) : logRatio(size, c);
        return c * (size - c * log);
      },
      valueOfHalf: (half) => 2 * (c * Math.abs(half)),
      gradient(residual) {
        const size = Math.abs(residual);
        return size <= c ? residual / (1 + size / c) : (Math.sign(residual) * c) / (1 + c / size);
      },
      hessian(residual) {
        const share = 1 / (1 + Math.abs(residual) / c);
        return share * share;
      },
    });
  },
});
