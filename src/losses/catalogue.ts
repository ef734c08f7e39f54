/** All losses and metrics, in the order in which they are listed. A loss is one file and one line here. */
import { accuracy } from "./accuracy.ts";
import { adaptive } from "./adaptive.ts";
import { auc } from "./auc.ts";
import { averagePrecision } from "./average-precision.ts";
import { balancedAccuracy } from "./balanced-accuracy.ts";
import { bias } from "./bias.ts";
import { brier } from "./brier.ts";
import { cauchy } from "./cauchy.ts";
import { cosine } from "./cosine.ts";
import { coverage } from "./coverage.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { dice } from "./dice.ts";
import { ece } from "./ece.ts";
import { epsilonInsensitive } from "./epsilon-insensitive.ts";
import { errorRate } from "./error-rate.ts";
import { expectile } from "./expectile.ts";
import { explainedVariance } from "./explained-variance.ts";
import { exponential } from "./exponential.ts";
import { fBeta } from "./f-beta.ts";
import { f1 } from "./f1.ts";
import { fair } from "./fair.ts";
import { focal } from "./focal.ts";
import { focalLogits } from "./focal-logits.ts";
import { gamma } from "./gamma.ts";
import { gaussianNll } from "./gaussian-nll.ts";
import { hinge } from "./hinge.ts";
import { huber } from "./huber.ts";
import { jaccard } from "./jaccard.ts";
import { js } from "./js.ts";
import { kappa } from "./kappa.ts";
import { kl } from "./kl.ts";
import { logCosh } from "./log-cosh.ts";
import { logLoss } from "./log-loss.ts";
import { logistic } from "./logistic.ts";
import { mae } from "./mae.ts";
import { mape } from "./mape.ts";
import { maxError } from "./max-error.ts";
import { mcc } from "./mcc.ts";
import { medae } from "./medae.ts";
import { modifiedHuber } from "./modified-huber.ts";
import { mse } from "./mse.ts";
import { msle } from "./msle.ts";
import { multiAccuracy } from "./multi-accuracy.ts";
import { multiBrier } from "./multi-brier.ts";
import { multiFocal } from "./multi-focal.ts";
import { multiHinge } from "./multi-hinge.ts";
import { nll } from "./nll.ts";
import { pearson } from "./pearson.ts";
import { perceptron } from "./perceptron.ts";
import { poisson } from "./poisson.ts";
import { poissonNll } from "./poisson-nll.ts";
import { poissonNllLog } from "./poisson-nll-log.ts";
import { precision } from "./precision.ts";
import { pseudoHuber } from "./pseudo-huber.ts";
import { quantile } from "./quantile.ts";
import { quantileScore } from "./quantile-score.ts";
import { r2 } from "./r2.ts";
import { recall } from "./recall.ts";
import { reconstruction } from "./reconstruction.ts";
import { rmse } from "./rmse.ts";
import { rmsle } from "./rmsle.ts";
import { smape } from "./smape.ts";
import { smoothL1 } from "./smooth-l1.ts";
import { smoothedHinge } from "./smoothed-hinge.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";
import { sparsity } from "./sparsity.ts";
import { specificity } from "./specificity.ts";
import { squaredEpsilonInsensitive } from "./squared-epsilon-insensitive.ts";
import { squaredHinge } from "./squared-hinge.ts";
import { topK } from "./top-k.ts";
import { tukey } from "./tukey.ts";
import { tversky } from "./tversky.ts";
import { tweedie } from "./tweedie.ts";
import type { Definition } from "./types.ts";
import { wape } from "./wape.ts";
import { wis } from "./wis.ts";

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
  quantileScore,
  wis,
  coverage,
  logLoss,
  brier,
  focal,
  accuracy,
  errorRate,
  precision,
  recall,
  f1,
  fBeta,
  specificity,
  balancedAccuracy,
  mcc,
  kappa,
  auc,
  averagePrecision,
  ece,
  logistic,
  hinge,
  squaredHinge,
  smoothedHinge,
  modifiedHuber,
  exponential,
  perceptron,
  focalLogits,
  crossEntropy,
  softmaxCrossEntropy,
  nll,
  multiBrier,
  multiFocal,
  multiHinge,
  multiAccuracy,
  topK,
  kl,
  js,
  cosine,
  reconstruction,
  sparsity,
  tversky,
  dice,
  jaccard,
];
