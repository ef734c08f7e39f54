/**
 * What pictures are drawn from, as plain data: counts in bins, samples, runs of rows. Gathered only where a picture is
 * asked for; none of it is part of a report's JSON.
 */
import type { ConfidenceInterval } from "./types.ts";

/**
 * `regression`: one label and one prediction on its scale. `probability`: of one of two classes. `score`: of one of two
 * classes, any number. `classes`: a prediction column for each class. `other`: losses of rows only.
 */
export type PictureKind = "regression" | "probability" | "score" | "classes" | "other";

/** Bin i holds from `start + i * width` to `start + (i + 1) * width`. */
export interface Bins {
  readonly start: number;
  readonly width: number;
  readonly counts: readonly number[];
  /** Rows at minus and plus infinity. */
  readonly below: number;
  readonly above: number;
}

export interface AxisBins {
  readonly start: number;
  readonly width: number;
  readonly bins: number;
}

/** Rows by cell, line by line of y. */
export interface Cells {
  readonly x: AxisBins;
  readonly y: AxisBins;
  readonly counts: readonly number[];
}

/** Distinct pairs of label and prediction: all, or an even sample of them. */
export interface Sample {
  readonly complete: boolean;
  readonly pairs: readonly { readonly first: number; readonly second: number; readonly rows: number }[];
}

/** Weights of positive and of all rows by prediction. */
export interface ScoreBins {
  readonly start: number;
  readonly width: number;
  readonly positive: readonly number[];
  readonly all: readonly number[];
}

/** Of a level of quantile forecasts: how often labels are at or below the forecast. */
export interface LevelShare {
  readonly level: number;
  /** Of its rows. */
  readonly weight: number;
  readonly share: number;
  /** Of `share`; null where there is none. */
  readonly interval: ConfidenceInterval | null;
}

/** Rows from `line` of a file on, and before `line + lines`. */
export interface OrderRun {
  readonly file: number;
  readonly line: number;
  readonly lines: number;
  readonly rows: number;
  readonly weight: number;
  readonly mean: number;
}

export interface Pictures {
  readonly kind: PictureKind;
  /** Which direction of a loss is better, by key. */
  readonly better: Readonly<Record<string, "lower" | "higher" | "zero">>;
  /** Prediction minus label. */
  readonly residuals: Bins | null;
  /** x the label, y the prediction. */
  readonly predictions: Cells | null;
  /** x the prediction, y the residual. */
  readonly residualsByPrediction: Cells | null;
  readonly sample: Sample | null;
  /** Of the prediction; of several classes, of the largest probability, and positive is a right one. */
  readonly scores: ScoreBins | null;
  /** Weights by true, then by predicted class, in the order of the prediction columns. */
  readonly confusion: readonly (readonly number[])[] | null;
  /** By level; null of other predictions, and of too many levels. */
  readonly levels: readonly LevelShare[] | null;
  /** The loss that each row has, by its key: how large it is, and along the files. */
  readonly loss: {
    readonly key: string;
    readonly sizes: Bins | null;
    readonly order: readonly OrderRun[];
  } | null;
}
