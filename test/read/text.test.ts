/** Columns that are handed on as they stand. */
import { expect, it } from "vitest";
import { ask, collect, failure, fileWriter, open, readBytes, TEXT } from "./collect.ts";

const a = ask(TEXT, "a");
const write = fileWriter();

it("a text of delimited input is the field without its quotes, also where it is empty", async () => {
  const rows = await readBytes('a,b\n"x, ""y""",1\n,2\n 3.50 ,3\nNA,4\n', a);
  expect(rows.map(({ cells }) => cells[0])).toEqual(['x, "y"', "", " 3.50 ", "NA"]);
});

it("a text of NDJSON is what stands there, and nothing where the record has none", async () => {
  const rows = await readBytes('{"a":"x"}\n{"a":3.50}\n{"a":null}\n{"b":1}\n{"a":true}\n', a);
  expect(rows.map(({ cells }) => cells[0])).toEqual(["x", "3.50", null, null, "true"]);
});

it("texts are those of each row, whatever the chunks and files", async () => {
  const files = [write("1.csv", "a\n1\n2\n3\n"), write("2.csv", "b,a\n0,4\n0,5\n")];
  const rows = await collect(await open(files, undefined, { chunkRows: 2 }), a);
  expect(rows.map(({ cells, texts }) => [...cells, ...texts])).toEqual(
    ["1", "2", "3", "4", "5"].map((text) => [text, text]),
  );
});

it("a text that is not UTF-8 is an error", async () => {
  const bytes = Buffer.from("a,b\n\xe9,1\n", "latin1");
  expect(await failure(readBytes(bytes, a))).toMatch(/^standard input:2: column "a": expected UTF-8/);
});
