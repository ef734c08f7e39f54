import { confusionMeasure, THRESHOLD } from "./confusion.ts";
import type { Definition } from "./types.ts";

/**
 * Specificity: how many of the negative rows are predicted negative; recall of the other class.
 *
 * Formula     TN/(TN + FP)
 * Domain      y 0 or 1, p from 0 to 1
 * Traits      no gradient: a step in p
 * Convention  positive when p ≥ threshold; no value, not 0, where no label is negative
 * Reference   Yerushalmy, Statistical problems in assessing methods of medical diagnosis (1947)
 * Example     y = (0, 0, 0, 1), p = (0.1, 0.2, 0.9, 0.8) gives 2/3
 */
export const specificity: Definition = Object.freeze<Definition>({
  id: "specificity",
  aliases: [],
  title: "specificity",
  task: "binary",
  expects: "probability",
  formula: "TN/(TN + FP)",
  convention: "positive when p ≥ threshold; no value where no label is negative",
  reference: "Yerushalmy, Statistical problems in assessing methods of medical diagnosis (1947)",
  equivalents: {
    sklearn: "recall_score(pos_label=0) (0/0 is 0)",
    torch: "torchmetrics BinarySpecificity (0/0 is 0)",
  },
  parameters: [THRESHOLD],
  traits: () => null,
  example: { label: [0, 0, 0, 1], prediction: [0.1, 0.2, 0.9, 0.8], value: 2 / 3 },
  create: ({ threshold }) =>
    confusionMeasure({
      threshold: Number(threshold),
      cells: ["tn", "fp"],
      better: "higher",
      ratio: ({ tn, fp }) => tn.over(tn.plus(fp)),
      whenUndefined: "no label is negative",
    }),
});
