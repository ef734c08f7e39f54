import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Coding, INFINITE, MISSING, NOT_A_NUMBER, UNKNOWN_CLASS } from "../../src/read/chunk.ts";
import { ask, failure, KEY, NUMBER, open, readBytes } from "./collect.ts";

const lines = (...records: string[]) => `${records.join("\n")}\n`;

async function column(content: string, coding: Coding, name = "a"): Promise<unknown[]> {
  return (await readBytes(content, ask(coding, name))).map(({ cells }) => cells[0]);
}

async function names(content: string): Promise<readonly string[]> {
  const table = await open("-", undefined, { stdin: Readable.from([Buffer.from(content)]) });
  expect(table.format).toBe("ndjson");
  return table.names;
}

describe("names are the leaf paths of the first record", () => {
  it("in order, arrays by index, after a byte order mark and white space", async () => {
    const record = '{"id":1,"p":[0.1,{"q":2}],"cover":{"a":{"b":null},"c":true},"empty":{},"d.e":"x"}';
    expect(await names(`\ufeff\n \r\n${record}\n`)).toEqual([
      "id",
      "p.0",
      "p.1.q",
      "cover.a.b",
      "cover.c",
      "d.e",
    ]);
  });

  it("a key with a dot goes before a path", async () => {
    const content = lines('{"a":{"b":1},"a.b":2}', '{"a":{"b":3}}');
    expect(await names(content)).toEqual(["a.b"]);
    expect(await column(content, NUMBER, "a.b")).toEqual([2, 3]);
    expect(await column('{"x.y":{"z":1},"x":{"y.z":2}}', NUMBER, "x.y.z")).toEqual([1]);
    expect(await column('{"x.y":{"w":1},"x":{"y.z":2}}', NUMBER, "x.y.z")).toEqual([2]);
  });

  it("of a record that nests deeper than the stack is high", async () => {
    const depth = 50_000;
    const deep = `{"a":1,"b":${'{"c":'.repeat(depth)}0${"}".repeat(depth)}}\n`;
    const paths = await names(deep);
    expect(paths).toHaveLength(2);
    expect(paths[1]).toHaveLength(1 + 2 * depth);
    expect(await column(deep, NUMBER)).toEqual([1]);
    expect(await column(deep, NUMBER, "b")).toEqual([{ status: NOT_A_NUMBER }]);
  });

  it("what objects inherit is not in a record", async () => {
    expect(await column('{"a":1,"constructor":2}\n{"a":3}\n', NUMBER, "constructor")).toEqual([
      2,
      { status: MISSING },
    ]);
    expect(await column('{"__proto__":{"b":1}}', NUMBER, "__proto__.b")).toEqual([1]);
  });
});

describe("fields", () => {
  it("as numbers", async () => {
    const content = lines(
      '{"a":1.5}',
      '{"a":"2.5"}',
      '{"a":" 3 "}',
      '{"a":null}',
      "{}",
      '{"a":""}',
      '{"a":"NA"}',
      '{"a":1e400}',
      '{"a":-1e400}',
      '{"a":"inf"}',
      '{"a":true}',
      '{"a":"0x10"}',
      '{"a":[1]}',
      '{"a":{"b":1}}',
      '{"a":-0.0}',
    );
    expect(await column(content, NUMBER)).toEqual([
      1.5,
      2.5,
      3,
      ...Array(4).fill({ status: MISSING }),
      ...Array(3).fill({ status: INFINITE }),
      ...Array(4).fill({ status: NOT_A_NUMBER }),
      -0,
    ]);
  });

  it("as words: booleans are the texts true and false", async () => {
    const coding: Coding = { kind: "number", words: { true: 1, false: 0 } };
    expect(await column(lines('{"a":true}', '{"a":false}', '{"a":"true"}', '{"a":0.5}'), coding)).toEqual([
      1, 0, 1, 0.5,
    ]);
  });

  it('as classes: 1, 1.0 and "1" are the same', async () => {
    const coding: Coding = { kind: "class", classes: ["p_1", "p_2"], exact: false, places: false };
    const content = lines('{"a":1}', '{"a":1.0}', '{"a":"1"}', '{"a":2e0}', '{"a":3}', '{"a":null}');
    expect(await column(content, coding)).toEqual([
      0,
      0,
      0,
      1,
      { status: UNKNOWN_CLASS },
      { status: MISSING },
    ]);
  });

  it("as keys: the text that stands in the file, nothing as the empty text", async () => {
    const content = lines(
      '{"a":"x"}',
      '{"a":1.0}',
      '{"x":{"a":7},"a" : 1}',
      '{"a":12345678901234567890}',
      '{"a":1e400}',
      '{"a":true}',
      '{"a":null}',
      "{}",
      '{"a":[1, 2]}',
      '{"\\u0061":"\\u00e9"}',
      '{"a":5,"a":6.0}',
      '{"b":"\\"a\\":{[,","a":-0}',
    );
    expect(await column(content, KEY)).toEqual([
      "x",
      "1.0",
      "1",
      "12345678901234567890",
      "1e400",
      "true",
      "",
      "",
      "[1, 2]",
      "é",
      "6.0",
      "-0",
    ]);
    expect(await column('{"p":[{"x":[0]},[[2.0, 3.50]]]}', KEY, "p.1.0.1")).toEqual(["3.50"]);
  });

  it("have their text for messages, null where the record has none", async () => {
    const content = lines('{"a":"x y"}', '{"a":1.5}', '{"a":1e400}', '{"a":null}', "{}", '{"a":false}');
    const rows = await readBytes(content, ask(NUMBER, "a"));
    expect(rows.map(({ texts }) => texts[0])).toEqual(["x y", "1.5", "1e400", "null", null, "false"]);
  });
});

describe("lines", () => {
  it("may end in CR LF or nothing, and be blank at either end", async () => {
    const rows = await readBytes('\r\n\n{"a":1}\r\n{"a":2}\n\n \r\n', ask(NUMBER, "a"));
    expect(rows.map(({ line, record }) => [line, record])).toEqual([
      [3, 1],
      [4, 2],
    ]);
    expect(await column('{"a":1}\n{"a":2}', NUMBER)).toEqual([1, 2]);
  });

  const hint = " (jq -c . writes JSON like that)";
  it.each([
    ['{"a":1}\n\n{"a":2}\n', "standard input:2: expected a JSON object on one line, found a blank line"],
    ['{"a":1}\n[1,2]\n', `standard input:2: expected a JSON object on one line, found [1,2]${hint}`],
    ['{"a":1}\nnull\n', `standard input:2: expected a JSON object on one line, found null${hint}`],
    [
      '{"a":1}\n{"a":2}{"a":3}\n',
      `standard input:2: expected a JSON object on one line, found {"a":2}{"a":3}${hint}`,
    ],
    ['{\n  "a": 1\n}\n', `standard input:1: expected a JSON object on one line, found {${hint}`],
    ['{"a":1}\n{"a":', `standard input:2: expected a JSON object on one line, found {"a":${hint}`],
    ['{"a":1}\n{"a":NaN}\n', `standard input:2: expected a JSON object on one line, found {"a":NaN}${hint}`],
    [
      `{"a":1}\n{"a":"${"x".repeat(90)}\n`,
      `standard input:2: expected a JSON object on one line, found {"a":"${"x".repeat(74)}…${hint}`,
    ],
  ])("%j: %s", async (content, message) => {
    for (const blockBytes of [1, 5, 1000]) {
      expect(await failure(readBytes(content, ask(NUMBER, "a"), undefined, { blockBytes }))).toBe(message);
    }
  });
});

describe("a requested path that the first record lacks", () => {
  it("is missing there if a later record has it", async () => {
    expect(await column(lines('{"b":1}', '{"b":2,"a":3}'), NUMBER)).toEqual([{ status: MISSING }, 3]);
  });

  it("is an error that lists the paths if none has it", async () => {
    const message = 'standard input: no column "c.e" (it has b, d.e)';
    const content = lines('{"b":1,"d":{"e":2}}', '{"b":2}');
    expect(await failure(readBytes(content, ask(NUMBER, "c.e")))).toMatch(
      /^standard input: no column "c\.e"/,
    );
    expect(await failure(readBytes(content, ask(NUMBER, "nowhere")))).toBe(message.replace("c.e", "nowhere"));
    expect(await failure(readBytes('{"b":1}\n'.repeat(9000), ask(NUMBER, "nowhere")))).toMatch(/no column/);
  });
});

describe("bytes that are not UTF-8", () => {
  const content = Buffer.from('{"a":1,"b":"x"}\n{"a":2,"b":"caf\xe9"}\n', "latin1");

  it("are an error in a column whose text is used, and do not matter elsewhere", async () => {
    expect(await failure(readBytes(content, ask(KEY, "b")))).toMatch(
      /^standard input:2: column "b": expected UTF-8, found other bytes in "caf\ufffd"/,
    );
    expect((await readBytes(content, ask(NUMBER, "a"))).map(({ cells }) => cells[0])).toEqual([1, 2]);
  });
});

it("any records are read back, in any blocks and any chunks", async () => {
  const record = fc.record({
    n: fc.double({ noNaN: true, noDefaultInfinity: true }),
    k: fc.string({ unit: "grapheme" }),
  });
  const blocks = fc.integer({ min: 1, max: 60 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1 }),
      blocks,
      fc.integer({ min: 1, max: 9 }),
      async (records, blockBytes, chunkRows) => {
        const content = lines(...records.map((value) => JSON.stringify(value)));
        const requests = [...ask(NUMBER, "n"), ...ask(KEY, "k")];
        const rows = await readBytes(content, requests, undefined, { blockBytes, chunkRows });
        expect(rows.map(({ cells }) => cells)).toEqual(records.map(({ n, k }) => [n === 0 ? 0 : n, k]));
        expect(rows.map(({ line }) => line)).toEqual(records.map((_, index) => index + 1));
      },
    ),
  );
});
