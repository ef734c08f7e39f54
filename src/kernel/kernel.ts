/**
 * The kernel of a reader: text goes in as blocks of bytes (`text`), columns of numbers and of codes come out. A
 * column stands in a slot; slots are numbered by whoever asks for columns.
 */
import { Memory, OutOfMemoryError, roundUp } from "./memory.ts";
import { instantiate } from "./module.ts";
import { TextBlock, type TextBlockOptions } from "./text-block.ts";

/** What a field that is not a finite number comes to: a value, or a status above 0. */
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

/** Texts and their codes. */
export interface Dictionary {
  readonly address: number;
  /** The code, from 0 to 2^31 - 1, of a text that comes up for the first time; quotes included. */
  readonly code: (text: Uint8Array) => number;
}

/** A segment of JSON records (`json.ts` in `assembly`): its number, and what it begins with. */
export interface Segment {
  readonly number: number;
  readonly prefix: number;
  readonly prefixLength: number;
}

export class Kernel {
  readonly text: TextBlock;
  readonly #memory: Memory;
  readonly #slots: Slot[] = [];
  #onToken: (out: number) => number = () => Number.NaN;
  #onCode: (start: number, end: number) => number = () => 0;

  constructor(options: TextBlockOptions = {}) {
    const exports = instantiate({
      token: (_start, _end, out) => this.#onToken(out),
      value: (_start, _end, out) => this.#onToken(out),
      code: (start, end) => this.#onCode(start, end),
    });
    this.#memory = new Memory(exports);
    this.text = new TextBlock(this.#memory, options);
  }

  /** Reads the block's column `field` (from 0) as numbers; `interpret` is asked about each row that has none. */
  readNumbers(slot: number, field: number, interpret: (row: number) => Token): void {
    const { entries, rows, fields } = this.text;
    const { address } = this.#numberSlot(slot, interpret);
    this.#memory.exports.numbers(entries, rows, fields, field, address);
  }

  /** Reads the block's column `field` as codes. */
  readCodes(slot: number, field: number, dictionary: Dictionary): void {
    const { entries, rows, fields } = this.text;
    const { address } = this.#codeSlot(slot, dictionary);
    this.#memory.exports.codes(entries, rows, fields, field, address, dictionary.address);
  }

  /** `readNumbers` for JSON; false if one of the segments begins otherwise. */
  readJsonNumbers(slot: number, segment: Segment, interpret: (row: number) => Token): boolean {
    const { entries, rows, fields } = this.text;
    const { number, prefix, prefixLength } = segment;
    const { address } = this.#numberSlot(slot, interpret);
    const { exports } = this.#memory;
    return rows === exports.jsonNumbers(entries, rows, fields, number, address, prefix, prefixLength);
  }

  /** `readCodes` for JSON; false if one of the segments begins otherwise. */
  readJsonCodes(slot: number, segment: Segment, dictionary: Dictionary): boolean {
    const { entries, rows, fields } = this.text;
    const { number, prefix, prefixLength } = segment;
    const { address } = this.#codeSlot(slot, dictionary);
    const { exports } = this.#memory;
    return (
      rows ===
      exports.jsonCodes(entries, rows, fields, number, address, prefix, prefixLength, dictionary.address)
    );
  }

  /** Whether the segment is its prefix and nothing else in every record. */
  isConstant({ number, prefix, prefixLength }: Segment): boolean {
    const { entries, rows, fields } = this.text;
    return rows === this.#memory.exports.jsonConstant(entries, rows, fields, number, prefix, prefixLength);
  }

  /** Whether the segment is its prefix and a plain string in every record but those that pass `check`. */
  isString({ number, prefix, prefixLength }: Segment, check: (row: number) => boolean): boolean {
    const { entries, rows, fields } = this.text;
    const { exports } = this.#memory;
    for (let row = 0; row < rows; row++) {
      const from = entries + 4 * fields * row;
      row += exports.jsonStrings(from, rows - row, fields, number, prefix, prefixLength);
      if (row < rows && !check(row)) return false;
    }
    return true;
  }

  /** Whether a record's segment begins as it should. */
  hasPrefix(row: number, { number, prefix, prefixLength }: Segment): boolean {
    const text = this.text.field(row, number);
    const expected = this.#memory.bytes.subarray(prefix, prefix + prefixLength);
    return text.length >= prefixLength && expected.every((byte, i) => byte === text[i]);
  }

  segment(number: number, prefix: Uint8Array): Segment {
    // The module compares 16 bytes at a time.
    const address = this.#memory.allocate(prefix.length + 16);
    this.#memory.bytes.set(prefix, address);
    return { number, prefix: address, prefixLength: prefix.length };
  }

  /** A new dictionary. It holds many texts, but not any number of them: `code` is asked about the others each time. */
  dictionary(code: (text: Uint8Array) => number): Dictionary {
    const address = this.#memory.exports.createDictionary() >>> 0;
    if (address === 0) throw new OutOfMemoryError();
    return { address, code };
  }

  /** Texts that a dictionary holds. */
  entries(dictionary: Dictionary): number {
    return this.#memory.exports.dictionaryEntries(dictionary.address) >>> 0;
  }

  /** The numbers of `slot`: a view, to be asked for when all columns have been read, gone with the next block. */
  values(slot: number): Float64Array {
    return new Float64Array(this.#memory.exports.memory.buffer, this.#slots[slot]!.address, this.text.rows);
  }

  /** A status for each number of `slot`; null where all are numbers. */
  status(slot: number): Uint8Array | null {
    const { status, hasStatus } = this.#slots[slot]!;
    return hasStatus ? status : null;
  }

  /** The codes of `slot`, as `values`. */
  codes(slot: number): Int32Array {
    return new Int32Array(this.#memory.exports.memory.buffer, this.#slots[slot]!.address, this.text.rows);
  }

  #numberSlot(slot: number, interpret: (row: number) => Token): Slot {
    const { rows } = this.text;
    const column = this.#slot(slot, 8 * rows);
    this.#onToken = (out) => {
      const row = (out - column.address) / 8;
      const { value, status } = interpret(row);
      if (status === 0) return value;
      if (!column.hasStatus) {
        if (column.status.length < rows) column.status = new Uint8Array(column.capacity / 8);
        column.status.fill(0, 0, rows);
        column.hasStatus = true;
      }
      column.status[row] = status;
      return Number.NaN;
    };
    return column;
  }

  #codeSlot(slot: number, dictionary: Dictionary): Slot {
    this.#onCode = (start, end) => dictionary.code(this.#memory.bytes.subarray(start, end));
    return this.#slot(slot, 4 * this.text.rows);
  }

  #slot(slot: number, size: number): Slot {
    while (this.#slots.length <= slot) {
      this.#slots.push({ address: 0, capacity: 0, status: new Uint8Array(0), hasStatus: false });
    }
    const column = this.#slots[slot]!;
    if (column.capacity < size) {
      column.capacity = roundUp(Math.max(size, 2 * column.capacity), 64);
      column.address = this.#memory.allocate(column.capacity);
    }
    column.hasStatus = false;
    return column;
  }
}
