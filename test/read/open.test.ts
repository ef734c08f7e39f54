import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { MISSING } from "../../src/read/chunk.ts";
import { readFailure } from "../../src/read/source.ts";
import { ask, collect, failure, fileWriter, KEY, NUMBER, open, readBytes } from "./collect.ts";

const write = fileWriter();

describe("what can't be opened", () => {
  it("is a missing file", async () => {
    expect(await failure(open(join(dirname(write("x", "")), "none.csv")))).toBe("none.csv: no such file");
    expect(await failure(open(join(write("y.csv", "a\n1\n"), "z.csv")))).toBe("z.csv: no such file");
  });

  it("is a directory", async () => {
    const path = join(dirname(write("x", "")), "folder");
    mkdirSync(path);
    expect(await failure(open(path))).toBe("folder: is a directory, expected a file");
  });

  it("is a file without permission, or one that the system can't read", () => {
    const refusal = Object.assign(new Error("EACCES: permission denied, open"), { code: "EACCES" });
    expect(readFailure("a.csv", refusal).message).toBe("a.csv: permission denied");
    const fault = Object.assign(new Error("EIO: i/o error, read"), { code: "EIO" });
    expect(readFailure("a.csv", fault).message).toBe("a.csv: can't be read: EIO: i/o error, read");
  });

  it("is a standard input that fails", async () => {
    const stdin = new PassThrough();
    stdin.destroy(
      Object.assign(new Error("EISDIR: illegal operation on a directory, read"), { code: "EISDIR" }),
    );
    expect(await failure(open("-", undefined, { stdin }))).toBe(
      "standard input: is a directory, expected a file",
    );
  });

  it("is standard input twice", async () => {
    expect(await failure(open(["-", "-"]), "usage")).toBe("standard input is named twice");
  });
});

describe("what can't be recognised", () => {
  it.each([
    ["nothing", "", "is empty"],
    ["nothing but white space", "\ufeff \r\n\n", "is empty"],
    ["a binary file", "PAR1\u0000\u0001", "expected CSV or NDJSON, found a binary file: byte 5 is NUL"],
    [
      "UTF-16",
      Buffer.from("\ufeffa,b\n1,2\n", "utf16le"),
      "expected UTF-8, found UTF-16 (convert the file: iconv -f UTF-16 -t UTF-8)",
    ],
  ])("%s", async (name, content, message) => {
    const path = write(`${name}.csv`, content);
    expect(await failure(open(path))).toBe(`${name}.csv: ${message}`);
  });

  it("lines that end in CR alone", async () => {
    expect(await failure(open(write("mac.csv", "a,b\r1,2\r3,4\r")))).toBe(
      "mac.csv:1: expected lines that end in LF or CR LF, found CR alone (convert the file: tr '\\r' '\\n')",
    );
  });
});

describe("the dialect is recognised by content", () => {
  it.each([
    ["a.txt", "a;b,c;d\n1;2;3\n", "delimited", ["a", "b,c", "d"]],
    ["b.csv", "a\tb\n1\t2\n", "delimited", ["a", "b"]],
    ["c.csv", ' {"a":1}\n', "ndjson", ["a"]],
    ["d.ndjson", "a|b\n1|2\n", "delimited", ["a", "b"]],
  ])("%s with %j is %s", async (name, content, format, names) => {
    expect(await open(write(name, content))).toMatchObject({ format, names });
  });

  it("and stated otherwise", async () => {
    const path = write("mixed.csv", "{a;b,c}\td\n1;2,3\t4\n");
    expect((await open(path, { header: true, from: "csv" })).names).toEqual(["{a;b", "c}\td"]);
    expect((await open(path, { header: true, from: "tsv" })).names).toEqual(["{a;b,c}", "d"]);
    expect((await open(path, { header: true, delimiter: ";" })).names).toEqual(["{a", "b,c}\td"]);
    expect((await open(path, { header: true, delimiter: "\\t" })).names).toEqual(["{a;b,c}", "d"]);
    expect(await failure(open(path, { header: true, from: "ndjson" }))).toMatch(
      /^mixed\.csv:1: expected a JSON object/,
    );
  });

  it("save for a delimiter that can't be one", async () => {
    const path = write("a.csv", "a,b\n");
    expect(await failure(open(path, { header: true, delimiter: "" }), "usage")).toBe(
      '--delimiter: expected a character other than a quote or a newline, found ""',
    );
    expect(await failure(open(path, { header: true, delimiter: '"' }), "usage")).toMatch(/^--delimiter: /);
  });
});

describe("several files are one data set", () => {
  it("whose columns are found by name in each, whatever their order, delimiter and format", async () => {
    const files = [
      write("1.csv", "id,s,y\n1,b,10\n2,a,20\n"),
      write("2.csv", "y;x;s\n30;;a\n"),
      write("3.csv", "y\ts\n"),
      write("4.ndjson", '{"s":"c","y":40}\n{"s":"b"}\n'),
    ];
    const rows = await collect(await open(files), [...ask(NUMBER, "y"), ...ask(KEY, "s")]);
    expect(rows.map(({ file, record, line, cells }) => [file, record, line, ...cells])).toEqual([
      [0, 1, 2, 10, "b"],
      [0, 2, 3, 20, "a"],
      [1, 3, 2, 30, "a"],
      [3, 4, 1, 40, "c"],
      [3, 5, 2, { status: MISSING }, "b"],
    ]);
  });

  it("with one dictionary of keys, in order of appearance", async () => {
    const table = await open([write("1.csv", "s\nb\na\n"), write("2.csv", "s\nc\na\n")]);
    const seen: [number[], string[]][] = [];
    const dictionaries = new Set<unknown>();
    for await (const { rows, columns } of table.chunks(ask(KEY, "s"))) {
      const [column] = columns;
      if (column?.kind !== "key") throw new Error("expected keys");
      seen.push([[...column.ids.subarray(0, rows)], [...column.dictionary]]);
      dictionaries.add(column.dictionary);
    }
    expect(seen).toEqual([
      [
        [0, 1],
        ["b", "a"],
      ],
      [
        [2, 1],
        ["b", "a", "c"],
      ],
    ]);
    expect(dictionaries.size).toBe(1);
  });

  it("with one pair of labels", async () => {
    const files = [write("1.csv", "a\nyes\nno\n"), write("2.csv", "a\nyes\nnope\n")];
    const requests = [{ name: "a", coding: { kind: "positive", positive: "yes" } as const }];
    expect(await failure(open(files).then((table) => collect(table, requests)))).toMatch(
      /^2\.csv:3: column "a": expected "yes" or "no", found "nope"/,
    );
  });

  it("also with standard input among them", async () => {
    const stdin = Readable.from([Buffer.from("a\n2\n")]);
    const table = await open([write("1.csv", "a\n1\n"), "-", write("3.csv", "a\n3\n")], undefined, { stdin });
    expect((await collect(table, ask(NUMBER, "a"))).map(({ cells }) => cells[0])).toEqual([1, 2, 3]);
  });

  it("a file that lacks a column is named before the first row", async () => {
    const table = await open([write("1.csv", "id,score\n1,2\n"), write("2.csv", "id,y\n1,2\n")]);
    let rows = 0;
    const reading = (async () => {
      for await (const chunk of table.chunks(ask(NUMBER, "score"))) rows += chunk.rows;
    })();
    expect(await failure(reading)).toBe('2.csv: no column "score" (it has id, y)');
    expect(rows).toBe(0);
  });

  it("a file that is missing or empty is named before the first row", async () => {
    const first = write("1.csv", "a\n1\n");
    expect(await failure(open([first, write("2.csv", "")]))).toBe("2.csv: is empty");
    expect(await failure(open([first, `${first}.none`]))).toBe("1.csv.none: no such file");
  });
});

describe("chunks", () => {
  const content = `a,s\n${Array.from({ length: 10 }, (_, index) => `${index % 4 === 3 ? "" : index},${index % 3}\n`).join("")}`;

  it("have as many rows as asked for, the last the rest, and say which records they are", async () => {
    const table = await open("-", undefined, { stdin: Readable.from([Buffer.from(content)]), chunkRows: 4 });
    const shape: number[][] = [];
    for await (const { rows, firstRecord, file } of table.chunks(ask(NUMBER, "a")))
      shape.push([file, firstRecord, rows]);
    expect(shape).toEqual([
      [0, 1, 4],
      [0, 5, 4],
      [0, 9, 2],
    ]);
  });

  it("have 8192 rows unless something else is asked for", async () => {
    const table = await open("-", undefined, {
      stdin: Readable.from([Buffer.from(`a\n${"1\n".repeat(10000)}`)]),
    });
    const sizes: number[] = [];
    for await (const { rows } of table.chunks(ask(NUMBER, "a"))) sizes.push(rows);
    expect(sizes).toEqual([8192, 1808]);
  });

  it("of any size say the same", async () => {
    const requests = [...ask(NUMBER, "a"), ...ask(KEY, "s")];
    const whole = await readBytes(content, requests);
    for (const chunkRows of [1, 2, 3, 7, 10]) {
      expect(await readBytes(content, requests, undefined, { chunkRows })).toEqual(whole);
    }
  });

  it("carry no status where all fields are numbers, also after a chunk with one that is not", async () => {
    const table = await open("-", undefined, {
      stdin: Readable.from([Buffer.from("a\nx\n1\n2\n3\n")]),
      chunkRows: 2,
    });
    const statuses: unknown[] = [];
    for await (const { columns } of table.chunks(ask(NUMBER, "a"))) {
      const [column] = columns;
      if (column?.kind === "number") statuses.push(column.status === null ? null : [...column.status]);
    }
    expect(statuses).toEqual([[2, 0], null]);
  });
});

describe("reading", () => {
  it("counts the bytes of the files, compressed as they are", async () => {
    const files = [write("1.csv", "a\n1\n"), write("2.csv", "a\n22\n")];
    let bytes = 0;
    const onBytes = (count: number) => {
      bytes += count;
    };
    await collect(await open(files, undefined, { onBytes }), ask(NUMBER, "a"));
    expect(bytes).toBe(9);
  });

  it("takes no more of a stream than a block of half a megabyte: the rest waits", async () => {
    let produced = 0;
    async function* endless() {
      yield Buffer.from("a\n");
      for (;;) {
        produced++;
        yield Buffer.from("1\n".repeat(1000));
      }
    }
    const table = await open("-", undefined, { stdin: Readable.from(endless(), { highWaterMark: 1 }) });
    for await (const { rows } of table.chunks(ask(NUMBER, "a"))) {
      expect(rows).toBe(8192);
      break;
    }
    expect(produced).toBeLessThan(300);
    await table.close();
  });

  it("can be closed before it began, and twice", async () => {
    const table = await open([write("1.csv", "a\n1\n"), write("2.csv", "a\n2\n")]);
    await table.close();
    await table.close();
  });
});
