import type { ScalarMeasure } from "../types.ts";
import { gradientAtLabel } from "./at-kink.ts";
import { liftedRate } from "./lifted-rate.ts";
import { percentageError } from "./percentage.ts";
import { type Dialect, type DialectLoss, same } from "./types.ts";

/** A probability of 1/2 counts as negative. */
const ABOVE_HALF = { threshold: 0.5 + 2 ** -53 };

/** The evaluation metrics of LightGBM. */
export const lightgbm: Dialect = {
  name: "lightgbm",
  meanOver: "weights",
  losses: new Map<string, DialectLoss>([
    ...same("mse", "rmse", "mae", "fair", "auc", "average-precision", "r2"),
    ["huber", { difference: "delta 0.9 unless given", parameters: { delta: 0.9 } }],
    [
      "quantile",
      {
        difference: "q 0.9 unless given; gradient 1 - q at p = y",
        parameters: { q: 0.9 },
        adapt: (make, { q }) => gradientAtLabel(make({ q }), 1 - Number(q)),
      },
    ],
    ["mape", percentageError("lightgbm", 1, 1)],
    [
      "poisson-nll",
      { difference: "p - y ln max(p, 1e-10)", adapt: (make) => liftedRate(make({}), "lightgbm", 1e-10) },
    ],
    [
      "gamma",
      {
        difference: "a sum, not a mean",
        adapt: (make) => {
          const { row: _row, ...measure } = make({}) as ScalarMeasure;
          const key = measure.terms[0]?.key ?? "";
          return {
            ...measure,
            estimate: (totals) => ({ above: totals.sum(key) }),
            finish: (totals) => ({ value: totals.sum(key).toNumber() }),
          };
        },
      },
    ],
    [
      "log-loss",
      { difference: "p and 1 - p are at least 1e-15", parameters: { eps: 1e-15 }, lacks: ["eps"] },
    ],
    [
      "cross-entropy",
      { difference: "p is at least 1e-15", parameters: { eps: 1e-15 }, lacks: ["eps", "normalize"] },
    ],
    ["error-rate", { difference: "positive when p > 0.5", parameters: ABOVE_HALF, lacks: ["threshold"] }],
  ]),
};
