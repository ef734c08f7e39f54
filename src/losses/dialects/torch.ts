import { varianceLoss } from "../build.ts";
import type { Measure, ScalarMeasure, VarianceRow } from "../types.ts";
import { addedRate } from "./lifted-rate.ts";
import { percentageError } from "./percentage.ts";
import { type Dialect, type DialectLoss, same } from "./types.ts";

/** torch.nn, with its reduction "mean"; `mape` and metrics are torchmetrics'. */
export const torch: Dialect = {
  name: "torch",
  meanOver: "rows",
  losses: new Map<string, DialectLoss>([
    ...same(
      "mse",
      "mae",
      "rmse",
      "huber",
      "smooth-l1",
      "msle",
      "r2",
      "explained-variance",
      "pearson",
      "smape",
    ),
    ...same("wape", "tweedie", "poisson", "gamma", "poisson-nll-log", "brier", "logistic", "hinge"),
    ...same("squared-hinge", "softmax-cross-entropy", "nll", "accuracy", "precision", "recall", "f1", "auc"),
    ...same("multi-accuracy"),
    ["kl", { difference: 'of reduction "batchmean"; "mean" divides by the number of columns too' }],
    ["mape", percentageError("torch", 1.17e-6, 1)],
    [
      "log-loss",
      {
        difference: "each logarithm is at least -100",
        // ln e^-100 is -100 in binary64.
        parameters: { eps: Math.exp(-100) },
        lacks: ["eps"],
      },
    ],
    [
      "poisson-nll",
      { difference: "p - y ln(p + 1e-8)", adapt: (make) => addedRate(make({}), "torch", 1e-8) },
    ],
    [
      "gaussian-nll",
      { difference: "variances below 1e-6 count as 1e-6", adapt: (make) => liftedVariance(make({})) },
    ],
  ]),
};

const LEAST_VARIANCE = 1e-6;

function liftedVariance(measure: Measure): Measure {
  const row = (measure as ScalarMeasure).varianceRow;
  if (row === undefined) return measure;
  type Of = VarianceRow["value"];
  const lifted =
    (of: Of): Of =>
    (y, p, v) =>
      of(y, p, Math.max(v, LEAST_VARIANCE));
  const sloping =
    (of: Of): Of =>
    (y, p, v) =>
      v > LEAST_VARIANCE ? of(y, p, v) : 0;
  return varianceLoss("gaussian-nll@torch", measure.domain, {
    value: lifted(row.value),
    gradient: lifted(row.gradient),
    hessian: lifted(row.hessian),
    varianceGradient: sloping(row.varianceGradient),
    varianceHessian: sloping(row.varianceHessian),
  });
}
