/** Delimited text by csv-parse: strict RFC 4180, with lines that end in CRLF or LF. */
import { CsvError, Parser } from "csv-parse";
import { inputError, type LossctlError } from "../errors.ts";
import { invalidUtf8, RECORD_BYTES, type Reader, type ReaderInput, recordTooLong } from "./reader.ts";
import { decodeUtf8, showUtf8 } from "./utf8.ts";

export interface CsvInput extends ReaderInput {
  readonly delimiter: string;
  /** Fields of each record, and what says so. */
  readonly width: number;
  readonly widthOf: "header" | "first record";
  /** Place among the fields of each requested column. */
  readonly positions: readonly number[];
}

export const readCsv: Reader<CsvInput> = async function* (input, builder) {
  const { name, positions, width } = input;
  const columns = positions.map((position, column) => ({
    position,
    column,
    textual: builder.textual(column),
  }));

  const add = ({ fields, line }: CsvRecord) => {
    for (const { position, column, textual } of columns) {
      const bytes = fields[position] as string;
      const text = textual ? decodeUtf8(bytes) : bytes;
      if (text === null) {
        throw invalidUtf8(builder.requests[column]?.name ?? "", showUtf8(bytes), name, line);
      }
      builder.put(column, line, bytes, text);
    }
    builder.endRow(line, () => recordBytes(fields, input.delimiter));
  };

  // Blank lines are nothing at the end of the input; before a record they are records of one empty field.
  let blank: CsvRecord[] = [];
  for await (const records of recordBatches(input)) {
    for (const record of records) {
      if (record.blank) {
        if (width === 1 || blank.length === 0) blank.push(record);
        continue;
      }
      for (const before of blank) {
        if (width > 1) throw wrongWidth(input, before.line, "a blank line");
        add(before);
        if (builder.full) yield builder.take();
      }
      if (blank.length > 0) blank = [];
      if (record.fields.length !== width) throw wrongWidth(input, record.line, String(record.fields.length));
      add(record);
      if (builder.full) yield builder.take();
    }
  }
};

/**
 * The fields of the first record, as text, from bytes that hold it and nothing else.
 * @throws LossctlError (input) where its quotes are wrong.
 */
export async function parseFirstRecord(bytes: Buffer, delimiter: string, name: string): Promise<string[]> {
  async function* blocks() {
    yield bytes;
  }
  for await (const records of recordBatches({ name, blocks: blocks(), firstLine: 1, delimiter })) {
    for (const record of records) return record.fields.map(showUtf8);
  }
  return [];
}

/** Fields that are byte strings as a record, quoted where they must be. */
function recordBytes(fields: readonly string[], delimiter: string): Uint8Array {
  const between = Buffer.from(delimiter, "utf8").toString("latin1");
  const record = fields.map((field) =>
    /["\r\n]/.test(field) || field.includes(between) ? `"${field.replaceAll('"', '""')}"` : field,
  );
  return Buffer.from(record.join(between), "latin1");
}

interface CsvRecord {
  /** Byte strings. */
  readonly fields: readonly string[];
  /** On which it begins. */
  readonly line: number;
  /** A line of nothing, or of spaces and tabs in one field. */
  readonly blank: boolean;
}

/** The records of each block. An error comes after the records before it. */
async function* recordBatches(
  input: ReaderInput & { readonly delimiter: string },
): AsyncGenerator<readonly CsvRecord[]> {
  const { delimiter, firstLine, longestRecord = RECORD_BYTES } = input;
  const parser = new RecordParser(delimiter, firstLine, longestRecord);
  for await (const block of input.blocks) {
    const error = await parser.feed(block);
    yield parser.drain();
    if (error !== undefined) throw malformed(error, input.name, parser.line, longestRecord);
  }
  const error = await parser.finish();
  yield parser.drain();
  if (error !== undefined) throw malformed(error, input.name, parser.line, longestRecord);
}

const BLANK = /^[ \t]*$/;
const NEWLINE = 0x0a;

/** csv-parse, with records collected where it would push them through a stream one by one. */
class RecordParser extends Parser {
  /** On which the next record begins. */
  line: number;
  #records: CsvRecord[] = [];
  #linesSeen = 0;
  #bytesSeen = 0;
  #bytesFed = 0;
  #lastByte = 0;

  constructor(delimiter: string, firstLine: number, longestRecord: number) {
    super({
      delimiter: Buffer.from(delimiter, "utf8"),
      encoding: "latin1",
      record_delimiter: ["\r\n", "\n"],
      // The width is checked by the reader, which can tell blank lines at the end from short records.
      relax_column_count: true,
      max_record_size: longestRecord,
    });
    this.line = firstLine;
    // Errors are handed to the callbacks below; without a listener they would end the process too.
    this.on("error", () => {});
  }

  override push(fields: readonly string[] | null): boolean {
    if (fields === null) return false;
    const { lines, bytes } = this.info;
    this.#records.push({
      fields,
      line: this.line,
      blank: fields.length === 1 && this.#isBlank(fields[0], bytes),
    });
    // csv-parse counts CR LF inside quotes as two lines: its count only says whether there is something to count.
    this.line += lines - this.#linesSeen === 1 ? 1 : 1 + newlines(fields);
    this.#linesSeen = lines;
    this.#bytesSeen = bytes;
    return true;
  }

  /** Quotes, which csv-parse has taken off, show in the record's size: they make an empty field a record. */
  #isBlank(field: string | undefined, end: number): boolean {
    if (field === undefined || !BLANK.test(field)) return false;
    const newline = end < this.#bytesFed || this.#lastByte === NEWLINE ? 1 : 0;
    return end - this.#bytesSeen - field.length < 2 + newline;
  }

  /** The error that stopped it, if one did. */
  feed(block: Buffer): Promise<unknown> {
    this.#bytesFed += block.length;
    this.#lastByte = block.at(-1) ?? this.#lastByte;
    return new Promise((resolve) => this.write(block, (error) => resolve(error ?? undefined)));
  }

  finish(): Promise<unknown> {
    return new Promise((resolve) => {
      this.once("error", resolve);
      this.once("finish", () => resolve(undefined));
      this.end();
    });
  }

  drain(): readonly CsvRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }
}

function newlines(fields: readonly string[]): number {
  let count = 0;
  for (const field of fields) {
    for (let at = field.indexOf("\n"); at >= 0; at = field.indexOf("\n", at + 1)) count++;
  }
  return count;
}

function wrongWidth({ name, width, widthOf }: CsvInput, line: number, found: string): LossctlError {
  const expected = `expected ${width} ${width === 1 ? "field" : "fields"} as in the ${widthOf}`;
  return inputError(`${expected}, found ${found}`, { file: name, line });
}

function malformed(error: unknown, file: string, line: number, longestRecord: number): unknown {
  if (!(error instanceof CsvError)) return error;
  const place = { file, line };
  const code: string = error.code;
  switch (code) {
    case "CSV_MAX_RECORD_SIZE":
      return recordTooLong(file, line, longestRecord);
    case "CSV_QUOTE_NOT_CLOSED":
      return inputError("expected a closing quote, found the end of the input", place);
    case "INVALID_OPENING_QUOTE":
    case "CSV_INVALID_OPENING_QUOTE":
      return inputError("found a quote inside a field", place, QUOTING);
    case "CSV_INVALID_CLOSING_QUOTE":
      return inputError("expected a delimiter or the end of the line after a closing quote", place, QUOTING);
    default:
      return error;
  }
}

const QUOTING = "quotes stand around a whole field, those in it are doubled";
