/** Which losses have a gradient for each row: those that are a mean over rows and know their derivatives. */
import { usageError } from "../errors.ts";
import type { Admitted } from "../evaluate/admission.ts";
import type { ColumnChoice } from "../evaluate/plan.ts";
import type { LossChoice } from "../losses/spec.ts";
import type { Expects, Measure, ScalarRow, VarianceRow, VectorRow } from "../losses/types.ts";

/** A row loss with a gradient; it may lack the Hessian. One of a prediction and its variance is a vector of these two. */
export type RowWise =
  | { readonly shape: "scalar"; readonly row: ScalarRow & Required<Pick<ScalarRow, "gradient">> }
  | { readonly shape: "vector"; readonly row: VectorRow & Required<Pick<VectorRow, "gradient">> };

/** What has the same best prediction, or comes nearest to it, and is a mean over rows. */
const INSTEAD: Readonly<Record<string, string>> = {
  rmse: "mse",
  rmsle: "msle",
  medae: "mae",
  mape: "mape, without zero=skip",
  wape: "mae",
  r2: "mse",
  "explained-variance": "mse",
  pearson: "mse",
  "max-error": "mse",
  coverage: "quantile-score",
  ece: "brier",
};

/** For the metrics of classes, which count rows or rank them. */
const INSTEAD_OF_METRICS: Partial<Readonly<Record<Expects, string>>> = {
  probability: "log-loss",
  score: "logistic of raw scores, log-loss of probabilities",
  probabilities: "cross-entropy",
  logits: "softmax-cross-entropy",
};

/** The loss to take in place of one that is not row-wise; undefined where there is none. */
export function insteadOf({ definition }: LossChoice): string | undefined {
  return INSTEAD[definition.id] ?? INSTEAD_OF_METRICS[definition.expects];
}

/** @throws LossctlError (usage) for a loss that has no gradient of a row, with the one to take instead. */
export function rowWise(choice: LossChoice, measure: Measure): RowWise {
  if (measure.shape === "scalar" && measure.row?.gradient !== undefined) {
    return { shape: "scalar", row: { ...measure.row, gradient: measure.row.gradient } };
  }
  if (measure.shape === "scalar" && measure.varianceRow !== undefined) {
    return { shape: "vector", row: ofPredictionAndVariance(measure.varianceRow) };
  }
  if (measure.shape === "vector" && measure.row?.gradient !== undefined) {
    return { shape: "vector", row: { ...measure.row, gradient: measure.row.gradient } };
  }
  const instead = insteadOf(choice);
  throw usageError(
    measure.row === undefined
      ? `${choice.key} is not a mean over rows, so that no row has a gradient`
      : `${choice.key} has no gradient`,
    instead === undefined ? undefined : `take ${instead}`,
  );
}

/** Their derivatives side by side. */
function ofPredictionAndVariance(row: VarianceRow): VectorRow & Required<Pick<VectorRow, "gradient">> {
  type Of = VarianceRow["value"];
  const of = (derivative: Of) => (label: Float64Array, columns: Float64Array) =>
    derivative(label[0] as number, columns[0] as number, columns[1] as number);
  const both = (first: Of, second: Of) => {
    const [inPrediction, inVariance] = [of(first), of(second)];
    return (label: Float64Array, columns: Float64Array, out: Float64Array) => {
      out[0] = inPrediction(label, columns);
      out[1] = inVariance(label, columns);
    };
  };
  return {
    value: of(row.value),
    gradient: both(row.gradient, row.varianceGradient),
    hessian: both(row.hessian, row.varianceHessian),
  };
}

/** The columns that a loss has derivatives in: the predictions, then their variance if there is one. */
export function derivativeColumns({ prediction, variance }: Pick<ColumnChoice, "prediction" | "variance">) {
  return variance === null ? prediction : [...prediction, variance];
}

/** Their values, in the same order. */
export function derivativeValues({ prediction, variance }: Pick<Admitted, "prediction" | "variance">) {
  return variance === null ? prediction : [...prediction, variance];
}

/** The numbers of a row: its loss, then the gradient in each of the columns, then the Hessian in each. */
export function numberNames(columns: readonly string[]): string[] {
  if (columns.length === 1) return ["loss", "gradient", "hessian"];
  return ["loss", ...columns.map((name) => `gradient_${name}`), ...columns.map((name) => `hessian_${name}`)];
}
