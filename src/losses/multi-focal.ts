import { UNIT, vectorLoss } from "./build.ts";
import { focalCurvature, focalSlope, focalValue, GAMMA } from "./focal-term.ts";
import type { Definition, VectorRow } from "./types.ts";

/**
 * Focal loss of several classes: cross-entropy that counts the less the better a row is predicted.
 *
 * Formula     Σ_j y_j F(p_j), F(x) = −(1 − x)^γ ln x; of a class F(p_y)
 * Domain      a class, or label columns from 0 to 1; p_j from 0 to 1
 * Traits      convex, smooth, no Lipschitz bound
 * Convention  natural logarithm; rows are not renormalized and nothing is clipped; γ = 0 is `cross-entropy`
 * Reference   Lin, Goyal, Girshick, He, Dollár, Focal loss for dense object detection (2017)
 * Example     y = (0, 1, 0), p = (1/4, 1/2, 1/4) costs ln 2 / 4
 */
export const multiFocal: Definition = Object.freeze<Definition>({
  id: "multi-focal",
  aliases: [],
  title: "focal loss of several classes",
  task: "multiclass",
  expects: "probabilities",
  formula: "Σⱼ yⱼ F(pⱼ), F(x) = −(1 − x)^γ ln x",
  gradient: "yⱼ F′(pⱼ), F′(x) = γ(1 − x)^(γ−1) ln x − (1 − x)^γ/x",
  hessian: "yⱼ F″(pⱼ), F″(x) = −γ(γ − 1)(1 − x)^(γ−2) ln x + 2γ(1 − x)^(γ−1)/x + (1 − x)^γ/x²",
  convention: "rows are not renormalized and nothing is clipped",
  reference: "Lin, Goyal, Girshick, He, Dollár, Focal loss for dense object detection (2017)",
  equivalents: {
    keras: "CategoricalFocalCrossentropy (alpha 0.25 on all classes; renormalizes, then clips)",
  },
  parameters: [GAMMA],
  traits: () => ({ convexity: "convex", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: true }),
  example: { label: [0, 1, 0], prediction: [0.25, 0.5, 0.25], value: Math.LN2 / 4 },
  create: (parameters) => {
    const gamma = Number(parameters.gamma);
    const domain = { label: { kind: "classes" }, prediction: UNIT } as const;
    return vectorLoss(`multi-focal:gamma=${gamma}`, domain, focalRow(gamma), 2);
  },
});

function focalRow(gamma: number): VectorRow {
  return {
    value(label, prediction) {
      let cost = 0;
      for (let index = 0; index < label.length; index++) {
        const y = label[index] as number;
        const p = prediction[index] as number;
        if (y > 0) cost += y * focalValue(1 - p, Math.log(p), gamma);
      }
      return cost;
    },
    gradient(label, prediction, out) {
      for (let index = 0; index < label.length; index++) {
        const y = label[index] as number;
        const p = prediction[index] as number;
        out[index] = y === 0 ? 0 : y * focalSlope(p, 1 - p, Math.log(p), gamma);
      }
    },
    hessian(label, prediction, out) {
      for (let index = 0; index < label.length; index++) {
        const y = label[index] as number;
        const p = prediction[index] as number;
        out[index] = y === 0 ? 0 : y * focalCurvature(p, 1 - p, Math.log(p), gamma);
      }
    },
  };
}
