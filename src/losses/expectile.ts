import { residualLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Expectile loss: squared error that weighs forecasts below the label by q, those above by 1 − q; its best constant is
 * the q-expectile.
 *
 * Formula     k r², k = q if p ≤ y, else 1 − q
 * Domain      any label, any prediction
 * Traits      strongly convex, once continuously differentiable (smooth at q = 0.5), no Lipschitz bound
 * Convention  at q = 0.5 half of `mse`; Hessian 2q at p = y
 * Reference   Newey and Powell, Asymmetric least squares estimation and testing (1987)
 * Example     y = 3, p = 1, q = 0.75 costs 3
 */
export const expectile: Definition = Object.freeze<Definition>({
  id: "expectile",
  aliases: [],
  title: "expectile loss",
  task: "regression",
  expects: "value",
  formula: "k r², k = q if p ≤ y, else 1 − q",
  gradient: "2k r",
  hessian: "2k",
  convention: "at q = 0.5 half of mse",
  reference: "Newey and Powell, Asymmetric least squares estimation and testing (1987)",
  equivalents: {
    xgboost: "reg:expectileerror, expectile_alpha=q",
  },
  topics: ["quantile"],
  parameters: [
    {
      name: "q",
      about: "the expectile that is forecast",
      interval: { low: 0, high: 1, lowOpen: true, highOpen: true },
      default: 0.5,
    },
  ],
  traits: ({ q }) => ({
    convexity: "strong",
    smoothness: Number(q) === 0.5 ? 2 : 1,
    lipschitz: Infinity,
    zeroAtPerfect: true,
  }),
  example: { label: 3, prediction: 1, parameters: { q: 0.75 }, value: 3 },
  create: (parameters) => {
    const below = Number(parameters.q);
    const above = 1 - below;
    return residualLoss(`expectile:q=${below}`, {
      value: (residual) => (residual > 0 ? above : below) * residual * residual,
      gradient: (residual) => 2 * ((residual > 0 ? above : below) * residual),
      gradientOfHalf: (half) => 4 * ((half > 0 ? above : below) * half),
      hessian: (residual) => 2 * (residual > 0 ? above : below),
      ...(below === above ? {} : { kinks: [0] }),
    });
  },
});
