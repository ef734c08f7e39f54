import { POSITIVE, residualLoss } from "./build.ts";
import { logRatio } from "./log-ratio.ts";
import type { Definition } from "./types.ts";

/**
 * Cauchy's (Lorentzian) loss: like r²/2 near 0, a logarithm far away, so that outliers hardly pull.
 *
 * Formula     c²/2 ln(1 + u²), u = r/c
 * Domain      any label, any prediction
 * Traits      not convex beyond |r| = c, smooth, Lipschitz c/2
 * Convention  with the factor 1/2 near 0; ln(1 + u²) is 2 ln|u| for huge u
 * Reference   Black and Anandan, The robust estimation of multiple motions (1996)
 * Example     y = 0, p = 1 costs ln(2)/2
 */
export const cauchy: Definition = Object.freeze<Definition>({
  id: "cauchy",
  aliases: [],
  title: "Cauchy loss",
  task: "regression",
  expects: "value",
  formula: "c²/2 ln(1 + u²), u = r/c",
  gradient: "r/(1 + u²)",
  hessian: "(1 − u²)/(1 + u²)²",
  convention: "with the factor 1/2 near 0; not convex beyond |r| = c",
  reference: "Black and Anandan, The robust estimation of multiple motions (1996)",
  parameters: [
    { name: "c", about: "the residual beyond which the pull weakens", interval: POSITIVE, default: 1 },
  ],
  traits: ({ c }) => ({ convexity: "none", smoothness: 2, lipschitz: Number(c) / 2, zeroAtPerfect: true }),
  example: { label: 0, prediction: 1, value: Math.LN2 / 2 },
  create: (parameters) => {
    const c = Number(parameters.c);
    return residualLoss(`cauchy:c=${c}`, {
      value(residual) {
        const size = Math.abs(residual);
        const units = size / c;
        if (units < NEAR) return size * (size / 2);
        return units < FAR ? c * ((c / 2) * Math.log1p(units * units)) : c * (c * logRatio(size, c));
      },
      valueOfHalf: (half) => c * (c * (Math.LN2 + logRatio(Math.abs(half), c))),
      gradient(residual) {
        const units = residual / c;
        return Math.abs(units) < FAR ? residual / (1 + units * units) : c * (c / residual);
      },
      gradientOfHalf: (half) => c * (c / 2 / half),
      hessian(residual) {
        const size = Math.abs(residual);
        const units = size / c;
        if (units >= FAR) return -1 / units / units;
        const square = 1 + units * units;
        // The difference before the quotient: where they are near, that of the residual and c has no error.
        return (((c - size) / c) * (1 + units)) / square / square;
      },
    });
  },
});

/** Below NEAR u²/2 is nothing beside 1, from FAR on 1 is nothing beside u². */
const NEAR = 2 ** -27;
const FAR = 2 ** 27;
