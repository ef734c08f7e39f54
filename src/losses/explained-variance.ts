import { REAL, REAL_LABEL } from "./build.ts";
import {
  comoment,
  explainedEstimate,
  explainedShare,
  LABEL,
  LABEL_PREDICTION,
  LABEL_SQUARED,
  PREDICTION,
  PREDICTION_SQUARED,
  RESIDUAL,
  RESIDUAL_SQUARED,
} from "./moments.ts";
import type { Definition, Exact, Totals } from "./types.ts";

/**
 * Explained variance: R² after the predictions' bias is taken out.
 *
 * Formula     1 − var(p − y) / var(y), weighted variances
 * Domain      any label, any prediction
 * Traits      not a mean of row losses; higher is better
 * Convention  constant labels: 1 if the residual is constant too, else no value; from exact sums of labels and predictions,
 *             as rounded residuals of predictions of another size than the labels' vary by more than they do
 * Reference   Kent, Information gain and a general measure of correlation (1983)
 * Example     y = (0, 0, 2, 2), p = (1, 2, 3, 2) gives 0.5
 */
export const explainedVariance: Definition = Object.freeze<Definition>({
  id: "explained-variance",
  aliases: [],
  title: "explained variance",
  task: "regression",
  expects: "value",
  formula: "1 − var(p − y) / var(y)",
  convention: "constant labels: 1 if the residual is constant too, else no value",
  reference: "Kent, Information gain and a general measure of correlation (1983)",
  equivalents: {
    sklearn: "explained_variance_score",
    torch: "torchmetrics ExplainedVariance",
  },
  parameters: [],
  traits: () => null,
  example: { label: [0, 0, 2, 2], prediction: [1, 2, 3, 2], value: 0.5 },
  create: () => ({
    shape: "scalar",
    domain: { label: REAL_LABEL, prediction: REAL },
    terms: [
      ...[LABEL, LABEL_SQUARED, PREDICTION, PREDICTION_SQUARED, LABEL_PREDICTION],
      // For the interval alone.
      ...[RESIDUAL, RESIDUAL_SQUARED],
    ],
    better: "higher",
    finish: (totals) => explainedShare(totals, residualVariation(totals)),
    estimate: (totals) => explainedEstimate(totals, comoment(totals, RESIDUAL_SQUARED, RESIDUAL, RESIDUAL)),
  }),
});

/** var(p) - 2 cov(y, p) + var(y), times W². */
function residualVariation(totals: Pick<Totals, "weight" | "sum">): Exact {
  const common = comoment(totals, LABEL_PREDICTION, LABEL, PREDICTION);
  return comoment(totals, PREDICTION_SQUARED, PREDICTION, PREDICTION)
    .minus(common)
    .minus(common)
    .plus(comoment(totals, LABEL_SQUARED, LABEL, LABEL));
}
