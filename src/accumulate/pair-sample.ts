/**
 * A sample of the distinct pairs of values: those with the smallest hashes, each with the number of its rows. Which they
 * are depends on the pairs alone, not on order, chunks or parts; as long as there are few distinct pairs it has them all.
 * (Cohen & Kaplan 2007, "Summarizing data using bottom-k sketches".)
 */
import { expectCount, expectMerge, expectState, fromJsonNumber, StateError, toJsonNumber } from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns } from "./types.ts";

const KIND = "pair-sample";
const VERSION = 1;
/** As many as a scatter plot shows. */
export const SAMPLE_PAIRS = 1500;
/** So many are held until the largest hashes are dropped. */
const HELD = 2 * SAMPLE_PAIRS;
/** Slots of the table, a power of two. */
const SLOTS = 2 ** 13;

export interface PairSampleState extends AccumulatorState {
  /** Whether there were more. */
  readonly dropped: boolean;
  /** First, second, rows; by hash. */
  readonly pairs: readonly (readonly [unknown, unknown, number])[];
}

export interface SampledPair {
  readonly first: number;
  readonly second: number;
  readonly rows: number;
}

const words = new Int32Array(4);
const doubles = new Float64Array(words.buffer);

export class PairSampleAccumulator implements Accumulator {
  readonly kind = KIND;
  /** Place of a pair plus 1 by slot; 0: free. */
  #slots = new Int16Array(SLOTS);
  #hashes = new Uint32Array(HELD);
  #firsts = new Float64Array(HELD);
  #seconds = new Float64Array(HELD);
  #rows = new Float64Array(HELD);
  #held = 0;
  /** Pairs with a larger hash are not taken any more. */
  #limit = 2 ** 32 - 1;
  #dropped = false;

  /** Samples (first, second), without NaN; rows count once, whatever they weigh. */
  add({ first, second }: FoldColumns, from: number, to: number): void {
    if (second === null) throw new TypeError("a sample of pairs needs pairs");
    const a = new Int32Array(first.buffer, first.byteOffset, 2 * first.length);
    const b = new Int32Array(second.buffer, second.byteOffset, 2 * second.length);
    for (let row = from; row < to; row++) {
      row = nextSmall(this.#limit, a, b, row, to);
      if (row < to) this.#take(hashOf(first[row]!, second[row]!), first[row]!, second[row]!, 1);
    }
  }

  /** A pair with a larger hash would not be sampled. */
  get limit(): number {
    return this.#limit;
  }

  /** One more row of a pair, whose hash somebody else has computed. */
  addHashed(hash: number, first: number, second: number): void {
    if (hash <= this.#limit) this.#take(hash, first, second, 1);
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof PairSampleAccumulator, KIND, other);
    const { dropped } = other;
    for (const { first, second, rows } of other.pairs()) {
      const hash = hashOf(first, second);
      if (hash <= this.#limit) this.#take(hash, first, second, rows);
    }
    this.#dropped ||= dropped;
  }

  /** Whether there are pairs that are not in the sample. */
  get dropped(): boolean {
    this.#prune();
    return this.#dropped;
  }

  /** The sample, by hash. */
  pairs(): SampledPair[] {
    this.#prune();
    return this.#sorted().map((place) => ({
      first: this.#firsts[place]!,
      second: this.#seconds[place]!,
      rows: this.#rows[place]!,
    }));
  }

  state(): PairSampleState {
    const pairs = this.pairs().map(
      ({ first, second, rows }) => [toJsonNumber(first), toJsonNumber(second), rows] as const,
    );
    return { kind: KIND, version: VERSION, dropped: this.#dropped, pairs };
  }

  /** @throws StateError on another kind or version. */
  static fromState(state: AccumulatorState): PairSampleAccumulator {
    expectState(state, KIND, VERSION);
    const { dropped, pairs } = state as PairSampleState;
    if (!Array.isArray(pairs) || pairs.length > SAMPLE_PAIRS)
      throw new StateError("expected a sample of pairs");
    const accumulator = new PairSampleAccumulator();
    for (const [a, b, rows] of pairs) {
      const [first, second] = [fromJsonNumber(a), fromJsonNumber(b)];
      accumulator.#take(hashOf(first, second), first, second, expectCount(rows));
    }
    accumulator.#dropped = dropped;
    if (dropped) accumulator.#limit = hashOf(...lastPair(accumulator.pairs()));
    return accumulator;
  }

  #take(hash: number, first: number, second: number, rows: number): void {
    let slot = hash & (SLOTS - 1);
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & (SLOTS - 1)) {
      const place = this.#slots[slot]! - 1;
      if (Object.is(this.#firsts[place], first) && Object.is(this.#seconds[place], second)) {
        this.#rows[place]! += rows;
        return;
      }
    }
    this.#put(hash, first, second, rows);
    if (this.#held === HELD) this.#prune();
  }

  /** A pair that is not there. */
  #put(hash: number, first: number, second: number, rows: number): void {
    let slot = hash & (SLOTS - 1);
    while (this.#slots[slot] !== 0) slot = (slot + 1) & (SLOTS - 1);
    const place = this.#held++;
    this.#slots[slot] = place + 1;
    this.#hashes[place] = hash;
    this.#firsts[place] = first;
    this.#seconds[place] = second;
    this.#rows[place] = rows;
  }

  /** Drops all but the smallest hashes. */
  #prune(): void {
    if (this.#held <= SAMPLE_PAIRS) return;
    const hashes = this.#hashes.slice(0, this.#held).sort();
    const limit = hashes[SAMPLE_PAIRS - 1]!;
    // Of equal hashes at the limit the values decide, which is rare.
    const tied = hashes[SAMPLE_PAIRS] === limit;
    const kept = tied ? new Set(this.#sorted().slice(0, SAMPLE_PAIRS)) : null;
    const held = this.#held;
    this.#slots.fill(0);
    this.#held = 0;
    for (let place = 0; place < held; place++) {
      if (kept === null ? this.#hashes[place]! > limit : !kept.has(place)) continue;
      this.#put(this.#hashes[place]!, this.#firsts[place]!, this.#seconds[place]!, this.#rows[place]!);
    }
    this.#limit = limit;
    this.#dropped = true;
  }

  /** Places by hash; equal hashes by the values. */
  #sorted(): number[] {
    const keys = new Float64Array(this.#held);
    for (let place = 0; place < keys.length; place++) keys[place] = this.#hashes[place]! * SLOTS + place;
    const places = Array.from(keys.sort(), (key) => key % SLOTS);
    // Equal hashes are rare.
    for (let i = 1; i < places.length; i++) {
      for (let j = i; j > 0 && this.#before(places[j]!, places[j - 1]!); j--) {
        [places[j - 1], places[j]] = [places[j]!, places[j - 1]!];
      }
    }
    return places;
  }

  /** Whether pair `a` comes before pair `b`, of the same hash. */
  #before(a: number, b: number): boolean {
    if (this.#hashes[a] !== this.#hashes[b]) return false;
    return (order(this.#firsts[a]!, this.#firsts[b]!) || order(this.#seconds[a]!, this.#seconds[b]!)) < 0;
  }
}

function lastPair(pairs: readonly SampledPair[]): [number, number] {
  const last = pairs.at(-1);
  if (last === undefined) throw new StateError("expected pairs where some were dropped");
  return [last.first, last.second];
}

/** By size, and -0 before 0. */
function order(a: number, b: number): number {
  if (a !== b) return a < b ? -1 : 1;
  return Number(Object.is(b, -0)) - Number(Object.is(a, -0));
}

function hashOf(first: number, second: number): number {
  doubles[0] = first;
  doubles[1] = second;
  return mix(words[0]!, words[1]!, words[2]!, words[3]!);
}

/** Two doubles, 32 bits at a time; multipliers and last steps are those of MurmurHash3 (Appleby, public domain). */
function mix(a: number, b: number, c: number, d: number): number {
  const first = Math.imul((a + Math.imul(b, 0x9e3779b1)) | 0, 0x85ebca6b);
  const second = Math.imul((c + Math.imul(d, 0xc2b2ae35)) | 0, 0x27d4eb2f);
  let hash = first ^ (first >>> 15) ^ ((second << 13) | (second >>> 19));
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The first row from `from` on whose pair, in words, has a hash of at most `limit`, else `to`. */
function nextSmall(limit: number, a: Int32Array, b: Int32Array, from: number, to: number): number {
  for (let row = from; row < to; row++) {
    const at = 2 * row;
    if (mix(a[at]!, a[at + 1]!, b[at]!, b[at + 1]!) <= limit) return row;
  }
  return to;
}
