/**
 * What threads that read the parts of one data set tell each other, in shared memory: which part is next, whether
 * quotes are open where a part begins (Merrill & Garland 2016, "Single-pass parallel prefix scan with decoupled look-back":
 * a part waits for what the one before it has scanned, never for what it has parsed), how many rows were read, and
 * whether somebody gave up. Parts are claimed in order, so whoever waits, waits for a thread that is at work.
 */

/** Places in the header of the 32-bit words. */
const NEXT = 0;
const STOPPED = 1;
const HEADER = 2;

const UNKNOWN = 0;
const PLAIN = 1;
const QUOTED = 2;

export interface BoardMemory {
  /** The header, then a state for each part. */
  readonly words: SharedArrayBuffer;
  /** Rows read, and those of them that the kernel left to `JSON.parse`. */
  readonly counts: SharedArrayBuffer;
}

export class Board {
  readonly memory: BoardMemory;
  readonly parts: number;
  readonly #words: Int32Array;
  readonly #counts: BigInt64Array;

  constructor(memory: BoardMemory) {
    this.memory = memory;
    this.#words = new Int32Array(memory.words);
    this.#counts = new BigInt64Array(memory.counts);
    this.parts = this.#words.length - HEADER;
  }

  static create(parts: number): Board {
    return new Board({
      words: new SharedArrayBuffer(4 * (HEADER + parts)),
      counts: new SharedArrayBuffer(16),
    });
  }

  /** The next part that nobody has, or null where there is none, also once somebody gave up. */
  claim(): number | null {
    if (this.stopped) return null;
    const part = Atomics.add(this.#words, NEXT, 1);
    return part < this.parts ? part : null;
  }

  /** Parts that were claimed. */
  get claimed(): number {
    return Math.min(Atomics.load(this.#words, NEXT), this.parts);
  }

  /** Says whether a part begins inside quotes. */
  publish(part: number, quoted: boolean): void {
    Atomics.store(this.#words, HEADER + part, quoted ? QUOTED : PLAIN);
    Atomics.notify(this.#words, HEADER + part);
  }

  /** Whether a part begins inside quotes, or null if that is not known within `patience` milliseconds. */
  quoted(part: number, patience: number): boolean | null {
    let found = Atomics.load(this.#words, HEADER + part);
    if (found === UNKNOWN && !this.stopped) {
      Atomics.wait(this.#words, HEADER + part, UNKNOWN, patience);
      found = Atomics.load(this.#words, HEADER + part);
    }
    return found === UNKNOWN ? null : found === QUOTED;
  }

  /** Gives up for all: whoever waits is woken, nobody gets another part. */
  stop(): void {
    Atomics.store(this.#words, STOPPED, 1);
    for (let part = 0; part < this.parts; part++) Atomics.notify(this.#words, HEADER + part);
  }

  get stopped(): boolean {
    return Atomics.load(this.#words, STOPPED) !== 0;
  }

  addRows(rows: number): void {
    Atomics.add(this.#counts, 0, BigInt(rows));
  }

  /** Rows that all threads have read. */
  get rows(): number {
    return Number(Atomics.load(this.#counts, 0));
  }

  addParsed(rows: number): void {
    Atomics.add(this.#counts, 1, BigInt(rows));
  }

  /** Rows that `JSON.parse` has read. */
  get parsed(): number {
    return Number(Atomics.load(this.#counts, 1));
  }
}
