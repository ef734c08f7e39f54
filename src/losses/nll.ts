import { vectorLoss } from "./build.ts";
import type { Definition, Interval, VectorRow } from "./types.ts";

/**
 * Negative log-likelihood of predictions that are logarithms of probabilities, as a log-softmax gives them.
 *
 * Formula     −Σ_j y_j p_j; of a class −p_y
 * Domain      a class, or label columns from 0 to 1; p_j at most 0
 * Traits      linear: convex, smooth, Lipschitz 1
 * Convention  logarithms, not probabilities or raw scores: a number above 0 is an error. Rows are taken to be normalized
 * Reference   Fisher, On the mathematical foundations of theoretical statistics (1922)
 * Example     y = (0, 1), p = (−3, −2) costs 2
 */
export const nll: Definition = Object.freeze<Definition>({
  id: "nll",
  aliases: [],
  title: "negative log-likelihood",
  task: "multiclass",
  expects: "log-probabilities",
  formula: "−Σⱼ yⱼ pⱼ",
  gradient: "−yⱼ",
  hessian: "0",
  convention: "predictions are logarithms of probabilities, at most 0",
  reference: "Fisher, On the mathematical foundations of theoretical statistics (1922)",
  equivalents: { torch: "NLLLoss" },
  parameters: [],
  traits: () => ({ convexity: "convex", smoothness: 2, lipschitz: 1, zeroAtPerfect: true }),
  example: { label: [0, 1], prediction: [-3, -2], value: 2 },
  create: () => vectorLoss("nll", { label: { kind: "classes" }, prediction: LOGARITHM }, ROW, 2),
});

const LOGARITHM: Interval = { low: -Number.MAX_VALUE, high: 0 };

const ROW: VectorRow = {
  value(label, prediction) {
    let cost = 0;
    for (let index = 0; index < label.length; index++) {
      cost -= (label[index] as number) * (prediction[index] as number);
    }
    return cost;
  },
  gradient(label, _prediction, out) {
    for (let index = 0; index < label.length; index++) out[index] = 0 - (label[index] as number);
  },
  hessian(_label, _prediction, out) {
    out.fill(0);
  },
};
