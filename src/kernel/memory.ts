/** The module's memory as seen from here. Views are made anew when it has grown. */
import type { Exports } from "./module.ts";

/** The memory is used up, most likely by a record that is longer than it can hold. */
export class OutOfMemoryError extends Error {
  constructor() {
    super("the kernel's memory is used up");
    this.name = "OutOfMemoryError";
  }
}

export class Memory {
  readonly exports: Exports;
  #bytes = new Uint8Array(0);
  #words = new Uint32Array(0);

  constructor(exports: Exports) {
    this.exports = exports;
  }

  /** Not to be kept. */
  get bytes(): Uint8Array {
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.exports.memory.buffer);
    return this.#bytes;
  }

  /** The same as words of 32 bits. */
  get words(): Uint32Array {
    if (this.#words.length === 0) this.#words = new Uint32Array(this.exports.memory.buffer);
    return this.#words;
  }

  /** The address of `size` new bytes, a multiple of 64. @throws OutOfMemoryError */
  allocate(size: number): number {
    const address = this.exports.allocate(size) >>> 0;
    if (address === 0) throw new OutOfMemoryError();
    return address;
  }
}

export function roundUp(size: number, multiple: number): number {
  return Math.ceil(size / multiple) * multiple;
}
