import { REAL, rowLoss } from "./build.ts";
import { ALPHA, classWeights } from "./class-weights.ts";
import { GAMMA, power } from "./focal-term.ts";
import { sigmoid } from "./sigmoid.ts";
import { softplus } from "./softplus.ts";
import type { Definition, Domain, ScalarRow } from "./types.ts";

/**
 * Focal loss of a raw score z, whose probability is S(z) = 1/(1 + e^−z).
 *
 * Formula     y G(z) + (1 − y) G(−z), G(z) = S(−z)^γ sp(−z), sp(z) = ln(1 + e^z)
 * Domain      y −1 or 1, or from 0 to 1; any score
 * Traits      not convex for γ > 0 (G bends the other way where z is very wrong), smooth, Lipschitz
 * Convention  −1 counts as 0; alpha as in `focal`; from both tails of S, so that nothing overflows or vanishes
 * Reference   Lin, Goyal, Girshick, He, Dollár, Focal loss for dense object detection (2017)
 * Example     y = 1, z = 0 costs ln 2 / 4
 */
export const focalLogits: Definition = Object.freeze<Definition>({
  id: "focal-logits",
  aliases: [],
  title: "focal loss of a raw score",
  task: "score",
  expects: "score",
  formula: "y G(p) + (1 − y) G(−p), G(z) = S(−z)^γ ln(1 + e^−z), S(z) = 1/(1 + e^−z)",
  gradient: "y G′(p) − (1 − y) G′(−p), G′(z) = −Q^γ (γPL + Q), P = S(z), Q = S(−z), L = ln(1 + e^−z)",
  hessian: "y G″(p) + (1 − y) G″(−p), G″(z) = Q^γ P ((2γ + 1)Q + γ(γP − Q)L)",
  convention: "labels 0/1, −1/1 or soft; −1 counts as 0; alpha as in focal",
  reference: "Lin, Goyal, Girshick, He, Dollár, Focal loss for dense object detection (2017)",
  equivalents: {
    torch: "torchvision sigmoid_focal_loss (alpha 0.25; −1 switches it off)",
    keras: "BinaryFocalCrossentropy(from_logits=True)",
  },
  parameters: [GAMMA, ALPHA],
  traits: ({ gamma, alpha }) => {
    const { positive, negative } = classWeights(alpha);
    const convex = positive === 0 || negative === 0 ? "convex" : "strict";
    return {
      convexity: Number(gamma) === 0 ? convex : "none",
      smoothness: 2,
      lipschitz: Math.max(positive, negative) * steepest(Number(gamma)),
      zeroAtPerfect: false,
    };
  },
  example: { label: 1, prediction: 0, value: Math.LN2 / 4 },
  create: ({ gamma, alpha }) => {
    const weights = alpha === undefined ? "" : `:alpha=${Number(alpha)}`;
    return rowLoss(
      `focal-logits:gamma=${Number(gamma)}${weights}`,
      DOMAIN,
      focalRow(Number(gamma), classWeights(alpha)),
    );
  },
});

const DOMAIN: Domain = { label: { kind: "sign", soft: true }, prediction: REAL };

function focalRow(gamma: number, { positive, negative }: { positive: number; negative: number }): ScalarRow {
  /** For a label −1 the same as for 0. */
  const mixed = (label: number, right: number, wrong: number) =>
    label === 1
      ? positive * right
      : label <= 0
        ? negative * wrong
        : positive * label * right + negative * (1 - label) * wrong;
  return {
    value(label, score) {
      if (label === 1) return positive * focalScore(score, gamma);
      if (label <= 0) return negative * focalScore(-score, gamma);
      return mixed(label, focalScore(score, gamma), focalScore(-score, gamma));
    },
    gradient: (label, score) => mixed(label, slope(score, gamma), -slope(-score, gamma)),
    hessian: (label, score) => mixed(label, curvature(score, gamma), curvature(-score, gamma)),
  };
}

/** G: at least 0, and beyond the range of numbers only where z is. */
function focalScore(z: number, gamma: number): number {
  return power(sigmoid(-z), gamma) * softplus(-z);
}

/** G′, below 0. */
function slope(z: number, gamma: number): number {
  const p = sigmoid(z);
  const q = sigmoid(-z);
  return -power(q, gamma) * (gamma * (p * softplus(-z)) + q);
}

/** G″. */
function curvature(z: number, gamma: number): number {
  const p = sigmoid(z);
  const q = sigmoid(-z);
  return power(q, gamma) * ((2 * gamma + 1) * p * q + gamma * (gamma * p - q) * (p * softplus(-z)));
}

/** The largest −G′: 1 far out for γ = 0, else where G″ = 0, which has one root: on its left side G″ < 0. */
function steepest(gamma: number): number {
  if (gamma === 0) return 1;
  let wrong = -(4 + 2 / gamma + 2 * Math.log1p(gamma));
  let right = 0;
  for (let step = 0; step < 64; step++) {
    const middle = (wrong + right) / 2;
    if (curvature(middle, gamma) < 0) wrong = middle;
    else right = middle;
  }
  return Math.max(1, -slope(wrong, gamma));
}
