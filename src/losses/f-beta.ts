import { NONNEGATIVE } from "./build.ts";
import { confusionMeasure, THRESHOLD } from "./confusion.ts";
import type { Definition } from "./types.ts";

/**
 * F-beta score: the weighted harmonic mean of precision and recall; recall counts beta times as much.
 *
 * Formula     (1 + β²)TP/((1 + β²)TP + β²FN + FP)
 * Domain      y 0 or 1, p from 0 to 1
 * Traits      no gradient: a step in p
 * Convention  positive when p ≥ threshold; no value where the ratio is 0/0. β = 1 is `f1`, β = 0 is `precision`
 * Reference   van Rijsbergen, Information retrieval (1979), chapter 7
 * Example     y = (1, 0, 1, 1), p = (0.9, 0.8, 0.2, 0.1), β = 2 gives 5/14
 */
export const fBeta: Definition = Object.freeze<Definition>({
  id: "f-beta",
  aliases: [],
  title: "F-beta score",
  task: "binary",
  expects: "probability",
  formula: "(1 + β²)TP/((1 + β²)TP + β²FN + FP)",
  convention: "positive when p ≥ threshold; no value where no row is positive, in label or prediction",
  reference: "van Rijsbergen, Information retrieval (1979), chapter 7",
  equivalents: {
    sklearn: "fbeta_score (0/0 is 0)",
    torch: "torchmetrics BinaryFBetaScore (0/0 is 0)",
    keras: "metrics.FBetaScore (0/0 is 0)",
  },
  parameters: [
    {
      name: "beta",
      about: "how many times as much recall counts as precision",
      interval: NONNEGATIVE,
      default: 1,
    },
    THRESHOLD,
  ],
  traits: () => null,
  example: {
    label: [1, 0, 1, 1],
    prediction: [0.9, 0.8, 0.2, 0.1],
    parameters: { beta: 2 },
    value: 5 / 14,
  },
  create: ({ beta, threshold }) =>
    confusionMeasure({
      threshold: Number(threshold),
      cells: ["tp", "fn", "fp"],
      better: "higher",
      ratio: ({ tp, fn, fp }, totals) => {
        const square = totals.exact(Number(beta)).times(totals.exact(Number(beta)));
        const found = tp.plus(square.times(tp));
        return found.over(found.plus(square.times(fn)).plus(fp));
      },
      whenUndefined:
        Number(beta) === 0 ? "no row is predicted positive" : "no row is positive, in label or prediction",
    }),
});
