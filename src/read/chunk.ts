/** What readers yield: a run of records as columns of numbers. Readers differ in speed, never in these. */
import type { Recognised } from "./recognise.ts";
import type { ColumnSample } from "./sample.ts";

/** What stands in a field. Anything but `PRESENT` leaves the number beside it without meaning. */
export const PRESENT = 0;
export const MISSING = 1;
export const NOT_A_NUMBER = 2;
export const INFINITE = 3;
export const UNKNOWN_CLASS = 4;
export type FieldStatus = 0 | 1 | 2 | 3 | 4;

/**
 * How the fields of a column become numbers. Plain data, so that it can be sent to a thread.
 * - `number`: the number grammar; `words` are texts with a number of their own (`true`: 1).
 * - `class`: the class's place among `classes`. With `exact` (`--classes`) a text is a class only if it is its
 *   name; without, `classes` are prediction columns, and a text names the one that it is, or that ends in a
 *   separator and it (`p_cat`: `cat`); then, with `places`, an integer 0 to K-1 is a place.
 * - `positive`: 1 for the text `positive`, 0 for the one other text; a third text is an error.
 * - `key`: a slice's text, dictionary-encoded in order of appearance; empty or absent is "".
 * - `text`: the text itself, for what is handed on as it is: a dictionary of it would grow with the rows.
 */
export type Coding =
  | { readonly kind: "number"; readonly words?: Readonly<Record<string, number>> }
  | {
      readonly kind: "class";
      readonly classes: readonly string[];
      readonly exact: boolean;
      readonly places: boolean;
      /** What messages say before them; "a class of" without. */
      readonly called?: string;
    }
  | { readonly kind: "positive"; readonly positive: string }
  | { readonly kind: "key" }
  | { readonly kind: "text" };

export interface ColumnRequest {
  readonly name: string;
  readonly coding: Coding;
}

export interface NumberColumn {
  readonly kind: "number";
  readonly values: Float64Array;
  /** A `FieldStatus` for each row; null where all are `PRESENT`. */
  readonly status: Uint8Array | null;
}

export interface KeyColumn {
  readonly kind: "key";
  /** Index into `dictionary` for each row. */
  readonly ids: Int32Array;
  /** Grows while reading; one array for all chunks of a `Table`, also across files. */
  readonly dictionary: readonly string[];
}

export interface TextColumn {
  readonly kind: "text";
  /** As `Chunk.text`: the field of each row, null where the record has none. */
  readonly texts: readonly (string | null)[];
}

export type Column = NumberColumn | KeyColumn | TextColumn;

/** Valid until the next chunk is asked for: arrays are reused and may be longer than `rows`. */
export interface Chunk {
  readonly rows: number;
  /** Index into the inputs. */
  readonly file: number;
  /** Number of the first record, from 1, over all inputs. */
  readonly firstRecord: number;
  /** In the order of the requests. */
  readonly columns: readonly Column[];
  /** The line, from 1, on which the record begins. */
  line(row: number): number;
  /** The field as it stands in the file (unquoted), for messages; null if the record has none (NDJSON). */
  text(row: number, column: number): string | null;
  /**
   * The bytes of the record as they stand in the file, without the line end; of delimited text that had to be read by
   * csv-parse, quoted anew. A view, there if the table was opened with `records`.
   */
  record?(row: number): Uint8Array;
}

/** The inputs as one data set: opened, dialect known, header of the first file read. */
export interface Table {
  /** Column names in file order, duplicates as `name#2`, numbers from 1 without a header. NDJSON: leaf paths of the first record. */
  readonly names: readonly string[];
  readonly format: "delimited" | "ndjson";
  /** What each of the inputs begins with. */
  readonly beginnings: readonly Recognised[];
  /**
   * Looks at the columns of the first records, at most `count` of them, without reading them: `chunks` begins with the
   * first record all the same, also of a pipe.
   * @throws LossctlError (input) for a fault in these records.
   */
  sample(count: number): Promise<readonly ColumnSample[]>;
  /** Reads all inputs once. Errors are `LossctlError`s with file and line. */
  chunks(requests: readonly ColumnRequest[]): AsyncIterable<Chunk>;
  /**
   * The inputs as files that can be read in parts, in any order; null where they can't: pipes, compressed data,
   * delimiters of several bytes.
   * @throws LossctlError (input) for a column that is not there.
   */
  parts(requests: readonly ColumnRequest[]): readonly PartedFile[] | null;
  /** Closes what is open, when reading stops early. */
  close(): Promise<void>;
}

/** What is to be known of a file before its parts are read. Plain data, for threads. */
export type PartedFile = DelimitedFile | NdjsonFile;

interface FileOfParts {
  readonly path: string;
  readonly name: string;
  /** Index among the inputs. */
  readonly file: number;
  /** Where its first record begins, and the line on which it does. */
  readonly start: number;
  readonly firstLine: number;
  /** Bytes in all. */
  readonly size: number;
}

export interface DelimitedFile extends FileOfParts {
  readonly format: "delimited";
  readonly delimiter: string;
  /** Fields of a record. */
  readonly width: number;
  /** Place among the fields of each requested column. */
  readonly positions: readonly number[];
}

export interface NdjsonFile extends FileOfParts {
  readonly format: "ndjson";
  /** Leaf paths of the first record. */
  readonly names: readonly string[];
}

/** What the command line states about the inputs; absent means: recognise by content. */
export interface Dialect {
  readonly from?: "csv" | "tsv" | "ndjson";
  readonly delimiter?: string;
  readonly header: boolean;
  readonly decompress?: "gzip" | "zstd" | "brotli" | "none";
}
