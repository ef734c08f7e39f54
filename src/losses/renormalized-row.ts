/**
 * Cross-entropy of a row divided by its sum P: Σ_j y_j·ln(P/p_j). What nearly cancels for a good forecast, P − p_j at
 * the largest p_j, is taken as the sum of the others.
 */
import { indexOfMaximum } from "./index-of-maximum.ts";
import { logRatio } from "./log-ratio.ts";
import { sumExcept } from "./sum-except.ts";
import type { VectorRow } from "./types.ts";

/** What a row is divided by. */
export function rowSum(prediction: Float64Array): number {
  return sumExcept(prediction, -1);
}

/** `eps` lifts p_j/P to eps; 0 lifts nothing. */
export function renormalizedRow(eps: number): VectorRow {
  /** Labels whose term has a slope: a clipped one has none, nor at its corner. */
  const sloping = (label: Float64Array, prediction: Float64Array, sum: number) =>
    eps === 0 ? label : label.map((y, index) => ((prediction[index] as number) / sum <= eps ? 0 : y));
  return {
    value(label, prediction) {
      const top = indexOfMaximum(prediction);
      const others = sumExcept(prediction, top);
      const sum = rowSum(prediction);
      let cost = 0;
      for (let index = 0; index < label.length; index++) {
        const y = label[index] as number;
        if (y === 0) continue;
        const p = prediction[index] as number;
        if (p / sum < eps) cost -= y * Math.log(eps);
        else cost += y * (index === top ? Math.log1p(others / p) : logRatio(sum, p));
      }
      return cost;
    },
    gradient(label, prediction, out) {
      const top = indexOfMaximum(prediction);
      const others = sumExcept(prediction, top);
      const sum = rowSum(prediction);
      const labels = sloping(label, prediction, sum);
      const otherLabels = sumExcept(labels, top);
      const labelSum = (labels[top] as number) + otherLabels;
      for (let index = 0; index < label.length; index++) {
        const y = labels[index] as number;
        const p = prediction[index] as number;
        if (y === 0) out[index] = labelSum / sum;
        else if (index === top) out[index] = (otherLabels - labelSum * (others / sum)) / p;
        else out[index] = (labelSum * (p / sum) - y) / p;
      }
    },
    hessian(label, prediction, out) {
      const top = indexOfMaximum(prediction);
      const others = sumExcept(prediction, top);
      const sum = rowSum(prediction);
      const labels = sloping(label, prediction, sum);
      const otherLabels = sumExcept(labels, top);
      const labelSum = (labels[top] as number) + otherLabels;
      for (let index = 0; index < label.length; index++) {
        const y = labels[index] as number;
        const p = prediction[index] as number;
        const share = p / sum;
        if (y === 0) out[index] = 0 - labelSum / sum / sum;
        else if (index === top) out[index] = (labelSum * (others / sum) * (1 + share) - otherLabels) / p / p;
        else out[index] = (y - labelSum * share * share) / p / p;
      }
    },
    nearKink(label, prediction, reach) {
      const clip = eps * rowSum(prediction);
      return (
        eps > 0 && label.some((y, index) => y > 0 && Math.abs((prediction[index] as number) - clip) <= reach)
      );
    },
    invalid: (_label, prediction) =>
      prediction.some((p) => p !== 0)
        ? null
        : { role: "prediction", expected: "a probability above 0 in the row, to divide by their sum" },
  };
}
