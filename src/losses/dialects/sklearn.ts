import { renormalizedRow } from "../renormalized-row.ts";
import type { VectorMeasure } from "../types.ts";
import { gradientAtLabel } from "./at-kink.ts";
import { clip, unitRange } from "./clip.ts";
import { percentageError } from "./percentage.ts";
import { type Dialect, type DialectLoss, same } from "./types.ts";

/** Of binary64, to which sklearn.metrics clips since 1.2. */
const EPS = 2 ** -52;

/** sklearn.metrics; gradients are those of sklearn._loss. */
export const sklearn: Dialect = {
  name: "sklearn",
  meanOver: "weights",
  losses: new Map<string, DialectLoss>([
    ...same("mse", "rmse", "medae", "max-error", "msle", "rmsle", "r2", "explained-variance"),
    ...same("poisson", "gamma", "tweedie", "brier", "accuracy", "error-rate", "precision", "recall", "f1"),
    ...same("f-beta", "balanced-accuracy", "mcc", "kappa", "auc", "average-precision", "hinge"),
    ...same("multi-accuracy"),
    ["mae", { difference: "gradient -1 at p = y", adapt: (make) => gradientAtLabel(make({}), -1) }],
    [
      "quantile",
      {
        difference: "gradient -q at p = y",
        adapt: (make, { q }) => gradientAtLabel(make({ q }), -Number(q)),
      },
    ],
    ["mape", percentageError("sklearn", EPS, 1)],
    [
      "log-loss",
      {
        difference: "clips p to [eps, 1 - eps], eps 2.2e-16 unless given",
        parameters: { eps: EPS },
        adapt: (make, { eps }) => clip(make({}), `log-loss@sklearn:eps=${eps}`, unitRange(Number(eps))),
      },
    ],
    [
      "cross-entropy",
      {
        difference: "clips p to [eps, 1 - eps], eps 2.2e-16 unless given, then divides each row by its sum",
        parameters: { eps: EPS },
        lacks: ["normalize"],
        adapt: (make, { eps }) => {
          const plain = make({}) as VectorMeasure;
          const key = `cross-entropy@sklearn:eps=${eps}`;
          return clip({ ...plain, row: renormalizedRow(0) }, key, unitRange(Number(eps)));
        },
      },
    ],
  ]),
};
