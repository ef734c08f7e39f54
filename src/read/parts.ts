/**
 * Files of delimited text cut into parts of equal size that can be read in any order and by several threads. A part
 * holds the records that begin after its first byte and up to the byte behind its last; the first part of a file also
 * the one at its beginning. Where the first of them begins depends on whether the part begins inside quotes, which
 * only the parts before it can tell: `load` says what a part adds to that, `index` is told what it came to. Lines are
 * counted when somebody asks for one: who reads a part from then on tells the others its newlines.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { Kernel } from "../kernel/kernel.ts";
import type { Chunk, ColumnRequest, PartedFile } from "./chunk.ts";
import { ChunkBuilder } from "./chunk-builder.ts";
import { CsvFields } from "./csv-fields.ts";
import { kernelChunks, readColumns } from "./kernel-blocks.ts";
import { createColumn, Irregular, type KernelColumn } from "./kernel-columns.ts";
import { type LineCounts, LinesBefore } from "./lines-before.ts";
import { readFailure } from "./source.ts";

/** Bytes `from` to `to` of a file. */
export interface Part {
  readonly file: PartedFile;
  readonly from: number;
  readonly to: number;
  /** Among the parts of all files. */
  readonly index: number;
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
  readonly #fields: readonly CsvFields[];
  readonly #columns: readonly KernelColumn[];
  readonly #partBytes: number;
  readonly #counts: LineCounts;
  #lines: LinesBefore | null = null;
  #open: { readonly file: PartedFile; readonly descriptor: number } | null = null;
  /** Newlines of the indexed part before its first record; null where it has none. */
  #skipped: number | null = null;

  /** `counts` are shared with the readers of the other parts. */
  constructor(requests: readonly ColumnRequest[], partBytes: number, counts: LineCounts) {
    this.#counts = counts;
    this.#partBytes = partBytes;
    this.#builder = new ChunkBuilder(requests, undefined);
    this.#kernel = new Kernel({ blockSize: partBytes + REACH });
    this.#fields = requests.map((_, slot) => new CsvFields(this.#kernel, slot));
    this.#columns = this.#fields.map((fields, column) => createColumn(fields, this.#builder, column));
  }

  /**
   * Reads the part's bytes. Returns whether they hold an odd number of quotes.
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
    return text.quotes(to - from);
  }

  /**
   * Finds the records of the part that was loaded last, which begins and ends inside quotes or not. Returns how many
   * there are.
   * @throws Irregular where it can't be read by itself: what is wrong with it, if anything is, shows in order.
   */
  index({ file, from, to }: Part, quoted: boolean, quotedAtEnd: boolean): number {
    const { text } = this.#kernel;
    this.#skipped = null;
    const bytes = text.rest();
    const first = from === file.start ? 0 : afterNewline(bytes, 0, quoted);
    const whole = from + bytes.length === file.size;
    const last = to === file.size;
    const end = last ? bytes.length : afterNewline(bytes, to - from, quotedAtEnd);
    // No record begins here.
    if (first < 0 || first > to - from || first === bytes.length) return 0;
    if (end < 0 && !whole) throw new Irregular();
    const atEnd = last || end < 0;
    const skipped = newlinesIn(bytes, first);
    text.keep(first, end < 0 ? bytes.length : end);
    const kept = text.rest().length;
    if (!text.index(file.delimiter.charCodeAt(0), file.width, atEnd)) throw new Irregular();
    // Blank lines that the kernel keeps back may be an error or not: the next part decides.
    if (!atEnd && text.lines(false).length !== kept) throw new Irregular();
    this.#skipped = skipped;
    return text.rows;
  }

  /**
   * The rows of the part that was indexed last; the number of the first over all inputs is `firstRecord` if anybody
   * needs it.
   * @throws Irregular as `index` does.
   */
  *chunks(part: Part, firstRecord = 1): Generator<Chunk> {
    const { file } = part;
    const skipped = this.#skipped;
    if (skipped === null) return;
    for (const [column, position] of file.positions.entries()) this.#fields[column]!.position = position;
    if (!readColumns(this.#columns)) throw new Irregular();
    this.#builder.startFile(file.file, file.name, () => null);
    this.#builder.goOnAt(firstRecord);
    const firstLine = () => file.firstLine + this.#linesBefore(part) + skipped;
    yield* kernelChunks(this.#kernel, this.#fields, this.#columns, this.#builder, firstLine);
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

/** The place behind the first newline outside quotes at or after `from`; -1 if there is none. */
function afterNewline(bytes: Uint8Array, from: number, quoted: boolean): number {
  let inside = quoted;
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === QUOTE) inside = !inside;
    else if (bytes[at] === NEWLINE && !inside) return at + 1;
  }
  return -1;
}
