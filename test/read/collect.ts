/** Everything that a table says about its rows, copied out of the chunks. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterAll } from "vitest";
import { LossctlError } from "../../src/errors.ts";
import type { Coding, ColumnRequest, Dialect, Table } from "../../src/read/chunk.ts";
import { type OpenOptions, openTable } from "../../src/read/open.ts";

export interface Row {
  readonly file: number;
  readonly record: number;
  readonly line: number;
  /** A number, a text (null: none), or the status of a field that is neither. */
  readonly cells: readonly (number | string | null | { readonly status: number })[];
  readonly texts: readonly (string | null)[];
}

export async function collect(table: Table, requests: readonly ColumnRequest[]): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const chunk of table.chunks(requests)) {
    for (let row = 0; row < chunk.rows; row++) {
      rows.push({
        file: chunk.file,
        record: chunk.firstRecord + row,
        line: chunk.line(row),
        cells: chunk.columns.map((column) => {
          if (column.kind === "key") return column.dictionary[column.ids[row] as number] as string;
          if (column.kind === "text") return column.texts[row] as string | null;
          const status = column.status?.[row] ?? 0;
          return status === 0 ? (column.values[row] as number) : { status };
        }),
        texts: requests.map((_, column) => chunk.text(row, column)),
      });
    }
  }
  return rows;
}

export const NUMBER: Coding = { kind: "number" };
export const KEY: Coding = { kind: "key" };
export const TEXT: Coding = { kind: "text" };

/** Requests columns with one coding. */
export function ask(coding: Coding, ...names: string[]): ColumnRequest[] {
  return names.map((name) => ({ name, coding }));
}

export const BY_CONTENT: Dialect = { header: true };

/** Writes files to a folder of this test file; they are gone after it. */
export function fileWriter(): (name: string, content: string | Uint8Array) => string {
  const folder = mkdtempSync(join(tmpdir(), "read-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
}

export function open(
  inputs: string | readonly string[],
  dialect: Dialect = BY_CONTENT,
  options: Partial<OpenOptions> = {},
): Promise<Table> {
  return openTable(typeof inputs === "string" ? [inputs] : inputs, dialect, {
    stdin: new PassThrough().end(),
    ...options,
  });
}

/** The rows of bytes that arrive on standard input in blocks of a size. */
export async function readBytes(
  content: string | Uint8Array,
  requests: readonly ColumnRequest[],
  dialect: Dialect = BY_CONTENT,
  { blockBytes = 1 << 16, ...options }: Partial<OpenOptions> = {},
): Promise<Row[]> {
  const bytes = Buffer.from(content as Uint8Array);
  function* blocks() {
    for (let at = 0; at < bytes.length; at += blockBytes) yield bytes.subarray(at, at + blockBytes);
  }
  return collect(await open("-", dialect, { stdin: Readable.from(blocks()), ...options }), requests);
}

/** The message of the `LossctlError` that a promise ends in; paths shortened to file names. */
export async function failure(promise: Promise<unknown>, kind = "input"): Promise<string> {
  const error = await promise.then(
    () => {
      throw new Error("expected a failure");
    },
    (reason: unknown) => reason,
  );
  if (!(error instanceof LossctlError) || error.kind !== kind) throw error;
  return error.message.replace(/^\/\S*\//, "");
}
