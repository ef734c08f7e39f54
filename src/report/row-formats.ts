/** The formats of rows, which are written a block at a time. Each is loaded only when it is asked for. */
import type { RowBlock, RowNames } from "./row-block.ts";

/** Writes the rows of one document. */
export interface RowWriter {
  /** What stands before the first row; `rows` is how many there will be, null where it is not yet known. */
  head(rows: number | null): string | Uint8Array;
  block(block: RowBlock): string | Uint8Array;
}

export interface RowFormat {
  readonly name: "csv" | "ndjson" | "npy";
  /** Ending of `-o` that chooses it, in small letters. */
  readonly ending: string;
  /** Whether the head states the number of rows. Its size does not depend on it, so that it can be replaced. */
  readonly counts: boolean;
  /** Whether it holds texts too; else neither they nor record numbers are written. */
  readonly texts: boolean;
  create(names: RowNames): Promise<RowWriter>;
}

export const rowFormats: readonly RowFormat[] = [
  {
    name: "csv",
    ending: ".csv",
    counts: false,
    texts: true,
    create: async (names) => (await import("./row-csv.ts")).csvRows(names),
  },
  {
    name: "ndjson",
    ending: ".ndjson",
    counts: false,
    texts: true,
    create: async (names) => (await import("./row-ndjson.ts")).ndjsonRows(names),
  },
  {
    name: "npy",
    ending: ".npy",
    counts: true,
    texts: false,
    create: async (names) => (await import("./row-npy.ts")).npyRows(names),
  },
];
