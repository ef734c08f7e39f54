import type { VectorRow } from "./types.ts";

/** Σ_j (p_j − y_j)², what `multi-brier` and `reconstruction` have in common. */
export const squaredDistanceRow: VectorRow = {
  value(label, prediction) {
    let sum = 0;
    for (let index = 0; index < label.length; index++) {
      const residual = (prediction[index] as number) - (label[index] as number);
      sum += residual * residual;
    }
    return sum;
  },
  gradient(label, prediction, out) {
    for (let index = 0; index < label.length; index++) {
      out[index] = 2 * ((prediction[index] as number) - (label[index] as number));
    }
  },
  hessian(_label, _prediction, out) {
    out.fill(2);
  },
};
