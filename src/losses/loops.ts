/**
 * Loops over a chunk, one for each loss. A shared loop that calls "the" loss is slow as soon as several losses have
 * gone through it: the engine then no longer inlines the call (5 to 22 ns a row against 1 to 4). It keeps what it has
 * learnt of a function, compiled code too, by the function's source text, so a copy of the loop helps only if its text
 * is unique. Each text here is made of constants and counts; nothing that a user wrote is ever in it.
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

/** Losses and the loop that computes them all. */
export interface Shared<Loss, Loop> {
  readonly of: readonly Loss[];
  readonly loop: Loop;
}

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
export function sharedLoops(losses: readonly ScalarValue[]): Shared<ScalarValue, SharedLoop>[] {
  const count = Math.ceil(losses.length / MOST_SHARED);
  return Array.from({ length: count }, (_, place) => {
    const of = losses.filter((_, index) => index % count === place);
    return { of, loop: compileShared(of) };
  });
}

function compileShared(losses: readonly ScalarValue[]): SharedLoop {
  loops += 1;
  const text = `"use strict"; return function loop${loops}(labels, predictions, rows, outs) {
  const ${names("out", losses.length)} = outs;
  for (let row = 0; row < rows; row++) {
    const label = labels[row], prediction = predictions[row];
    ${each(losses.length, (index) => `out${index}[row] = of${index}(label, prediction);`)}
  }
}`;
  return new Function(...losses.map((_, index) => `of${index}`), text)(...losses) as SharedLoop;
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
    const shared = sharedRowLoop([of]);
    loop = (labels, predictions, rows, out) => shared(labels, predictions, rows, [out]);
    rowLoops.set(of, loop);
  }
  return loop;
}

/** Writes a column for each of several vector losses; labels as of `RowLoop`. */
export type SharedRowLoop = (
  labels: readonly Float64Array[] | Float64Array,
  predictions: readonly Float64Array[],
  rows: number,
  outs: readonly Float64Array[],
) => void;

/** As `sharedLoops`: a row of columns is put together once for them. */
export function sharedRowLoops(losses: readonly VectorValue[]): Shared<VectorValue, SharedRowLoop>[] {
  const count = Math.ceil(losses.length / MOST_SHARED);
  return Array.from({ length: count }, (_, place) => {
    const of = losses.filter((_, index) => index % count === place);
    return { of, loop: sharedRowLoop(of) };
  });
}

function sharedRowLoop(losses: readonly VectorValue[]): SharedRowLoop {
  /** By the numbers of columns, of which there is one in a run. */
  const compiled = new Map<string, CompiledRows>();
  return (labels, predictions, rows, outs) => {
    const classes = labels instanceof Float64Array;
    const key = `${classes ? "class" : labels.length} ${predictions.length}`;
    let loop = compiled.get(key);
    if (loop === undefined) {
      loop = compileRows(losses, classes ? null : labels.length, predictions.length);
      compiled.set(key, loop);
    }
    const width = predictions.length;
    loop(
      labels,
      predictions,
      rows,
      outs,
      new Float64Array(classes ? width : labels.length),
      new Float64Array(width),
    );
  };
}

type CompiledRows = (
  labels: readonly Float64Array[] | Float64Array,
  predictions: readonly Float64Array[],
  rows: number,
  outs: readonly Float64Array[],
  label: Float64Array,
  prediction: Float64Array,
) => void;

/** `labelWidth` is null for a column of class indexes. */
function compileRows(losses: readonly VectorValue[], labelWidth: number | null, width: number): CompiledRows {
  loops += 1;
  const text = `"use strict"; return function loop${loops}(labels, predictions, rows, outs, label, prediction) {
  const ${names("out", losses.length)} = outs;
  ${labelWidth === null ? "" : taken("label", labelWidth)}
  ${taken("prediction", width)}
  for (let row = 0; row < rows; row++) {
    ${labelWidth === null ? "label[labels[row]] = 1;" : moved("label", labelWidth)}
    ${moved("prediction", width)}
    ${each(losses.length, (index) => `out${index}[row] = of${index}(label, prediction);`)}
    ${labelWidth === null ? "label[labels[row]] = 0;" : ""}
  }
}`;
  return new Function(...losses.map((_, index) => `of${index}`), text)(...losses) as CompiledRows;
}

/** More columns than these are moved by a loop. */
const MOST_UNROLLED = 32;

function each(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join("\n    ");
}

/** `[name0, name1]` */
function names(name: string, count: number): string {
  return `[${Array.from({ length: count }, (_, index) => name + index).join(", ")}]`;
}

function taken(role: "label" | "prediction", width: number): string {
  return width > MOST_UNROLLED ? "" : `const ${names(role, width)} = ${role}s;`;
}

/** Puts a row's numbers into the array that the losses are given. */
function moved(role: "label" | "prediction", width: number): string {
  if (width <= MOST_UNROLLED) return each(width, (column) => `${role}[${column}] = ${role}${column}[row];`);
  return `for (let column = 0; column < ${width}; column++) ${role}[column] = ${role}s[column][row];`;
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
function compile(body: string, of: ScalarValue | VarianceValue | VectorDerivative): Compiled {
  loops += 1;
  return new Function("of", `"use strict"; return function loop${loops}${body}`)(of) as Compiled;
}

const COLUMN_LOOP = `(labels, predictions, rows, out) {
  for (let row = 0; row < rows; row++) out[row] = of(labels[row], predictions[row]);
}`;

const VARIANCE_LOOP = `(labels, predictions, variances, rows, out) {
  for (let row = 0; row < rows; row++) out[row] = of(labels[row], predictions[row], variances[row]);
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
