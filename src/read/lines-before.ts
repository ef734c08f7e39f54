/**
 * How many newlines stand before a part of a file. Whoever reads a part may have said how many it has; the others are
 * looked through here. Nothing is counted unless a line has to be named.
 */
import { Kernel } from "../kernel/kernel.ts";
import type { PartedFile } from "./chunk.ts";

const BLOCK = 2 ** 18;

/** Newlines of the parts of all files, as far as somebody has counted them. */
export interface LineCounts {
  put(part: number, newlines: number): void;
  /** Null where nobody has. */
  get(part: number): number | null;
}

/** Puts the bytes at a position of a file into memory and returns how many. */
type Read = (file: PartedFile, target: Uint8Array, position: number) => number;

export class LinesBefore {
  readonly #counts: LineCounts;
  readonly #partBytes: number;
  readonly #read: Read;
  #kernel: Kernel | undefined;
  /** Newlines from the start of a file to a place, from which one goes on. */
  #file: PartedFile | undefined;
  #place = 0;
  #newlines = 0;

  constructor(counts: LineCounts, partBytes: number, read: Read) {
    this.#counts = counts;
    this.#partBytes = partBytes;
    this.#read = read;
  }

  /** Newlines from the file's start to byte `place`, where part `part` begins; quick for places that ascend. */
  count(file: PartedFile, place: number, part: number): number {
    if (file !== this.#file || place < this.#place) {
      this.#file = file;
      this.#place = file.start;
      this.#newlines = 0;
    }
    while (this.#place < place) {
      const index = part - (place - this.#place) / this.#partBytes;
      this.#newlines += this.#counts.get(index) ?? this.#within(file, this.#place);
      this.#place += this.#partBytes;
    }
    return this.#newlines;
  }

  /** Newlines of the part that begins at `from`. */
  #within(file: PartedFile, from: number): number {
    this.#kernel ??= new Kernel({ blockSize: BLOCK });
    const { text } = this.#kernel;
    const to = from + this.#partBytes;
    let newlines = 0;
    for (let at = from; at < to; ) {
      text.restart(new Uint8Array(0));
      const free = text.free();
      const count = this.#read(file, free.subarray(0, Math.min(free.length, to - at)), at);
      // The file has become shorter: there are no lines to count.
      if (count === 0) break;
      text.filled(count);
      newlines += text.newlinesWithin(count);
      at += count;
    }
    return newlines;
  }
}
