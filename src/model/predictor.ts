/** Applies a model to rows of its features. */
import type { Link, Model } from "../fit/types.ts";
import { sigmoid } from "../losses/sigmoid.ts";
import { type Design, DesignColumns, designOf } from "./design.ts";

const INVERSES: Readonly<Record<Link, (z: number) => number>> = {
  identity: (z) => z,
  logit: sigmoid,
  log: Math.exp,
};

export class Predictor {
  readonly design: Design;
  readonly #model: Model;
  readonly #columns: DesignColumns;
  #predictions = new Float64Array(0);

  constructor(model: Model) {
    this.#model = model;
    this.design = designOf(model);
    this.#columns = new DesignColumns(this.design);
  }

  /**
   * The predictions of rows, on the label's scale: a number, a probability, a mean. The intercept first, then the
   * products in the order of the features. `sources` as in `DesignColumns`; the result is reused.
   */
  predict(sources: readonly Float64Array[], rows: number): Float64Array {
    const { intercept, coefficients, features, link } = this.#model;
    if (this.#predictions.length < rows) this.#predictions = new Float64Array(rows);
    const predictions = this.#predictions;
    predictions.fill(intercept, 0, rows);
    for (const [place, column] of this.#columns.of(sources, rows).entries()) {
      const coefficient = coefficients[features[place] ?? ""] ?? 0;
      for (let row = 0; row < rows; row++) {
        predictions[row] = (predictions[row] as number) + coefficient * (column[row] as number);
      }
    }
    if (link === "identity") return predictions;
    const inverse = INVERSES[link];
    for (let row = 0; row < rows; row++) predictions[row] = inverse(predictions[row] as number);
    return predictions;
  }
}
