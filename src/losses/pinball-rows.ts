/**
 * Rows of quantile forecasts: the mean of their pinball losses, times a factor. Wide, a row has a prediction column for each
 * level; long, it has one prediction and the level beside its label.
 */
import { REAL, REAL_LABEL, vectorLoss } from "./build.ts";
import type { VectorMeasure, VectorRow } from "./types.ts";

/** Label: one number. Predictions: as many as `levels`. `key` names the factor. */
export function widePinball(key: string, levels: readonly number[], factor: number): VectorMeasure {
  const measure = vectorLoss(
    `${key}:levels=${levels}`,
    { label: REAL_LABEL, prediction: REAL },
    wideRow(levels, factor),
    levels.length,
  );
  return { ...measure, columns: levels.length };
}

/** Label: a number and the level. One prediction. */
export function longPinball(key: string, factor: number): VectorMeasure {
  const measure = vectorLoss(
    `${key}:long`,
    { label: { kind: "level" }, prediction: REAL },
    longRow(factor),
    1,
  );
  return { ...measure, columns: 1 };
}

/** `half` of the residual as well, since the loss is asked for where that overflows. */
function pinball(level: number, label: number, prediction: number): number {
  const residual = prediction - label;
  if (Number.isFinite(residual)) return residual < 0 ? level * -residual : (1 - level) * residual;
  const half = prediction / 2 - label / 2;
  return 2 * (half < 0 ? level * -half : (1 - level) * half);
}

function slope(level: number, label: number, prediction: number): number {
  return prediction < label ? -level : prediction > label ? 1 - level : 0;
}

function wideRow(levels: readonly number[], factor: number): VectorRow {
  const share = factor / levels.length;
  return {
    value(label, prediction) {
      const y = label[0] as number;
      let sum = 0;
      for (let column = 0; column < levels.length; column++) {
        sum += pinball(levels[column] as number, y, prediction[column] as number);
      }
      if (sum < Infinity) return factor * (sum / levels.length);
      // The mean may be within the range of numbers although the sum is not.
      return levels.reduce(
        (mean, level, column) =>
          mean + factor * (pinball(level, y, prediction[column] as number) / levels.length),
        0,
      );
    },
    gradient(label, prediction, out) {
      for (let column = 0; column < levels.length; column++) {
        out[column] =
          share * slope(levels[column] as number, label[0] as number, prediction[column] as number);
      }
    },
    hessian(_label, _prediction, out) {
      out.fill(0);
    },
    nearKink: (label, prediction, reach) =>
      prediction.some((p) => Math.abs(p - (label[0] as number)) <= reach),
  };
}

function longRow(factor: number): VectorRow {
  return {
    value: (label, prediction) =>
      factor * pinball(label[1] as number, label[0] as number, prediction[0] as number),
    gradient(label, prediction, out) {
      out[0] = factor * slope(label[1] as number, label[0] as number, prediction[0] as number);
    },
    hessian(_label, _prediction, out) {
      out.fill(0);
    },
    nearKink: (label, prediction, reach) =>
      Math.abs((prediction[0] as number) - (label[0] as number)) <= reach,
  };
}
