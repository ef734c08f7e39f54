import { marginLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Perceptron loss: nothing for a score on the right side, however near, then linear.
 *
 * Formula     max(0, −m), m = tz, t = ±1
 * Domain      y −1 or 1, or 0 or 1; any score
 * Traits      convex, corner at m = 0, Lipschitz 1
 * Convention  0 counts as −1; gradient 0 at m = 0. A score of 0 costs nothing, so all zeros is a perfect model of it
 * Reference   Rosenblatt, The perceptron: a probabilistic model for information storage and organization (1958)
 * Example     y = 1, z = −3 costs 3
 */
export const perceptron: Definition = Object.freeze<Definition>({
  id: "perceptron",
  aliases: [],
  title: "perceptron loss",
  task: "score",
  expects: "score",
  formula: "max(0, −m), m = ±p",
  gradient: "−t [m < 0], t = ±1",
  hessian: "0",
  convention: "labels 0/1 or −1/1; 0 counts as −1; gradient 0 at m = 0",
  reference:
    "Rosenblatt, The perceptron: a probabilistic model for information storage and organization (1958)",
  equivalents: {
    sklearn: 'SGDClassifier(loss="perceptron")',
  },
  parameters: [],
  traits: () => ({ convexity: "convex", smoothness: 0, lipschitz: 1, zeroAtPerfect: true }),
  example: { label: 1, prediction: -3, value: 3 },
  create: () =>
    marginLoss("perceptron", {
      value: (margin) => Math.max(0, -margin),
      gradient: (margin) => (margin < 0 ? -1 : 0),
      hessian: () => 0,
      kinks: [0],
    }),
});
