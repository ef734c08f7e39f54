/** What goes wrong while threads read is said as one thread says it: the first fault of the data, and its line. */
import { truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../cli/process.ts";
import { evaluate, failureOf, type Run } from "./evaluated.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

function write(name: string, content: string | Buffer): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

const THREADS = { threads: 2, partBytes: 4096, leastBytes: 0 };

const FORMATS = {
  csv: {
    head: "y,p,w,segment\n",
    row: (row: number) => `${row % 7},${row % 5},1,"s${row % 3}"\n`,
  },
  ndjson: {
    head: "",
    row: (row: number) => `{"y":${row % 7},"p":${row % 5},"w":1,"segment":"s${row % 3}"}\n`,
  },
  "ndjson of many shapes": {
    head: "",
    row: (row: number) =>
      row % 2 === 0
        ? `{"y":${row % 7},"p":${row % 5},"w":1,"segment":"s${row % 3}"}\n`
        : `{"segment":"s${row % 3}","w":1,"p":"${row % 5}","y":${row % 7}}\n`,
  },
};
type Format = keyof typeof FORMATS;

/** 3000 rows; other texts in the place of some. */
function text(format: Format, others: Readonly<Record<number, string | Buffer>>): Buffer {
  const { head, row } = FORMATS[format];
  const lines = Array.from({ length: 3000 }, (_, index) => Buffer.from(others[index] ?? row(index)));
  return Buffer.concat([Buffer.from(head), ...lines]);
}

let files = 0;

/** The message of two threads, of which one thread's is the same. */
async function failure(content: Buffer, run: Run = {}): Promise<string> {
  const path = write(`${++files}.txt`, content);
  const one = await failureOf(evaluate([path], { ...run, threads: 1 }));
  expect(await failureOf(evaluate([path], { ...run, ...THREADS }))).toBe(one);
  return one.slice(path.length + 1);
}

describe.each(Object.keys(FORMATS) as Format[])("of %s", (format) => {
  const line = (row: number) => row + (format === "csv" ? 2 : 1);
  const bad = (row: string) =>
    format === "csv" ? `${row}\n` : `{"y":1,"p":"${row.split(",")[1]}","w":1,"segment":"s"}\n`;

  test.each([0, 1500, 2999])("a bad cell in row %i", async (row) => {
    const found = await failure(text(format, { [row]: bad("1,abc,1,s") }));
    expect(found).toBe(
      `${line(row)}: column "p": expected a number, found "abc" (--invalid skip leaves such rows out)`,
    );
  });

  test("of several faults the first", async () => {
    const others = { 2400: bad("1,late,1,s"), 700: bad("1,early,1,s"), 900: "\n", 2990: "{\n" };
    expect(await failure(text(format, others))).toContain(`${line(700)}: column "p"`);
  });

  test("what is no UTF-8 in a text that is used", async () => {
    const [before, after] = format === "csv" ? ["1,2,1,", "\n"] : ['{"y":1,"p":2,"w":1,"segment":"', '"}\n'];
    const row = Buffer.concat([Buffer.from(`${before}a`), Buffer.from([0xff]), Buffer.from(after)]);
    const found = await failure(text(format, { 2001: row }));
    expect(found).toMatch(new RegExp(`^${line(2001)}: column "segment": expected UTF-8, found other bytes`));
  });

  test("a record that is too long", async () => {
    const long = "x".repeat(2 ** 20);
    const row = format === "csv" ? `1,2,1,"${long}"\n` : `{"y":1,"p":2,"w":1,"segment":"${long}"}\n`;
    const content = text(format, { 1999: row });
    const reading = { longestRecord: 2 ** 20 };
    const expected = `${line(1999)}: expected a record of at most 1 MB (is a quote left open, or a newline missing?)`;
    expect(await failure(content, { reading })).toBe(expected);
    for (const blockBytes of [4096, 1 << 19, 1 << 22]) {
      const piped = await failureOf(evaluate(["-"], { reading: { ...reading, blockBytes }, stdin: content }));
      expect(piped, `blocks of ${blockBytes}`).toBe(`standard input:${expected}`);
    }
    const packed = write("long.gz", gzipSync(content, { level: 1 }));
    expect(await failureOf(evaluate([packed], { reading }))).toBe(`${packed}:${expected}`);
    // One byte less, with all that is around it, is none too many.
    const whole = await evaluate([write("whole.txt", content)], {
      ...THREADS,
      reading: { longestRecord: 2 ** 20 + 99 },
    });
    expect(JSON.parse(whole.json).rows).toMatchObject({ read: 3000 });
  });

  test("a blank line between records, which at the end is none", async () => {
    expect(await failure(text(format, { 1700: "\n" }))).toMatch(new RegExp(`^${line(1700)}: .*blank line`));
    const path = write("blank.txt", Buffer.concat([text(format, {}), Buffer.from("\n \n\r\n".repeat(3000))]));
    expect((await evaluate([path], THREADS)).json).toBe((await evaluate([path], { threads: 1 })).json);
  });

  test("a file that becomes shorter while it is read", async () => {
    for (const [left, threads] of [
      [20_000, THREADS],
      [20_000, { threads: 1 }],
      [0, THREADS],
    ] as const) {
      const content = text(format, {});
      const path = write("shorter.txt", content);
      const run = { ...threads, reading: { blockBytes: 4096 }, meanwhile: () => truncateSync(path, left) };
      expect(await failureOf(evaluate([path], run))).toBe(
        `${path}: expected ${content.length} bytes as when it was opened, found ${left}: ` +
          "it became shorter while it was read (start again when it is written)",
      );
    }
  });

  test("a file that is gone, unless it is open", async () => {
    const first = write("first.txt", text(format, {}));
    const expected = (await evaluate([first], { threads: 1 })).json;
    const gone = { ...THREADS, meanwhile: () => unlinkSync(first) };
    expect((await evaluate([first], gone)).json).toBe(expected);
    const [one, other] = [write("one.txt", text(format, {})), write("other.txt", text(format, {}))];
    const lost = { ...THREADS, meanwhile: () => unlinkSync(other) };
    expect(await failureOf(evaluate([one, other], lost))).toBe(`${other}: no such file`);
  });
});

test.each([
  ["no object", "[1,2]\n"],
  ["half an object", '{"y":1,"p":2,\n'],
  ["two on a line", '{"y":1,"p":2}{"y":1,"p":2}\n'],
])("%s in NDJSON", async (_, row) => {
  for (const format of ["ndjson", "ndjson of many shapes"] as const) {
    expect(await failure(text(format, { 2500: row }))).toMatch(/^2501: expected a JSON object on one line/);
  }
});

describe("a column that the first records of NDJSON lack", () => {
  const lacking = (rows: number) =>
    Buffer.from(
      Array.from({ length: rows + 900 }, (_, row) =>
        row < rows ? `{"y":${row % 7},"p":2,"segment":"a"}\n` : `{"y":1,"p":2,"segment":"a","w":2}\n`,
      ).join(""),
    );

  test("is missing there", async () => {
    const path = write("late.ndjson", lacking(2000));
    const one = await evaluate([path], { threads: 1 });
    expect((await evaluate([path], THREADS)).json).toBe(one.json);
    expect(JSON.parse(one.json).rows).toEqual({ read: 2900, used: 900, skipped: { missing: 2000 } });
  });

  test("is none where 8192 lack it", async () => {
    for (const partBytes of [4096, 2 ** 19]) {
      const path = write("never.ndjson", lacking(8192));
      const one = await failureOf(evaluate([path], { threads: 1 }));
      expect(one).toContain('no column "w"');
      expect(await failureOf(evaluate([path], { ...THREADS, partBytes }))).toBe(one);
    }
  });
});

test("a first record of NDJSON that is too long", async () => {
  const path = write("first-long.ndjson", `{"y":1,"p":2,"w":1,"segment":"${"x".repeat(2 ** 20)}"}\n`);
  const found = await failureOf(evaluate([path], { reading: { longestRecord: 2 ** 20 } }));
  expect(found).toMatch(/:1: expected a record of at most 1 MB/);
});
