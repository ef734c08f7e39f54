/**
 * How rows are folded. An accumulator never sees a loss: it is handed columns of numbers. All are exact or keep
 * their values, so results do not depend on the order of rows, on chunks, or on how parts are merged.
 */

/** The columns of one term for a run of rows, each at least as long as the run. Weights are above 0; null: all 1. */
export interface FoldColumns {
  /** The term's row value (`sum`, `maximum`, `count`, `median`), first factor (`product`, `pair`), prediction (`ranking`, `bins`). */
  readonly first: Float64Array;
  /** Second factor (`product`, `pair`), label (`ranking`, `bins`); else null. */
  readonly second: Float64Array | null;
  /** Bin of the row (`bins`), whole numbers; third factor (`product`); else null. */
  readonly third: Float64Array | null;
  /** Fourth factor (`product`); else null or absent. */
  readonly fourth?: Float64Array | null;
  readonly weights: Float64Array | null;
}

/** Where the rows of a run stand: index of the file, and the line of a row, asked for rarely. Lines ascend. */
export interface RowPlaces {
  readonly file: number;
  line(row: number): number;
  /** What is shown of a row besides: texts of its fields, null for one that it does not have. */
  fields?(row: number): readonly (string | null)[];
}

/** Rows to fold, all with a weight above 0. The columns belong to the terms, by index, and share the weights. */
export interface Batch {
  readonly rows: number;
  readonly columns: readonly FoldColumns[];
  readonly places: RowPlaces;
}

/** The place of a row, ordered by file, then line. Not part of any value. */
export interface RowPlace {
  readonly file: number;
  readonly line: number;
}

/** Plain data that survives JSON bit by bit. `version` is that of the kind's state. */
export interface AccumulatorState {
  readonly kind: string;
  readonly version: number;
  readonly [field: string]: unknown;
}

/** Laws (tested for every kind): empty is identity, merge is associative and commutative, states round-trip. */
export interface Accumulator {
  readonly kind: string;
  /** Folds rows `from` (inclusive) to `to` (exclusive) of the columns. */
  add(columns: FoldColumns, from: number, to: number, places: RowPlaces): void;
  /** Folds in what `other`, of the same kind and parameters, has seen. `other` is left as it is. */
  merge(other: Accumulator): void;
  state(): AccumulatorState;
}
