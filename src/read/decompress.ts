/** Compressed bytes to plain ones. */
import { pipeline, Readable, type Transform } from "node:stream";
import * as zlib from "node:zlib";
import { inputError, LossctlError } from "../errors.ts";
import type { Compression } from "./compression.ts";
import { zstdFrames } from "./zstd.ts";

/** @throws LossctlError (input), while reading, where the data is cut short or corrupt. */
export function decompress(
  blocks: AsyncIterable<Buffer>,
  compression: Exclude<Compression, "none">,
  name: string,
): AsyncIterable<Buffer> {
  switch (compression) {
    case "gzip":
      return through(blocks, zlib.createGunzip(), compression, name);
    case "brotli":
      return through(blocks, zlib.createBrotliDecompress(), compression, name);
    case "zstd":
      return createNativeZstd === undefined
        ? frames(blocks, name)
        : through(blocks, createNativeZstd(), compression, name);
  }
}

/** Node has it from 22.15 on. */
const createNativeZstd = (zlib as { createZstdDecompress?: typeof zlib.createGunzip }).createZstdDecompress;

async function* through(
  blocks: AsyncIterable<Buffer>,
  decoder: Transform & { readonly bytesWritten: number },
  compression: Compression,
  name: string,
): AsyncGenerator<Buffer> {
  let failure: unknown;
  let given = 0;
  async function* counted() {
    for await (const block of blocks) {
      given += block.length;
      yield block;
    }
  }
  pipeline(Readable.from(counted(), { highWaterMark: 1 }), decoder, (error) => {
    failure ??= error;
  });
  try {
    for await (const block of decoder) yield block as Buffer;
  } catch (error) {
    throw corrupt(failure ?? error, compression, name);
  }
  // Node takes what follows the end of the data for padding and drops it, and rows with it.
  const taken = decoder.bytesWritten;
  if (taken < given) throw inputError(`found bytes after the end of the ${compression} data`, { file: name });
}

async function* frames(blocks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  try {
    yield* zstdFrames(blocks);
  } catch (error) {
    throw corrupt(error, "zstd", name);
  }
}

function corrupt(error: unknown, compression: Compression, name: string): unknown {
  if (error instanceof LossctlError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const text = /unexpected (end of file|EOF)/i.test(detail)
    ? `the ${compression} data ends too early: the file is cut short`
    : `expected ${compression} data, found something else: ${detail}`;
  return inputError(text, { file: name }, undefined, error);
}
