import { marginLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Hinge loss: nothing for a score on the right side with a margin of 1, then linear.
 *
 * Formula     max(0, 1 − m), m = tz, t = ±1
 * Domain      y −1 or 1, or 0 or 1; any score
 * Traits      convex, corner at m = 1, Lipschitz 1
 * Convention  0 counts as −1; gradient 0 at m = 1
 * Reference   Cortes, Vapnik, Support-vector networks (1995)
 * Example     y = 1, z = 1/4 costs 3/4
 */
export const hinge: Definition = Object.freeze<Definition>({
  id: "hinge",
  aliases: [],
  title: "hinge loss",
  task: "score",
  expects: "score",
  formula: "max(0, 1 − m), m = ±p",
  gradient: "−t [m < 1], t = ±1",
  hessian: "0",
  convention: "labels 0/1 or −1/1; 0 counts as −1; gradient 0 at m = 1",
  reference: "Cortes, Vapnik, Support-vector networks (1995)",
  equivalents: {
    sklearn: "hinge_loss",
    torch: "torchmetrics BinaryHingeLoss (of raw scores)",
    keras: "Hinge",
    xgboost: "binary:hinge",
  },
  parameters: [],
  traits: () => ({ convexity: "convex", smoothness: 0, lipschitz: 1, zeroAtPerfect: true }),
  example: { label: 1, prediction: 0.25, value: 0.75 },
  create: () =>
    marginLoss("hinge", {
      value: (margin) => Math.max(0, 1 - margin),
      gradient: (margin) => (margin < 1 ? -1 : 0),
      hessian: () => 0,
      kinks: [1],
    }),
});
