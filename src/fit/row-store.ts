/**
 * The rows of a fit, in blocks that depend on their order alone, not on the chunks they came in: in memory as long as
 * they fit a budget, then in a file, of which one block at a time is in memory.
 */
import { RowFile } from "./row-file.ts";
import type { DesignChunk } from "./types.ts";

/** Rows of a block but the last. Its columns stay in the processor's cache. */
export const BLOCK = 2048;
/** Bytes of rows in memory, at most: the budget that the help states. */
export const MEMORY = 64 * 2 ** 20;
/**
 * The same of rows that are gone through only once more. New memory costs more than a file, whose pages the system
 * hands out at once and keeps in memory itself: half of the time of 500,000 rows of 20 columns.
 */
export const MEMORY_FOR_ONCE = 2 * 2 ** 20;

/** Valid until the next one is asked for. Columns are `BLOCK` long. */
export interface Block {
  readonly rows: number;
  readonly features: readonly Float64Array[];
  readonly target: Float64Array;
  readonly weights: Float64Array | null;
  /** A part or fold for each row. */
  readonly parts: Uint8Array;
}

/** The part that all rows of a block are of, or null. */
export function onlyPart({ parts, rows }: Block): number | null {
  const first = parts[0]!;
  for (let row = 1; row < rows; row++) if (parts[row] !== first) return null;
  return first;
}

interface Buffer {
  readonly bytes: Uint8Array;
  readonly block: Block;
}

export class RowStore {
  readonly features: number;
  readonly #memory: number;
  /** Null until the first row says it. */
  #weighted: boolean | null = null;
  #kept: Uint8Array[] = [];
  #file: RowFile | null = null;
  #open: Buffer | null = null;
  #openRows = 0;
  #blocks = 0;
  #lastRows = 0;

  constructor(features: number, memory: number = MEMORY) {
    this.features = features;
    this.#memory = memory;
  }

  /** Whether all blocks are in memory. */
  get inMemory(): boolean {
    return this.#file === null;
  }

  /** Number of blocks, after `finish`. */
  get blocks(): number {
    return this.#blocks;
  }

  /** Takes the rows of a chunk, and hands each block on when it is full. */
  add(chunk: DesignChunk, onBlock: (block: Block) => void): void {
    this.#weighted ??= chunk.weights !== null;
    for (let from = 0; from < chunk.rows; ) {
      this.#open ??= this.#buffer();
      const { block } = this.#open;
      const count = Math.min(BLOCK - this.#openRows, chunk.rows - from);
      const copy = (target: Float64Array, source: Float64Array) =>
        target.set(source.subarray(from, from + count), this.#openRows);
      for (let j = 0; j < this.features; j++) copy(block.features[j]!, chunk.features[j]!);
      copy(block.target, chunk.target);
      if (block.weights !== null) {
        if (chunk.weights === null) block.weights.fill(1, this.#openRows, this.#openRows + count);
        else copy(block.weights, chunk.weights);
      }
      if (chunk.parts === null) block.parts.fill(0, this.#openRows, this.#openRows + count);
      else block.parts.set(chunk.parts.subarray(from, from + count), this.#openRows);
      this.#openRows += count;
      from += count;
      if (this.#openRows === BLOCK) this.#seal(onBlock);
    }
  }

  /** After the last row. */
  finish(onBlock: (block: Block) => void): void {
    if (this.#openRows > 0) this.#seal(onBlock);
    this.#open = null;
  }

  /** The block at `place`, from 0. */
  block(place: number): Block {
    const rows = place === this.#blocks - 1 ? this.#lastRows : BLOCK;
    if (this.#file === null) return this.#view(this.#kept[place]!, rows);
    this.#open ??= this.#buffer();
    this.#file.read(this.#open.bytes, place * this.#open.bytes.length);
    return { ...this.#open.block, rows };
  }

  close(): void {
    this.#file?.close();
    this.#kept = [];
  }

  #seal(onBlock: (block: Block) => void): void {
    const { bytes, block } = this.#open!;
    this.#blocks++;
    this.#lastRows = this.#openRows;
    this.#openRows = 0;
    if (this.#file === null && this.#blocks * bytes.length > this.#memory) this.#moveToFile(bytes.length);
    if (this.#file === null) {
      this.#kept.push(bytes);
      this.#open = null;
    } else {
      this.#file.append(bytes);
    }
    onBlock({ ...block, rows: this.#lastRows });
  }

  /** Without a file there is still the memory that others may use. */
  #moveToFile(blockBytes: number): void {
    try {
      this.#file = new RowFile();
    } catch (error) {
      if (this.#blocks * blockBytes > MEMORY) throw error;
      return;
    }
    for (const kept of this.#kept) this.#file.append(kept);
    this.#kept = [];
  }

  #buffer(): Buffer {
    const columns = this.features + 1 + (this.#weighted === true ? 1 : 0);
    const bytes = new Uint8Array(columns * 8 * BLOCK + BLOCK);
    return { bytes, block: this.#view(bytes, BLOCK) };
  }

  #view(bytes: Uint8Array, rows: number): Block {
    const column = (place: number) => new Float64Array(bytes.buffer, 8 * BLOCK * place, BLOCK);
    const { features } = this;
    const numbers = features + 1 + (this.#weighted === true ? 1 : 0);
    return {
      rows,
      features: Array.from({ length: features }, (_, j) => column(j)),
      target: column(features),
      weights: this.#weighted === true ? column(features + 1) : null,
      parts: bytes.subarray(8 * BLOCK * numbers),
    };
  }
}
