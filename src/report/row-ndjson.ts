/** Rows as NDJSON: an object for each row. */
import { lineNames } from "./lines.ts";
import type { RowBlock, RowNames } from "./row-block.ts";
import type { RowWriter } from "./row-formats.ts";

/** The fields of the CSV; what does not exist is null, an infinite number the text "Infinity", a text a string. */
export function ndjsonRows(names: RowNames): RowWriter {
  const keys = lineNames(["row", ...names.numbers], names.texts).map((name) => `${JSON.stringify(name)}: `);
  const [first = "", ...others] = keys;
  const numberKeys = others.slice(0, names.numbers.length).map((key) => `, ${key}`);
  const textKeys = others.slice(names.numbers.length).map((key) => `, ${key}`);
  return {
    head: () => "",
    block: ({ rows, records, numbers, texts }: RowBlock) => {
      let out = "";
      for (let row = 0; row < rows; row++) {
        out += `{${first}${records[row]}`;
        for (let place = 0; place < numbers.length; place++) {
          out += numberKeys[place] as string;
          const value = (numbers[place] as Float64Array)[row] as number;
          if (Number.isFinite(value)) out += value;
          else out += Number.isNaN(value) ? "null" : `"${value}"`;
        }
        for (let place = 0; place < texts.length; place++) {
          out += textKeys[place] as string;
          out += JSON.stringify(texts[place]?.[row] ?? null);
        }
        out += "}\n";
      }
      return out;
    },
  };
}
