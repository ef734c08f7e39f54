/** NDJSON by the kernel, and block by block by `JSON.parse` where records are of other shapes. */
import { Kernel } from "../kernel/kernel.ts";
import type { Chunk } from "./chunk.ts";
import type { ChunkBuilder } from "./chunk-builder.ts";
import type { Feed } from "./feed.ts";
import { JsonBlocks } from "./json-blocks.ts";
import { kernelBlocks, readerError } from "./kernel-blocks.ts";
import type { KernelReaderOptions } from "./kernel-csv.ts";
import { type NdjsonInput, NdjsonRecords } from "./ndjson.ts";
import { RECORD_BYTES } from "./reader.ts";

export interface KernelNdjsonInput extends Omit<NdjsonInput, "blocks"> {
  /** What has been looked at already, from the first record on; `feed` goes on from there. */
  readonly start: Uint8Array;
  readonly feed: Feed;
}

/** Reads the inputs of one data set, one after the other. */
export class KernelNdjsonReader {
  readonly #builder: ChunkBuilder;
  readonly #chunkRows: number | undefined;
  readonly #onReader: KernelReaderOptions["onReader"];
  readonly #longestRecord: number;
  readonly #kernel: Kernel;
  readonly #blocks: JsonBlocks;

  constructor(builder: ChunkBuilder, options: KernelReaderOptions) {
    const { chunkRows, blockBytes, longestRecord = RECORD_BYTES, onReader } = options;
    this.#builder = builder;
    this.#onReader = onReader;
    this.#chunkRows = chunkRows;
    const blockSize = blockBytes === undefined ? {} : { blockSize: blockBytes };
    this.#longestRecord = longestRecord;
    this.#kernel = new Kernel({ longestRecord, ...blockSize });
    this.#blocks = new JsonBlocks(this.#kernel, builder);
  }

  async *read(input: KernelNdjsonInput): AsyncGenerator<Chunk> {
    const { start, feed, name } = input;
    const builder = this.#builder;
    const blocks = this.#blocks;
    const { text } = this.#kernel;
    const records = new NdjsonRecords(input, builder);
    let line = input.firstLine;
    let told = false;
    try {
      for await (const final of kernelBlocks(this.#kernel, start, feed)) {
        if (blocks.read(final)) {
          if (builder.rows > 0) yield builder.take();
          records.count(text.rows);
          yield* blocks.chunks(line, this.#chunkRows);
          line += text.newlines;
          continue;
        }
        const lines = blocks.lines(final, line);
        if (lines.length === 0) continue;
        if (!told)
          this.#onReader?.(`${name}: records of other shapes, from line ${line} on, read by JSON.parse`);
        told = true;
        yield* records.add(lines);
        line += lines.length;
      }
    } catch (error) {
      throw readerError(error, name, line, this.#longestRecord);
    }
    records.finish();
  }
}
