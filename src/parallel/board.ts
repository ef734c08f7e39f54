/**
 * What threads that read the parts of one data set tell each other, in shared memory: which part is next, whether
 * quotes are open where a part begins (Merrill & Garland 2016, "Single-pass parallel prefix scan with decoupled look-back":
 * a part waits for what the one before it has scanned, never for what it has parsed), where record numbers matter how
 * many records stand before a part, how many newlines a part has if somebody has counted them, how many rows were read,
 * and whether somebody gave up. Parts are claimed in order, so whoever waits, waits for a thread that is at work.
 */
import type { LineCounts } from "../read/lines-before.ts";

/** Places in the header of the 32-bit words. */
const NEXT = 0;
const STOPPED = 1;
const HEADER = 2;

const UNKNOWN = 0;
const PLAIN = 1;
const QUOTED = 2;

/** Places in the counts. */
const READ = 0;
const PARSED = 1;
const BEFORE = 2;

export interface BoardMemory {
  /** The header, then a state for each part. */
  readonly words: SharedArrayBuffer;
  /** For each part its newlines and 1; 0 where nobody has counted them. */
  readonly lines: SharedArrayBuffer;
  /**
   * Rows read, those of them that the kernel left to `JSON.parse`, then for each part 1 + the number of records before it, 0 as long
   * as nobody knows.
   */
  readonly counts: SharedArrayBuffer;
}

export class Board {
  readonly memory: BoardMemory;
  readonly parts: number;
  readonly #words: Int32Array;
  readonly #counts: BigInt64Array;
  readonly lines: LineCounts;

  constructor(memory: BoardMemory) {
    this.memory = memory;
    this.lines = sharedLines(new Int32Array(memory.lines));
    this.#words = new Int32Array(memory.words);
    this.#counts = new BigInt64Array(memory.counts);
    this.parts = this.#words.length - HEADER;
  }

  static create(parts: number): Board {
    return new Board({
      words: new SharedArrayBuffer(4 * (HEADER + parts)),
      lines: new SharedArrayBuffer(4 * parts),
      counts: new SharedArrayBuffer(8 * (BEFORE + parts)),
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

  /** Says how many records there are before a part, in all files. */
  publishRecords(part: number, before: number): void {
    Atomics.store(this.#counts, BEFORE + part, BigInt(before + 1));
    Atomics.notify(this.#counts, BEFORE + part);
  }

  /** The number of records before a part, or null if that is not known within `patience` milliseconds. */
  recordsBefore(part: number, patience: number): number | null {
    let found = Atomics.load(this.#counts, BEFORE + part);
    if (found === 0n && !this.stopped) {
      Atomics.wait(this.#counts, BEFORE + part, 0n, patience);
      found = Atomics.load(this.#counts, BEFORE + part);
    }
    return found === 0n ? null : Number(found) - 1;
  }

  /** Gives up for all: whoever waits is woken, nobody gets another part. */
  stop(): void {
    Atomics.store(this.#words, STOPPED, 1);
    for (let part = 0; part < this.parts; part++) {
      Atomics.notify(this.#words, HEADER + part);
      Atomics.notify(this.#counts, BEFORE + part);
    }
  }

  get stopped(): boolean {
    return Atomics.load(this.#words, STOPPED) !== 0;
  }

  addRows(rows: number): void {
    Atomics.add(this.#counts, READ, BigInt(rows));
  }

  /** Rows that all threads have read. */
  get rows(): number {
    return Number(Atomics.load(this.#counts, READ));
  }

  addParsed(rows: number): void {
    Atomics.add(this.#counts, PARSED, BigInt(rows));
  }

  /** Rows that `JSON.parse` has read. */
  get parsed(): number {
    return Number(Atomics.load(this.#counts, PARSED));
  }
}

function sharedLines(words: Int32Array): LineCounts {
  return {
    put: (part, newlines) => {
      Atomics.store(words, part, newlines + 1);
    },
    get: (part) => {
      const known = Atomics.load(words, part);
      return known === 0 ? null : known - 1;
    },
  };
}
