import { rowLoss, UNIT } from "./build.ts";
import { ALPHA, classWeights } from "./class-weights.ts";
import { focalCurvature, focalSlope, focalValue, GAMMA } from "./focal-term.ts";
import type { Definition, Domain, Parameters, ScalarRow } from "./types.ts";

/**
 * Focal loss: log loss that counts the less the better a row is predicted, so that the many easy rows do not drown the
 * few hard ones. Its best forecast is not the true probability: it is pulled towards 1/2.
 *
 * Formula     y F(p) + (1 − y) F(1 − p), F(x) = −(1 − x)^γ ln x
 * Domain      y from 0 to 1 (soft labels too), p from 0 to 1
 * Traits      strictly convex (strongly for γ ≤ 1), smooth, no Lipschitz bound
 * Convention  natural logarithm, nothing clipped: Infinity where a certain forecast was wrong. alpha weighs the terms of
 *             y and 1 − y by alpha and 1 − alpha; without it both count 1, so that γ = 0 is `log-loss`
 * Reference   Lin, Goyal, Girshick, He, Dollár, Focal loss for dense object detection (2017)
 * Example     y = 1, p = 1/2 costs ln 2 / 4
 */
export const focal: Definition = Object.freeze<Definition>({
  id: "focal",
  aliases: ["binary-focal"],
  title: "focal loss",
  task: "binary",
  expects: "probability",
  formula: "y F(p) + (1 − y) F(1 − p), F(x) = −(1 − x)^γ ln x",
  gradient: "y F′(p) − (1 − y) F′(1 − p), F′(x) = γ(1 − x)^(γ−1) ln x − (1 − x)^γ/x",
  hessian:
    "y F″(p) + (1 − y) F″(1 − p), F″(x) = −γ(γ − 1)(1 − x)^(γ−2) ln x + 2γ(1 − x)^(γ−1)/x + (1 − x)^γ/x²",
  convention: "not clipped; without alpha both classes count 1, with it alpha and 1 − alpha",
  reference: "Lin, Goyal, Girshick, He, Dollár, Focal loss for dense object detection (2017)",
  equivalents: {
    keras: "BinaryFocalCrossentropy (clips; alpha only with apply_class_balancing=True)",
  },
  parameters: [GAMMA, ALPHA],
  traits: (parameters) => ({
    convexity: convexityOf(parameters),
    smoothness: 2,
    lipschitz: Infinity,
    zeroAtPerfect: true,
  }),
  example: { label: 1, prediction: 0.5, value: Math.LN2 / 4 },
  create: ({ gamma, alpha }) => {
    const weights = alpha === undefined ? "" : `:alpha=${Number(alpha)}`;
    return rowLoss(
      `focal:gamma=${Number(gamma)}${weights}`,
      DOMAIN,
      focalRow(Number(gamma), classWeights(alpha)),
    );
  },
});

const DOMAIN: Domain = { label: { kind: "binary", soft: true }, prediction: UNIT };

/** At p = 1 the second derivative of a positive row is 0 for γ > 1; a class of weight 0 costs nothing at all. */
function convexityOf({ gamma, alpha }: Parameters) {
  const { positive, negative } = classWeights(alpha);
  if (positive === 0 || negative === 0) return "convex";
  return Number(gamma) > 1 ? "strict" : "strong";
}

function focalRow(gamma: number, { positive, negative }: { positive: number; negative: number }): ScalarRow {
  return {
    value(label, p) {
      if (label === 1) return positive === 0 ? 0 : positive * focalValue(1 - p, Math.log(p), gamma);
      if (label === 0) return negative === 0 ? 0 : negative * focalValue(p, Math.log1p(-p), gamma);
      const [y, rest] = [positive * label, negative * (1 - label)];
      const right = y === 0 ? 0 : y * focalValue(1 - p, Math.log(p), gamma);
      return right + (rest === 0 ? 0 : rest * focalValue(p, Math.log1p(-p), gamma));
    },
    gradient(label, p) {
      const [y, rest] = [positive * label, negative * (1 - label)];
      const right = y === 0 ? 0 : y * focalSlope(p, 1 - p, Math.log(p), gamma);
      return right - (rest === 0 ? 0 : rest * focalSlope(1 - p, p, Math.log1p(-p), gamma));
    },
    hessian(label, p) {
      const [y, rest] = [positive * label, negative * (1 - label)];
      const right = y === 0 ? 0 : y * focalCurvature(p, 1 - p, Math.log(p), gamma);
      return right + (rest === 0 ? 0 : rest * focalCurvature(1 - p, p, Math.log1p(-p), gamma));
    },
  };
}
