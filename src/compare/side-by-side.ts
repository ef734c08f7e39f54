/** Rows of several data sets, read side by side: the first of each is a pair (or more), then the second. */
import { inputError } from "../errors.ts";
import type { Chunk } from "../read/chunk.ts";
import { rowsOf } from "./chunk-view.ts";

/** A data set as it comes. */
export interface Side {
  readonly chunks: AsyncIterable<Chunk>;
  /** As messages call it. */
  readonly name: string;
}

/**
 * Chunks of as many rows of each side, valid until the next are asked for.
 * @throws LossctlError (input) where one side has rows that another lacks.
 */
export async function* sideBySide(sides: readonly Side[]): AsyncGenerator<readonly Chunk[]> {
  const cursors = sides.map(({ chunks, name }) => new Cursor(chunks[Symbol.asyncIterator](), name));
  try {
    for (let paired = 0; ; ) {
      for (const cursor of cursors) await cursor.fill();
      const ended = cursors.find(({ waiting }) => waiting === 0);
      if (ended !== undefined) {
        const longer = cursors.find(({ waiting }) => waiting > 0);
        if (longer === undefined) return;
        throw inputError(
          `expected ${paired} rows, as in ${ended.name}, found more`,
          { file: longer.name, line: longer.line },
          "--id joins rows by a column",
        );
      }
      const rows = Math.min(...cursors.map(({ waiting }) => waiting));
      yield cursors.map((cursor) => cursor.take(rows));
      paired += rows;
    }
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
}

class Cursor {
  readonly name: string;
  readonly #chunks: AsyncIterator<Chunk>;
  #chunk: Chunk | null = null;
  #from = 0;

  constructor(chunks: AsyncIterator<Chunk>, name: string) {
    this.#chunks = chunks;
    this.name = name;
  }

  /** Rows that can be taken; after `fill` 0 only at the end. */
  get waiting(): number {
    return this.#chunk === null ? 0 : this.#chunk.rows - this.#from;
  }

  /** Of the first row that waits. */
  get line(): number {
    return this.#chunk?.line(this.#from) ?? 0;
  }

  async fill(): Promise<void> {
    while (this.waiting === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) {
        this.#chunk = null;
        return;
      }
      this.#chunk = next.value;
      this.#from = 0;
    }
  }

  take(rows: number): Chunk {
    const from = this.#from;
    this.#from += rows;
    return rowsOf(this.#chunk as Chunk, from, this.#from);
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
