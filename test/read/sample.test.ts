/** Looking at the first records changes nothing of what is read. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import type { ColumnRequest, Dialect, Table } from "../../src/read/chunk.ts";
import { openTable } from "../../src/read/open.ts";
import { temporaryFolder } from "../cli/process.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const dialect: Dialect = { header: true };
const number = (name: string): ColumnRequest => ({ name, coding: { kind: "number" } });

function pipe(bytes: string | Buffer): Promise<Table> {
  return openTable(["-"], dialect, { stdin: Readable.from([Buffer.from(bytes)]), records: true });
}

async function read(table: Table, names: readonly string[]) {
  const rows: number[][] = [];
  const records: string[] = [];
  for await (const chunk of table.chunks(names.map(number))) {
    for (let row = 0; row < chunk.rows; row++) {
      rows.push(
        chunk.columns.map((column) =>
          column.kind === "number" ? (column.values[row] as number) : Number.NaN,
        ),
      );
      records.push(Buffer.from(chunk.record?.(row) ?? []).toString());
    }
  }
  return { rows, records };
}

describe("a sample", () => {
  test("counts what is present and keeps the first text of each column", async () => {
    const table = await pipe("a,b,c,d\n1,x,NA,inf\n2,3,,1e400\n,y,,\n");
    expect(await table.sample(1000)).toEqual([
      { name: "a", present: 2, text: null },
      { name: "b", present: 3, text: "x" },
      { name: "c", present: 0, text: null },
      { name: "d", present: 2, text: null },
    ]);
  });

  test("ends after as many records as are asked for, newlines in quotes not counted", async () => {
    const table = await pipe('a,b\n1,"two\n\nlines"\n2,3\nx,4\n');
    expect(await table.sample(2)).toEqual([
      { name: "a", present: 2, text: null },
      { name: "b", present: 2, text: "two\n\nlines" },
    ]);
  });

  test.each([
    ["plain", (text: string) => text],
    ["gzip", (text: string) => gzipSync(text)],
  ])("of a pipe leaves all its records to be read: %s", async (_, pack) => {
    const rows = Array.from({ length: 20_000 }, (_unused, row) => `${row},${row / 8}`);
    const table = await pipe(pack(`a,b\n${rows.join("\n")}\n`));
    await table.sample(1000);
    const found = await read(table, ["b", "a"]);
    expect(found.rows).toEqual(rows.map((_unused, row) => [row / 8, row]));
    expect(found.records).toEqual(rows);
  });

  test("goes on in the next file, and takes what a file lacks for missing", async () => {
    const [first, second] = [join(folder.path, "1.csv"), join(folder.path, "2.csv")];
    writeFileSync(first, "a,b\n1,2\n");
    writeFileSync(second, "c;a\nx;text\n");
    const table = await openTable([first, second], dialect, { stdin: Readable.from([]) });
    expect(await table.sample(1000)).toEqual([
      { name: "a", present: 2, text: "text" },
      { name: "b", present: 1, text: null },
    ]);
    await table.close();
  });

  test("of NDJSON sees numbers as numbers and all else as text", async () => {
    const table = await pipe('{"a":1,"b":true,"c":{"d":null}}\n{"a":"2","c":{"d":4}}\n{"a":[1]}\n');
    expect(await table.sample(2)).toEqual([
      { name: "a", present: 2, text: null },
      { name: "b", present: 1, text: "true" },
      { name: "c.d", present: 1, text: null },
    ]);
    expect((await read(table, ["c.d"])).records).toHaveLength(3);
  });

  test("does not mind text that is not UTF-8", async () => {
    const table = await pipe(Buffer.from("a,b\n1,caf\xe9\n", "latin1"));
    expect((await table.sample(1)).map(({ text }) => text)).toEqual([null, "caf\ufffd"]);
  });
});

describe("records", () => {
  test("stand as in the file, without the line end", async () => {
    const table = await pipe('a,"b"\r\n 1 ,"x ""y"""\r\n2,"a\r\nb"\r\n');
    expect((await read(table, ["a"])).records).toEqual([' 1 ,"x ""y"""', '2,"a\r\nb"']);
  });

  test("are quoted anew where csv-parse reads them", async () => {
    const table = await openTable(
      ["-"],
      { header: true, delimiter: "::" },
      {
        stdin: Readable.from([Buffer.from('a::b\n1::"x::y"\n2::"z"\n')]),
        records: true,
      },
    );
    expect((await read(table, ["a"])).records).toEqual(['1::"x::y"', "2::z"]);
  });

  test("of NDJSON keep their spelling, of one shape or of many", async () => {
    const lines = ['{"a":1.50, "b": "\\u00e9"}', '{"b":{}, "a":2}', '{"a":3,"b":1e5 }'];
    const table = await pipe(`${lines.join("\n")}\r\n`);
    expect((await read(table, ["a"])).records).toEqual(lines);
  });
});
