import { NONNEGATIVE, residualLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Squared epsilon-insensitive loss: squared error beyond a tube around the label, inside which errors are free.
 *
 * Formula     max(0, |r| − ε)²
 * Domain      any label, any prediction
 * Traits      convex, once continuously differentiable, no Lipschitz bound; ε = 0 strongly convex and smooth
 * Convention  no factor 1/2; Hessian 0 at |r| = ε; ε = 0 is `mse`
 * Reference   Ho and Lin, Large-scale linear support vector regression (2012)
 * Example     y = 0, p = 3, ε = 1 costs 4
 */
export const squaredEpsilonInsensitive: Definition = Object.freeze<Definition>({
  id: "squared-epsilon-insensitive",
  aliases: [],
  title: "squared epsilon-insensitive loss",
  task: "regression",
  expects: "value",
  formula: "max(0, |r| − ε)²",
  gradient: "2 sign(r) max(0, |r| − ε)",
  hessian: "2 [|r| > ε]",
  convention: "no factor 1/2; ε = 0 is mse",
  reference: "Ho and Lin, Large-scale linear support vector regression (2012)",
  equivalents: {
    sklearn: 'LinearSVR, SGDRegressor(loss="squared_epsilon_insensitive")',
  },
  parameters: [{ name: "epsilon", about: "errors up to it are free", interval: NONNEGATIVE, default: 0.1 }],
  traits: ({ epsilon }) => ({
    convexity: Number(epsilon) === 0 ? "strong" : "convex",
    smoothness: Number(epsilon) === 0 ? 2 : 1,
    lipschitz: Infinity,
    zeroAtPerfect: true,
  }),
  example: { label: 0, prediction: 3, parameters: { epsilon: 1 }, value: 4 },
  create: (parameters) => {
    const epsilon = Number(parameters.epsilon);
    const beyond = (residual: number) => Math.max(0, Math.abs(residual) - epsilon);
    return residualLoss(`squared-epsilon-insensitive:epsilon=${epsilon}`, {
      value(residual) {
        const excess = beyond(residual);
        return excess * excess;
      },
      gradient: (residual) => 2 * Math.sign(residual) * beyond(residual),
      // Without a tube the loss is a square at 0 too.
      hessian: (residual) => (epsilon === 0 || Math.abs(residual) > epsilon ? 2 : 0),
      ...(epsilon === 0 ? {} : { kinks: [-epsilon, epsilon] }),
    });
  },
});
