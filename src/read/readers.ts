/** Which reader reads an input: the kernel, wherever it can. */
import type { Chunk } from "./chunk.ts";
import type { ChunkBuilder } from "./chunk-builder.ts";
import type { CsvInput } from "./csv.ts";
import { blockFeed, type Feed, feedAfter } from "./feed.ts";
import { KernelCsvReader, type KernelReaderOptions, kernelReads } from "./kernel-csv.ts";
import { KernelNdjsonReader } from "./kernel-ndjson.ts";
import type { Lookahead } from "./lookahead.ts";
import type { Recognised } from "./recognise.ts";

/** An input from its first record on. */
export interface ReadableInput {
  readonly name: string;
  readonly content: Lookahead;
  /** What follows what `content` has looked at, of a file that is not compressed; else null. */
  readonly rest: Feed | null;
  readonly recognised: Recognised;
  readonly widthOf: CsvInput["widthOf"];
  /** Of the requested columns in delimited text. */
  readonly positions: readonly number[];
}

/** A reader begins with so many of the bytes that were looked at; the others are fed to it like those that follow. */
const START_BYTES = 2 ** 16;

/** The readers of one data set, each made when the first input needs it. */
export class Readers {
  readonly #builder: ChunkBuilder;
  readonly #options: KernelReaderOptions;
  #csv: KernelCsvReader | undefined;
  #ndjson: KernelNdjsonReader | undefined;

  constructor(builder: ChunkBuilder, options: KernelReaderOptions) {
    this.#builder = builder;
    this.#options = options;
  }

  async *read({ name, content, rest, recognised, widthOf, positions }: ReadableInput): AsyncGenerator<Chunk> {
    const { firstLine, names } = recognised;
    const fed = () => {
      const seen = content.take();
      const feed = rest ?? blockFeed(content);
      const [start, more] = [seen.subarray(0, START_BYTES), seen.subarray(START_BYTES)];
      return { start, feed: more.length === 0 ? feed : feedAfter(more, feed) };
    };
    if (recognised.format === "ndjson") {
      this.#ndjson ??= new KernelNdjsonReader(this.#builder, this.#options);
      this.#options.onReader?.(`${name}: NDJSON read by the kernel`);
      yield* this.#ndjson.read({ name, firstLine, names, ...fed() });
      return;
    }
    const { delimiter } = recognised;
    const input = { name, firstLine, delimiter, width: names.length, widthOf, positions };
    if (!kernelReads(delimiter)) {
      this.#options.onReader?.(`${name}: delimited text read by csv-parse`);
      const { readCsv } = await import("./csv.ts");
      const { longestRecord } = this.#options;
      const limit = longestRecord === undefined ? {} : { longestRecord };
      yield* readCsv({ ...input, ...limit, blocks: content }, this.#builder);
      return;
    }
    this.#options.onReader?.(`${name}: delimited text read by the kernel`);
    this.#csv ??= new KernelCsvReader(this.#builder, this.#options);
    yield* this.#csv.read({ ...input, ...fed() });
  }
}
