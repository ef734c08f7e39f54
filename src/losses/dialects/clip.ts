/** Losses of predictions that a tool first moves into a range of its own. */
import { meanEstimate } from "../build.ts";
import { clippingDetails, clippingKeys } from "../clipping.ts";
import type { Measure, ScalarMeasure, ScalarRow, VectorMeasure, VectorRow } from "../types.ts";

export interface ClipRange {
  readonly low: number;
  readonly high: number;
  /** Labels are clipped too. */
  readonly labels?: true;
}

/**
 * The measure at clipped predictions: flat, with gradient and Hessian 0, outside the range and at its ends. Its report
 * counts the rows that would cost more without, and their share of the loss. `key` names its terms.
 */
export function clip(measure: Measure, key: string, range: ClipRange): Measure {
  return measure.shape === "scalar" ? clipScalar(measure, key, range) : clipVector(measure, key, range);
}

/** The bounds of a clip at eps in binary64: 1 - eps is rounded. */
export function unitRange(eps: number): ClipRange {
  return { low: eps, high: 1 - eps };
}

function clipScalar(measure: ScalarMeasure, key: string, range: ClipRange): ScalarMeasure {
  const { low, high, labels } = range;
  const { value, gradient, hessian } = measure.row as ScalarRow;
  const clamp = (x: number) => Math.min(high, Math.max(low, x));
  const label = labels === true ? clamp : (y: number) => y;
  const isInside = (p: number) => p > low && p < high;
  const of = (y: number, p: number) => value(label(y), clamp(p));
  const isClipped = (y: number, p: number) => ((p < low || p > high) && value(y, p) > of(y, p) ? 1 : 0);
  const keys = clippingKeys(key);
  return {
    ...measure,
    row: {
      value: of,
      ...(gradient === undefined
        ? {}
        : { gradient: (y: number, p: number) => (isInside(p) ? gradient(label(y), p) : 0) }),
      ...(hessian === undefined
        ? {}
        : { hessian: (y: number, p: number) => (isInside(p) ? hessian(label(y), p) : 0) }),
      kinks: () => [low, high],
    },
    terms: [
      { key, fold: "sum", of },
      { key: keys.rows, fold: "count", of: isClipped },
      { key: keys.loss, fold: "sum", of: (y, p) => (isClipped(y, p) === 1 ? of(y, p) : 0) },
    ],
    estimate: meanEstimate(key),
    finish: (totals) => ({
      value: totals.sum(key).over(totals.weight).toNumber(),
      details: clippingDetails(key, totals),
    }),
  };
}

function clipVector(measure: VectorMeasure, key: string, range: ClipRange): VectorMeasure {
  const { low, high, labels } = range;
  const { value, gradient, hessian, invalid } = measure.row as VectorRow;
  const clamped = (row: Float64Array) => row.map((x) => Math.min(high, Math.max(low, x)));
  const label = labels === true ? clamped : (row: Float64Array) => row;
  const isOutside = (p: number) => p < low || p > high;
  const derivative = (write: VectorRow["gradient"]): VectorRow["gradient"] =>
    write &&
    ((y, p, out) => {
      write(label(y), clamped(p), out);
      p.forEach((x, column) => {
        if (!(x > low && x < high)) out[column] = 0;
      });
    });
  const of = (y: Float64Array, p: Float64Array) => value(label(y), clamped(p));
  const isClipped = (y: Float64Array, p: Float64Array) =>
    p.some(isOutside) && value(y, p) > of(y, p) ? 1 : 0;
  const keys = clippingKeys(key);
  const [slope, curvature] = [derivative(gradient), derivative(hessian)];
  return {
    ...measure,
    row: {
      value: of,
      ...(slope === undefined ? {} : { gradient: slope }),
      ...(curvature === undefined ? {} : { hessian: curvature }),
      // What is clipped away from 0 can be divided by.
      ...(invalid === undefined || low > 0 ? {} : { invalid }),
    },
    terms: [
      { key, fold: "vector-sum", of },
      { key: keys.rows, fold: "vector-count", of: isClipped },
      { key: keys.loss, fold: "vector-sum", of: (y, p) => (isClipped(y, p) === 1 ? of(y, p) : 0) },
      ...measure.terms.filter(({ fold }) => fold === "vector-maximum"),
    ],
    estimate: meanEstimate(key),
    finish(totals) {
      // For what else it tells of a row.
      const { details } = measure.finish({ ...totals, sum: () => totals.sum(key) });
      return {
        value: totals.sum(key).over(totals.weight).toNumber(),
        details: { ...details, ...clippingDetails(key, totals) },
      };
    },
  };
}
