/** Parts of NDJSON: by the kernel, or, where records are of other shapes, by `JSON.parse`. */
import type { Kernel } from "../kernel/kernel.ts";
import type { Chunk, NdjsonFile } from "./chunk.ts";
import type { ChunkBuilder } from "./chunk-builder.ts";
import { JsonBlocks } from "./json-blocks.ts";
import { Irregular } from "./kernel-columns.ts";
import { NdjsonRecords, showJsonField } from "./ndjson.ts";
import type { PartRecords } from "./parts.ts";

export class NdjsonParts {
  readonly #kernel: Kernel;
  readonly #builder: ChunkBuilder;
  readonly #blocks: JsonBlocks;
  readonly #onParsed: (records: number) => void;

  /** `onParsed` is told how many records `JSON.parse` read. */
  constructor(kernel: Kernel, builder: ChunkBuilder, onParsed: (records: number) => void) {
    this.#kernel = kernel;
    this.#builder = builder;
    this.#blocks = new JsonBlocks(kernel, builder);
    this.#onParsed = onParsed;
  }

  /** @throws Irregular, LossctlError whose line is not the file's */
  *chunks(file: NdjsonFile, { atStart, atEnd, firstLine }: PartRecords): Generator<Chunk> {
    const { text } = this.#kernel;
    const builder = this.#builder;
    const bytes = text.rest().length;
    builder.startFile(file.file, file.name, showJsonField);
    if (this.#blocks.read(atEnd)) {
      // Blank lines that the kernel keeps back may be an error or not: the next part decides.
      if (!atEnd && text.lines(false).length !== bytes) throw new Irregular();
      yield* this.#blocks.chunks(firstLine);
      return;
    }
    const records = new NdjsonRecords(file, builder);
    // Whoever reads the file's first part looks whether records have the columns, or gives up.
    if (!atStart) records.count(1);
    const placed = (chunk: Chunk): Chunk => {
      this.#onParsed(chunk.rows);
      // Lines before the part are counted only for who asks for one.
      return { ...chunk, line: (row) => firstLine() + chunk.line(row) };
    };
    for (const chunk of records.add(this.#blocks.lines(atEnd, 0))) yield placed(chunk);
    records.finish();
    if (!atEnd && records.endBlank) throw new Irregular();
    if (builder.rows > 0) yield placed(builder.take());
  }
}
