/** Compressed bytes to plain ones: recognised by their first bytes (gzip, zstd) or by name (brotli has none). */
import { pipeline, Readable, type Transform } from "node:stream";
import * as zlib from "node:zlib";
import { inputError, LossctlError } from "../errors.ts";
import type { Dialect } from "./chunk.ts";
import type { Lookahead } from "./lookahead.ts";
import { isZstdMagic, zstdFrames } from "./zstd.ts";

export type Compression = NonNullable<Dialect["decompress"]>;

/** How an input is compressed: as stated, else by its first bytes, else by its name. */
export async function recogniseCompression(
  content: Lookahead,
  name: string,
  stated: Compression | undefined,
): Promise<Compression> {
  if (stated !== undefined) return stated;
  const start = await content.peek(4);
  if (start.length >= 2 && start[0] === 0x1f && start[1] === 0x8b) return "gzip";
  if (start.length >= 4 && isZstdMagic(start.readUInt32LE(0))) return "zstd";
  return name.toLowerCase().endsWith(".br") ? "brotli" : "none";
}

/** @throws LossctlError (input), while reading, where the data is cut short or corrupt. */
export function decompress(
  blocks: AsyncIterable<Buffer>,
  compression: Compression,
  name: string,
): AsyncIterable<Buffer> {
  switch (compression) {
    case "none":
      return blocks;
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
