/** Counts of pairs of numbers and of their differences on grids of bins, and pairs with small hashes: a run at a time. */
import { type Exports, instantiate } from "./module.ts";

/** Pairs of a run, at most: so many that the columns stay in the processor's cache. */
export const PAIR_ROWS = 2048;
/** Places along a fine and a coarse axis. */
export const FINE_PLACES = 2 ** 14;
export const COARSE_PLACES = 2 ** 7;

/** Bins of an axis: 2^exponent wide, which `scale` is 1 over; `base` is the number of the bin at place 0. */
export interface Grid {
  readonly exponent: number;
  readonly scale: number;
  readonly base: number;
}

/** Of a run: the least and the largest of the first numbers, of the second, and of the second less the first. */
export interface PairRanges {
  readonly first: readonly [number, number];
  readonly second: readonly [number, number];
  readonly difference: readonly [number, number];
}

/** Rows by place. Valid until the next call. */
export interface PairTallies {
  readonly fine: Uint32Array;
  /** By place of the second, then of the first. */
  readonly pairs: Uint32Array;
  /** By place of the difference, then of the second. */
  readonly bySecond: Uint32Array;
}

/** An instance with a memory of its own. */
export class PairCounts {
  readonly #exports: Exports;
  readonly #first: number;
  readonly #second: number;
  readonly #differences: number;
  readonly #range: number;
  readonly #rows: number;
  readonly #hashes: number;
  readonly #tallies: readonly [number, number, number];
  /** The same in the module's memory, which does not grow any more. */
  readonly #firsts: Float64Array;
  readonly #seconds: Float64Array;
  readonly #ranges: Float64Array;
  readonly #counts: PairTallies;
  readonly #found: Uint32Array;
  readonly #foundHashes: Uint32Array;
  #count = 0;

  constructor() {
    this.#exports = instantiate();
    const allocate = (size: number) => this.#exports.allocate(size) >>> 0;
    const column = 8 * (PAIR_ROWS + 4);
    this.#first = allocate(column);
    this.#second = allocate(column);
    this.#differences = allocate(column);
    this.#range = allocate(8 * 6);
    this.#rows = allocate(4 * PAIR_ROWS);
    this.#hashes = allocate(4 * PAIR_ROWS);
    const cells = COARSE_PLACES ** 2;
    this.#tallies = [allocate(4 * FINE_PLACES), allocate(4 * cells), allocate(4 * cells)];
    const { buffer } = this.#exports.memory;
    this.#firsts = new Float64Array(buffer, this.#first, PAIR_ROWS + 1);
    this.#seconds = new Float64Array(buffer, this.#second, PAIR_ROWS + 1);
    this.#ranges = new Float64Array(buffer, this.#range, 6);
    this.#found = new Uint32Array(buffer, this.#rows, PAIR_ROWS);
    this.#foundHashes = new Uint32Array(buffer, this.#hashes, PAIR_ROWS);
    this.#counts = {
      fine: new Uint32Array(buffer, this.#tallies[0], FINE_PLACES),
      pairs: new Uint32Array(buffer, this.#tallies[1], cells),
      bySecond: new Uint32Array(buffer, this.#tallies[2], cells),
    };
  }

  /** Takes pairs `from` to `to` - 1, at most `PAIR_ROWS`, as the run. Null where one, or a difference, is not finite. */
  load(first: Float64Array, second: Float64Array, from: number, to: number): PairRanges | null {
    const count = to - from;
    this.#count = count;
    this.#firsts.set(first.subarray(from, to));
    this.#seconds.set(second.subarray(from, to));
    // They are taken two at a time.
    this.#firsts[count] = this.#firsts[count - 1]!;
    this.#seconds[count] = this.#seconds[count - 1]!;
    const even = count + (count % 2);
    const finite = this.#exports.differences(this.#first, this.#second, even, this.#differences, this.#range);
    if (finite === 0) return null;
    const [a, b, c, d, e, f] = this.#ranges as unknown as [number, number, number, number, number, number];
    return { first: [a, b], second: [c, d], difference: [e, f] };
  }

  /**
   * Counts the run. Every number has a place on its grid; `fine` and `coarse` are those of the differences, and bins of
   * `coarse` are not narrower.
   */
  count(first: Grid, second: Grid, fine: Grid, coarse: Grid): void {
    this.#exports.countPairs(
      this.#first,
      this.#second,
      this.#differences,
      this.#count,
      first.scale,
      first.base,
      second.scale,
      second.base,
      fine.scale,
      fine.base,
      Math.min(31, coarse.exponent - fine.exponent),
      coarse.base,
      ...this.#tallies,
    );
  }

  /** Calls `visit` with the rows of the run, counted from 0, whose pair has a hash of at most `limit`. */
  eachSmall(limit: number, visit: (row: number, hash: number) => void): void {
    const found = this.#exports.smallHashes(
      this.#first,
      this.#second,
      this.#count,
      limit | 0,
      this.#rows,
      this.#hashes,
    );
    for (let i = 0; i < found; i++) visit(this.#found[i]!, this.#foundHashes[i]!);
  }

  /** Hands over what was counted, and begins anew. */
  take(visit: (tallies: PairTallies) => void): void {
    visit(this.#counts);
    for (const counts of Object.values(this.#counts)) counts.fill(0);
  }
}
