/** The derivatives of one row against differences of its loss: a pure function of a row measure and the row. */
import type { Domain } from "../losses/types.ts";
import { type Comparison, checkDerivative, type Tolerances } from "./check-derivative.ts";
import type { RowWise } from "./row-wise.ts";
import type { Point } from "./steps.ts";

/** One for each column that the loss has derivatives in. */
export interface RowCheck {
  /** Against differences of the loss. */
  readonly gradient: readonly Comparison[];
  /** Against differences of the gradient; empty where the loss has no Hessian. */
  readonly hessian: readonly Comparison[];
}

/** Checks rows; labels and predictions as `VectorRow` has them, of a scalar loss one number each. */
export type CheckRow = (label: Float64Array, prediction: Float64Array) => RowCheck;

/** A variance, where the domain has one, is the last column. */
export function checkRow(
  loss: RowWise,
  domain: Pick<Domain, "prediction" | "variance">,
  tolerances: Tolerances,
): CheckRow {
  const face = faceOf(loss);
  return (label, prediction) => {
    const moved = prediction.slice();
    const out = new Float64Array(prediction.length);
    const analytic = face.gradient(label, prediction, out).slice();
    const second = face.hessian?.(label, prediction, out).slice();
    const size = Math.max(largest(label), largest(prediction));
    const length = loss.shape === "scalar" ? size : largest(prediction);
    // Where derivatives cancel, as those of an angle do along a ray, the size of what cancelled shows in the others.
    const slopes = Math.max(largest(analytic), second === undefined ? 0 : largest(second) * length);
    const curvatures = Math.max(second === undefined ? 0 : largest(second), largest(analytic) / length);
    const gradient: Comparison[] = [];
    const hessian: Comparison[] = [];
    for (let column = 0; column < prediction.length; column++) {
      const x = prediction[column] as number;
      const { low, high } =
        column === prediction.length - 1 ? (domain.variance ?? domain.prediction) : domain.prediction;
      const point: Omit<Point, "derivatives" | "values"> = {
        x,
        size,
        length,
        low,
        high,
        kinks: face.kinks(label),
      };
      const along = (of: () => number) => (value: number) => {
        moved[column] = value;
        const result = of();
        moved[column] = x;
        return result;
      };
      const value = along(() => face.value(label, moved));
      const first = { ...point, derivatives: slopes, values: 0 };
      gradient.push(checkDerivative(value, analytic[column] as number, first, tolerances));
      if (second === undefined) continue;
      const slope = along(() => face.gradient(label, moved, out)[column] as number);
      const next = { ...point, derivatives: curvatures, values: slopes };
      hessian.push(checkDerivative(slope, second[column] as number, next, tolerances));
    }
    return { gradient, hessian };
  };
}

function largest(numbers: Float64Array): number {
  return numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Scalar and vector losses behind one face. `gradient` and `hessian` return `out`. */
interface Face {
  value(label: Float64Array, prediction: Float64Array): number;
  gradient(label: Float64Array, prediction: Float64Array, out: Float64Array): Float64Array;
  hessian?(label: Float64Array, prediction: Float64Array, out: Float64Array): Float64Array;
  /** Known kinks; losses of several columns do not tell. */
  kinks(label: Float64Array): readonly number[];
}

function faceOf(loss: RowWise): Face {
  if (loss.shape === "vector") {
    const { value, gradient, hessian } = loss.row;
    const written = (write: typeof gradient) => (y: Float64Array, p: Float64Array, out: Float64Array) => {
      write(y, p, out);
      return out;
    };
    return {
      value,
      gradient: written(gradient),
      ...(hessian === undefined ? {} : { hessian: written(hessian) }),
      kinks: () => [],
    };
  }
  const { value, gradient, hessian, kinks } = loss.row;
  const single = (of: typeof value) => (y: Float64Array, p: Float64Array, out: Float64Array) => {
    out[0] = of(y[0] as number, p[0] as number);
    return out;
  };
  return {
    value: (y, p) => value(y[0] as number, p[0] as number),
    gradient: single(gradient),
    ...(hessian === undefined ? {} : { hessian: single(hessian) }),
    kinks: (y) => kinks?.(y[0] as number) ?? [],
  };
}
