import { REAL, UNIT, vectorLoss } from "./build.ts";
import { expDifference } from "./exp-difference.ts";
import { indexOfMaximum } from "./index-of-maximum.ts";
import { sumExcept } from "./sum-except.ts";
import type { Definition, VectorRow } from "./types.ts";

/**
 * Softmax cross-entropy: cross-entropy of raw scores z, whose probabilities are s_j = e^z_j / Σ_k e^z_k.
 *
 * Formula     Σ_j y_j (ln Σ_k e^z_k − z_j); with smoothing e, (1 − e)y_j + e/K stands for y_j
 * Domain      a class, or label columns from 0 to 1 whose sum is 1; any scores
 * Traits      convex, smooth, slope at most 1 in each column
 * Convention  z_max − z_j + ln(1 + Σ_{k≠max} e^(z_k − z_max)), and 1 − s_j as the sum of the others: nothing overflows,
 *             and the tail of a certain forecast stays
 * Reference   Bridle, Probabilistic interpretation of feedforward classification network outputs (1990); smoothing:
 *             Szegedy and others, Rethinking the inception architecture (2016)
 * Example     y = (1, 0), z = (0, 0) costs ln 2
 */
export const softmaxCrossEntropy: Definition = Object.freeze<Definition>({
  id: "softmax-cross-entropy",
  aliases: ["cross-entropy-logits"],
  title: "softmax cross-entropy",
  task: "multiclass",
  expects: "logits",
  formula: "Σⱼ yⱼ (ln Σₖ e^pₖ − pⱼ)",
  gradient: "sⱼ − yⱼ, s = softmax p",
  hessian: "sⱼ (1 − sⱼ)",
  convention: "raw scores, not probabilities; smoothing e: (1 − e) yⱼ + e/K stands for yⱼ",
  reference: "Bridle, Probabilistic interpretation of feedforward classification network outputs (1990)",
  equivalents: {
    torch: "CrossEntropyLoss(label_smoothing=smoothing)",
    keras: "CategoricalCrossentropy(from_logits=True)",
    xgboost: "multi:softprob",
    lightgbm: "objective multiclass",
  },
  parameters: [
    {
      name: "smoothing",
      about: "share of the label that is spread over all classes",
      interval: UNIT,
      default: 0,
    },
  ],
  traits: () => ({ convexity: "convex", smoothness: 2, lipschitz: 1, zeroAtPerfect: false }),
  example: { label: [1, 0], prediction: [0, 0], value: Math.LN2 },
  create: (parameters) => {
    const smoothing = Number(parameters.smoothing);
    const domain = { label: { kind: "classes", normalized: true }, prediction: REAL } as const;
    // One class is certain: it costs nothing.
    return vectorLoss(`softmax-cross-entropy:smoothing=${smoothing}`, domain, softmaxRow(smoothing), 1);
  },
});

function softmaxRow(smoothing: number): VectorRow {
  const smoothed = (y: number, columns: number) => (1 - smoothing) * y + smoothing / columns;

  /**
   * Writes e^(z_j - z_max) to `out`, and returns what its sums without one entry are made of, also for the labels:
   * these need not add up to 1 to the last bit, so with their sum Y the derivatives are those of Y*s_j - y_j
   * = s_j*(Y - y_j) - y_j*(1 - s_j).
   */
  function prepare(label: Float64Array, logits: Float64Array, out: Float64Array) {
    const columns = label.length;
    const top = indexOfMaximum(logits);
    const largest = logits[top] as number;
    for (let index = 0; index < columns; index++) {
      out[index] = expDifference(logits[index] as number, largest);
    }
    const labelTop = indexOfMaximum(label);
    let labelTail = 0;
    for (let index = 0; index < columns; index++) {
      if (index !== labelTop) labelTail += smoothed(label[index] as number, columns);
    }
    const topLabel = smoothed(label[labelTop] as number, columns);
    return { top, tail: sumExcept(out, top), labelTop, topLabel, labelTail };
  }

  return {
    value(label, logits) {
      const columns = label.length;
      const top = indexOfMaximum(logits);
      const largest = logits[top] as number;
      let tail = 0;
      for (let index = 0; index < columns; index++) {
        if (index !== top) tail += expDifference(logits[index] as number, largest);
      }
      const rest = Math.log1p(tail);
      let cost = 0;
      for (let index = 0; index < columns; index++) {
        const y = smoothed(label[index] as number, columns);
        if (y === 0) continue;
        const logit = logits[index] as number;
        const behind = largest - logit;
        // A soft label can bring a difference beyond the range of numbers back into it.
        cost += behind === Infinity ? 2 * (y * (largest / 2 - logit / 2)) : y * behind;
        cost += y * rest;
      }
      return cost;
    },
    gradient(label, logits, out) {
      const { top, tail, labelTop, topLabel, labelTail } = prepare(label, logits, out);
      for (let index = 0; index < label.length; index++) {
        const exponential = out[index] as number;
        const y = smoothed(label[index] as number, label.length);
        const otherLabels = index === labelTop ? labelTail : topLabel + (labelTail - y);
        const others = index === top ? tail : 1 + (tail - exponential);
        out[index] = (exponential * otherLabels - y * others) / (1 + tail);
      }
    },
    hessian(label, logits, out) {
      const { top, tail, topLabel, labelTail } = prepare(label, logits, out);
      for (let index = 0; index < label.length; index++) {
        const exponential = out[index] as number;
        const others = index === top ? tail : 1 + (tail - exponential);
        out[index] = ((topLabel + labelTail) * exponential * others) / (1 + tail) / (1 + tail);
      }
    },
  };
}
