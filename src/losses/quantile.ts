import { residualLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Quantile (pinball) loss: its best constant is the q-quantile, so it scores forecasts of a quantile.
 *
 * Formula     q(y − p) if p ≤ y, else (1 − q)(p − y)
 * Domain      any label, any prediction
 * Traits      convex, a corner at p = y, Lipschitz max(q, 1 − q)
 * Convention  gradient 0 at p = y; at q = 0.5 it is half of `mae`
 * Reference   Koenker and Bassett, Regression quantiles (1978)
 * Example     y = 10, p = 8, q = 0.75 costs 1.5
 */
export const quantile: Definition = Object.freeze<Definition>({
  id: "quantile",
  aliases: ["pinball"],
  title: "quantile loss",
  task: "regression",
  expects: "value",
  formula: "q(y − p) if p ≤ y, else (1 − q)(p − y)",
  gradient: "−q if p < y, 1 − q if p > y",
  hessian: "0",
  convention: "gradient 0 at p = y; at q = 0.5 half of mae",
  reference: "Koenker and Bassett, Regression quantiles (1978)",
  topics: ["quantile"],
  equivalents: {
    sklearn: "mean_pinball_loss(alpha=q)",
    xgboost: "reg:quantileerror, quantile_alpha=q",
    lightgbm: "quantile, alpha=q (default 0.9)",
  },
  parameters: [
    {
      name: "q",
      about: "the quantile that is forecast",
      interval: { low: 0, high: 1, lowOpen: true, highOpen: true },
      default: 0.5,
    },
  ],
  traits: ({ q }) => ({
    convexity: "convex",
    smoothness: 0,
    lipschitz: Math.max(Number(q), 1 - Number(q)),
    zeroAtPerfect: true,
  }),
  example: { label: 10, prediction: 8, parameters: { q: 0.75 }, value: 1.5 },
  create: (parameters) => {
    const below = Number(parameters.q);
    const above = 1 - below;
    const value = (residual: number) => (residual < 0 ? below * -residual : above * residual);
    return residualLoss(`quantile:q=${below}`, {
      value,
      valueOfHalf: (half) => 2 * value(half),
      gradient: (residual) => (residual < 0 ? -below : residual > 0 ? above : 0),
      hessian: () => 0,
      kinks: [0],
    });
  },
});
