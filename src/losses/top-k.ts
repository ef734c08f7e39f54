import { mean, meanEstimate, REAL } from "./build.ts";
import { indexOfMaximum } from "./index-of-maximum.ts";
import type { Definition, VectorValue } from "./types.ts";

/**
 * Top-k accuracy: the share of rows whose true class is among the k largest predictions.
 *
 * Formula     [#{j: p_j > p_y} < k]
 * Domain      a class, or label columns from 0 to 1; any predictions, probabilities or raw scores
 * Traits      no gradient: only the order of the predictions counts
 * Convention  equal predictions do not push the class out, so that under ties k = 1 may exceed `multi-accuracy`; the class
 *             of label columns is their first largest
 * Reference   Russakovsky and others, ImageNet large scale visual recognition challenge (2015)
 * Example     y = (0, 1, 0), p = (0.5, 0.3, 0.2), k = 2 gives 1
 */
export const topK: Definition = Object.freeze<Definition>({
  id: "top-k",
  aliases: [],
  title: "top-k accuracy",
  task: "multiclass",
  expects: "probabilities",
  formula: "[#{j: pⱼ > p_y} < k]",
  convention: "counts the strictly larger predictions: equal ones do not push the class out",
  reference: "Russakovsky and others, ImageNet large scale visual recognition challenge (2015)",
  equivalents: {
    sklearn: "top_k_accuracy_score (breaks ties by place)",
    torch: "torchmetrics MulticlassAccuracy(top_k=k)",
    keras: "metrics.TopKCategoricalAccuracy",
  },
  parameters: [
    {
      name: "k",
      about: "how many of the largest predictions count",
      interval: { low: 1, high: Number.MAX_SAFE_INTEGER },
      integer: true,
      default: 2,
    },
  ],
  traits: () => null,
  example: { label: [0, 1, 0], prediction: [0.5, 0.3, 0.2], value: 1 },
  create: (parameters) => {
    const k = Number(parameters.k);
    const key = `top-k:k=${k}`;
    return {
      shape: "vector",
      domain: { label: { kind: "classes" }, prediction: REAL },
      minimumColumns: Math.max(2, k),
      terms: [{ key, fold: "vector-sum", of: isAmong(k) }],
      better: "higher",
      finish: (totals) => mean(key, totals),
      estimate: meanEstimate(key),
      indicators: true,
    };
  },
});

function isAmong(k: number): VectorValue {
  return (label, prediction) => {
    const own = prediction[indexOfMaximum(label)] as number;
    let larger = 0;
    for (const p of prediction) if (p > own) larger++;
    return larger < k ? 1 : 0;
  };
}
