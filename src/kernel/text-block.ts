/** A block of text in the kernel's memory, and the index of its delimiters. Both grow to what a block needs. */
import { type Memory, OutOfMemoryError, roundUp } from "./memory.ts";

const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
/** The module reads and writes up to so many bytes beside a field or block. */
const MARGIN = 64;
/** Reads go to multiples of this: `read(2)` into other addresses runs at a third of the speed. */
const PAGE = 4096;
/** Room for what is carried over from one block to the next, at first. */
const CARRY = 2 ** 16;
/** A read that grows with a long record does not grow beyond this. */
const LARGEST_READ = 2 ** 28;

export interface TextBlockOptions {
  /** Bytes read at once. */
  readonly blockSize?: number;
  /** Longer records are refused. */
  readonly longestRecord?: number;
}

export class TextBlock {
  readonly #memory: Memory;
  readonly #longestRecord: number;
  /** Room for what is carried over, then, from a page's start, for what is read, then the margin. */
  #text = 0;
  #origin = 0;
  #room = 0;
  /** The text that is there: from `#start` to `#end`. */
  #start = 0;
  #end = 0;
  #recordsEnd = 0;
  /** The index: a word for the address before the first record, then its entries. */
  #index = 0;
  #indexEnd = 0;
  #rows = 0;
  #fields = 1;

  constructor(memory: Memory, { blockSize = 2 ** 19, longestRecord = 2 ** 30 }: TextBlockOptions) {
    this.#memory = memory;
    this.#longestRecord = longestRecord;
    const room = roundUp(blockSize, MARGIN);
    this.#placeText(CARRY, room);
    this.#placeIndex(room + 8 * MARGIN);
  }

  /** Records of the block. */
  get rows(): number {
    return this.#rows;
  }

  /** Fields, or segments, of each. */
  get fields(): number {
    return this.#fields;
  }

  /** Address of the index. */
  get entries(): number {
    return this.#index + 4;
  }

  /** Newlines of the block's records. */
  get newlines(): number {
    return this.newlinesBefore(this.#rows);
  }

  /** Forgets the text; `start` is the new one's beginning. */
  restart(start: Uint8Array): void {
    this.#makeRoom(start.length);
    this.#start = this.#origin - start.length;
    this.#end = this.#origin;
    this.#memory.bytes.set(start, this.#start);
  }

  /**
   * Where bytes that follow the text are to be put; call `filled` then. Empty when the block is full, also of a record
   * that is longer than it may be.
   */
  free(): Uint8Array {
    const end = Math.min(this.#origin + this.#room, this.#start + this.#longestRecord + 1);
    return this.#memory.bytes.subarray(this.#end, Math.max(this.#end, end));
  }

  /** `count` bytes have been put into `free()`. */
  filled(count: number): void {
    this.#end += count;
  }

  /**
   * Indexes the text: delimited, or JSON with `fields` segments in a record. The complete records are the block;
   * with `final` what follows the last newline is a record too. Blank lines at the end are left for the next block,
   * or dropped. Returns false if not every record has `fields` fields or the quotes are not those of RFC 4180: then
   * there are no columns to read.
   */
  index(delimiter: number | "json", fields: number, final: boolean): boolean {
    const { bytes, exports } = this.#memory;
    this.#rows = 0;
    this.#fields = fields;
    if (final && this.#end > this.#start && bytes[this.#end - 1] !== NEWLINE) {
      // A carriage return that no newline follows is text.
      if (bytes[this.#end - 1] === RETURN) return false;
      bytes[this.#end++] = NEWLINE;
    }
    bytes[this.#start - 1] = NEWLINE;
    bytes.fill(0, this.#end, this.#end + MARGIN);
    let count = this.#indexOnce(delimiter);
    while (count < 0) {
      this.#placeIndex(2 * (this.#indexEnd - this.#index));
      count = this.#indexOnce(delimiter);
    }
    this.#memory.words[this.#index / 4] = this.#start - 1;
    this.#recordsEnd = exports.recordsEnd.value >>> 0;
    if (exports.misplacedQuotes.value !== 0 || (final && exports.openQuote.value !== 0)) return false;
    const blank = this.#blankLines(count);
    this.#rows = exports.records.value - blank;
    if (!final && blank > 0) {
      // Nothing but blank lines would be kept back for ever.
      if (this.#rows === 0) return false;
      this.#recordsEnd = this.#entry(count - blank - 1) + 1;
    }
    return exports.shape(this.entries, count - blank, this.#rows, fields) === 0;
  }

  /** Entries of the index, or -1 if there is no room for them. */
  #indexOnce(delimiter: number | "json"): number {
    const { exports } = this.#memory;
    if (delimiter === "json") return exports.indexJson(this.#start, this.#end, this.entries, this.#indexEnd);
    return exports.index(this.#start, this.#end, delimiter, this.entries, this.#indexEnd);
  }

  /** Records at the end of the index that are one field of nothing, or of spaces and tabs. */
  #blankLines(count: number): number {
    const { bytes } = this.#memory;
    let blank = 0;
    for (; blank < count; blank++) {
      let at = this.#entry(count - blank - 1) - 1;
      const before = this.#entry(count - blank - 2);
      if (at > before && bytes[at] === RETURN) at--;
      while (at > before && (bytes[at] === SPACE || bytes[at] === TAB)) at--;
      if (at > before || bytes[before] !== NEWLINE) break;
    }
    return blank;
  }

  /** Newlines before the block's record `row`. */
  newlinesBefore(row: number): number {
    const { exports } = this.#memory;
    if (exports.quotedNewlines.value === 0) return row;
    return exports.newlines(this.#start, this.#entry(row * this.#fields - 1) + 1);
  }

  /** The bytes of a field of the block, quotes included. A view. */
  field(row: number, field: number): Uint8Array {
    const { bytes } = this.#memory;
    const place = row * this.#fields + field;
    const start = this.#entry(place - 1) + 1;
    let end = this.#entry(place);
    if (field === this.#fields - 1 && bytes[end - 1] === RETURN) end--;
    return bytes.subarray(start, end);
  }

  /** The bytes of a record of the block, without its line end. A view. */
  record(row: number): Uint8Array {
    const { bytes } = this.#memory;
    const start = this.#entry(row * this.#fields - 1) + 1;
    let end = this.#entry((row + 1) * this.#fields - 1);
    if (end > start && bytes[end - 1] === RETURN) end--;
    return bytes.subarray(start, end);
  }

  /** Whether the first `count` bytes of the text hold an odd number of quotes. */
  quotes(count: number): boolean {
    return this.#memory.exports.quoteParity(this.#start, this.#start + count) === 1;
  }

  /** Newlines among the first `count` bytes of the text, inside quotes or not. */
  newlinesWithin(count: number): number {
    return this.#memory.exports.newlines(this.#start, this.#start + count);
  }

  /** Forgets the text but for the bytes from `from` to `to`, counted from its beginning. */
  keep(from: number, to: number): void {
    this.#end = this.#start + to;
    this.#start += from;
  }

  /** The text that is there. A view. */
  rest(): Uint8Array {
    return this.#memory.bytes.subarray(this.#start, this.#end);
  }

  /** Of that the lines that `next` drops; with `final` all. A view. */
  lines(final: boolean): Uint8Array {
    return this.#memory.bytes.subarray(this.#start, final ? this.#end : this.#recordsEnd);
  }

  /**
   * Drops the block's records and makes room to read on: what follows them stays, before the place of the next read.
   * @throws OutOfMemoryError where that is too long.
   */
  next(): void {
    const from = this.#recordsEnd;
    const length = this.#end - from;
    if (length > this.#longestRecord) throw new OutOfMemoryError();
    this.#makeRoom(length);
    this.#memory.bytes.copyWithin(this.#origin - length, from, from + length);
    this.#start = this.#origin - length;
    this.#end = this.#origin;
    this.#rows = 0;
  }

  /** Makes room for `length` bytes before the place of the next read. */
  #makeRoom(length: number): void {
    if (length <= this.#origin - this.#text) return;
    // As much again is read, so that a long record is indexed anew a few times only.
    const read = Math.min(roundUp(length, MARGIN), LARGEST_READ);
    this.#placeText(roundUp(length, PAGE), Math.max(this.#room, read));
  }

  #placeText(carry: number, room: number): void {
    this.#text = this.#memory.allocate(MARGIN + carry + PAGE + room + 2 * MARGIN) + MARGIN;
    this.#origin = roundUp(this.#text + carry, PAGE);
    this.#room = room;
    this.#start = this.#origin;
    this.#end = this.#origin;
  }

  #placeIndex(size: number): void {
    this.#index = this.#memory.allocate(size);
    this.#indexEnd = this.#index + size;
  }

  /** Address of the delimiter or newline at `place` in the index; -1 for that before the first record. */
  #entry(place: number): number {
    return this.#memory.words[this.#index / 4 + place + 1]!;
  }
}
