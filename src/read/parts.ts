/**
 * Files cut into parts of equal size that can be read in any order and by several threads. A part holds the records
 * that begin after its first byte and up to the byte behind its last; the first part of a file also the one at its
 * beginning. Where the first of them begins depends, in delimited text, on whether the part begins inside quotes, which
 * only the parts before it can tell: `load` says what a part adds to that, `chunks` is told what it came to. Lines are
 * counted when somebody asks for one, by a second look at the file.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { Kernel } from "../kernel/kernel.ts";
import type { Chunk, ColumnRequest, PartedFile } from "./chunk.ts";
import { ChunkBuilder } from "./chunk-builder.ts";
import { CsvParts } from "./csv-parts.ts";
import { Irregular } from "./kernel-columns.ts";
import { LinesBefore } from "./lines-before.ts";
import { NdjsonParts } from "./ndjson-parts.ts";
import { readFailure } from "./source.ts";

/** Bytes `from` to `to` of a file. */
export interface Part {
  readonly file: PartedFile;
  readonly from: number;
  readonly to: number;
}

/** Where a part's records stand in their file; the kernel holds them and nothing else. */
export interface PartRecords {
  /** Whether the file's first record is among them. */
  readonly atStart: boolean;
  /** Whether nothing follows them. */
  readonly atEnd: boolean;
  /** The line on which they begin: a second look at the file, for who needs it. */
  firstLine(): number;
}

/** A record that begins in a part may reach so far beyond it. Longer ones are left to who reads in order. */
const REACH = 2 ** 16;

const NEWLINE = 0x0a;
const QUOTE = 0x22;

/** The parts of all files, in order. `partBytes` is a multiple of 64. */
export function cutIntoParts(files: readonly PartedFile[], partBytes: number): Part[] {
  return files.flatMap((file) => {
    const count = Math.ceil((file.size - file.start) / partBytes);
    return Array.from({ length: count }, (_, index): Part => {
      const from = file.start + index * partBytes;
      return { file, from, to: Math.min(from + partBytes, file.size) };
    });
  });
}

/** Reads parts, one after the other, in any order. */
export class PartReader {
  readonly #builder: ChunkBuilder;
  readonly #kernel: Kernel;
  readonly #onParsed: (records: number) => void;
  #csv: CsvParts | undefined;
  #ndjson: NdjsonParts | undefined;
  #lines: { readonly file: PartedFile; readonly before: LinesBefore } | null = null;
  #open: { readonly file: PartedFile; readonly descriptor: number } | null = null;

  /** `onParsed` is told of records of NDJSON that the kernel could not read. */
  constructor(
    requests: readonly ColumnRequest[],
    partBytes: number,
    onParsed: (records: number) => void = () => {},
  ) {
    this.#builder = new ChunkBuilder(requests, undefined);
    this.#kernel = new Kernel({ blockSize: partBytes + REACH });
    this.#onParsed = onParsed;
  }

  /**
   * Reads the part's bytes. Returns whether they hold an odd number of quotes; in NDJSON none counts.
   * @throws LossctlError (input) where that fails.
   */
  load({ file, from, to }: Part): boolean {
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
    return file.format === "delimited" && text.quotes(to - from);
  }

  /**
   * The rows of the part that was loaded last, which begins and ends inside quotes or not.
   * @throws Irregular where it can't be read by itself: what is wrong with it, if anything is, shows in order. A
   *   LossctlError says the same: its place is not to be relied on.
   */
  *chunks({ file, from, to }: Part, quoted: boolean, quotedAtEnd: boolean): Generator<Chunk> {
    const { text } = this.#kernel;
    const bytes = text.rest();
    const behind = file.format === "ndjson" ? afterNewline : afterUnquotedNewline;
    const atStart = from === file.start;
    const first = atStart ? 0 : behind(bytes, 0, quoted);
    const whole = from + bytes.length === file.size;
    const last = to === file.size;
    const end = last ? bytes.length : behind(bytes, to - from, quotedAtEnd);
    // No record begins here.
    if (first < 0 || first > to - from || first === bytes.length) return;
    if (end < 0 && !whole) throw new Irregular();
    text.keep(first, end < 0 ? bytes.length : end);
    const records: PartRecords = {
      atStart,
      atEnd: last || end < 0,
      firstLine: () => file.firstLine + this.#linesBefore(file, from + first),
    };
    if (file.format === "ndjson") {
      this.#ndjson ??= new NdjsonParts(this.#kernel, this.#builder, this.#onParsed);
      yield* this.#ndjson.chunks(file, records);
    } else {
      this.#csv ??= new CsvParts(this.#kernel, this.#builder);
      yield* this.#csv.chunks(file, records);
    }
  }

  close(): void {
    if (this.#open !== null) closeSync(this.#open.descriptor);
    this.#open = null;
  }

  /** Newlines of the file's records before the one that begins at `place`. */
  #linesBefore(file: PartedFile, place: number): number {
    if (this.#lines?.file !== file) {
      this.#lines = {
        file,
        before: new LinesBefore(file.start, (target, at) => this.#read(file, target, at)),
      };
    }
    return this.#lines.before.count(place);
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
