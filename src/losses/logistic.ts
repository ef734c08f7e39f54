import { REAL, rowLoss } from "./build.ts";
import { sigmoid } from "./sigmoid.ts";
import { softplus } from "./softplus.ts";
import type { Definition } from "./types.ts";

/**
 * Logistic loss: log loss of a raw score z, whose probability is S(z) = 1/(1 + e^−z).
 *
 * Formula     sp(−tz), t = ±1; soft labels y·sp(−z) + (1 − y)·sp(z); sp(z) = ln(1 + e^z)
 * Domain      y −1 or 1, or from 0 to 1; any score
 * Traits      strictly convex, smooth, Lipschitz 1
 * Convention  −1 counts as 0; sp(z) = max(z, 0) + ln(1 + e^−|z|), and the gradient from both tails, so that neither
 *             overflows nor vanishes
 * Reference   Cox, The regression analysis of binary sequences (1958)
 * Example     y = 1, z = 0 costs ln 2
 */
export const logistic: Definition = Object.freeze<Definition>({
  id: "logistic",
  aliases: ["bce-logits", "log-loss-logits", "soft-margin"],
  title: "logistic loss",
  task: "score",
  expects: "score",
  formula: "y sp(−p) + (1 − y) sp(p), sp(z) = ln(1 + e^z); labels ±1: sp(−yp)",
  gradient: "(1 − y) S(p) − y S(−p), S(z) = 1/(1 + e^−z)",
  hessian: "S(p) S(−p)",
  convention: "labels 0/1, −1/1 or soft; −1 counts as 0",
  reference: "Cox, The regression analysis of binary sequences (1958)",
  equivalents: {
    sklearn: "HalfBinomialLoss",
    torch: "BCEWithLogitsLoss; labels ±1: SoftMarginLoss",
    keras: "BinaryCrossentropy(from_logits=True)",
    xgboost: "binary:logistic",
    lightgbm: "objective binary",
  },
  parameters: [],
  traits: () => ({ convexity: "strict", smoothness: 2, lipschitz: 1, zeroAtPerfect: false }),
  example: { label: 1, prediction: 0, value: Math.LN2 },
  create: () =>
    rowLoss(
      "logistic",
      { label: { kind: "sign", soft: true }, prediction: REAL },
      {
        value(label, score) {
          if (label === 1) return softplus(-score);
          if (label <= 0) return softplus(score);
          return label * softplus(-score) + (1 - label) * softplus(score);
        },
        gradient(label, score) {
          if (label === 1) return -sigmoid(-score);
          if (label <= 0) return sigmoid(score);
          return (1 - label) * sigmoid(score) - label * sigmoid(-score);
        },
        hessian: (_label, score) => sigmoid(score) * sigmoid(-score),
      },
    ),
});
