/** Blocks of bytes whose beginning can be looked at before they are read. */
export class Lookahead implements AsyncIterable<Buffer> {
  readonly #blocks: AsyncIterator<Buffer>;
  #seen: Buffer[] = [];
  #size = 0;
  #ended = false;
  #skipped = 0;

  constructor(blocks: AsyncIterable<Buffer>) {
    this.#blocks = blocks[Symbol.asyncIterator]();
  }

  /** What comes next, at least `bytes` bytes of it; fewer only where the input ends. Nothing is consumed. */
  async peek(bytes: number): Promise<Buffer> {
    while (this.#size < bytes && !this.#ended) {
      const next = await this.#blocks.next();
      if (next.done === true) this.#ended = true;
      else {
        this.#seen.push(next.value);
        this.#size += next.value.length;
      }
    }
    return this.#joined();
  }

  /** True once the last byte was looked at. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Bytes that were skipped so far. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Drops bytes that were looked at. */
  skip(bytes: number): void {
    this.#skipped += bytes;
    const seen = this.#joined().subarray(bytes);
    this.#seen = [seen];
    this.#size = seen.length;
  }

  /** All that was looked at and not skipped, which is consumed. */
  take(): Buffer {
    const seen = this.#joined();
    this.#seen = [];
    this.#size = 0;
    return seen;
  }

  /** The rest, from the first byte that was not skipped. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    const seen = this.#seen;
    this.#seen = [];
    this.#size = 0;
    for (const block of seen) if (block.length > 0) yield block;
    while (!this.#ended) {
      const next = await this.#blocks.next();
      if (next.done === true) this.#ended = true;
      else yield next.value;
    }
  }

  #joined(): Buffer {
    const [only] = this.#seen;
    const seen = only !== undefined && this.#seen.length === 1 ? only : Buffer.concat(this.#seen);
    this.#seen = [seen];
    return seen;
  }
}
