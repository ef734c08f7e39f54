import { POSITIVE, residualLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Tukey's biweight: like r²/2 near 0 and constant beyond c, so that outliers don't count at all.
 *
 * Formula     r²/2 (1 − v + v²/3) if |r| ≤ c, else c²/6; v = (r/c)²
 * Domain      any label, any prediction
 * Traits      not convex, twice continuously differentiable, bounded, Lipschitz 16c/(25√5)
 * Convention  with the factor 1/2 near 0; gradient and Hessian 0 from |r| = c on; c = 4.685 has 95% efficiency for
 *             normal errors of variance 1
 * Reference   Beaton and Tukey, The fitting of power series (1974)
 * Example     y = 0, p = 3, c = 2 costs 2/3
 */
export const tukey: Definition = Object.freeze<Definition>({
  id: "tukey",
  aliases: ["biweight"],
  title: "Tukey's biweight loss",
  task: "regression",
  expects: "value",
  formula: "r²/2 (1 − v + v²/3) if |r| ≤ c, else c²/6; v = (r/c)²",
  gradient: "r (1 − v)² if |r| ≤ c, else 0",
  hessian: "(1 − v)(1 − 5v) if |r| ≤ c, else 0",
  convention: "with the factor 1/2 near 0; constant beyond c",
  reference: "Beaton and Tukey, The fitting of power series (1974)",
  parameters: [
    {
      name: "c",
      about: "the residual from which on errors cost the same",
      interval: POSITIVE,
      default: 4.685,
    },
  ],
  traits: ({ c }) => ({
    convexity: "none",
    smoothness: 2,
    lipschitz: (16 / (25 * Math.sqrt(5))) * Number(c),
    zeroAtPerfect: true,
  }),
  example: { label: 0, prediction: 3, parameters: { c: 2 }, value: 2 / 3 },
  create: (parameters) => {
    const c = Number(parameters.c);
    return residualLoss(`tukey:c=${c}`, {
      value(residual) {
        const size = Math.abs(residual);
        if (size >= c) return c * (c / 6);
        const units = size / c;
        const square = units * units;
        return size * (size / 2) * (1 - square * (1 - square * (1 / 3)));
      },
      gradient(residual) {
        const size = Math.abs(residual);
        if (size > c) return 0;
        const rest = inside(size, c);
        return residual * rest * rest;
      },
      hessian(residual) {
        const size = Math.abs(residual);
        const units = size / c;
        return size > c ? 0 : inside(size, c) * (1 - 5 * units * units);
      },
    });
  },
});

/** 1 - v. The difference before the quotient: where they are near, that of the residual and c has no error. */
function inside(size: number, c: number): number {
  return ((c - size) / c) * (1 + size / c);
}
