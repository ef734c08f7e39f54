/** Applies a model to rows of its features. */
import { predictColumn } from "../fit/predictor.ts";
import type { Model } from "../fit/types.ts";
import { type Design, DesignColumns, designOf } from "./design.ts";

export class Predictor {
  readonly design: Design;
  readonly #model: Parameters<typeof predictColumn>[0];
  readonly #columns: DesignColumns;
  #predictions = new Float64Array(0);

  constructor(model: Model) {
    const { intercept, features, coefficients, link } = model;
    this.#model = { intercept, link, coefficients: features.map((name) => coefficients[name] ?? 0) };
    this.design = designOf(model);
    this.#columns = new DesignColumns(this.design);
  }

  /** Of the first `rows` of the sources, as `DesignColumns` has them. On the label's scale; the result is reused. */
  predict(sources: readonly Float64Array[], rows: number): Float64Array {
    if (this.#predictions.length < rows) this.#predictions = new Float64Array(rows);
    predictColumn(this.#model, this.#columns.of(sources, rows), rows, this.#predictions);
    return this.#predictions;
  }
}
