import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { MISSING } from "../../src/read/chunk.ts";
import { ask, failure, KEY, NUMBER, open, readBytes } from "./collect.ts";

const a = ask(KEY, "a");
const fail = (content: string | Uint8Array, requests = a) => failure(readBytes(content, requests));

async function column(content: string, dialect = { header: true }): Promise<unknown[]> {
  return (await readBytes(content, a, dialect)).map(({ cells }) => cells[0]);
}

async function names(content: string, dialect = { header: true }): Promise<readonly string[]> {
  return (await open("-", dialect, { stdin: Readable.from([Buffer.from(content)]) })).names;
}

describe("the header", () => {
  it("may have a byte order mark, quotes, newlines and duplicates", async () => {
    expect(await names('\ufeff"a","b\n""c""",a\r\n1,2,3\r\n')).toEqual(["a", 'b\n"c"', "a#2"]);
    expect(await names("a,b")).toEqual(["a", "b"]);
  });

  it("is the first record without one: columns are numbers from 1", async () => {
    expect(await names("x;y;z\n1;2;3\n", { header: false })).toEqual(["1", "2", "3"]);
    const rows = await readBytes('"x\ny",1\nz,2\n', ask(KEY, "1"), { header: false });
    expect(rows.map(({ cells, line }) => [cells[0], line])).toEqual([
      ["x\ny", 1],
      ["z", 3],
    ]);
  });

  it("alone is a table without rows", async () => {
    expect(await column("a,b\n")).toEqual([]);
    expect(await column("a,b")).toEqual([]);
    expect(await column("a,b\r\n\r\n")).toEqual([]);
  });
});

describe("lines", () => {
  it("end in CR LF or LF, mixed, the last also in nothing", async () => {
    expect(await column("a,b\r\n1,2\n3,4\r\n5,6")).toEqual(["1", "3", "5"]);
  });

  it("may be blank at the end and nowhere else", async () => {
    expect(await column("a,b\n1,2\n\n \t\n\r\n")).toEqual(["1"]);
    expect(await fail("a,b\n1,2\n\n3,4\n")).toBe(
      "standard input:3: expected 2 fields as in the header, found a blank line",
    );
    expect(await fail("\na,b\n1,2\n")).toBe("standard input:1: expected the header, found a blank line");
  });

  it("that are blank in a single column are empty fields, save at the end", async () => {
    const rows = await readBytes('a\n1\n\n \n2\n""\n\n', ask(NUMBER, "a"));
    expect(rows.map(({ cells, line }) => [cells[0], line])).toEqual([
      [1, 2],
      [{ status: MISSING }, 3],
      [{ status: MISSING }, 4],
      [2, 5],
      [{ status: MISSING }, 6],
    ]);
    expect(await column('a\n1\n""')).toEqual(["1", ""]);
    expect(await column("a\n1\n  ")).toEqual(["1"]);
  });

  it("are counted through quoted newlines of either kind", async () => {
    const rows = await readBytes('a,b\n"1\r\n2\n\n3",x\r\n4,"\n"\n5,y\n', a);
    expect(rows.map(({ line }) => line)).toEqual([2, 6, 8]);
  });
});

describe("each record has the header's field count", () => {
  it.each([
    ["a,b,c,d\n1,2,3,4\n1,2,3\n", "standard input:3: expected 4 fields as in the header, found 3"],
    ["a,b\n1,2,3\n", "standard input:2: expected 2 fields as in the header, found 3"],
    ['a,b\n"1\n\n",2\n3\n', "standard input:5: expected 2 fields as in the header, found 1"],
    ["a\n1,2\n", "standard input:2: expected 1 field as in the header, found 2"],
  ])("%j: %s", async (content, message) => {
    expect(await fail(content)).toBe(message);
  });

  it("or the first record's without a header", async () => {
    expect(await failure(readBytes("1,2\n3\n", ask(KEY, "1"), { header: false }))).toBe(
      "standard input:2: expected 2 fields as in the first record, found 1",
    );
  });
});

describe("quotes that are not RFC 4180", () => {
  const QUOTING = " (quotes stand around a whole field, those in it are doubled)";

  it.each([
    ['a,b\n1,2\n3,x"y\n', `standard input:3: found a quote inside a field${QUOTING}`],
    ['a,b\n1,x""y\n', `standard input:2: found a quote inside a field${QUOTING}`],
    ['a,b\n1, "2"\n', `standard input:2: found a quote inside a field${QUOTING}`],
    [
      'a,b\n1,2\n"3"x,4\n',
      `standard input:3: expected a delimiter or the end of the line after a closing quote${QUOTING}`,
    ],
    [
      'a,b\n"3" ,4\n',
      `standard input:2: expected a delimiter or the end of the line after a closing quote${QUOTING}`,
    ],
    ['a,b\n1,2\n"3\n\n4,5\n', "standard input:3: expected a closing quote, found the end of the input"],
    ['a,b\n1,"2', "standard input:2: expected a closing quote, found the end of the input"],
    ['a,"b\n1,2\n', "standard input:1: expected a closing quote, found the end of the input"],
    ['a,b"c\n1,2\n', `standard input:1: found a quote inside a field${QUOTING}`],
  ])("%j: %s", async (content, message) => {
    for (const blockBytes of [1, 7, 1000]) {
      expect(await failure(readBytes(content, a, undefined, { blockBytes }))).toBe(message);
    }
  });
});

it("the first fault of a file is the one that is reported, whatever the blocks", async () => {
  const content = 'a,b\n1,2\n3\n4,x"y\n"5\n';
  for (const blockBytes of [1, 7, 1000]) {
    expect(await failure(readBytes(content, a, undefined, { blockBytes }))).toBe(
      "standard input:3: expected 2 fields as in the header, found 1",
    );
  }
});

it("the rows before a fault are handed out before it", async () => {
  const table = await open(
    "-",
    { header: true },
    { stdin: Readable.from([Buffer.from("a,b\n1,2\n3,4\n5\n")]) },
  );
  const lines: number[] = [];
  const reading = (async () => {
    for await (const chunk of table.chunks(a)) {
      for (let row = 0; row < chunk.rows; row++) lines.push(chunk.line(row));
    }
  })();
  expect(await failure(reading)).toMatch(/:4: /);
  expect(lines).toEqual([2, 3]);
});

describe("bytes that are not UTF-8", () => {
  const latin1 = Buffer.from("a,b,c\n1,x,2\n3,caf\xe9,4\n", "latin1");

  it("are an error in a column whose text is used", async () => {
    expect(await fail(latin1, ask(KEY, "b"))).toBe(
      'standard input:3: column "b": expected UTF-8, found other bytes in "caf\ufffd" (convert the file: iconv -f WINDOWS-1252 -t UTF-8)',
    );
  });

  it("do not matter elsewhere", async () => {
    expect((await readBytes(latin1, ask(NUMBER, "a", "c"))).map(({ cells }) => cells)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});

it("a third label beside the positive one and another names line and texts, over all files", async () => {
  const positive = [{ name: "a", coding: { kind: "positive", positive: "yes" } as const }];
  expect(await fail("a,b\nyes,1\n,2\nno,3\nmaybe,4\n", positive)).toBe(
    'standard input:5: column "a": expected "yes" or "no", found "maybe" (--positive "yes" leaves room for one other label)',
  );
});

it("an ambiguous class names its line and the columns it could be", async () => {
  const coding = { kind: "class", classes: ["a_cat", "b_cat"], exact: false, places: true } as const;
  expect(await fail("a,b\ncat,1\n", [{ name: "a", coding }])).toBe(
    'standard input:2: column "a": "cat" could be "a_cat" and "b_cat" (--classes a,b,c names the classes)',
  );
});
