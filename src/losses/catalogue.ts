/** All losses and metrics, in the order in which they are listed. A loss is one file and one line here. */
import { accuracy } from "./accuracy.ts";
import { auc } from "./auc.ts";
import { bias } from "./bias.ts";
import { brier } from "./brier.ts";
import { cosine } from "./cosine.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { ece } from "./ece.ts";
import { errorRate } from "./error-rate.ts";
import { explainedVariance } from "./explained-variance.ts";
import { f1 } from "./f1.ts";
import { hinge } from "./hinge.ts";
import { huber } from "./huber.ts";
import { kl } from "./kl.ts";
import { logCosh } from "./log-cosh.ts";
import { logLoss } from "./log-loss.ts";
import { logistic } from "./logistic.ts";
import { mae } from "./mae.ts";
import { mape } from "./mape.ts";
import { maxError } from "./max-error.ts";
import { medae } from "./medae.ts";
import { mse } from "./mse.ts";
import { msle } from "./msle.ts";
import { multiAccuracy } from "./multi-accuracy.ts";
import { multiBrier } from "./multi-brier.ts";
import { pearson } from "./pearson.ts";
import { poisson } from "./poisson.ts";
import { precision } from "./precision.ts";
import { quantile } from "./quantile.ts";
import { r2 } from "./r2.ts";
import { recall } from "./recall.ts";
import { reconstruction } from "./reconstruction.ts";
import { rmse } from "./rmse.ts";
import { rmsle } from "./rmsle.ts";
import { smape } from "./smape.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";
import { sparsity } from "./sparsity.ts";
import type { Definition } from "./types.ts";
import { wape } from "./wape.ts";

export const catalogue: readonly Definition[] = [
  mse,
  rmse,
  mae,
  medae,
  maxError,
  bias,
  huber,
  logCosh,
  quantile,
  msle,
  rmsle,
  mape,
  smape,
  wape,
  poisson,
  r2,
  explainedVariance,
  pearson,
  logLoss,
  brier,
  accuracy,
  errorRate,
  precision,
  recall,
  f1,
  auc,
  ece,
  logistic,
  hinge,
  crossEntropy,
  softmaxCrossEntropy,
  multiBrier,
  multiAccuracy,
  kl,
  cosine,
  reconstruction,
  sparsity,
];
