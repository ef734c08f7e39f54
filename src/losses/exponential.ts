import { marginLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Exponential loss: what AdaBoost minimises; a row on the wrong side costs e to its distance.
 *
 * Formula     e^−m, m = tz, t = ±1
 * Domain      y −1 or 1, or 0 or 1; any score
 * Traits      strictly convex, smooth, no Lipschitz bound
 * Convention  0 counts as −1; Infinity below m = −709.78
 * Reference   Freund, Schapire, A decision-theoretic generalization of on-line learning (1997)
 * Example     y = 1, z = 0 costs 1
 */
export const exponential: Definition = Object.freeze<Definition>({
  id: "exponential",
  aliases: [],
  title: "exponential loss",
  task: "score",
  expects: "score",
  formula: "e^−m, m = ±p",
  gradient: "−t e^−m, t = ±1",
  hessian: "e^−m",
  convention: "labels 0/1 or −1/1; 0 counts as −1",
  reference: "Freund, Schapire, A decision-theoretic generalization of on-line learning (1997)",
  equivalents: {
    sklearn: 'GradientBoostingClassifier(loss="exponential")',
  },
  parameters: [],
  traits: () => ({ convexity: "strict", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: false }),
  example: { label: 1, prediction: 0, value: 1 },
  create: () =>
    marginLoss("exponential", {
      value: (margin) => Math.exp(-margin),
      gradient: (margin) => -Math.exp(-margin),
      hessian: (margin) => Math.exp(-margin),
    }),
});
