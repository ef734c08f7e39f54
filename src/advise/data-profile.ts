/** Label and prediction columns seen in one pass: each for itself, and row by row together. */
import { ExactSum } from "../accumulate/exact-sum.ts";
import { Rational } from "../accumulate/rational.ts";
import { type Chunk, type NumberColumn, PRESENT } from "../read/chunk.ts";
import { type ColumnFacts, ColumnProfile } from "./column-profile.ts";

/** What the label columns stand for: a number, the place of a class, a column for each prediction, or nothing. */
export type LabelForm = "number" | "class" | "columns";

export interface DataFacts {
  readonly rows: number;
  /** Rows in which all labels and predictions are numbers. */
  readonly complete: number;
  readonly labelForm: LabelForm;
  readonly label: ColumnFacts;
  /** Number of prediction columns, and what is seen of all of them together. */
  readonly predictions: number;
  /** Of forecasts of quantiles, one for each prediction column, else null. */
  readonly levels: readonly number[] | null;
  readonly prediction: ColumnFacts;
  /** Of one prediction; null without a complete row. */
  readonly errors: ErrorFacts | null;
  /** Of several predictions; null without a complete row. */
  readonly sums: SumFacts | null;
}

export interface ErrorFacts {
  readonly rmse: number;
  readonly mae: number;
  /** Rows with label 1 and prediction 0, or the other way round. */
  readonly certainAndWrong: number;
}

/** Largest deviations of a row from what probabilities add up to. */
export interface SumFacts {
  /** |Σp − 1| */
  readonly predictions: number;
  /** |Σe^p − 1| */
  readonly exponentials: number;
  /** |Σy − 1| of label columns; 0 for a class. */
  readonly labels: number;
  /** Rows whose class has a prediction of 0. */
  readonly certainAndWrong: number;
}

export class DataProfile {
  readonly #form: LabelForm;
  readonly #labels: number;
  readonly #predictions: number;
  readonly #levels: readonly number[] | null;
  #rows = 0;
  #complete = 0;
  readonly #label = new ColumnProfile();
  readonly #prediction = new ColumnProfile();
  readonly #squares = new ExactSum();
  readonly #sizes = new ExactSum();
  #certainAndWrong = 0;
  #predictionSum = 0;
  #exponentialSum = 0;
  #labelSum = 0;

  /** Chunks have so many label columns, then so many prediction columns. */
  constructor(form: LabelForm, labels: number, predictions: number, levels: readonly number[] | null = null) {
    this.#form = form;
    this.#levels = levels;
    this.#labels = labels;
    this.#predictions = predictions;
  }

  add(chunk: Chunk): void {
    const { rows } = chunk;
    const columns = chunk.columns.filter((column): column is NumberColumn => column.kind === "number");
    columns.forEach((column, index) => {
      const profile = index < this.#labels ? this.#label : this.#prediction;
      profile.add(column, rows, (row) => chunk.text(row, index));
    });
    this.#rows += rows;
    const some = columns.filter(({ status }) => status !== null);
    const labels = columns.slice(0, this.#labels).map(({ values }) => values);
    const predictions = columns.slice(this.#labels).map(({ values }) => values);
    for (let row = 0; row < rows; row++) {
      if (some.some(({ status }) => status?.[row] !== PRESENT)) continue;
      this.#complete++;
      if (this.#predictions === 1) this.#addError(labels[0]?.[row] ?? 0, predictions[0]?.[row] as number);
      else this.#addSums(labels, predictions, row);
    }
  }

  #addError(label: number, prediction: number): void {
    const residual = prediction - label;
    this.#squares.addProduct(residual, residual);
    this.#sizes.add(Math.abs(residual));
    if ((label === 1 && prediction === 0) || (label === 0 && prediction === 1)) this.#certainAndWrong++;
  }

  #addSums(labels: readonly Float64Array[], predictions: readonly Float64Array[], row: number): void {
    let sum = 0;
    let exponentials = 0;
    for (const column of predictions) {
      const value = column[row] as number;
      sum += value;
      exponentials += Math.exp(value);
    }
    this.#predictionSum = Math.max(this.#predictionSum, Math.abs(sum - 1));
    this.#exponentialSum = Math.max(this.#exponentialSum, Math.abs(exponentials - 1));
    if (this.#form === "class") {
      const place = labels[0]?.[row] ?? -1;
      if (predictions[place]?.[row] === 0) this.#certainAndWrong++;
      return;
    }
    let labelSum = 0;
    let impossible = false;
    labels.forEach((column, index) => {
      labelSum += column[row] as number;
      impossible ||= (column[row] as number) > 0 && predictions[index]?.[row] === 0;
    });
    this.#labelSum = Math.max(this.#labelSum, Math.abs(labelSum - 1));
    if (impossible) this.#certainAndWrong++;
  }

  /** `other`, of the same columns, stays as it is. */
  merge(other: DataProfile): void {
    this.#rows += other.#rows;
    this.#complete += other.#complete;
    this.#label.merge(other.#label);
    this.#prediction.merge(other.#prediction);
    this.#squares.merge(other.#squares);
    this.#sizes.merge(other.#sizes);
    this.#certainAndWrong += other.#certainAndWrong;
    this.#predictionSum = Math.max(this.#predictionSum, other.#predictionSum);
    this.#exponentialSum = Math.max(this.#exponentialSum, other.#exponentialSum);
    this.#labelSum = Math.max(this.#labelSum, other.#labelSum);
  }

  facts(): DataFacts {
    const complete = Rational.fromNumber(this.#complete);
    const single = this.#predictions === 1;
    const none = this.#complete === 0;
    return {
      rows: this.#rows,
      complete: this.#complete,
      labelForm: this.#form,
      label: this.#label.facts(),
      predictions: this.#predictions,
      levels: this.#levels,
      prediction: this.#prediction.facts(),
      errors:
        none || !single
          ? null
          : {
              rmse: this.#squares.exact().over(complete).sqrt(),
              mae: this.#sizes.exact().over(complete).toNumber(),
              certainAndWrong: this.#certainAndWrong,
            },
      sums:
        none || single
          ? null
          : {
              predictions: this.#predictionSum,
              exponentials: this.#exponentialSum,
              labels: this.#labelSum,
              certainAndWrong: this.#certainAndWrong,
            },
    };
  }
}
