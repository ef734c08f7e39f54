/**
 * Rows as a NumPy array of binary64, a row for each row and a column for each number (format version 1.0: NEP 1,
 * "A simple file format for NumPy arrays").
 */
import type { RowBlock, RowNames } from "./row-block.ts";
import type { RowWriter } from "./row-formats.ts";

/** Padded with spaces to this size, which any count of rows fits: so the count can be filled in at the end. */
const HEAD_BYTES = 128;
const MAGIC = "\x93NUMPY\x01\x00";

/** Numbers are written as they lie in memory, and the head says so. */
const ORDER = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? "<" : ">";

export function npyRows({ numbers: names }: RowNames): RowWriter {
  const columns = names.length;
  return {
    head(rows) {
      const shape = `(${rows ?? 0}, ${columns})`;
      const text = `{'descr': '${ORDER}f8', 'fortran_order': False, 'shape': ${shape}, }`;
      const length = HEAD_BYTES - MAGIC.length - 2;
      const head = `${MAGIC}${String.fromCharCode(length, 0)}${text.padEnd(length - 1)}\n`;
      return Buffer.from(head, "latin1");
    },
    block({ rows, numbers }: RowBlock) {
      const out = new Float64Array(rows * columns);
      numbers.forEach((column, place) => {
        for (let row = 0; row < rows; row++) out[row * columns + place] = column[row] as number;
      });
      return new Uint8Array(out.buffer);
    },
  };
}
