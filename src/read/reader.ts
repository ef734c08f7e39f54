/**
 * The seam between readers. A reader gets the bytes of one input from its first record on, what is known of its
 * dialect, and a builder for the rows; it yields the builder's chunk whenever that is full and leaves the last
 * rows in it. Where it throws, the rows before the fault stand in the builder.
 */
import { inputError, type LossctlError, quoted } from "../errors.ts";
import type { Chunk } from "./chunk.ts";
import type { ChunkBuilder } from "./chunk-builder.ts";

export interface ReaderInput {
  /** How messages call the input. */
  readonly name: string;
  readonly blocks: AsyncIterable<Buffer>;
  /** The line, from 1, on which the blocks begin. */
  readonly firstLine: number;
  /** Bytes of a record, at most. */
  readonly longestRecord?: number;
}

export type Reader<Input extends ReaderInput> = (
  input: Input,
  builder: ChunkBuilder,
) => AsyncGenerator<Chunk>;

/** Longest record that is read, unless a reader is told otherwise: beyond it a text has most likely lost a quote or a newline. */
export const RECORD_BYTES = 2 ** 28;

export function recordTooLong(file: string, line: number, longest = RECORD_BYTES): LossctlError {
  return inputError(
    `expected a record of at most ${longest / 2 ** 20} MB`,
    { file, line },
    "is a quote left open, or a newline missing?",
  );
}

/** A text column needs text: `shown` has U+FFFD where the bytes are none. */
export function invalidUtf8(column: string, shown: string, file: string, line: number): LossctlError {
  return inputError(
    `column "${column}": expected UTF-8, found other bytes in ${quoted(shown)}`,
    { file, line },
    "convert the file: iconv -f WINDOWS-1252 -t UTF-8",
  );
}
