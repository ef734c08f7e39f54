/** How many newlines stand before a place of a file: looked for where a line has to be named, and only there. */
import { Kernel } from "../kernel/kernel.ts";

const BLOCK = 2 ** 18;

export class LinesBefore {
  readonly #start: number;
  readonly #read: (target: Uint8Array, position: number) => number;
  readonly #kernel = new Kernel({ blockSize: BLOCK });
  /** Newlines before a place, from which one goes on. */
  #place: number;
  #newlines = 0;

  /** Newlines count from `start` on; `read` puts the bytes at a position into memory and returns how many. */
  constructor(start: number, read: (target: Uint8Array, position: number) => number) {
    this.#start = start;
    this.#place = start;
    this.#read = read;
  }

  /** Newlines from the start to `place`; quick for places that ascend. */
  count(place: number): number {
    if (place < this.#place) {
      this.#place = this.#start;
      this.#newlines = 0;
    }
    const { text } = this.#kernel;
    while (this.#place < place) {
      text.restart(new Uint8Array(0));
      const free = text.free();
      const count = this.#read(free.subarray(0, Math.min(free.length, place - this.#place)), this.#place);
      // The file has become shorter: there are no lines to count.
      if (count === 0) break;
      text.filled(count);
      this.#newlines += text.newlinesWithin(count);
      this.#place += count;
    }
    return this.#newlines;
  }
}
