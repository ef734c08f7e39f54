/** What the tests of this folder ask a loss by its name on the command line. */
import { createMeasure, parseLoss } from "../../../src/losses/spec.ts";
import type { Outcome, ScalarRow, VectorRow } from "../../../src/losses/types.ts";
import { totalsOf, type WeightedRow } from "../totals.ts";

export function scalarRow(
  text: string,
): Required<Pick<ScalarRow, "value" | "gradient" | "hessian">> & ScalarRow {
  const measure = createMeasure(parseLoss(text));
  if (measure.shape !== "scalar" || measure.row === undefined) throw new Error(`${text} has no scalar row`);
  const { value, gradient, hessian } = measure.row;
  if (gradient === undefined || hessian === undefined) throw new Error(`${text} has no derivatives`);
  return { ...measure.row, value, gradient, hessian };
}

/** The row functions of a vector loss on plain arrays. */
export function vectorRow(text: string) {
  const measure = createMeasure(parseLoss(text));
  if (measure.shape !== "vector" || measure.row === undefined) throw new Error(`${text} has no vector row`);
  const row: VectorRow = measure.row;
  const written =
    (write: VectorRow["gradient"]) =>
    (label: readonly number[], prediction: readonly number[]): number[] => {
      if (write === undefined) throw new Error(`${text} lacks a derivative`);
      const out = new Float64Array(prediction.length);
      write(Float64Array.from(label), Float64Array.from(prediction), out);
      return [...out];
    };
  return {
    value: (label: readonly number[], prediction: readonly number[]) =>
      row.value(Float64Array.from(label), Float64Array.from(prediction)),
    gradient: written(row.gradient),
    hessian: written(row.hessian),
    invalid: (label: readonly number[], prediction: readonly number[]) =>
      row.invalid?.(Float64Array.from(label), Float64Array.from(prediction))?.expected ?? null,
  };
}

/** The report of a few rows. */
export function outcome(text: string, rows: readonly WeightedRow[]): Outcome {
  const measure = createMeasure(parseLoss(text));
  return measure.finish(totalsOf(measure, rows));
}

/** Pairs labels and predictions of one column. */
export function rowsOf(labels: readonly number[], predictions: readonly number[]): WeightedRow[] {
  return labels.map((label, index) => ({ label, prediction: predictions[index]! }));
}
