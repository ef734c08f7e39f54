/** Parts of NDJSON: by the kernel, or, where records are of other shapes, by `JSON.parse`. */
import type { Kernel } from "../kernel/kernel.ts";
import type { Chunk, NdjsonFile } from "./chunk.ts";
import type { ChunkBuilder } from "./chunk-builder.ts";
import { JsonBlocks } from "./json-blocks.ts";
import { Irregular } from "./kernel-columns.ts";
import { isBlank, NdjsonRecords, showJsonField } from "./ndjson.ts";
import type { PartPlace } from "./parts.ts";
import type { TextLine } from "./text-lines.ts";

export class NdjsonParts {
  readonly #kernel: Kernel;
  readonly #builder: ChunkBuilder;
  readonly #blocks: JsonBlocks;
  readonly #onParsed: (records: number) => void;
  #place: PartPlace = { atStart: true, atEnd: true };
  /** Of the indexed part, counted from 0; null where the kernel has read it. */
  #lines: readonly TextLine[] | null = null;

  /** `onParsed` is told how many records `JSON.parse` read. */
  constructor(kernel: Kernel, builder: ChunkBuilder, onParsed: (records: number) => void) {
    this.#kernel = kernel;
    this.#builder = builder;
    this.#blocks = new JsonBlocks(kernel, builder);
    this.#onParsed = onParsed;
  }

  /** Finds the records of the text that the kernel holds; how many there are. @throws Irregular */
  index(place: PartPlace): number {
    const { text } = this.#kernel;
    const { atEnd } = place;
    const bytes = text.rest().length;
    this.#place = place;
    if (this.#blocks.read(atEnd)) {
      this.#lines = null;
      // Blank lines that the kernel keeps back may be an error or not: the next part decides.
      if (!atEnd && text.lines(false).length !== bytes) throw new Irregular();
      return text.rows;
    }
    const lines = this.#blocks.lines(atEnd, 0);
    this.#lines = lines;
    return lines.reduce((records, line) => (isBlank(line) ? records : records + 1), 0);
  }

  /** Their rows. @throws Irregular, LossctlError whose line is not the file's */
  *chunks(file: NdjsonFile, firstLine: () => number): Generator<Chunk> {
    const { atStart, atEnd } = this.#place;
    const builder = this.#builder;
    builder.startFile(file.file, file.name, showJsonField);
    if (this.#lines === null) {
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
    for (const chunk of records.add(this.#lines)) yield placed(chunk);
    records.finish();
    if (!atEnd && records.endBlank) throw new Irregular();
    if (builder.rows > 0) yield placed(builder.take());
  }
}
