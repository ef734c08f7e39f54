import { NONNEGATIVE, residualLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Epsilon-insensitive loss: absolute error beyond a tube around the label, inside which errors are free.
 *
 * Formula     max(0, |r| − ε)
 * Domain      any label, any prediction
 * Traits      convex, corners at |r| = ε, Lipschitz 1
 * Convention  gradient 0 at the corners; ε = 0 is `mae`
 * Reference   Vapnik, The Nature of Statistical Learning Theory (1995)
 * Example     y = 0, p = 3, ε = 1 costs 2
 */
export const epsilonInsensitive: Definition = Object.freeze<Definition>({
  id: "epsilon-insensitive",
  aliases: [],
  title: "epsilon-insensitive loss",
  task: "regression",
  expects: "value",
  formula: "max(0, |r| − ε)",
  gradient: "sign(r) [|r| > ε]",
  hessian: "0",
  convention: "gradient 0 at |r| = ε; ε = 0 is mae",
  reference: "Vapnik, The Nature of Statistical Learning Theory (1995)",
  equivalents: {
    sklearn: 'SVR, SGDRegressor(loss="epsilon_insensitive")',
  },
  parameters: [{ name: "epsilon", about: "errors up to it are free", interval: NONNEGATIVE, default: 0.1 }],
  traits: () => ({ convexity: "convex", smoothness: 0, lipschitz: 1, zeroAtPerfect: true }),
  example: { label: 0, prediction: 3, parameters: { epsilon: 1 }, value: 2 },
  create: (parameters) => {
    const epsilon = Number(parameters.epsilon);
    return residualLoss(`epsilon-insensitive:epsilon=${epsilon}`, {
      value: (residual) => Math.max(0, Math.abs(residual) - epsilon),
      valueOfHalf: (half) => 2 * (Math.abs(half) - epsilon / 2),
      gradient: (residual) => (Math.abs(residual) > epsilon ? Math.sign(residual) : 0),
      hessian: () => 0,
      kinks: epsilon === 0 ? [0] : [-epsilon, epsilon],
    });
  },
});
