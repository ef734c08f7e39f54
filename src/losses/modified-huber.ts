import { marginLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Modified Huber loss: the squared hinge, but linear where the score is far on the wrong side, so that an outlier pulls
 * no harder than 4.
 *
 * Formula     max(0, 1 − m)² if m ≥ −1, else −4m; m = tz, t = ±1
 * Domain      y −1 or 1, or 0 or 1; any score
 * Traits      convex, once continuously differentiable, Lipschitz 4
 * Convention  0 counts as −1; Hessian 2 at m = −1, 0 at m = 1
 * Reference   Zhang, Solving large scale linear prediction problems using stochastic gradient descent algorithms (2004)
 * Example     y = 1, z = −2 costs 8
 */
export const modifiedHuber: Definition = Object.freeze<Definition>({
  id: "modified-huber",
  aliases: [],
  title: "modified Huber loss",
  task: "score",
  expects: "score",
  formula: "max(0, 1 − m)² if m ≥ −1, else −4m; m = ±p",
  gradient: "−2t clamp(1 − m, 0, 2), t = ±1",
  hessian: "2 [−1 ≤ m < 1]",
  convention: "labels 0/1 or −1/1; 0 counts as −1",
  reference:
    "Zhang, Solving large scale linear prediction problems using stochastic gradient descent algorithms (2004)",
  equivalents: {
    sklearn: 'SGDClassifier(loss="modified_huber")',
  },
  parameters: [],
  traits: () => ({ convexity: "convex", smoothness: 1, lipschitz: 4, zeroAtPerfect: true }),
  example: { label: 1, prediction: -2, value: 8 },
  create: () =>
    marginLoss("modified-huber", {
      value(margin) {
        if (margin < -1) return -4 * margin;
        const missing = Math.max(0, 1 - margin);
        return missing * missing;
      },
      gradient: (margin) => 0 - 2 * Math.max(0, Math.min(2, 1 - margin)),
      hessian: (margin) => (margin >= -1 && margin < 1 ? 2 : 0),
      kinks: [-1, 1],
    }),
});
