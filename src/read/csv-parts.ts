/** Parts of delimited text, by the kernel. */
import type { Kernel } from "../kernel/kernel.ts";
import type { Chunk, DelimitedFile } from "./chunk.ts";
import type { ChunkBuilder } from "./chunk-builder.ts";
import { CsvFields } from "./csv-fields.ts";
import { kernelChunks, readColumns } from "./kernel-blocks.ts";
import { createColumn, Irregular, type KernelColumn } from "./kernel-columns.ts";
import type { PartPlace } from "./parts.ts";

export class CsvParts {
  readonly #kernel: Kernel;
  readonly #builder: ChunkBuilder;
  readonly #fields: readonly CsvFields[];
  readonly #columns: readonly KernelColumn[];

  constructor(kernel: Kernel, builder: ChunkBuilder) {
    this.#kernel = kernel;
    this.#builder = builder;
    this.#fields = builder.requests.map((_, slot) => new CsvFields(kernel, slot));
    this.#columns = this.#fields.map((fields, column) => createColumn(fields, builder, column));
  }

  /** Finds the records of the text that the kernel holds; how many there are. @throws Irregular */
  index({ delimiter, width }: DelimitedFile, { atEnd }: PartPlace): number {
    const { text } = this.#kernel;
    const bytes = text.rest().length;
    if (!text.index(delimiter.charCodeAt(0), width, atEnd)) throw new Irregular();
    // Blank lines that the kernel keeps back may be an error or not: the next part decides.
    if (!atEnd && text.lines(false).length !== bytes) throw new Irregular();
    return text.rows;
  }

  /** Their rows. @throws Irregular */
  *chunks({ file, name, positions }: DelimitedFile, firstLine: () => number): Generator<Chunk> {
    for (const [column, position] of positions.entries()) this.#fields[column]!.position = position;
    if (!readColumns(this.#columns)) throw new Irregular();
    this.#builder.startFile(file, name, () => null);
    yield* kernelChunks(this.#kernel, this.#fields, this.#columns, this.#builder, firstLine);
  }
}
