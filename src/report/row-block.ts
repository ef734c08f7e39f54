/** Rows on their way out: what the formats of rows write. */

/** What stands in each row, in this order: its record number, numbers, texts. */
export interface RowNames {
  readonly numbers: readonly string[];
  readonly texts: readonly string[];
}

/** A run of rows, as columns, which may be longer than `rows`. */
export interface RowBlock {
  readonly rows: number;
  /** Number of each row's record, from 1, over all inputs. */
  readonly records: Float64Array;
  /** NaN where there is no number. */
  readonly numbers: readonly Float64Array[];
  /** Null where the record has no such field. */
  readonly texts: readonly (readonly (string | null)[])[];
}
