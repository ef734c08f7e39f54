/** From the first bytes of an input to its format, and to its names. */
import { inputError, usageError } from "../errors.ts";
import type { Dialect } from "./chunk.ts";
import { peekFirstRecord, recogniseDelimiter } from "./header.ts";
import { leafPaths } from "./json-path.ts";
import type { Lookahead } from "./lookahead.ts";
import { numberedNames, uniqueNames } from "./names.ts";
import { parseRecord } from "./ndjson.ts";
import { RECORD_BYTES, recordTooLong } from "./reader.ts";

/** What the beginning of an input says; the bytes up to its first record are consumed. */
export type Recognised =
  | {
      readonly format: "delimited";
      readonly names: readonly string[];
      readonly delimiter: string;
      /** The bytes of the header without the line end; null where there is none. */
      readonly header: Uint8Array | null;
      /** The line, from 1, on which the first record of data begins. */
      readonly firstLine: number;
    }
  | { readonly format: "ndjson"; readonly names: readonly string[]; readonly firstLine: number };

/** Enough to tell binary from text. */
const START = 8192;

/**
 * Reads format and names off the beginning of `content`, whose byte order mark and header it consumes.
 * @throws LossctlError (input) for what is empty, binary, not UTF-8 or has no usable header; (usage) for a
 *   delimiter that can't be one.
 */
export async function recognise(
  content: Lookahead,
  name: string,
  dialect: Dialect,
  longestRecord = RECORD_BYTES,
): Promise<Recognised> {
  const start = await content.peek(START);
  if (start.length === 0) throw inputError("is empty", { file: name });
  refuseOtherEncodings(start, name);
  if (startsWith(start, [0xef, 0xbb, 0xbf])) content.skip(3);
  const first = firstVisible(await content.peek(START));
  if (first === undefined && content.ended) throw inputError("is empty", { file: name });
  const { from, delimiter } = dialect;
  const ndjson = from === "ndjson" || (from === undefined && delimiter === undefined && first === 0x7b);
  return ndjson ? recogniseNdjson(content, name, longestRecord) : recogniseDelimited(content, name, dialect);
}

function refuseOtherEncodings(start: Buffer, name: string): void {
  const place = { file: name };
  if (startsWith(start, [0xff, 0xfe]) || startsWith(start, [0xfe, 0xff])) {
    throw inputError("expected UTF-8, found UTF-16", place, "convert the file: iconv -f UTF-16 -t UTF-8");
  }
  const at = start.indexOf(0);
  if (at >= 0) throw inputError(`expected CSV or NDJSON, found a binary file: byte ${at + 1} is NUL`, place);
}

function startsWith(bytes: Buffer, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

function firstVisible(bytes: Buffer): number | undefined {
  return bytes.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
}

async function recogniseNdjson(content: Lookahead, name: string, longest: number): Promise<Recognised> {
  for (let firstLine = 1; ; firstLine++) {
    const line = await peekLine(content, longest);
    if (line === null) throw recordTooLong(name, firstLine, longest);
    const text = line.toString("utf8");
    if (text.trim() !== "") {
      return { format: "ndjson", names: leafPaths(parseRecord(text, name, firstLine)), firstLine };
    }
    content.skip(line.length);
  }
}

/** The bytes of the first line with its newline, if it has one; null if it has more than `longest`. Not consumed. */
async function peekLine(content: Lookahead, longest: number): Promise<Buffer | null> {
  for (let size = START; ; size *= 4) {
    // Not everything that is there: it might not even fit into a string.
    const seen = await content.peek(Math.min(size, longest + 1));
    const end = seen.indexOf(0x0a) + 1;
    if (end > 0) return seen.subarray(0, end);
    if (seen.length > longest) return null;
    if (content.ended) return seen;
  }
}

async function recogniseDelimited(content: Lookahead, name: string, dialect: Dialect): Promise<Recognised> {
  const record = await peekFirstRecord(content, name);
  const delimiter = statedDelimiter(dialect) ?? recogniseDelimiter(record);
  const fields = await fieldsOf(record, delimiter, name);
  if (fields.length === 0 || (fields.length === 1 && record.toString("latin1").trim() === "")) {
    const expected = dialect.header ? "the header" : "a record";
    throw inputError(`expected ${expected}, found a blank line`, { file: name, line: 1 });
  }
  if (!dialect.header)
    return {
      format: "delimited",
      names: numberedNames(fields.length),
      delimiter,
      header: null,
      firstLine: 1,
    };
  const end = record.length - (record.at(-1) === 0x0a ? (record.at(-2) === 0x0d ? 2 : 1) : 0);
  const header = Buffer.from(record.subarray(0, end));
  content.skip(record.length);
  const firstLine = 1 + record.filter((byte) => byte === 0x0a).length;
  return { format: "delimited", names: uniqueNames(fields), delimiter, header, firstLine };
}

/** Quotes are csv-parse's; few headers have any, and without them it need not be loaded. */
async function fieldsOf(record: Buffer, delimiter: string, name: string): Promise<string[]> {
  if (record.includes(0x22)) return (await import("./csv.ts")).parseFirstRecord(record, delimiter, name);
  return record
    .toString("utf8")
    .replace(/\r?\n$/, "")
    .split(delimiter);
}

function statedDelimiter({ from, delimiter }: Dialect): string | undefined {
  if (delimiter === undefined) return from === "csv" ? "," : from === "tsv" ? "\t" : undefined;
  const stated = delimiter === "\\t" ? "\t" : delimiter;
  if (stated !== "" && !/["\r\n]/.test(stated)) return stated;
  throw usageError(
    `--delimiter: expected a character other than a quote or a newline, found ${JSON.stringify(delimiter)}`,
  );
}
