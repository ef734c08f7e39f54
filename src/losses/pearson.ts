import { REAL, REAL_LABEL } from "./build.ts";
import {
  comoment,
  LABEL,
  LABEL_PREDICTION,
  LABEL_SQUARED,
  PREDICTION,
  PREDICTION_SQUARED,
} from "./moments.ts";
import type { Definition } from "./types.ts";

/**
 * Pearson's correlation: how well the predictions follow the labels up to offset and scale.
 *
 * Formula     cov(y, p) / √(var(y)·var(p)), weighted
 * Domain      any label, any prediction
 * Traits      not a mean of row losses; from −1 to 1, higher is better
 * Convention  no value where a column is constant; from exact sums, so never beyond ±1
 * Reference   Pearson, Regression, heredity and panmixia (1896)
 * Example     y = (1, 2, 3), p = (3, 1, 2) gives −0.5
 */
export const pearson: Definition = Object.freeze<Definition>({
  id: "pearson",
  aliases: [],
  title: "Pearson's correlation",
  task: "regression",
  expects: "value",
  formula: "cov(y, p) / √(var(y)·var(p))",
  convention: "no value where the label or the prediction is constant",
  reference: "Pearson, Regression, heredity and panmixia (1896)",
  equivalents: {
    torch: "torchmetrics PearsonCorrCoef",
  },
  parameters: [],
  traits: () => null,
  example: { label: [1, 2, 3], prediction: [3, 1, 2], value: -0.5 },
  create: () => ({
    shape: "scalar",
    domain: { label: REAL_LABEL, prediction: REAL },
    terms: [LABEL, PREDICTION, LABEL_SQUARED, LABEL_PREDICTION, PREDICTION_SQUARED],
    better: "higher",
    estimate: (totals) => ({
      above: comoment(totals, LABEL_PREDICTION, LABEL, PREDICTION),
      underRoot: comoment(totals, LABEL_SQUARED, LABEL, LABEL).times(
        comoment(totals, PREDICTION_SQUARED, PREDICTION, PREDICTION),
      ),
    }),
    finish(totals) {
      const ofLabel = comoment(totals, LABEL_SQUARED, LABEL, LABEL);
      if (ofLabel.sign() === 0) return { value: null, reason: "the label is constant" };
      const ofPrediction = comoment(totals, PREDICTION_SQUARED, PREDICTION, PREDICTION);
      if (ofPrediction.sign() === 0) return { value: null, reason: "the prediction is constant" };
      const common = comoment(totals, LABEL_PREDICTION, LABEL, PREDICTION);
      const size = common.times(common).over(ofLabel.times(ofPrediction)).sqrt();
      return { value: common.sign() < 0 ? -size : size };
    },
  }),
});
