/**
 * Delimited text by the kernel: any delimiter of one byte, quotes by RFC 4180. What the kernel refuses, be it wrong
 * or only odd, goes to csv-parse from that block on, so that errors are found, placed and worded in one way.
 */
import { Kernel } from "../kernel/kernel.ts";
import type { Chunk } from "./chunk.ts";
import type { ChunkBuilder } from "./chunk-builder.ts";
import type { CsvInput } from "./csv.ts";
import { CsvFields } from "./csv-fields.ts";
import { type Feed, feedBlocks } from "./feed.ts";
import { kernelBlocks, kernelChunks, readColumns, readerError } from "./kernel-blocks.ts";
import { createColumn, type KernelColumn } from "./kernel-columns.ts";
import { RECORD_BYTES } from "./reader.ts";

export interface KernelCsvInput extends Omit<CsvInput, "blocks"> {
  /** What has been looked at already, from the first record on; `feed` goes on from there. */
  readonly start: Uint8Array;
  readonly feed: Feed;
}

export interface KernelReaderOptions {
  /** Rows of a chunk, at most. */
  readonly chunkRows?: number;
  /** Bytes that are read at once. */
  readonly blockBytes?: number;
  /** Bytes of a record, at most. */
  readonly longestRecord?: number;
  /** Told where another reader takes over. */
  readonly onReader?: (note: string) => void;
}

/** Whether the kernel can read text with this delimiter. */
export function kernelReads(delimiter: string): boolean {
  const code = delimiter.charCodeAt(0);
  return delimiter.length === 1 && code > 0 && code < 0x80 && !'"\r\n'.includes(delimiter);
}

/** Reads the inputs of one data set, one after the other. */
export class KernelCsvReader {
  readonly #builder: ChunkBuilder;
  readonly #chunkRows: number | undefined;
  readonly #onReader: KernelReaderOptions["onReader"];
  readonly #longestRecord: number;
  readonly #kernel: Kernel;
  readonly #fields: readonly CsvFields[];
  readonly #columns: readonly KernelColumn[];

  constructor(builder: ChunkBuilder, options: KernelReaderOptions) {
    const { chunkRows, blockBytes, longestRecord = RECORD_BYTES, onReader } = options;
    this.#builder = builder;
    this.#onReader = onReader;
    this.#chunkRows = chunkRows;
    const blockSize = blockBytes === undefined ? {} : { blockSize: blockBytes };
    this.#longestRecord = longestRecord;
    this.#kernel = new Kernel({ longestRecord, ...blockSize });
    this.#fields = builder.requests.map((_, slot) => new CsvFields(this.#kernel, slot));
    this.#columns = this.#fields.map((fields, column) => createColumn(fields, builder, column));
  }

  async *read(input: KernelCsvInput): AsyncGenerator<Chunk> {
    const { start, feed, delimiter, width, name } = input;
    const kernel = this.#kernel;
    for (const [column, position] of input.positions.entries()) this.#fields[column]!.position = position;
    let line = input.firstLine;
    try {
      for await (const final of kernelBlocks(kernel, start, feed)) {
        if (!kernel.text.index(delimiter.charCodeAt(0), width, final) || !readColumns(this.#columns)) {
          const blocks = feedBlocks(Buffer.from(kernel.text.rest()), feed);
          this.#onReader?.(`${name}: from line ${line} on read by csv-parse`);
          // Loaded where it is needed: it costs each start some milliseconds.
          const { readCsv } = await import("./csv.ts");
          yield* readCsv(
            { ...input, blocks, firstLine: line, longestRecord: this.#longestRecord },
            this.#builder,
          );
          return;
        }
        yield* kernelChunks(kernel, this.#fields, this.#columns, this.#builder, line, this.#chunkRows);
        line += kernel.text.newlines;
      }
    } catch (error) {
      throw readerError(error, name, line, this.#longestRecord);
    }
  }
}
