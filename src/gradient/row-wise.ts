/** Which losses have a gradient for each row: those that are a mean over rows and know their derivatives. */
import { usageError } from "../errors.ts";
import type { LossChoice } from "../losses/spec.ts";
import type { Expects, Measure, ScalarRow, VectorRow } from "../losses/types.ts";

/** A row loss with a gradient; it may lack the Hessian. */
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

/** The numbers of a row: its loss, then each prediction's gradient, then each prediction's Hessian. */
export function numberNames({ prediction }: { readonly prediction: readonly string[] }): string[] {
  if (prediction.length === 1) return ["loss", "gradient", "hessian"];
  return [
    "loss",
    ...prediction.map((name) => `gradient_${name}`),
    ...prediction.map((name) => `hessian_${name}`),
  ];
}
