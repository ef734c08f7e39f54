/**
 * What the overlap losses share: 1 − N/D of a row, N = Σ y_j p_j what label and prediction have in common, and D that, plus
 * alpha times what only the prediction has, plus beta times what only the label has.
 */
import { UNIT, vectorLoss } from "./build.ts";
import type { VectorMeasure, VectorRow } from "./types.ts";

/** Labels and predictions from 0 to 1. `alpha` and `beta` are at least 0, and not both 0. */
export function overlapLoss(alpha: number, beta: number): VectorMeasure {
  const domain = { label: { kind: "vector", interval: UNIT }, prediction: UNIT } as const;
  return vectorLoss(`tversky:alpha=${alpha}:beta=${beta}`, domain, overlapRow(alpha, beta), 1);
}

function overlapRow(alpha: number, beta: number): VectorRow {
  /** N, and D − N, which is what 1 − N/D has above the line: nothing cancels. */
  function parts(label: Float64Array, prediction: Float64Array) {
    let [common, apart] = [0, 0];
    for (let index = 0; index < label.length; index++) {
      const y = label[index] as number;
      const p = prediction[index] as number;
      common += y * p;
      apart += alpha * ((1 - y) * p) + beta * (y * (1 - p));
    }
    return { common, apart, all: common + apart };
  }

  /** D·y_j − N·D′_j, D′_j = alpha(1 − y_j) + y_j(1 − beta), without what cancels in it. */
  const pull = (y: number, common: number, apart: number) =>
    y * (apart + beta * common) - alpha * (1 - y) * common;

  return {
    value(label, prediction) {
      const { apart, all } = parts(label, prediction);
      return apart === 0 ? 0 : apart / all;
    },
    gradient(label, prediction, out) {
      const { common, apart, all } = parts(label, prediction);
      for (let index = 0; index < label.length; index++) {
        const y = label[index] as number;
        out[index] = all === 0 ? 0 : 0 - pull(y, common, apart) / all / all;
      }
    },
    hessian(label, prediction, out) {
      const { common, apart, all } = parts(label, prediction);
      for (let index = 0; index < label.length; index++) {
        const y = label[index] as number;
        const slope = alpha * (1 - y) + y * (1 - beta);
        out[index] = all === 0 ? 0 : 2 * slope * (pull(y, common, apart) / all / all / all);
      }
    },
  };
}
