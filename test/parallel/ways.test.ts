/**
 * Every way of reading gives the same bytes: four readers, blocks of 4 KB to 1 MB, one to three threads, a file and a
 * pipe, plain and compressed.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../cli/process.ts";
import { random } from "../kernel/random.ts";
import { type Evaluated, evaluate, type Run } from "./evaluated.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

interface Row {
  readonly id: number;
  readonly y: number;
  readonly p: number | null;
  readonly w: number;
  readonly segment: string;
  readonly note: string;
}

const { below, pick } = random(7);

/** More than 1 MB in each format, so that the largest blocks are two. */
const ROWS: readonly Row[] = Array.from({ length: 9000 }, (_, id) => ({ id, ...someRow() }));

function someRow(): Omit<Row, "id"> {
  const notes = ["a", 'say "so"', "b,c", "two\nlines", "x".repeat(300), "ünï", "{}", ""];
  return {
    y: below(1000) / 3,
    p: below(50) === 0 ? null : (below(2000) / 7 - 100) * 10 ** below(30),
    w: below(4),
    segment: pick(["north", "south", "east-west", "ünï"]),
    note: pick(notes),
  };
}

function csv(rows: readonly Row[], delimiter: string): string {
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map(({ id, y, p, w, segment, note }) =>
    [id, quote(note), y, p ?? "NA", w, quote(segment)].join(delimiter),
  );
  const text = lines.map((line, row) => line + (row < rows.length / 2 ? "\n" : "\r\n"));
  return `${["id", "note", "y", "p", "w", "segment"].join(delimiter)}\n${text.join("")}`;
}

/** Records of one shape, with what is not asked for nested and around it; no string has what ends a value. */
function regular(rows: readonly Row[]): string {
  const lines = rows.map(({ id, y, p, w, segment, note }) =>
    JSON.stringify({ id, at: { note: note.replaceAll(/[,}]/g, ""), odd: id % 2 === 1 }, y, p, w, segment }),
  );
  return `${lines.join("\n")}\n`;
}

/** What JSON.parse has to read: other orders, more fields and fewer, escapes, strings that hold numbers, spaces. */
function irregular(rows: readonly Row[]): string {
  const lines = rows.map(({ id, y, p, w, segment, note }) => {
    const entries: [string, unknown][] = [
      ["y", id % 3 === 0 ? String(y) : y],
      ...(p === null ? [] : ([["p", p]] as [string, unknown][])),
      ["w", w],
      ["segment", segment],
      ...(id % 4 === 0 ? ([["note", note]] as [string, unknown][]) : []),
    ];
    const text = JSON.stringify(Object.fromEntries(id % 2 === 0 ? entries : entries.reverse()));
    return id % 5 === 0 ? text.replaceAll("ü", "\\u00fc").replaceAll(":", " : ") : text;
  });
  return `${lines.join("\n")}   `;
}

/** Each with what `--verbose` says of the reader that it is meant for. */
const TEXTS = [
  { name: "csv-parse", text: csv(ROWS, "||"), dialect: { delimiter: "||" }, reader: /by csv-parse$/ },
  {
    name: "the kernel",
    text: csv(ROWS, ","),
    dialect: {},
    reader: /^[^:]*: delimited text read by the kernel/,
  },
  {
    name: "the kernel, of NDJSON",
    text: regular(ROWS),
    dialect: {},
    reader: /NDJSON read by the kernel( in \d threads)?$/,
  },
  { name: "JSON.parse", text: irregular(ROWS), dialect: {}, reader: /by JSON\.parse$/ },
].map((one, index) => {
  const bytes = Buffer.from(one.text);
  const [plain, packed] = [`${index}.txt`, `${index}.txt.gz`].map((name) => join(folder.path, name));
  writeFileSync(plain!, bytes);
  const compressed = gzipSync(bytes, { level: 1 });
  writeFileSync(packed!, compressed);
  return { ...one, bytes, plain: plain!, packed: packed!, compressed };
});

/** Without what the inputs are called. */
function nameless({ json }: Evaluated): { readonly located: unknown } {
  return JSON.parse(json.replaceAll(/"file":"[^"]*"/g, '"file":""'));
}

const BLOCKS = [4096, 64 * 1024, 1024 * 1024];

describe.each(TEXTS)("read by $name", ({ dialect, reader, bytes, plain, packed, compressed }) => {
  const whole = evaluate([plain], { dialect, threads: 1 });

  test.each(BLOCKS)("in blocks of %i bytes", async (size) => {
    const reading = { blockBytes: size };
    const ways: readonly (readonly [name: string, file: string, run: Run])[] = [
      ...[1, 2, 3].map((threads) => ["threads", plain, { threads, partBytes: size, leastBytes: 0 }] as const),
      ["pipe", "-", { stdin: bytes }],
      ["gzip", packed, { threads: 2, leastBytes: 0 }],
      ["gzip from a pipe", "-", { stdin: compressed }],
    ];
    const expected = nameless(await whole);
    for (const [name, file, run] of ways) {
      const found = await evaluate([file], { dialect, reading, ...run });
      expect(found.notes.at(-1)).toMatch(reader);
      // Delimiters of several bytes are csv-parse's, which reads in order.
      const shared = name === "threads" && dialect.delimiter === undefined;
      expect(found.threads).toBe(shared ? run.threads : 1);
      expect(nameless(found), `${name} ${run.threads ?? ""}`).toEqual(expected);
      if (file === plain) expect(found.json).toBe((await whole).json);
    }
  });
});

test("the readers agree, but on what the lines are", async () => {
  const found = await Promise.all(
    TEXTS.map(({ plain, dialect }) => evaluate([plain], { dialect, threads: 1 })),
  );
  const [first, ...others] = found.map((one) => JSON.stringify({ ...nameless(one), located: null }));
  expect(first).toContain('"skipped":{"missing":');
  for (const other of others) expect(other).toBe(first);
});
