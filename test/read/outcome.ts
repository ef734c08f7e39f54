/** What readers make of a text, in a form that can be compared. */
import { LossctlError } from "../../src/errors.ts";
import type { Chunk } from "../../src/read/chunk.ts";
import type { ChunkBuilder } from "../../src/read/chunk-builder.ts";
import type { Random } from "../kernel/random.ts";

/** What a reader made of a text: a line for each row, then the error, if any. */
export interface Outcome {
  readonly rows: readonly string[];
  readonly error: string | null;
}

export async function outcome(chunks: AsyncIterable<Chunk>): Promise<Outcome> {
  const rows: string[] = [];
  try {
    for await (const chunk of chunks) {
      for (let row = 0; row < chunk.rows; row++) {
        const fields = chunk.columns.map((column, index) => {
          const text = chunk.text(row, index);
          if (column.kind === "key") return [column.dictionary[column.ids[row]!], text];
          if (column.kind === "text") return [column.texts[row], text];
          const status = column.status?.[row] ?? 0;
          return [
            status,
            status === 0 ? String(column.values[row]) : "",
            Object.is(column.values[row], -0),
            text,
          ];
        });
        rows.push(JSON.stringify([chunk.file, chunk.firstRecord + row, chunk.line(row), fields]));
      }
    }
  } catch (error) {
    if (!(error instanceof LossctlError)) throw error;
    return { rows, error: error.message };
  }
  return { rows, error: null };
}

export async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** A reader's chunks, and what it left in its builder. */
export async function* withRest(builder: ChunkBuilder, chunks: AsyncGenerator<Chunk>): AsyncGenerator<Chunk> {
  try {
    yield* chunks;
  } catch (error) {
    if (builder.rows > 0) yield builder.take();
    throw error;
  }
  if (builder.rows > 0) yield builder.take();
}

/** How a kernel reader may be fed. */
export function someSizes(source: Random) {
  return {
    blockBytes: source.pick([64, 128, 256, 1024, 1 << 16]),
    chunkRows: source.pick([1, 7, 1000]),
    piece: 1 + source.below(300),
    start: source.below(100),
  };
}
