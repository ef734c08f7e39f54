/** Rows as CSV: `row`, the numbers, the texts. */
import { lineNames } from "./lines.ts";
import type { RowBlock, RowNames } from "./row-block.ts";
import type { RowWriter } from "./row-formats.ts";

/** RFC 4180 with LF; numbers are shortest round-trip, infinite ones words, what does not exist an empty field. */
export function csvRows(names: RowNames): RowWriter {
  const header = lineNames(["row", ...names.numbers], names.texts)
    .map((name) => csvField(name))
    .join(",");
  return {
    head: () => `${header}\n`,
    block: ({ rows, records, numbers, texts }: RowBlock) => {
      let out = "";
      for (let row = 0; row < rows; row++) {
        out += records[row];
        for (const column of numbers) {
          const value = column[row] as number;
          out += Number.isNaN(value) ? "," : `,${value}`;
        }
        for (const column of texts) out += `,${csvField(column[row] ?? "")}`;
        out += "\n";
      }
      return out;
    },
  };
}

/** A lone CR ends a line for many readers, and a leading BOM is not text: quotes keep both in the field. */
const QUOTED = /["\r\n\uFEFF]/;

/** A field as RFC 4180 has it, with another delimiter if need be. */
export function csvField(text: string, delimiter = ","): string {
  return QUOTED.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
}
