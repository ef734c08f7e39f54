import { REAL, vectorLoss } from "./build.ts";
import { indexOfMaximum } from "./index-of-maximum.ts";
import type { Definition, VectorRow } from "./types.ts";

/**
 * Hinge loss of several classes: nothing if the true class leads by a score of 1, then linear in what is missing.
 *
 * Formula     max(0, 1 + max_{j≠y} s_j − s_y)
 * Domain      a class; any scores
 * Traits      convex, corners where the lead is 1 and where the largest other scores are equal, slope at most 1
 * Convention  the class of label columns is their first largest; gradient 0 at a lead of 1, and of equal others the first
 *             has the slope
 * Reference   Crammer, Singer, On the algorithmic implementation of multiclass kernel-based vector machines (2001)
 * Example     y = (0, 1, 0), s = (2, 2.5, 1) costs 1/2
 */
export const multiHinge: Definition = Object.freeze<Definition>({
  id: "multi-hinge",
  aliases: ["crammer-singer"],
  title: "hinge loss of several classes",
  task: "multiclass",
  expects: "logits",
  formula: "max(0, 1 + maxⱼ≠y pⱼ − p_y)",
  gradient: "where it is above 0: −1 at the class, 1 at the first largest other",
  hessian: "0",
  convention: "the class of label columns is their first largest; among equal others the first has the slope",
  reference:
    "Crammer, Singer, On the algorithmic implementation of multiclass kernel-based vector machines (2001)",
  equivalents: {
    sklearn: "hinge_loss of several classes",
    torch: 'torchmetrics MulticlassHingeLoss(multiclass_mode="crammer-singer") (of raw scores)',
    keras: "CategoricalHinge (counts the class itself among the others, with a score of 0)",
  },
  parameters: [],
  traits: () => ({ convexity: "convex", smoothness: 0, lipschitz: 1, zeroAtPerfect: true }),
  example: { label: [0, 1, 0], prediction: [2, 2.5, 1], value: 0.5 },
  create: () => vectorLoss("multi-hinge", { label: { kind: "classes" }, prediction: REAL }, ROW, 2),
});

/** Place of the first largest score but that of the class. */
function rival(scores: Float64Array, own: number): number {
  let place = own === 0 ? 1 : 0;
  for (let index = place + 1; index < scores.length; index++) {
    if (index !== own && (scores[index] as number) > (scores[place] as number)) place = index;
  }
  return place;
}

/** How much the lead of the class falls short of 1. */
function missing(scores: Float64Array, own: number, other: number): number {
  return 1 + ((scores[other] as number) - (scores[own] as number));
}

const ROW: VectorRow = {
  value(label, scores) {
    const own = indexOfMaximum(label);
    return Math.max(0, missing(scores, own, rival(scores, own)));
  },
  gradient(label, scores, out) {
    const own = indexOfMaximum(label);
    const other = rival(scores, own);
    out.fill(0);
    if (missing(scores, own, other) <= 0) return;
    out[own] = -1;
    out[other] = 1;
  },
  hessian(_label, _scores, out) {
    out.fill(0);
  },
  nearKink(label, scores, reach) {
    const own = indexOfMaximum(label);
    const other = rival(scores, own);
    const short = missing(scores, own, other);
    if (Math.abs(short) <= reach) return true;
    const largest = scores[other] as number;
    return (
      short > 0 && scores.some((score, index) => index !== own && index !== other && largest - score <= reach)
    );
  },
};
