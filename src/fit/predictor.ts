/** What a model says of rows, on the label's scale: the same bits in `fit` and in `predict`. */
import { sigmoid } from "../losses/sigmoid.ts";
import type { Link } from "./types.ts";

/**
 * Writes intercept + Σ c x, added in the order of the features, then through the link's inverse, to `out` for the
 * first `rows` of the features.
 */
export function predictColumn(
  model: { readonly intercept: number; readonly coefficients: ArrayLike<number>; readonly link: Link },
  features: readonly Float64Array[],
  rows: number,
  out: Float64Array,
): void {
  out.fill(model.intercept, 0, rows);
  for (const [place, feature] of features.entries()) {
    const coefficient = model.coefficients[place]!;
    for (let row = 0; row < rows; row++) out[row]! += coefficient * feature[row]!;
  }
  if (model.link === "logit") for (let row = 0; row < rows; row++) out[row] = sigmoid(out[row]!);
  else if (model.link === "log") for (let row = 0; row < rows; row++) out[row] = Math.exp(out[row]!);
}
