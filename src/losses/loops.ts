/**
 * Loops over a chunk, one for each loss. A shared loop that calls "the" loss is slow as soon as several losses have
 * gone through it: the engine then no longer inlines the call (5 to 22 ns a row against 1 to 4). It keeps what it has
 * learnt of a function, compiled code too, by the function's source text, so a copy of the loop helps only if its text
 * is unique. Each text here is a constant but for a number in the function's name; nothing that a user wrote is ever in it.
 */
import type { ScalarValue, VarianceValue, VectorRow, VectorValue } from "./types.ts";

/** Writes `of` each row to `out`. */
export type ColumnLoop = (
  labels: Float64Array,
  predictions: Float64Array,
  rows: number,
  out: Float64Array,
) => void;

/**
 * Writes `of` each row to `out`. Labels are a column for each number of a row's label (none for a loss without
 * labels), or one column of class indexes, which `of` is given one-hot.
 */
export type RowLoop = (
  labels: readonly Float64Array[] | Float64Array,
  predictions: readonly Float64Array[],
  rows: number,
  out: Float64Array,
) => void;

/** Writes `of` each row to `out`. */
export type VarianceLoop = (
  labels: Float64Array,
  predictions: Float64Array,
  variances: Float64Array,
  rows: number,
  out: Float64Array,
) => void;

/** Writes K numbers of a row of K columns to `out`: a gradient, or the diagonal of a Hessian. */
export type VectorDerivative = NonNullable<VectorRow["gradient"]>;

/** As `RowLoop`, with a column of `outs` for each number that `of` writes. */
export type DerivativeLoop = (
  labels: readonly Float64Array[] | Float64Array,
  predictions: readonly Float64Array[],
  rows: number,
  outs: readonly Float64Array[],
) => void;

const columnLoops = new WeakMap<ScalarValue, ColumnLoop>();
const varianceLoops = new WeakMap<VarianceValue, VarianceLoop>();
const rowLoops = new WeakMap<VectorValue, RowLoop>();
let loops = 0;

/** The loop of a scalar loss, always the same for the same function. */
export function columnLoop(of: ScalarValue): ColumnLoop {
  let loop = columnLoops.get(of);
  if (loop === undefined) {
    loop = compile(COLUMN_LOOP, of) as ColumnLoop;
    columnLoops.set(of, loop);
  }
  return loop;
}

/** So many losses share a loop, at most: the engine inlines only so much into one function. */
const MOST_SHARED = 4;

/** Writes a column for each of several losses. */
export type SharedLoop = (
  labels: Float64Array,
  predictions: Float64Array,
  rows: number,
  outs: readonly Float64Array[],
) => void;

/**
 * Loops for scalar losses of the same rows, a few losses in each: a row is loaded, and its residual computed, once for
 * them. Made anew each time: keep them.
 */
export function sharedLoops(
  losses: readonly ScalarValue[],
): { of: readonly ScalarValue[]; loop: SharedLoop }[] {
  const count = Math.ceil(losses.length / MOST_SHARED);
  return Array.from({ length: count }, (_, place) => {
    const of = losses.filter((_, index) => index % count === place);
    return { of, loop: compileShared(of) };
  });
}

function compileShared(losses: readonly ScalarValue[]): SharedLoop {
  loops += 1;
  const list = (text: (index: number) => string, separator: string) =>
    losses.map((_, index) => text(index)).join(separator);
  const body = `(labels, predictions, rows, outs) {
  const [${list((index) => `out${index}`, ", ")}] = outs;
  for (let row = 0; row < rows; row++) {
    const label = labels[row], prediction = predictions[row];
    ${list((index) => `out${index}[row] = of${index}(label, prediction);`, "\n    ")}
  }
}`;
  const functions = list((index) => `of${index}`, ", ");
  return new Function(functions, `"use strict"; return function loop${loops}${body}`)(
    ...losses,
  ) as SharedLoop;
}

/** The loop of a loss with variances, always the same for the same function. */
export function varianceLoop(of: VarianceValue): VarianceLoop {
  let loop = varianceLoops.get(of);
  if (loop === undefined) {
    loop = compile(VARIANCE_LOOP, of) as VarianceLoop;
    varianceLoops.set(of, loop);
  }
  return loop;
}

/** The loop of a vector loss, always the same for the same function. */
export function rowLoop(of: VectorValue): RowLoop {
  let loop = rowLoops.get(of);
  if (loop === undefined) {
    const overVectors = compile(VECTOR_LOOP, of) as VectorLoop;
    const overClasses = compile(CLASS_LOOP, of) as ClassLoop;
    loop = (labels, predictions, rows, out) => {
      const prediction = new Float64Array(predictions.length);
      if (labels instanceof Float64Array) {
        overClasses(labels, predictions, rows, out, new Float64Array(predictions.length), prediction);
      } else {
        overVectors(labels, predictions, rows, out, new Float64Array(labels.length), prediction);
      }
    };
    rowLoops.set(of, loop);
  }
  return loop;
}

/** The loop of a derivative of a vector loss, made anew each time: keep it. */
export function derivativeLoop(of: VectorDerivative): DerivativeLoop {
  const overVectors = compile(VECTOR_DERIVATIVE_LOOP, of) as VectorDerivativeLoop;
  const overClasses = compile(CLASS_DERIVATIVE_LOOP, of) as ClassDerivativeLoop;
  return (labels, predictions, rows, outs) => {
    const prediction = new Float64Array(predictions.length);
    const out = new Float64Array(predictions.length);
    if (labels instanceof Float64Array) {
      overClasses(labels, predictions, rows, outs, new Float64Array(predictions.length), prediction, out);
    } else {
      overVectors(labels, predictions, rows, outs, new Float64Array(labels.length), prediction, out);
    }
  };
}

type Compiled = (...columns: never[]) => void;
type VectorLoop = (
  labels: readonly Float64Array[],
  predictions: readonly Float64Array[],
  rows: number,
  out: Float64Array,
  label: Float64Array,
  prediction: Float64Array,
) => void;
type ClassLoop = (
  classes: Float64Array,
  predictions: readonly Float64Array[],
  rows: number,
  out: Float64Array,
  label: Float64Array,
  prediction: Float64Array,
) => void;

type VectorDerivativeLoop = (
  labels: readonly Float64Array[],
  predictions: readonly Float64Array[],
  rows: number,
  outs: readonly Float64Array[],
  label: Float64Array,
  prediction: Float64Array,
  out: Float64Array,
) => void;
type ClassDerivativeLoop = (
  classes: Float64Array,
  predictions: readonly Float64Array[],
  rows: number,
  outs: readonly Float64Array[],
  label: Float64Array,
  prediction: Float64Array,
  out: Float64Array,
) => void;

/** `body` is a function's text from its parameters on. */
function compile(body: string, of: ScalarValue | VarianceValue | VectorValue | VectorDerivative): Compiled {
  loops += 1;
  return new Function("of", `"use strict"; return function loop${loops}${body}`)(of) as Compiled;
}

const COLUMN_LOOP = `(labels, predictions, rows, out) {
  for (let row = 0; row < rows; row++) out[row] = of(labels[row], predictions[row]);
}`;

const VARIANCE_LOOP = `(labels, predictions, variances, rows, out) {
  for (let row = 0; row < rows; row++) out[row] = of(labels[row], predictions[row], variances[row]);
}`;

const VECTOR_LOOP = `(labels, predictions, rows, out, label, prediction) {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < label.length; column++) label[column] = labels[column][row];
    for (let column = 0; column < prediction.length; column++) prediction[column] = predictions[column][row];
    out[row] = of(label, prediction);
  }
}`;

const CLASS_LOOP = `(classes, predictions, rows, out, label, prediction) {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < prediction.length; column++) prediction[column] = predictions[column][row];
    label[classes[row]] = 1;
    out[row] = of(label, prediction);
    label[classes[row]] = 0;
  }
}`;

const VECTOR_DERIVATIVE_LOOP = `(labels, predictions, rows, outs, label, prediction, out) {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < label.length; column++) label[column] = labels[column][row];
    for (let column = 0; column < prediction.length; column++) prediction[column] = predictions[column][row];
    of(label, prediction, out);
    for (let column = 0; column < out.length; column++) outs[column][row] = out[column];
  }
}`;

const CLASS_DERIVATIVE_LOOP = `(classes, predictions, rows, outs, label, prediction, out) {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < prediction.length; column++) prediction[column] = predictions[column][row];
    label[classes[row]] = 1;
    of(label, prediction, out);
    label[classes[row]] = 0;
    for (let column = 0; column < out.length; column++) outs[column][row] = out[column];
  }
}`;
