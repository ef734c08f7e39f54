/** Parts of chunks: some of the columns, some of the rows. Nothing is copied. */
import type { Chunk, Column } from "../read/chunk.ts";

/** The columns at these places, in this order. Valid as long as the chunk. */
export function viewOf(chunk: Chunk, places: readonly number[]): Chunk {
  return {
    rows: chunk.rows,
    file: chunk.file,
    firstRecord: chunk.firstRecord,
    columns: places.map((place) => chunk.columns[place] as Column),
    line: (row) => chunk.line(row),
    text: (row, column) => chunk.text(row, places[column] as number),
  };
}

/** Rows `from` (inclusive) to `to` (exclusive). Valid as long as the chunk. */
export function rowsOf(chunk: Chunk, from: number, to: number): Chunk {
  if (from === 0 && to === chunk.rows) return chunk;
  return {
    rows: to - from,
    file: chunk.file,
    firstRecord: chunk.firstRecord + from,
    columns: chunk.columns.map((column) => {
      if (column.kind === "key") return { ...column, ids: column.ids.subarray(from, to) };
      if (column.kind === "text") return { ...column, texts: column.texts.slice(from, to) };
      const { values, status } = column;
      return {
        kind: "number",
        values: values.subarray(from, to),
        status: status === null ? null : status.subarray(from, to),
      };
    }),
    line: (row) => chunk.line(from + row),
    text: (row, column) => chunk.text(from + row, column),
  };
}
