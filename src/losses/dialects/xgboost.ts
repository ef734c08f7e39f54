import { withoutDerivatives } from "./at-kink.ts";
import { type Dialect, type DialectLoss, same } from "./types.ts";

/** A probability of 1/2 counts as negative. */
const ABOVE_HALF = { threshold: 0.5 + 2 ** -53 };

/** The evaluation metrics of XGBoost. */
export const xgboost: Dialect = {
  name: "xgboost",
  meanOver: "weights",
  losses: new Map<string, DialectLoss>([
    ...same("mse", "rmse", "rmsle", "pseudo-huber", "expectile", "gamma", "auc", "multi-accuracy"),
    ["mae", { difference: "trained with a smoothed loss", adapt: (make) => withoutDerivatives(make({})) }],
    [
      "quantile",
      { difference: "trained with a smoothed loss", adapt: (make, { q }) => withoutDerivatives(make({ q })) },
    ],
    ["mape", { difference: "0/0 is not a number there, 0 here", lacks: ["zero"] }],
    [
      "log-loss",
      { difference: "p and 1 - p are at least 1e-16", parameters: { eps: 1e-16 }, lacks: ["eps"] },
    ],
    [
      "cross-entropy",
      { difference: "p is at least 1e-16", parameters: { eps: 1e-16 }, lacks: ["eps", "normalize"] },
    ],
    ["error-rate", { difference: "positive when p > 0.5, unless given", parameters: ABOVE_HALF }],
  ]),
};
