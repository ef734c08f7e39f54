/** All losses and metrics, in the order in which they are listed. A loss is one file and one line here. */
import { accuracy } from "./accuracy.ts";
import { adaptive } from "./adaptive.ts";
import { auc } from "./auc.ts";
import { bias } from "./bias.ts";
import { brier } from "./brier.ts";
import { cauchy } from "./cauchy.ts";
import { cosine } from "./cosine.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { ece } from "./ece.ts";
import { epsilonInsensitive } from "./epsilon-insensitive.ts";
import { errorRate } from "./error-rate.ts";
import { expectile } from "./expectile.ts";
import { explainedVariance } from "./explained-variance.ts";
import { f1 } from "./f1.ts";
import { fair } from "./fair.ts";
import { gamma } from "./gamma.ts";
import { gaussianNll } from "./gaussian-nll.ts";
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
import { poissonNll } from "./poisson-nll.ts";
import { poissonNllLog } from "./poisson-nll-log.ts";
import { precision } from "./precision.ts";
import { pseudoHuber } from "./pseudo-huber.ts";
import { quantile } from "./quantile.ts";
import { r2 } from "./r2.ts";
import { recall } from "./recall.ts";
import { reconstruction } from "./reconstruction.ts";
import { rmse } from "./rmse.ts";
import { rmsle } from "./rmsle.ts";
import { smape } from "./smape.ts";
import { smoothL1 } from "./smooth-l1.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";
import { sparsity } from "./sparsity.ts";
import { squaredEpsilonInsensitive } from "./squared-epsilon-insensitive.ts";
import { tukey } from "./tukey.ts";
import { tweedie } from "./tweedie.ts";
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
  smoothL1,
  pseudoHuber,
  logCosh,
  quantile,
  expectile,
  epsilonInsensitive,
  squaredEpsilonInsensitive,
  fair,
  cauchy,
  adaptive,
  tukey,
  msle,
  rmsle,
  mape,
  smape,
  wape,
  poisson,
  poissonNll,
  poissonNllLog,
  gamma,
  tweedie,
  gaussianNll,
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
