/**
 * Files cut into parts of equal size that can be read in any order and by several threads. A part holds the records
 * that begin after its first byte and up to the byte behind its last; the first part of a file also the one at its
 * beginning. Where the first of them begins depends, in delimited text, on whether the part begins inside quotes, which
 * only the parts before it can tell: `load` says what a part adds to that, `index` is told what it came to. Lines are
 * counted when somebody asks for one: who reads a part from then on tells the others its newlines.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { Kernel } from "../kernel/kernel.ts";
import type { Chunk, ColumnRequest, PartedFile } from "./chunk.ts";
import { ChunkBuilder } from "./chunk-builder.ts";
import { CsvParts } from "./csv-parts.ts";
import { Irregular } from "./kernel-columns.ts";
import { type LineCounts, LinesBefore } from "./lines-before.ts";
import { NdjsonParts } from "./ndjson-parts.ts";
import { readFailure } from "./source.ts";

/** Bytes `from` to `to` of a file. */
export interface Part {
  readonly file: PartedFile;
  readonly from: number;
  readonly to: number;
  /** Among the parts of all files. */
  readonly index: number;
}

/** Where the records of a part stand in their file; the kernel holds them and nothing else. */
export interface PartPlace {
  /** Whether the file's first record is among them. */
  readonly atStart: boolean;
  /** Whether nothing follows them. */
  readonly atEnd: boolean;
}

/** A record that begins in a part may reach so far beyond it. Longer ones are left to who reads in order. */
const REACH = 2 ** 16;

const NEWLINE = 0x0a;
const QUOTE = 0x22;

/** The parts of all files, in order. `partBytes` is a multiple of 64. */
export function cutIntoParts(files: readonly PartedFile[], partBytes: number): Part[] {
  const parts: Part[] = [];
  for (const file of files) {
    for (let from = file.start; from < file.size; from += partBytes) {
      parts.push({ file, from, to: Math.min(from + partBytes, file.size), index: parts.length });
    }
  }
  return parts;
}

/** Reads parts, one after the other, in any order. */
export class PartReader {
  readonly #builder: ChunkBuilder;
  readonly #kernel: Kernel;
  readonly #partBytes: number;
  readonly #counts: LineCounts;
  readonly #onParsed: (records: number) => void;
  #csv: CsvParts | undefined;
  #ndjson: NdjsonParts | undefined;
  #lines: LinesBefore | null = null;
  #open: { readonly file: PartedFile; readonly descriptor: number } | null = null;
  /** Newlines of the indexed part before its first record; null where it has none. */
  #skipped: number | null = null;

  /**
   * `counts` are shared with the readers of the other parts; `onParsed` is told of records of NDJSON that `JSON.parse`
   * had to read.
   */
  constructor(
    requests: readonly ColumnRequest[],
    partBytes: number,
    counts: LineCounts,
    onParsed: (records: number) => void = () => {},
  ) {
    this.#counts = counts;
    this.#onParsed = onParsed;
    this.#partBytes = partBytes;
    this.#builder = new ChunkBuilder(requests, undefined);
    this.#kernel = new Kernel({ blockSize: partBytes + REACH });
  }

  /**
   * Reads the part's bytes. Returns whether they hold an odd number of quotes; of NDJSON none counts.
   * @throws LossctlError (input) where that fails.
   */
  load({ file, from, to, index }: Part): boolean {
    const { text } = this.#kernel;
    text.restart(new Uint8Array(0));
    const wanted = Math.min(to + REACH, file.size);
    for (let at = from; at < wanted; ) {
      const free = text.free();
      const count = this.#read(file, free.subarray(0, Math.min(free.length, wanted - at)), at);
      // The file has become shorter while it was read.
      if (count === 0) throw new Irregular();
      text.filled(count);
      at += count;
    }
    if (this.#lines !== null) this.#counts.put(index, text.newlinesWithin(to - from));
    return file.format === "delimited" && text.quotes(to - from);
  }

  /**
   * Finds the records of the part that was loaded last, which begins and ends inside quotes or not. Returns how many
   * there are, if nothing is wrong with them.
   * @throws Irregular where it can't be read by itself: what is wrong with it, if anything is, shows in order.
   */
  index({ file, from, to }: Part, quoted: boolean, quotedAtEnd: boolean): number {
    const { text } = this.#kernel;
    this.#skipped = null;
    const bytes = text.rest();
    const behind = file.format === "ndjson" ? afterNewline : afterUnquotedNewline;
    const atStart = from === file.start;
    const first = atStart ? 0 : behind(bytes, 0, quoted);
    const whole = from + bytes.length === file.size;
    const last = to === file.size;
    const end = last ? bytes.length : behind(bytes, to - from, quotedAtEnd);
    // No record begins here.
    if (first < 0 || first > to - from || first === bytes.length) return 0;
    if (end < 0 && !whole) throw new Irregular();
    const skipped = newlinesIn(bytes, first);
    text.keep(first, end < 0 ? bytes.length : end);
    const place: PartPlace = { atStart, atEnd: last || end < 0 };
    const records =
      file.format === "ndjson" ? this.#ndjsonParts().index(place) : this.#csvParts().index(file, place);
    this.#skipped = skipped;
    return records;
  }

  /**
   * The rows of the part that was indexed last; the number of the first over all inputs is `firstRecord` if anybody
   * needs it.
   * @throws Irregular as `index` does; a LossctlError says the same, its line is not to be relied on.
   */
  *chunks(part: Part, firstRecord = 1): Generator<Chunk> {
    const { file } = part;
    const skipped = this.#skipped;
    if (skipped === null) return;
    this.#builder.goOnAt(firstRecord);
    const firstLine = () => file.firstLine + this.#linesBefore(part) + skipped;
    if (file.format === "ndjson") yield* this.#ndjsonParts().chunks(file, firstLine);
    else yield* this.#csvParts().chunks(file, firstLine);
  }

  #csvParts(): CsvParts {
    this.#csv ??= new CsvParts(this.#kernel, this.#builder);
    return this.#csv;
  }

  #ndjsonParts(): NdjsonParts {
    this.#ndjson ??= new NdjsonParts(this.#kernel, this.#builder, this.#onParsed);
    return this.#ndjson;
  }

  close(): void {
    if (this.#open !== null) closeSync(this.#open.descriptor);
    this.#open = null;
  }

  /** Newlines of the file's records before the part. */
  #linesBefore({ file, from, index }: Part): number {
    const read = (from: PartedFile, target: Uint8Array, at: number) => this.#read(from, target, at);
    this.#lines ??= new LinesBefore(this.#counts, this.#partBytes, read);
    return this.#lines.count(file, from, index);
  }

  #descriptor(file: PartedFile): number {
    if (this.#open?.file === file) return this.#open.descriptor;
    this.close();
    try {
      this.#open = { file, descriptor: openSync(file.path, "r") };
      return this.#open.descriptor;
    } catch (error) {
      throw readFailure(file.name, error);
    }
  }

  #read(file: PartedFile, target: Uint8Array, position: number): number {
    const descriptor = this.#descriptor(file);
    try {
      return readSync(descriptor, target, 0, target.length, position);
    } catch (error) {
      throw readFailure(file.name, error);
    }
  }
}

/** Newlines among the first `count` bytes, which are few. */
function newlinesIn(bytes: Uint8Array, count: number): number {
  let newlines = 0;
  for (let at = 0; at < count; at++) if (bytes[at] === NEWLINE) newlines++;
  return newlines;
}

/** The place behind the first newline at or after `from`; -1 if there is none. */
function afterNewline(bytes: Uint8Array, from: number): number {
  const at = bytes.indexOf(NEWLINE, from);
  return at < 0 ? -1 : at + 1;
}

/** The same of newlines outside quotes; `quoted` says whether one is open at `from`. */
function afterUnquotedNewline(bytes: Uint8Array, from: number, quoted: boolean): number {
  let inside = quoted;
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === QUOTE) inside = !inside;
    else if (bytes[at] === NEWLINE && !inside) return at + 1;
  }
  return -1;
}
