/** What the first records of a data set hold, column by column: looked at, not read. */
import { type Chunk, type ColumnRequest, MISSING, NOT_A_NUMBER, PRESENT } from "./chunk.ts";
import { ChunkBuilder } from "./chunk-builder.ts";
import { showCsvField } from "./csv-fields.ts";
import { Lookahead } from "./lookahead.ts";
import { showJsonField } from "./ndjson.ts";
import { RECORD_BYTES } from "./reader.ts";
import { Readers } from "./readers.ts";
import type { Recognised } from "./recognise.ts";

/** A column of the first records. */
export interface ColumnSample {
  readonly name: string;
  /** Fields that are not missing. */
  readonly present: number;
  /** The first of these that is no number, infinite ones not among them; null where there is none. */
  readonly text: string | null;
}

/** An input that can be looked at. */
interface Sampled {
  readonly content: Lookahead;
  readonly recognised: Recognised;
}

/** Bytes that are looked at first. */
const START = 2 ** 16;

/** The columns of the first inputs, one after the other. */
export class SampledColumns {
  /** Records so far. */
  records = 0;
  readonly #columns: Map<string, { name: string; present: number; text: string | null }>;

  constructor(names: readonly string[]) {
    this.#columns = new Map(names.map((name) => [name, { name, present: 0, text: null }]));
  }

  get columns(): readonly ColumnSample[] {
    return [...this.#columns.values()];
  }

  /** Looks at the first records of an input, at most `count`; columns that it lacks are missing there. */
  async look({ content, recognised }: Sampled, file: string, count: number): Promise<void> {
    const bytes = await firstRecords(content, count, recognised.format === "delimited");
    const has = new Set(recognised.names);
    const names = [...this.#columns.keys()].filter((name) => has.has(name));
    const requests = names.map((name): ColumnRequest => ({ name, coding: { kind: "number" } }));
    const builder = new ChunkBuilder(requests, undefined);
    async function* block() {
      yield bytes;
    }
    const readers = new Readers(builder, {});
    builder.startFile(0, file, recognised.format === "ndjson" ? showJsonField : showCsvField);
    const positions = names.map((name) => recognised.names.indexOf(name));
    const input = { name: file, content: new Lookahead(block()), rest: null, recognised, positions };
    for await (const chunk of readers.read({ ...input, widthOf: "header" })) this.#see(chunk, names);
    if (builder.rows > 0) this.#see(builder.take(), names);
  }

  #see({ rows, columns, text }: Chunk, names: readonly string[]): void {
    this.records += rows;
    for (const [place, name] of names.entries()) {
      const sample = this.#columns.get(name);
      const column = columns[place];
      if (sample === undefined || column?.kind !== "number") continue;
      for (let row = 0; row < rows; row++) {
        const status = column.status?.[row] ?? PRESENT;
        if (status === MISSING) continue;
        sample.present++;
        if (status === NOT_A_NUMBER) sample.text ??= text(row, place);
      }
    }
  }
}

/** The bytes of the first `count` records, or of all there are. Not consumed. */
async function firstRecords(content: Lookahead, count: number, quotes: boolean): Promise<Buffer> {
  for (let size = START; ; size *= 4) {
    const seen = await content.peek(size);
    const end = endOfRecords(seen, count, quotes);
    if (end !== null) return seen.subarray(0, end);
    if (content.ended || size > RECORD_BYTES) return seen;
  }
}

/** Where the `count`th record ends; null where there are fewer whole ones. */
function endOfRecords(bytes: Uint8Array, count: number, quotes: boolean): number | null {
  let quoted = false;
  let records = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (quotes && bytes[at] === 0x22) quoted = !quoted;
    else if (bytes[at] === 0x0a && !quoted && ++records === count) return at + 1;
  }
  return null;
}
