/**
 * Blocks of NDJSON in the kernel, as columns: as far as records have the shape of the one that a block begins with. A
 * block in which any record has not, or holds anything out of the way, is left to `JSON.parse`.
 */
import type { Kernel, Segment } from "../kernel/kernel.ts";
import type { Chunk } from "./chunk.ts";
import type { ChunkBuilder } from "./chunk-builder.ts";
import { JsonFields } from "./json-fields.ts";
import { JsonPath } from "./json-path.ts";
import { learnShape, type ShapeSegment } from "./json-shape.ts";
import { kernelChunks, readColumns } from "./kernel-blocks.ts";
import { createColumn, type KernelColumn } from "./kernel-columns.ts";
import { linesOf, type TextLine } from "./text-lines.ts";

const NEWLINE = 0x0a;

/** So many blocks in a row that are not of one shape: there is none. */
const MOST_FAILURES = 8;

/** A learned segment that no column reads, which has to be valid all the same. */
interface Unread {
  readonly segment: ShapeSegment;
  readonly fields: JsonFields;
}

export class JsonBlocks {
  readonly #kernel: Kernel;
  readonly #builder: ChunkBuilder;
  readonly #paths: readonly JsonPath[];
  readonly #fields: readonly JsonFields[];
  readonly #columns: readonly KernelColumn[];
  /** Where the kernel keeps a prefix, by its text: memory of the kernel is not given back. */
  readonly #prefixes = new Map<string, Segment>();
  #segments = 0;
  #unread: readonly Unread[] = [];
  #failures = 0;

  constructor(kernel: Kernel, builder: ChunkBuilder) {
    this.#kernel = kernel;
    this.#builder = builder;
    this.#paths = builder.requests.map(({ name }) => new JsonPath(name));
    this.#fields = builder.requests.map(
      ({ coding }, slot) => new JsonFields(kernel, slot, coding.kind === "number"),
    );
    this.#columns = this.#fields.map((fields, column) => createColumn(fields, builder, column));
  }

  /**
   * Reads the text that the kernel holds, by the shape that is known or by that of its first record; then `chunks` has
   * its rows. False where `JSON.parse` has to read its `lines`.
   */
  read(final: boolean): boolean {
    const read =
      (this.#segments > 0 && this.#readShaped(final)) || (this.#learn() && this.#readShaped(final));
    if (read) this.#failures = 0;
    else {
      this.#failures++;
      // To know where its lines end.
      this.#kernel.text.index("json", 1, final);
    }
    return read;
  }

  chunks(firstLine: number | (() => number), chunkRows?: number): Generator<Chunk> {
    return kernelChunks(this.#kernel, this.#fields, this.#columns, this.#builder, firstLine, chunkRows);
  }

  /** The block's lines, which begin with `firstLine`. */
  lines(final: boolean, firstLine: number): TextLine[] {
    const { buffer, byteOffset, length } = this.#kernel.text.lines(final);
    const text = Buffer.from(buffer, byteOffset, length);
    if (text.length === 0) return [];
    return linesOf(text.at(-1) === NEWLINE ? text.subarray(0, -1) : text, firstLine);
  }

  #readShaped(final: boolean): boolean {
    const kernel = this.#kernel;
    if (!kernel.text.index("json", this.#segments, final) || !readColumns(this.#columns)) return false;
    return this.#unread.every(({ segment, fields }) => {
      if (segment.keys === null) return kernel.isConstant(fields.segment);
      return fields.isPlain(segment.string);
    });
  }

  /** False if the block's first record has no shape to go by, or lacks a column. */
  #learn(): boolean {
    this.#segments = 0;
    if (this.#failures > MOST_FAILURES) return false;
    const text = this.#kernel.text.rest();
    const line = Buffer.from(text.subarray(0, text.indexOf(NEWLINE) + 1)).toString("latin1");
    const segments = learnShape(line);
    if (segments === null) return false;
    const record = JSON.parse(Buffer.from(line, "latin1").toString()) as object;
    const wanted = this.#paths.map((path) => JSON.stringify(path.keys(record)));
    const places = wanted.map((keys) =>
      segments.findIndex((segment) => JSON.stringify(segment.keys) === keys),
    );
    if (wanted.includes("null") || places.includes(-1)) return false;
    const shaped = segments.map(({ prefix }, number) => ({ ...this.#prefix(prefix), number }));
    for (const [column, place] of places.entries()) {
      this.#fields[column]!.segment = shaped[place]!;
    }
    this.#unread = segments.flatMap((segment, place) => {
      if (places.includes(place)) return [];
      const fields = new JsonFields(this.#kernel, this.#fields.length, false);
      fields.segment = shaped[place]!;
      return [{ segment, fields }];
    });
    this.#segments = segments.length;
    return true;
  }

  #prefix(text: string): Segment {
    let segment = this.#prefixes.get(text);
    if (segment === undefined) {
      segment = this.#kernel.segment(0, Buffer.from(text, "latin1"));
      this.#prefixes.set(text, segment);
    }
    return segment;
  }
}
