import { REAL } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Area under the ROC curve: the chance that a positive row is ranked above a negative one.
 *
 * Formula     (#{p₊ > p₋} + #{p₊ = p₋}/2)/(n₊ n₋)
 * Domain      y 0 or 1, any score
 * Traits      no gradient: only the order of the predictions counts
 * Convention  ties count half, pairs by the product of their weights; no value, neither 0 nor 1/2, for one class
 * Reference   Hanley, McNeil, The meaning and use of the area under a ROC curve (1982)
 * Example     y = (1, 0, 1, 0), p = (3, 2, 2, 1) gives 7/8
 */
export const auc: Definition = Object.freeze<Definition>({
  id: "auc",
  aliases: ["roc-auc"],
  title: "area under the ROC curve",
  task: "binary",
  expects: "score",
  formula: "(#{p₊ > p₋} + #{p₊ = p₋}/2)/(n₊ n₋)",
  convention: "ties count half; any score, labels 0/1 or -1/1; no value for one class only",
  reference: "Hanley, McNeil, The meaning and use of the area under a ROC curve (1982)",
  equivalents: {
    sklearn: "roc_auc_score",
    torch: "torchmetrics BinaryAUROC",
    keras: "metrics.AUC (binned)",
    xgboost: "auc",
    lightgbm: "auc",
  },
  parameters: [],
  traits: () => null,
  keepsValues: true,
  example: { label: [1, 0, 1, 0], prediction: [3, 2, 2, 1], value: 0.875 },
  create: () => ({
    shape: "scalar",
    domain: { label: { kind: "sign", soft: false }, prediction: REAL },
    terms: [{ key: "ranking", fold: "ranking" }],
    better: "higher",
    statistic: { of: "concordance", key: "ranking" },
    finish: (totals) => {
      const value = totals.concordance("ranking").toNumber();
      return Number.isNaN(value) ? { value: null, reason: "all labels are of one class" } : { value };
    },
  }),
});
