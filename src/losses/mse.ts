import { REAL, residualLoss, vectorLoss } from "./build.ts";
import type { Definition, ScalarMeasure, VectorMeasure, VectorRow } from "./types.ts";

/**
 * Mean squared error: the loss whose best constant is the mean; large errors dominate.
 *
 * Formula     (p - y)²; a row of K columns costs their mean
 * Domain      any label, any prediction
 * Traits      strongly convex, smooth, no Lipschitz bound
 * Convention  no factor 1/2, so that its root is the RMSE (gradient 2r); half of it is `huber` with a large delta
 * Reference   Gauss, Theoria combinationis observationum (1823)
 * Example     y = 3, p = 1 costs 4
 */
export const mse: Definition = Object.freeze<Definition>({
  id: "mse",
  aliases: ["squared-error", "l2", "mean-squared-error"],
  title: "mean squared error",
  task: "regression",
  expects: "value",
  formula: "(p − y)²",
  gradient: "2r",
  hessian: "2",
  convention: "no factor 1/2; for several columns the mean over rows and columns",
  reference: "Gauss, Theoria combinationis observationum (1823)",
  equivalents: {
    sklearn: "mean_squared_error",
    torch: "MSELoss",
    keras: "MeanSquaredError",
    xgboost: "reg:squarederror (half of it)",
    lightgbm: "l2; the objective regression is half of it",
  },
  parameters: [],
  traits: () => ({ convexity: "strong", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: true }),
  example: { label: 3, prediction: 1, value: 4 },
  create: squaredError,
  createVector: squaredErrors,
});

export function squaredError(): ScalarMeasure {
  return residualLoss("mse", {
    value: (residual) => residual * residual,
    valueIs: "square",
    gradient: (residual) => 2 * residual,
    hessian: () => 2,
  });
}

/** Of K columns: the mean of their squared errors. */
export function squaredErrors(): VectorMeasure {
  return vectorLoss("mse", { label: { kind: "vector", interval: REAL }, prediction: REAL }, meanOfSquares, 1);
}

const meanOfSquares: VectorRow = {
  value(label, prediction) {
    const columns = prediction.length;
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      const residual = prediction[column]! - label[column]!;
      sum += residual * residual;
    }
    return sum === Infinity ? dividedFirst(label, prediction) : sum / columns;
  },
  gradient(label, prediction, out) {
    const columns = prediction.length;
    for (let column = 0; column < columns; column++) {
      const residual = prediction[column]! - label[column]!;
      out[column] = Number.isFinite(residual)
        ? 2 * (residual / columns)
        : 4 * ((prediction[column]! / 2 - label[column]! / 2) / columns);
    }
  },
  hessian(_label, prediction, out) {
    out.fill(2 / prediction.length);
  },
};

/** The mean of squares where their sum is beyond the range of numbers and the mean may not be. */
function dividedFirst(label: Float64Array, prediction: Float64Array): number {
  const columns = prediction.length;
  let mean = 0;
  for (let column = 0; column < columns; column++) {
    const residual = prediction[column]! - label[column]!;
    mean += (residual / columns) * residual;
  }
  return mean;
}
