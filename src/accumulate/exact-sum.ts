/**
 * The exact sum of doubles and of products of doubles: a small superaccumulator (Neal 2015, "Fast exact summation
 * using small and large superaccumulators", arXiv:1505.05571), with chunks that are doubles instead of 64-bit
 * integers, which JavaScript lacks.
 */
import { type ColumnSum, LONGEST, sumOfValues } from "../kernel/column-sum.ts";
import { exponentOf, HIGH_WORD, LEAST_EXPONENT, LOW_WORD, significandOf, trailingZeros } from "./binary64.ts";
import { Rational } from "./rational.ts";
import { StateError } from "./state.ts";
import { productError, splitsExactly } from "./two-product.ts";

/** integer (hexadecimal, odd or 0) * 2^exponent, and how many infinite and NaN terms there were. */
export interface ExactSumState {
  readonly version: number;
  readonly integer: string;
  readonly exponent: number;
  readonly positiveInfinities: number;
  readonly negativeInfinities: number;
  readonly notNumbers: number;
}

const VERSION = 1;
/** The window grows by whole groups of this many chunks. */
const GROUP = 4;
/** The top chunk stays below this, so that it can take `TERMS_UNTIL_CARRY` terms like the others. */
const LARGEST_TOP = 2 ** 20;
/** Each chunk is worth 2^8 times the one below it. */
const SPACING = 8;
/** Chunks from the low word of a significand to its high word: 32 bits. */
const HIGH_CHUNK = 4;
/** A term adds less than 2^39 to a chunk: as many as this, on top of 2^20, stay below 2^53. */
const TERMS_UNTIL_CARRY = 8192;
/** What a significand is multiplied with, by the last three bits of the exponent, and 8 more if it is negative. */
const SHIFTS = Float64Array.from({ length: 2 * SPACING }, (_, i) =>
  i < SPACING ? 2 ** i : -(2 ** (i - SPACING)),
);
/** From so many terms on the kernel is faster. */
const WORTH_THE_KERNEL = 32;

const single = new Float64Array(1);
const singleWords = new Uint32Array(single.buffer);

export class ExactSum {
  /**
   * chunks[i] is worth 2^(8 * (lowest + i) - 1074). Only the exponents that occur have chunks. A plain array:
   * a typed one costs some 200 bytes more, which counts with 100,000 slices.
   */
  #chunks: number[] = [];
  #lowest = 0;
  #room = TERMS_UNTIL_CARRY;
  #positiveInfinities = 0;
  #negativeInfinities = 0;
  #notNumbers = 0;

  add(value: number): void {
    if (value === 0) return;
    single[0] = value;
    const high = singleWords[HIGH_WORD]! | 0;
    let exponent = (high >>> 20) & 0x7ff;
    let significand = high & 0xfffff;
    if (exponent === 0x7ff) {
      this.#addNonFinite(value);
      return;
    }
    if (exponent !== 0) {
      significand |= 0x100000;
      exponent--;
    }
    const place = exponent >> 3;
    let chunk = place - this.#lowest;
    if (chunk < 0 || chunk + HIGH_CHUNK >= this.#chunks.length) {
      this.#cover(place, place + HIGH_CHUNK);
      chunk = place - this.#lowest;
    }
    const shift = SHIFTS[(exponent & 7) | ((high >>> 28) & 8)]!;
    const chunks = this.#chunks;
    chunks[chunk]! += singleWords[LOW_WORD]! * shift;
    chunks[chunk + HIGH_CHUNK]! += significand * shift;
    if (--this.#room === 0) this.#carry();
  }

  /** Adds values[from] to values[to - 1]. */
  addRange(values: Float64Array, from: number, to: number): void {
    if (to - from < WORTH_THE_KERNEL) {
      for (let i = from; i < to; i++) this.add(values[i]!);
      return;
    }
    for (let start = from; start < to; start += LONGEST) {
      this.addColumnSum(sumOfValues(values, start, Math.min(start + LONGEST, to)));
    }
  }

  /** Adds what the kernel has summed. */
  addColumnSum({ sign, words, positiveInfinities, negativeInfinities, notNumbers }: ColumnSum): void {
    this.#positiveInfinities += positiveInfinities;
    this.#negativeInfinities += negativeInfinities;
    this.#notNumbers += notNumbers;
    let last = words.length - 1;
    while (last >= 0 && words[last] === 0) last--;
    if (last < 0) return;
    let first = 0;
    while (words[first] === 0) first++;
    this.#cover(HIGH_CHUNK * first, HIGH_CHUNK * last);
    for (let i = first; i <= last; i++) this.#chunks[HIGH_CHUNK * i - this.#lowest]! += sign * words[i]!;
    if (--this.#room === 0) this.#carry();
  }

  /** Adds a * b, not rounded. */
  addProduct(a: number, b: number): void {
    const product = a * b;
    if (splitsExactly(a, b, product)) {
      this.add(product);
      this.add(productError(a, b, product));
    } else if (Number.isFinite(a) && Number.isFinite(b)) {
      if (a === 0 || b === 0) return;
      this.addInteger(significandOf(a) * significandOf(b), exponentOf(a) + exponentOf(b));
    } else {
      this.add(product);
    }
  }

  /** Adds w * a * b, not rounded. */
  addTriple(w: number, a: number, b: number): void {
    const product = a * b;
    if (splitsExactly(a, b, product)) {
      this.addProduct(w, product);
      this.addProduct(w, productError(a, b, product));
    } else if (Number.isFinite(w) && Number.isFinite(a) && Number.isFinite(b)) {
      if (w === 0 || a === 0 || b === 0) return;
      this.addInteger(
        significandOf(w) * significandOf(a) * significandOf(b),
        exponentOf(w) + exponentOf(a) + exponentOf(b),
      );
    } else {
      this.add(Math.sign(w) * Math.sign(a) * Math.sign(b) * Number.POSITIVE_INFINITY);
    }
  }

  /** Adds integer * 2^exponent; `exponent` is a whole number, of any size. */
  addInteger(integer: bigint, exponent: number): void {
    const position = exponent - LEAST_EXPONENT;
    let place = Math.floor(position / SPACING);
    const sign = integer < 0n ? -1 : 1;
    let rest = (integer < 0n ? -integer : integer) << BigInt(position - SPACING * place);
    for (; rest !== 0n; rest >>= 32n, place += HIGH_CHUNK) {
      const part = Number(BigInt.asUintN(32, rest));
      if (part === 0) continue;
      this.#cover(place, place);
      this.#chunks[place - this.#lowest]! += sign * part;
    }
    if (--this.#room === 0) this.#carry();
  }

  /** Adds what `other` holds, which stays as it is; `other` may be this sum itself. */
  merge(other: ExactSum): void {
    this.#carry();
    other.#carry();
    const added = other.#chunks;
    if (added.length > 0) {
      this.#cover(other.#lowest, other.#lowest + added.length - 1);
      const shift = other.#lowest - this.#lowest;
      for (let i = 0; i < added.length; i++) this.#chunks[shift + i]! += added[i]!;
    }
    this.#room--;
    this.#positiveInfinities += other.#positiveInfinities;
    this.#negativeInfinities += other.#negativeInfinities;
    this.#notNumbers += other.#notNumbers;
  }

  /** How many infinite terms there were, of either sign. */
  get infinities(): number {
    return this.#positiveInfinities + this.#negativeInfinities;
  }

  /** The sum; 0 when nothing was added. Undefined with a NaN, or with infinities of both signs. */
  exact(): Rational {
    if (this.#notNumbers > 0) return Rational.undefined;
    if (this.#positiveInfinities > 0) {
      return this.#negativeInfinities > 0 ? Rational.undefined : Rational.infinity;
    }
    if (this.#negativeInfinities > 0) return Rational.negativeInfinity;
    return Rational.scaled(this.#integer(), this.#exponent());
  }

  /** The double nearest to the sum, ties to even. A sum of 0 is +0, whatever zeros were added. */
  value(): number {
    return this.exact().toNumber();
  }

  /** The same text as JSON for the same terms, in whatever order and parts they came. */
  state(): ExactSumState {
    const integer = this.#integer();
    const zeros = integer === 0n ? 0 : trailingZeros(integer);
    return {
      version: VERSION,
      integer: (integer >> BigInt(zeros)).toString(16),
      exponent: integer === 0n ? 0 : this.#exponent() + zeros,
      positiveInfinities: this.#positiveInfinities,
      negativeInfinities: this.#negativeInfinities,
      notNumbers: this.#notNumbers,
    };
  }

  /** @throws StateError on another version, or on what is no state of a sum. */
  static fromState(state: ExactSumState): ExactSum {
    if (state?.version !== VERSION) {
      throw new StateError(`expected an exact sum of version ${VERSION}, found ${state?.version}`);
    }
    const match = /^(-?)([0-9a-f]+)$/.exec(state.integer);
    const counts = [state.positiveInfinities, state.negativeInfinities, state.notNumbers];
    const sane = counts.every((count) => Number.isSafeInteger(count) && count >= 0);
    if (match === null || !sane || !Number.isSafeInteger(state.exponent)) {
      throw new StateError("expected the integer, exponent and counts of an exact sum");
    }
    const sum = new ExactSum();
    const magnitude = BigInt(`0x${match[2]}`);
    sum.addInteger(match[1] === "-" ? -magnitude : magnitude, state.exponent);
    sum.#positiveInfinities = state.positiveInfinities;
    sum.#negativeInfinities = state.negativeInfinities;
    sum.#notNumbers = state.notNumbers;
    return sum;
  }

  #addNonFinite(value: number): void {
    if (value > 0) this.#positiveInfinities++;
    else if (value < 0) this.#negativeInfinities++;
    else this.#notNumbers++;
  }

  /** Makes the window hold chunks `first` to `last`. */
  #cover(first: number, last: number): void {
    const old = this.#chunks;
    const lowest = this.#lowest;
    const empty = old.length === 0;
    if (!empty && first >= lowest && last < lowest + old.length) return;
    const from = GROUP * Math.floor((empty ? first : Math.min(first, lowest)) / GROUP);
    const end = empty ? last + 1 : Math.max(last + 1, lowest + old.length);
    const length = GROUP * Math.ceil((end - from) / GROUP);
    // Filled with -0, which adds like 0 but is no small integer: the engine then stores bare doubles from the start.
    const chunks = new Array<number>(length).fill(-0);
    for (let i = 0; i < old.length; i++) chunks[lowest - from + i] = old[i]!;
    this.#chunks = chunks;
    this.#lowest = from;
  }

  /** Leaves 0 to 255 in every chunk but the top one, which keeps the sign. The sum stays what it is. */
  #carry(): void {
    const chunks = this.#chunks;
    const top = chunks.length - 1;
    if (this.#room === TERMS_UNTIL_CARRY || top < 0) return;
    let carry = 0;
    for (let i = 0; i < top; i++) {
      const chunk = chunks[i]! + carry;
      carry = Math.floor(chunk / 256);
      chunks[i] = chunk - 256 * carry;
    }
    chunks[top]! += carry;
    if (Math.abs(chunks[top]!) >= LARGEST_TOP) {
      this.#cover(this.#lowest, this.#lowest + top + 1);
      this.#carry();
    }
    this.#room = TERMS_UNTIL_CARRY;
  }

  #integer(): bigint {
    this.#carry();
    let integer = 0n;
    for (let i = this.#chunks.length - GROUP; i >= 0; i -= GROUP) {
      const [a, b, c, d] = [
        this.#chunks[i]!,
        this.#chunks[i + 1]!,
        this.#chunks[i + 2]!,
        this.#chunks[i + 3]!,
      ];
      integer = (integer << 32n) + BigInt(a + 0x100 * b + 0x10000 * c + 0x1000000 * d);
    }
    return integer;
  }

  #exponent(): number {
    return SPACING * this.#lowest + LEAST_EXPONENT;
  }
}
