/** Rows as text and as an array: what is written can be read back bit by bit. */
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RowBlock } from "../../src/report/row-block.ts";
import { csvRows } from "../../src/report/row-csv.ts";
import { rowFormats } from "../../src/report/row-formats.ts";
import { ndjsonRows } from "../../src/report/row-ndjson.ts";
import { npyRows } from "../../src/report/row-npy.ts";
import { readNpy } from "./npy.ts";

/** Columns are longer than the rows, as those of a chunk are. */
function block(
  records: readonly number[],
  numbers: readonly (readonly number[])[],
  texts: readonly (readonly (string | null)[])[] = [],
): RowBlock {
  return {
    rows: records.length,
    records: Float64Array.of(...records, 99),
    numbers: numbers.map((column) => Float64Array.of(...column, 99)),
    texts: texts.map((column) => [...column, "beyond"]),
  };
}

const NAMES = { numbers: ["loss", "gradient", "hessian"], texts: ["id"] };
const BLOCK = block(
  [1, 3],
  [
    [0.1, Infinity],
    [-1e-7, -Infinity],
    [2, Number.NaN],
  ],
  [["a", null]],
);

describe("csv", () => {
  it("has a header, shortest numbers, words for infinities, and nothing for what does not exist", () => {
    const rows = csvRows(NAMES);
    expect(rows.head(null)).toBe("row,loss,gradient,hessian,id\n");
    expect(rows.block(BLOCK)).toBe("1,0.1,-1e-7,2,a\n3,Infinity,-Infinity,,\n");
  });

  it("quotes texts where they need it, and gives a kept column that is called like a number another name", () => {
    const rows = csvRows({ numbers: ["loss"], texts: ["loss", 'a "b"', "row"] });
    expect(rows.head(null)).toBe('row,loss,loss#2,"a ""b""",row#2\n');
    expect(rows.block(block([1], [[0]], [["x,y"], ['"'], ["two\nlines"]]))).toBe(
      '1,0,"x,y","""","two\nlines"\n',
    );
  });

  it("is read back as it was", () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab ,;"\r\n\t\ufeffé') });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double({ noNaN: true }), text), { minLength: 1 }), (rows) => {
        const writer = csvRows({ numbers: ["x"], texts: ["t"] });
        const records = rows.map((_, row) => row + 1);
        const [numbers, texts] = [rows.map(([number]) => number), rows.map(([, value]) => value)];
        const read: string[][] = parse(
          `${writer.head(null)}${writer.block(block(records, [numbers], [texts]))}`,
          {
            bom: false,
          },
        );
        expect(read.slice(1).map(([, , value]) => value)).toEqual(texts);
        expect(read.slice(1).map(([, number]) => Number(number))).toEqual(
          numbers.map((number) => number + 0),
        );
      }),
    );
  });
});

describe("ndjson", () => {
  it("has an object for each row, texts for infinities, and null for what does not exist", () => {
    const rows = ndjsonRows(NAMES);
    expect(rows.head(null)).toBe("");
    expect(rows.block(BLOCK)).toBe(
      '{"row": 1, "loss": 0.1, "gradient": -1e-7, "hessian": 2, "id": "a"}\n' +
        '{"row": 3, "loss": "Infinity", "gradient": "-Infinity", "hessian": null, "id": null}\n',
    );
  });

  it("escapes what JSON asks for", () => {
    const rows = ndjsonRows({ numbers: [], texts: ['a"b'] });
    const [line = ""] = String(rows.block(block([1], [], [['x"\n\u2028']]))).split("\n");
    expect(JSON.parse(line)).toEqual({ row: 1, 'a"b': 'x"\n\u2028' });
  });
});

describe("npy", () => {
  it("has the numbers and nothing else, NaN for what does not exist", () => {
    const rows = npyRows(NAMES);
    const bytes = Buffer.concat(
      [rows.head(2), rows.block(BLOCK)].map((part) => Buffer.from(part as Uint8Array)),
    );
    expect(readNpy(bytes)).toEqual({
      shape: [2, 3],
      rows: [
        [0.1, -1e-7, 2],
        [Infinity, -Infinity, Number.NaN],
      ],
    });
  });

  it("is read back bit by bit, over several blocks", () => {
    const number = fc.double();
    fc.assert(
      fc.property(fc.array(fc.array(fc.tuple(number, number), { minLength: 1 })), (blocks) => {
        const rows = npyRows({ numbers: ["a", "b"], texts: [] });
        const count = blocks.flat().length;
        const parts = blocks.map((pairs) =>
          rows.block(
            block(
              pairs.map((_, row) => row),
              [pairs.map(([a]) => a), pairs.map(([, b]) => b)],
            ),
          ),
        );
        const bytes = Buffer.concat(
          [rows.head(count), ...parts].map((part) => Buffer.from(part as Uint8Array)),
        );
        expect(readNpy(bytes).rows).toEqual(blocks.flat());
      }),
    );
  });

  it("has a head of one size for any count, so that it can be replaced at the end", () => {
    const rows = npyRows({ numbers: Array.from({ length: 2001 }, () => "x"), texts: [] });
    const sizes = [null, 0, 1, Number.MAX_SAFE_INTEGER].map((count) => rows.head(count).length);
    expect(sizes).toEqual([128, 128, 128, 128]);
  });
});

it("only the npy head counts, and only npy has no texts", () => {
  expect(rowFormats.map(({ name, counts, texts }) => [name, counts, texts])).toEqual([
    ["csv", false, true],
    ["ndjson", false, true],
    ["npy", true, false],
  ]);
});
