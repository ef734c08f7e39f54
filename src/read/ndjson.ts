/** NDJSON by `JSON.parse`: a JSON object on each line. */
import { excerpt, inputError, type LossctlError } from "../errors.ts";
import type { Chunk } from "./chunk.ts";
import type { ChunkBuilder } from "./chunk-builder.ts";
import { JsonPath } from "./json-path.ts";
import { sourceOf } from "./json-source.ts";
import { missingColumn } from "./names.ts";
import { invalidUtf8, type Reader, type ReaderInput } from "./reader.ts";
import { type TextLine, textLines } from "./text-lines.ts";

export interface NdjsonInput extends ReaderInput {
  /** Leaf paths of the first record. */
  readonly names: readonly string[];
}

/** A requested path that none of the first so many records has is a mistake, not a missing value. */
const RECORDS_TO_SHOW_A_PATH = 8192;

export const readNdjson: Reader<NdjsonInput> = async function* (input, builder) {
  const records = new NdjsonRecords(input, builder);
  for await (const lines of textLines(input)) yield* records.add(lines);
  records.finish();
};

interface RequestedColumn {
  readonly name: string;
  readonly index: number;
  readonly path: JsonPath;
  readonly numeric: boolean;
  readonly textual: boolean;
  seen: boolean;
}

/** The records of one input, put into a builder run by run. */
export class NdjsonRecords {
  readonly #input: Pick<NdjsonInput, "name" | "names">;
  readonly #builder: ChunkBuilder;
  readonly #columns: readonly RequestedColumn[];
  #records = 0;
  /** The first of the blank lines since the last record. */
  #blank: number | undefined;

  constructor(input: Pick<NdjsonInput, "name" | "names">, builder: ChunkBuilder) {
    this.#input = input;
    this.#builder = builder;
    this.#columns = builder.requests.map(({ name, coding }, index) => ({
      name,
      index,
      path: new JsonPath(name),
      numeric: coding.kind === "number",
      textual: builder.textual(index),
      seen: false,
    }));
  }

  /** The builder's chunks, where it is full. */
  *add(lines: readonly TextLine[]): Generator<Chunk> {
    const { name } = this.#input;
    for (const line of lines) {
      if (isBlank(line)) {
        this.#blank ??= line.line;
        continue;
      }
      this.#refuseBlank();
      this.#put(parseRecord(line.text, name, line.line), line);
      if (this.#records === RECORDS_TO_SHOW_A_PATH) this.#checkPaths();
      if (this.#builder.full) yield this.#builder.take();
    }
  }

  /** Records that another reader found to have all the columns. */
  count(records: number): void {
    if (records > 0) this.#refuseBlank();
    for (const column of this.#columns) column.seen = true;
    this.#records += records;
  }

  /** Whether blank lines follow the last record. */
  get endBlank(): boolean {
    return this.#blank !== undefined;
  }

  finish(): void {
    if (this.#records < RECORDS_TO_SHOW_A_PATH) this.#checkPaths();
  }

  #refuseBlank(): void {
    if (this.#blank !== undefined && this.#records > 0) throw blankLine(this.#input.name, this.#blank);
    this.#blank = undefined;
  }

  #put(record: object, { text, line, valid }: TextLine): void {
    const builder = this.#builder;
    for (const column of this.#columns) {
      const value = column.path.value(record);
      if (value !== undefined) column.seen = true;
      if (typeof value === "number" && column.numeric) {
        const field = Number.isFinite(value) ? value : source(text, column.path, record);
        builder.putNumber(column.index, field, value);
        continue;
      }
      const written = typeof value === "number" || (typeof value === "object" && value !== null);
      const field = written ? source(text, column.path, record) : value;
      const shown = field === null ? null : showJsonField(field);
      if (!valid && column.textual && shown?.includes("\ufffd")) {
        throw invalidUtf8(column.name, shown, this.#input.name, line);
      }
      builder.put(column.index, line, field, shown);
    }
    builder.endRow(line, () => Buffer.from(text.endsWith("\r") ? text.slice(0, -1) : text));
    this.#records++;
  }

  #checkPaths(): void {
    const absent = this.#columns.find(({ seen }) => !seen);
    if (this.#records === 0 || absent === undefined) return;
    // These rows are not at fault one by one.
    this.#builder.drop();
    throw missingColumn(absent.name, this.#input.names, this.#input.name);
  }
}

const BLANK = /^[ \t\r]*$/;

export function isBlank({ text }: TextLine): boolean {
  return BLANK.test(text);
}

function source(json: string, path: JsonPath, record: object): string {
  return sourceOf(json, path.keys(record) ?? []);
}

/** How fields put into a builder by `readNdjson` look in messages. */
export function showJsonField(field: unknown): string | null {
  if (field === undefined) return null;
  return typeof field === "string" ? field : String(field);
}

/** @throws LossctlError (input) where the line is not a JSON object. */
export function parseRecord(text: string, file: string, line: number): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw notAnObject(text, file, line, error);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw notAnObject(text, file, line);
  return value;
}

function notAnObject(text: string, file: string, line: number, cause?: unknown): LossctlError {
  return inputError(
    `expected a JSON object on one line, found ${excerpt(text.trim())}`,
    { file, line },
    "jq -c . writes JSON like that",
    cause,
  );
}

function blankLine(file: string, line: number): LossctlError {
  return inputError("expected a JSON object on one line, found a blank line", { file, line });
}
