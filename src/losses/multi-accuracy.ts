import { mean, meanEstimate, REAL } from "./build.ts";
import { indexOfMaximum } from "./index-of-maximum.ts";
import type { Definition } from "./types.ts";

/**
 * Accuracy of several classes: the share of rows whose largest prediction stands at the true class.
 *
 * Formula     [argmax p = argmax y]
 * Domain      a class, or label columns from 0 to 1; any predictions, probabilities or raw scores
 * Traits      no gradient: only the order of the predictions counts
 * Convention  among equal largest predictions the first wins; the class of label columns is their first largest
 * Reference   Hastie, Tibshirani, Friedman, The elements of statistical learning (2009), 2.4
 * Example     y = (0, 1, 0), p = (0.2, 0.5, 0.3) gives 1
 */
export const multiAccuracy: Definition = Object.freeze<Definition>({
  id: "multi-accuracy",
  aliases: [],
  title: "accuracy of several classes",
  task: "multiclass",
  expects: "probabilities",
  formula: "[argmax p = argmax y]",
  convention: "among equal largest predictions the first wins",
  reference: "Hastie, Tibshirani, Friedman, The elements of statistical learning (2009), 2.4",
  equivalents: {
    sklearn: "accuracy_score of the argmax",
    torch: 'torchmetrics MulticlassAccuracy(average="micro")',
    keras: "CategoricalAccuracy",
    xgboost: "1 − merror",
    lightgbm: "1 − multi_error",
  },
  parameters: [],
  traits: () => null,
  example: { label: [0, 1, 0], prediction: [0.2, 0.5, 0.3], value: 1 },
  create: () => ({
    shape: "vector",
    domain: { label: { kind: "classes" }, prediction: REAL },
    minimumColumns: 2,
    terms: [
      {
        key: "multi-accuracy",
        fold: "vector-sum",
        of: (label, prediction) => (indexOfMaximum(prediction) === indexOfMaximum(label) ? 1 : 0),
      },
    ],
    better: "higher",
    finish: (totals) => mean("multi-accuracy", totals),
    estimate: meanEstimate("multi-accuracy"),
    indicators: true,
  }),
});
