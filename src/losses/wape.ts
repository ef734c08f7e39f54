import { REAL, REAL_LABEL } from "./build.ts";
import type { Definition, Term } from "./types.ts";

/**
 * Weighted absolute percentage error: all error as a share of all volume, so that small labels can't blow it up.
 *
 * Formula     Σw|p − y| / Σw|y|
 * Domain      any label, any prediction
 * Traits      not a mean of row losses
 * Convention  a ratio of sums, a fraction; no value where every label is 0
 * Reference   Kolassa and Schütz, Advantages of the MAD/mean ratio over the MAPE (2007)
 * Example     y = (1, 3), p = (2, 2) gives 0.5
 */
export const wape: Definition = Object.freeze<Definition>({
  id: "wape",
  aliases: ["wmape"],
  title: "weighted absolute percentage error",
  task: "regression",
  expects: "value",
  formula: "Σw|p − y| / Σw|y|",
  convention: "a ratio of sums, a fraction; no value where every label is 0",
  reference: "Kolassa and Schütz, Advantages of the MAD/mean ratio over the MAPE (2007)",
  equivalents: {
    torch: "torchmetrics WeightedMeanAbsolutePercentageError",
  },
  parameters: [],
  traits: () => null,
  example: { label: [1, 3], prediction: [2, 2], value: 0.5 },
  create: () => ({
    shape: "scalar",
    domain: { label: REAL_LABEL, prediction: REAL },
    terms: [higher, lower, size],
    better: "lower",
    estimate: (totals) => ({
      above: totals.sum(higher.key).minus(totals.sum(lower.key)).over(totals.sum(size.key)),
    }),
    finish(totals) {
      const labels = totals.sum(size.key);
      if (labels.sign() === 0) return { value: null, reason: "every label is 0" };
      const errors = totals.sum(higher.key).minus(totals.sum(lower.key));
      return { value: errors.over(labels).toNumber() };
    },
  }),
});

// |p - y| as the larger less the smaller, each summed by itself: exact, and not beyond the range of numbers.
const higher: Term = { key: "higher", fold: "sum", of: (label, prediction) => Math.max(label, prediction) };
const lower: Term = { key: "lower", fold: "sum", of: (label, prediction) => Math.min(label, prediction) };
const size: Term = { key: "|label|", fold: "sum", of: (label) => Math.abs(label) };
