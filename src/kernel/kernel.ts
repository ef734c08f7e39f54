/**
 * The kernel of a reader: text goes in as blocks of bytes, columns of numbers and of codes come out. It owns the
 * layout of the module's memory: the text, the index of its delimiters, and one column for each slot. All of
 * them grow to what a block turns out to need; none depends on the file's size.
 */
import { type Exports, instantiate } from "./module.ts";

const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
/** The module reads and writes up to so many bytes beside a field or block. */
const MARGIN = 64;
/** Reads go to multiples of this: `read(2)` into other addresses runs at a third of the speed. */
const PAGE = 4096;
/** A read that grows with a long record does not grow beyond this. */
const LARGEST_READ = 2 ** 28;

export interface KernelOptions {
  /** Bytes read at once. */
  readonly blockSize?: number;
  /** Longer records are refused. */
  readonly longestRecord?: number;
}

/** What a field that is not a finite number comes to: a value, or a status above 0 of `read/chunk.ts`. */
export interface Token {
  readonly value: number;
  readonly status: number;
}

/** A column in the module's memory; `capacity` in bytes. */
interface Slot {
  address: number;
  capacity: number;
  status: Uint8Array;
  /** Whether `status` says anything about the block. */
  hasStatus: boolean;
}

/** Texts of a column and their codes; see `codes`. */
export interface Dictionary {
  readonly address: number;
  readonly code: (text: Uint8Array) => number;
}

/** What JSON segments begin with. */
export interface Prefix {
  readonly address: number;
  readonly length: number;
}

/** A record longer than the kernel takes. */
export class LongRecordError extends Error {
  constructor() {
    super("a record is longer than the reader's memory");
    this.name = "LongRecordError";
  }
}

export class Kernel {
  readonly #exports: Exports;
  readonly #longestRecord: number;
  readonly #slots: Slot[] = [];
  #bytes: Uint8Array;
  #words: Uint32Array;
  /** Room for what is carried over, then, from a page's start, for what is read, then the margin. */
  #text = 0;
  #origin = 0;
  #room = 0;
  /** The text that is there: from `#start` to `#end`. */
  #start = 0;
  #end = 0;
  /** The index: a word for the address before the first record, then its entries. */
  #index = 0;
  #indexEnd = 0;
  #recordsEnd = 0;
  #rows = 0;
  #fields = 1;
  #onToken: (out: number) => number = () => Number.NaN;
  #onCode: (start: number, end: number) => number = () => 0;

  constructor(options: KernelOptions = {}) {
    this.#exports = instantiate({
      token: (_start, _end, out) => this.#onToken(out),
      value: (_start, _end, out) => this.#onToken(out),
      code: (start, end) => this.#onCode(start, end),
    });
    this.#bytes = new Uint8Array(this.#exports.memory.buffer);
    this.#words = new Uint32Array(this.#exports.memory.buffer);
    this.#longestRecord = options.longestRecord ?? 2 ** 30;
    const room = roundUp(options.blockSize ?? 2 ** 19, MARGIN);
    this.#placeText(2 ** 16, room);
    this.#placeIndex(room);
  }

  /** The module's memory. Not to be kept: it is another one after the memory has grown. */
  get #memory(): Uint8Array {
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.#exports.memory.buffer);
    return this.#bytes;
  }

  #allocate(size: number): number {
    const address = this.#exports.allocate(size) >>> 0;
    if (address === 0) throw new LongRecordError();
    return address;
  }

  #placeText(before: number, room: number): void {
    const text = this.#allocate(MARGIN + before + PAGE + room + 2 * MARGIN);
    this.#text = text + MARGIN;
    this.#origin = roundUp(this.#text + before, PAGE);
    this.#room = room;
    this.#start = this.#origin;
    this.#end = this.#origin;
  }

  #placeIndex(size: number): void {
    this.#index = this.#allocate(size + 8 * MARGIN);
    this.#indexEnd = this.#index + size + 8 * MARGIN;
  }

  /** Forgets the text; `start` is the new one's beginning. Dictionaries stay. */
  restart(start: Uint8Array): void {
    this.#end = this.#origin;
    this.#makeRoom(start.length);
    this.#start = this.#origin - start.length;
    this.#memory.set(start, this.#start);
  }

  /** Makes room for `length` bytes before the place of the next read. */
  #makeRoom(length: number): void {
    if (length <= this.#origin - this.#text) return;
    // As much again is read, so that a long record is indexed anew a few times only.
    this.#placeText(
      roundUp(length, PAGE),
      Math.max(this.#room, Math.min(roundUp(length, MARGIN), LARGEST_READ)),
    );
  }

  /** Where bytes that follow the text are to be put; call `filled` then. Empty when the block is full. */
  free(): Uint8Array {
    return this.#memory.subarray(this.#end, this.#origin + this.#room);
  }

  /** `count` bytes have been put into `free()`. */
  filled(count: number): void {
    this.#end += count;
  }

  /**
   * Indexes the text, delimited or JSON of a shape with `fields` segments. Its complete records make up the block; with `final` what follows the last newline is a record
   * too. Blank lines at the end are left for the next block, or dropped. False if the block is not `fields` fields in each record, quoted
   * by RFC 4180: then its columns can't be read.
   */
  index(delimiter: number | "json", fields: number, final: boolean): boolean {
    this.#rows = 0;
    this.#fields = fields;
    const memory = this.#memory;
    if (final && this.#end > this.#start && memory[this.#end - 1] !== NEWLINE) {
      // A carriage return that no newline follows is text.
      if (memory[this.#end - 1] === RETURN) return false;
      memory[this.#end++] = NEWLINE;
    }
    memory[this.#start - 1] = NEWLINE;
    memory.fill(0, this.#end, this.#end + MARGIN);
    let count = this.#indexOnce(delimiter);
    while (count < 0) {
      this.#placeIndex(2 * (this.#indexEnd - this.#index));
      count = this.#indexOnce(delimiter);
    }
    this.#setEntry(-1, this.#start - 1);
    this.#recordsEnd = this.#exports.recordsEnd.value >>> 0;
    if (this.#exports.misplacedQuotes.value !== 0 || (final && this.#exports.openQuote.value !== 0))
      return false;
    const blank = this.#blankLines(count);
    this.#rows = this.#exports.records.value - blank;
    if (!final && blank > 0) {
      // Nothing but blank lines would be kept back for ever.
      if (this.#rows === 0) return false;
      this.#recordsEnd = this.#entry(count - blank - 1) + 1;
    }
    return this.#exports.shape(this.#index + 4, count - blank, this.#rows, fields) === 0;
  }

  /** Records at the end of the index that are one field of nothing, or of spaces and tabs. */
  #blankLines(count: number): number {
    const memory = this.#memory;
    let blank = 0;
    for (; blank < count; blank++) {
      let at = this.#entry(count - blank - 1) - 1;
      const before = this.#entry(count - blank - 2);
      if (at > before && memory[at] === RETURN) at--;
      while (at > before && (memory[at] === SPACE || memory[at] === TAB)) at--;
      if (at > before || memory[before] !== NEWLINE) break;
    }
    return blank;
  }

  #indexOnce(delimiter: number | "json"): number {
    if (delimiter === "json") {
      return this.#exports.indexJson(this.#start, this.#end, this.#index + 4, this.#indexEnd);
    }
    return this.#exports.index(this.#start, this.#end, delimiter, this.#index + 4, this.#indexEnd);
  }

  /** Records of the block. */
  get rows(): number {
    return this.#rows;
  }

  /** Newlines of the block's records. */
  get newlines(): number {
    return this.newlinesBefore(this.#rows);
  }

  /** The lines that `next` drops; with `final` all the text. A view. */
  lines(final: boolean): Uint8Array {
    return this.#memory.subarray(this.#start, final ? this.#end : this.#recordsEnd);
  }

  /** The text that is there, from the block's first record on. A view. */
  rest(): Uint8Array {
    return this.#memory.subarray(this.#start, this.#end);
  }

  /**
   * Drops the block and makes room to read on: what follows its last record stays, before the place of the next read.
   * @throws LongRecordError
   */
  next(): void {
    const from = this.#recordsEnd;
    const length = this.#end - from;
    if (length > this.#longestRecord) throw new LongRecordError();
    this.#makeRoom(length);
    this.#memory.copyWithin(this.#origin - length, from, from + length);
    this.#start = this.#origin - length;
    this.#end = this.#origin;
    this.#rows = 0;
  }

  /** Reads the block's column `field` (from 0) as numbers into `slot`; `interpret` is asked about each row that has none. */
  readNumbers(slot: number, field: number, interpret: (row: number) => Token): void {
    const column = this.#slot(slot, 8 * this.#rows);
    this.#onToken = (out) => this.#token(column, (out - column.address) / 8, interpret);
    this.#exports.numbers(this.#index + 4, this.#rows, this.#fields, field, column.address);
  }

  #token(column: Slot, row: number, interpret: (row: number) => Token): number {
    const { value, status } = interpret(row);
    if (status === 0) return value;
    if (!column.hasStatus) {
      if (column.status.length < this.#rows) column.status = new Uint8Array(column.capacity / 8);
      column.status.fill(0, 0, this.#rows);
      column.hasStatus = true;
    }
    column.status[row] = status;
    return Number.NaN;
  }

  /** A new dictionary; `code` gives the code of a text, quotes included, when it first comes up. */
  dictionary(code: (text: Uint8Array) => number): Dictionary {
    const address = this.#exports.createDictionary() >>> 0;
    if (address === 0) throw new LongRecordError();
    return { address, code };
  }

  /** Texts that `dictionary` holds. */
  entries(dictionary: Dictionary): number {
    return this.#exports.dictionaryEntries(dictionary.address) >>> 0;
  }

  /** Reads the block's column `field` as codes into `slot`. */
  readCodes(slot: number, field: number, dictionary: Dictionary): void {
    const column = this.#slot(slot, 4 * this.#rows);
    this.#onCode = (start, end) => dictionary.code(this.#memory.subarray(start, end));
    this.#exports.codes(this.#index + 4, this.#rows, this.#fields, field, column.address, dictionary.address);
  }

  /** A text that JSON segments begin with, kept in the module's memory. */
  prefix(text: Uint8Array): Prefix {
    const address = this.#allocate(text.length + MARGIN);
    this.#memory.set(text, address);
    return { address, length: text.length };
  }

  /** `readNumbers` for JSON; false if a segment begins otherwise. */
  readJsonNumbers(slot: number, segment: number, prefix: Prefix, interpret: (row: number) => Token): boolean {
    const column = this.#slot(slot, 8 * this.#rows);
    this.#onToken = (out) => this.#token(column, (out - column.address) / 8, interpret);
    const { address, length } = prefix;
    return (
      this.#rows ===
      this.#exports.jsonNumbers(
        this.#index + 4,
        this.#rows,
        this.#fields,
        segment,
        column.address,
        address,
        length,
      )
    );
  }

  /** `readCodes` for JSON; false if a segment begins otherwise. */
  readJsonCodes(slot: number, segment: number, prefix: Prefix, dictionary: Dictionary): boolean {
    const column = this.#slot(slot, 4 * this.#rows);
    this.#onCode = (start, end) => dictionary.code(this.#memory.subarray(start, end));
    const { address, length } = prefix;
    return (
      this.#rows ===
      this.#exports.jsonCodes(
        this.#index + 4,
        this.#rows,
        this.#fields,
        segment,
        column.address,
        address,
        length,
        dictionary.address,
      )
    );
  }

  /** Whether a record's segment begins with `prefix`. */
  hasPrefix(row: number, segment: number, { address, length }: Prefix): boolean {
    const prefix = this.#memory.subarray(address, address + length);
    const text = this.field(row, segment);
    return text.length >= length && prefix.every((byte, i) => byte === text[i]);
  }

  /** Whether every record's segment is `prefix` and nothing else. */
  isConstant(segment: number, prefix: Prefix): boolean {
    const { address, length } = prefix;
    return (
      this.#rows ===
      this.#exports.jsonConstant(this.#index + 4, this.#rows, this.#fields, segment, address, length)
    );
  }

  /** Whether every record's segment is `prefix` and a plain string, or else passes `check`. */
  isString(segment: number, prefix: Prefix, check: (row: number) => boolean): boolean {
    const { address, length } = prefix;
    for (let row = 0; row < this.#rows; row++) {
      const entries = this.#index + 4 + 4 * this.#fields * row;
      row += this.#exports.jsonStrings(entries, this.#rows - row, this.#fields, segment, address, length);
      if (row < this.#rows && !check(row)) return false;
    }
    return true;
  }

  /** The numbers of `slot`: a view, to be asked for when all columns have been read, gone with the next block. */
  values(slot: number): Float64Array {
    return new Float64Array(this.#exports.memory.buffer, this.#slots[slot]!.address, this.#rows);
  }

  /** A status for each number of `slot`; null where all are numbers. */
  status(slot: number): Uint8Array | null {
    const column = this.#slots[slot]!;
    return column.hasStatus ? column.status : null;
  }

  /** The codes of `slot`, as `values`. */
  codes(slot: number): Int32Array {
    return new Int32Array(this.#exports.memory.buffer, this.#slots[slot]!.address, this.#rows);
  }

  /** Newlines before the block's record `row`. */
  newlinesBefore(row: number): number {
    if (this.#exports.quotedNewlines.value === 0) return row;
    return this.#exports.newlines(this.#start, this.#entry(row * this.#fields - 1) + 1);
  }

  /** The bytes of a field of the block, quotes included. A view. */
  field(row: number, field: number): Uint8Array {
    const place = row * this.#fields + field;
    const start = this.#entry(place - 1) + 1;
    let end = this.#entry(place);
    const memory = this.#memory;
    if (field === this.#fields - 1 && memory[end - 1] === RETURN) end--;
    return memory.subarray(start, end);
  }

  #entry(place: number): number {
    return this.#entries[this.#index / 4 + place + 1]!;
  }

  #setEntry(place: number, address: number): void {
    this.#entries[this.#index / 4 + place + 1] = address;
  }

  get #entries(): Uint32Array {
    if (this.#words.length === 0) this.#words = new Uint32Array(this.#exports.memory.buffer);
    return this.#words;
  }

  #slot(slot: number, size: number): Slot {
    while (this.#slots.length <= slot) {
      this.#slots.push({ address: 0, capacity: 0, status: new Uint8Array(0), hasStatus: false });
    }
    const column = this.#slots[slot]!;
    if (column.capacity < size) {
      column.capacity = roundUp(Math.max(size, 2 * column.capacity), MARGIN);
      column.address = this.#allocate(column.capacity);
    }
    column.hasStatus = false;
    return column;
  }
}

function roundUp(size: number, multiple: number): number {
  return Math.ceil(size / multiple) * multiple;
}
