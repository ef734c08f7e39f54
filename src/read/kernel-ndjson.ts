/**
 * NDJSON by the kernel, as far as records have the shape of the one that a block begins with. A block in which any
 * record has not, or holds anything out of the way, goes to `JSON.parse`.
 */
import { Kernel } from "../kernel/kernel.ts";
import type { Chunk } from "./chunk.ts";
import type { ChunkBuilder } from "./chunk-builder.ts";
import type { Feed } from "./feed.ts";
import { JsonFields } from "./json-fields.ts";
import { JsonPath } from "./json-path.ts";
import { learnShape, type ShapeSegment } from "./json-shape.ts";
import { kernelBlocks, kernelChunks, readColumns, readerError } from "./kernel-blocks.ts";
import { createColumn, type KernelColumn } from "./kernel-columns.ts";
import type { KernelReaderOptions } from "./kernel-csv.ts";
import { type NdjsonInput, NdjsonRecords } from "./ndjson.ts";
import { RECORD_BYTES } from "./reader.ts";
import { linesOf } from "./text-lines.ts";

export interface KernelNdjsonInput extends Omit<NdjsonInput, "blocks"> {
  /** What has been looked at already, from the first record on; `feed` goes on from there. */
  readonly start: Uint8Array;
  readonly feed: Feed;
}

const NEWLINE = 0x0a;

/** So many blocks in a row that are not of one shape: there is none. */
const MOST_FAILURES = 8;

/** A learned segment that no column reads, which has to be valid all the same. */
interface Unread {
  readonly segment: ShapeSegment;
  readonly fields: JsonFields;
}

/** Reads the inputs of one data set, one after the other. */
export class KernelNdjsonReader {
  readonly #builder: ChunkBuilder;
  readonly #chunkRows: number | undefined;
  readonly #onReader: KernelReaderOptions["onReader"];
  readonly #kernel: Kernel;
  readonly #paths: readonly JsonPath[];
  readonly #fields: readonly JsonFields[];
  readonly #columns: readonly KernelColumn[];
  #segments = 0;
  #unread: readonly Unread[] = [];
  #failures = 0;

  constructor(builder: ChunkBuilder, { chunkRows, blockBytes, onReader }: KernelReaderOptions) {
    this.#builder = builder;
    this.#onReader = onReader;
    this.#chunkRows = chunkRows;
    const blockSize = blockBytes === undefined ? {} : { blockSize: blockBytes };
    this.#kernel = new Kernel({ longestRecord: RECORD_BYTES, ...blockSize });
    this.#paths = builder.requests.map(({ name }) => new JsonPath(name));
    this.#fields = builder.requests.map(
      ({ coding }, slot) => new JsonFields(this.#kernel, slot, coding.kind === "number"),
    );
    this.#columns = this.#fields.map((fields, column) => createColumn(fields, builder, column));
  }

  async *read(input: KernelNdjsonInput): AsyncGenerator<Chunk> {
    const { start, feed, name } = input;
    const kernel = this.#kernel;
    const builder = this.#builder;
    const records = new NdjsonRecords(input, builder);
    let line = input.firstLine;
    let told = false;
    try {
      for await (const final of kernelBlocks(kernel, start, feed)) {
        if (this.#readBlock(final)) {
          if (builder.rows > 0) yield builder.take();
          records.count(kernel.text.rows);
          yield* kernelChunks(kernel, this.#fields, this.#columns, builder, line, this.#chunkRows);
          line += kernel.text.newlines;
          continue;
        }
        const text = Buffer.from(kernel.text.lines(final));
        if (text.length === 0) continue;
        if (!told)
          this.#onReader?.(`${name}: records of other shapes, from line ${line} on, read by JSON.parse`);
        told = true;
        const lines = linesOf(text.at(-1) === NEWLINE ? text.subarray(0, -1) : text, line);
        yield* records.add(lines);
        line += lines.length;
      }
    } catch (error) {
      throw readerError(error, name, line);
    }
    records.finish();
  }

  /** Reads the block by the shape that is known, or by that of its first record. */
  #readBlock(final: boolean): boolean {
    const read =
      (this.#segments > 0 && this.#readShaped(final)) || (this.#learn() && this.#readShaped(final));
    if (read) this.#failures = 0;
    else {
      this.#failures++;
      // To know where its lines end.
      this.#kernel.text.index("json", 1, final);
    }
    return read;
  }

  #readShaped(final: boolean): boolean {
    const kernel = this.#kernel;
    if (!kernel.text.index("json", this.#segments, final) || !readColumns(this.#columns)) return false;
    return this.#unread.every(({ segment, fields }) => {
      if (segment.keys === null) return kernel.isConstant(fields.segment);
      return fields.isPlain(segment.string);
    });
  }

  /** False if the block's first record has no shape to go by, or lacks a column. */
  #learn(): boolean {
    this.#segments = 0;
    if (this.#failures > MOST_FAILURES) return false;
    const text = this.#kernel.text.rest();
    const line = Buffer.from(text.subarray(0, text.indexOf(NEWLINE) + 1)).toString("latin1");
    const segments = learnShape(line);
    if (segments === null) return false;
    const record = JSON.parse(Buffer.from(line, "latin1").toString()) as object;
    const wanted = this.#paths.map((path) => JSON.stringify(path.keys(record)));
    const places = wanted.map((keys) =>
      segments.findIndex((segment) => JSON.stringify(segment.keys) === keys),
    );
    if (wanted.includes("null") || places.includes(-1)) return false;
    const shaped = segments.map(({ prefix }, number) =>
      this.#kernel.segment(number, Buffer.from(prefix, "latin1")),
    );
    for (const [column, place] of places.entries()) {
      this.#fields[column]!.segment = shaped[place]!;
    }
    this.#unread = segments.flatMap((segment, place) => {
      if (places.includes(place)) return [];
      const fields = new JsonFields(this.#kernel, this.#fields.length, false);
      fields.segment = shaped[place]!;
      return [{ segment, fields }];
    });
    this.#segments = segments.length;
    return true;
  }
}
