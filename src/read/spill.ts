/**
 * Bytes in buckets: kept in memory up to a budget, beyond it in a temporary file that is gone when the process is. Each
 * bucket is read as a whole, once all is written.
 */
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inputError } from "../errors.ts";

/** A run of a bucket's bytes in the file. */
interface Extent {
  readonly offset: number;
  readonly bytes: number;
}

/** Of a block in which a bucket's bytes wait: larger ones where there are many. */
const FIRST_BLOCK = 2 ** 10;
const LARGEST_BLOCK = 2 ** 16;

export class Spill {
  readonly #budget: number;
  /** By bucket: full blocks, and the one that is being filled. */
  readonly #waiting: Buffer[][];
  readonly #blocks: Buffer[];
  readonly #used: number[];
  readonly #extents: Extent[][];
  #waitingBytes = 0;
  #written = 0;
  #file: number | null = null;

  /** @param budget Bytes that are kept in memory before they go to the file. */
  constructor(buckets: number, budget: number) {
    this.#budget = budget;
    this.#waiting = Array.from({ length: buckets }, () => []);
    this.#blocks = Array.from({ length: buckets }, () => Buffer.alloc(0));
    this.#used = new Array<number>(buckets).fill(0);
    this.#extents = Array.from({ length: buckets }, () => []);
  }

  get buckets(): number {
    return this.#waiting.length;
  }

  /** Bytes that went to the file. */
  get spilled(): number {
    return this.#written;
  }

  /**
   * Appends `bytes` bytes, which `write` puts into a block from a place on.
   * @throws LossctlError (input) where the file can't be written.
   */
  add(bucket: number, bytes: number, write: (block: Buffer, at: number) => void): void {
    let block = this.#blocks[bucket] as Buffer;
    let at = this.#used[bucket] as number;
    if (at + bytes > block.length) {
      if (at > 0) (this.#waiting[bucket] as Buffer[]).push(block.subarray(0, at));
      const size = Math.min(Math.max(FIRST_BLOCK, 2 * block.length), LARGEST_BLOCK);
      block = Buffer.allocUnsafeSlow(Math.max(bytes, size));
      this.#waitingBytes += block.length;
      this.#blocks[bucket] = block;
      at = 0;
    }
    write(block, at);
    this.#used[bucket] = at + bytes;
    if (this.#waitingBytes > this.#budget) this.#flush();
  }

  /** All of a bucket, in the order in which it was added. */
  read(bucket: number): Buffer {
    const extents = this.#extents[bucket] as Extent[];
    const waiting = this.#waitingOf(bucket);
    const spilled = extents.reduce((sum, { bytes }) => sum + bytes, 0);
    const all = Buffer.allocUnsafe(spilled + waiting.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const { offset, bytes } of extents) {
      for (const end = at + bytes, from = offset - at; at < end; ) {
        const read = readSync(this.#file as number, all, at, end - at, from + at);
        if (read === 0) throw new Error("a temporary file lost bytes");
        at += read;
      }
    }
    for (const bytes of waiting) at += bytes.copy(all, at);
    return all;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #waitingOf(bucket: number): Buffer[] {
    const block = this.#blocks[bucket] as Buffer;
    return [...(this.#waiting[bucket] as Buffer[]), block.subarray(0, this.#used[bucket])];
  }

  #flush(): void {
    try {
      this.#file ??= temporaryFile();
      for (const bucket of this.#waiting.keys()) {
        const bytes = Buffer.concat(this.#waitingOf(bucket));
        if (bytes.length === 0) continue;
        for (let at = 0; at < bytes.length; ) {
          at += writeSync(this.#file, bytes, at, bytes.length - at, this.#written + at);
        }
        (this.#extents[bucket] as Extent[]).push({ offset: this.#written, bytes: bytes.length });
        this.#written += bytes.length;
        this.#waiting[bucket] = [];
        this.#blocks[bucket] = Buffer.alloc(0);
        this.#used[bucket] = 0;
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw inputError(
        `rows can't be kept in ${tmpdir()} to be joined: ${why}`,
        undefined,
        "TMPDIR names another folder",
        error,
      );
    }
    this.#waitingBytes = 0;
  }
}

/** Without a name from the start, so that nothing stays behind, however the process ends. */
function temporaryFile(): number {
  const path = join(tmpdir(), `lossctl-${randomBytes(9).toString("hex")}`);
  const file = openSync(path, "wx+", 0o600);
  unlinkSync(path);
  return file;
}
