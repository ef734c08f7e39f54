import { REAL } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Average precision: the precision down to each positive row of the ranking, on average over the positive rows.
 *
 * Formula     Σ_k (R_k − R_(k−1)) P_k, k over the distinct predictions from above; R_k recall and P_k precision of the
 *             rows from there up
 * Domain      y 0 or 1, any score
 * Traits      no gradient: only the order of the predictions counts
 * Convention  a sum of steps, not the trapezoids below the curve, which are too high; equal predictions come in at once;
 *             rows count by their weights; no value without a positive row
 * Reference   Buckley, Voorhees, Evaluating evaluation measure stability (2000); ties: Raghavan, Bollmann, Jung (1989)
 * Example     y = (1, 0, 1, 0), p = (0.9, 0.8, 0.7, 0.1) gives 5/6
 */
export const averagePrecision: Definition = Object.freeze<Definition>({
  id: "average-precision",
  aliases: [],
  title: "average precision",
  task: "binary",
  expects: "score",
  formula: "Σₖ (Rₖ − Rₖ₋₁) Pₖ, k over the distinct predictions from above",
  convention:
    "a sum of steps, not trapezoids; any score, labels 0/1 or -1/1; no value without a positive row",
  reference: "Buckley, Voorhees, Evaluating evaluation measure stability (2000)",
  equivalents: {
    sklearn: "average_precision_score",
    torch: "torchmetrics BinaryAveragePrecision",
    keras: 'metrics.AUC(curve="PR") (binned, interpolates)',
    lightgbm: "metric average_precision",
  },
  parameters: [],
  traits: () => null,
  keepsValues: true,
  example: { label: [1, 0, 1, 0], prediction: [0.9, 0.8, 0.7, 0.1], value: 5 / 6 },
  create: () => ({
    shape: "scalar",
    domain: { label: { kind: "sign", soft: false }, prediction: REAL },
    terms: [{ key: "ranking", fold: "ranking" }],
    better: "higher",
    noInterval: "there is no formula for it",
    finish: (totals) => {
      const value = totals.averagePrecision("ranking").toNumber();
      return Number.isNaN(value) ? { value: null, reason: "no label is positive" } : { value };
    },
  }),
});
