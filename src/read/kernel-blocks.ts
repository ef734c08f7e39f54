/** Text into the kernel and chunks out of it: what its readers have in common. */
import type { Kernel } from "../kernel/kernel.ts";
import { OutOfMemoryError } from "../kernel/memory.ts";
import type { Chunk, Column } from "./chunk.ts";
import type { ChunkBuilder } from "./chunk-builder.ts";
import { CodingFault } from "./coding.ts";
import type { Feed } from "./feed.ts";
import { type Fields, Irregular, type KernelColumn } from "./kernel-columns.ts";
import { recordTooLong } from "./reader.ts";

/** So long the kernel may keep signals and progress waiting, in milliseconds. */
const PATIENCE = 50;

/**
 * Fills the kernel block by block, beginning with `start`; yields whether the block is the last. Whoever is given a
 * block indexes it before the next is asked for.
 */
export async function* kernelBlocks(kernel: Kernel, start: Uint8Array, feed: Feed): AsyncGenerator<boolean> {
  kernel.text.restart(start);
  let paused = Date.now();
  for (let final = false; !final; ) {
    for (let free = kernel.text.free(); !final && free.length > 0; free = kernel.text.free()) {
      const filled = feed.fill(free);
      const count = typeof filled === "number" ? filled : await filled;
      kernel.text.filled(count);
      final = count === 0;
    }
    yield final;
    if (final) return;
    kernel.text.next();
    if (Date.now() - paused > PATIENCE) {
      await new Promise((resolve) => setImmediate(resolve));
      paused = Date.now();
    }
  }
}

/** What a reader throws: a record that the kernel can't hold is the input's fault. */
export function readerError(error: unknown, file: string, line: number, longestRecord: number): unknown {
  return error instanceof OutOfMemoryError ? recordTooLong(file, line, longestRecord) : error;
}

/** Reads the block's columns; false if another reader has to. */
export function readColumns(columns: readonly KernelColumn[]): boolean {
  try {
    for (const column of columns) column.read();
    return true;
  } catch (error) {
    if (error instanceof Irregular || error instanceof CodingFault) return false;
    throw error;
  }
}

/** More rows would leave the processor's cache before the losses come to them. */
const CHUNK_ROWS = 8192;

/** The block, which begins on `firstLine`, as chunks; a function is asked when a line is. */
export function* kernelChunks(
  kernel: Kernel,
  fields: readonly Fields[],
  columns: readonly KernelColumn[],
  builder: ChunkBuilder,
  firstLine: number | (() => number),
  chunkRows = CHUNK_ROWS,
): Generator<Chunk> {
  for (let from = 0; from < kernel.text.rows; from += chunkRows) {
    const to = Math.min(from + chunkRows, kernel.text.rows);
    const found: Column[] = columns.map((column) => column.column(from, to));
    yield {
      rows: to - from,
      ...builder.count(to - from),
      columns: found,
      record: (row) => kernel.text.record(from + row),
      line: (row) =>
        (typeof firstLine === "number" ? firstLine : firstLine()) + kernel.text.newlinesBefore(from + row),
      text: (row, index) => {
        const column = found[index]!;
        return column.kind === "key"
          ? (column.dictionary[column.ids[row]!] ?? null)
          : fields[index]!.show(from + row);
      },
    };
  }
}
