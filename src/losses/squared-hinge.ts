import { marginLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Squared hinge loss: nothing for a score on the right side with a margin of 1, then quadratic.
 *
 * Formula     max(0, 1 − m)², m = tz, t = ±1
 * Domain      y −1 or 1, or 0 or 1; any score
 * Traits      convex, once continuously differentiable, no Lipschitz bound
 * Convention  0 counts as −1; no 1/2; Hessian 0 at m = 1
 * Reference   Lee, Mangasarian, SSVM: a smooth support vector machine for classification (2001)
 * Example     y = 1, z = 1/4 costs 9/16
 */
export const squaredHinge: Definition = Object.freeze<Definition>({
  id: "squared-hinge",
  aliases: [],
  title: "squared hinge loss",
  task: "score",
  expects: "score",
  formula: "max(0, 1 − m)², m = ±p",
  gradient: "−2t max(0, 1 − m), t = ±1",
  hessian: "2 [m < 1]",
  convention: "labels 0/1 or −1/1; 0 counts as −1; no 1/2",
  reference: "Lee, Mangasarian, SSVM: a smooth support vector machine for classification (2001)",
  equivalents: {
    sklearn: 'LinearSVC(loss="squared_hinge")',
    torch: "torchmetrics BinaryHingeLoss(squared=True) (of raw scores)",
    keras: "SquaredHinge",
  },
  parameters: [],
  traits: () => ({ convexity: "convex", smoothness: 1, lipschitz: Infinity, zeroAtPerfect: true }),
  example: { label: 1, prediction: 0.25, value: 0.5625 },
  create: () =>
    marginLoss("squared-hinge", {
      value(margin) {
        const missing = Math.max(0, 1 - margin);
        return missing * missing;
      },
      gradient: (margin) => 0 - 2 * Math.max(0, 1 - margin),
      hessian: (margin) => (margin < 1 ? 2 : 0),
      kinks: [1],
    }),
});
