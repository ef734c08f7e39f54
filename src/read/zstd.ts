/**
 * zstd by fzstd, for a Node without it. fzstd does not look at checksums, so frames are walked here (RFC 8878, 3.1)
 * and theirs compared: a flipped bit must not become another number.
 */
import { Lookahead } from "./lookahead.ts";
import { Xxh64 } from "./xxh64.ts";

const FRAME = 0xfd2fb528;

/** A frame, or a frame without meaning. */
export function isZstdMagic(magic: number): boolean {
  return magic === FRAME || isSkippable(magic);
}

function isSkippable(magic: number): boolean {
  return (magic & 0xfffffff0) >>> 0 === 0x184d2a50;
}

/** The contents of all frames; throws an `Error` where one is cut short or corrupt. */
export async function* zstdFrames(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = new Lookahead(blocks);
  while ((await input.peek(1)).length > 0) {
    const magic = (await bytesOf(input, 4)).readUInt32LE(0);
    if (isSkippable(magic)) await skipFrame(input);
    else if (magic === FRAME) yield* frame(input);
    else throw new Error("no frame begins here");
  }
}

async function skipFrame(input: Lookahead): Promise<void> {
  let size = 8 + (await bytesOf(input, 8)).readUInt32LE(4);
  while (size > 0) {
    const step = Math.min(size, 1 << 16);
    await take(input, step);
    size -= step;
  }
}

const CHECKSUM_BYTES = 4;

async function* frame(input: Lookahead): AsyncGenerator<Buffer> {
  const { Decompress } = await import("fzstd");
  const descriptor = (await bytesOf(input, 5)).readUInt8(4);
  const hash = (descriptor & 4) === 0 ? null : new Xxh64();
  const checksumBytes = hash === null ? 0 : CHECKSUM_BYTES;

  let ready: Buffer[] = [];
  const decoder = new Decompress((data) => {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    hash?.update(bytes);
    if (bytes.length > 0) ready.push(bytes);
  });
  decoder.push(await take(input, headerBytes(descriptor)), false);
  for (let last = false; !last; ) {
    const header = (await bytesOf(input, 3)).readUIntLE(0, 3);
    last = (header & 1) === 1;
    const isRun = ((header >> 1) & 3) === 1;
    const size = 3 + (isRun ? 1 : header >> 3);
    const block = await take(input, last ? size + checksumBytes : size);
    decoder.push(block, last);
    if (last && hash !== null) {
      const expected = block.readUInt32LE(block.length - CHECKSUM_BYTES);
      if (BigInt.asUintN(32, hash.digest()) !== BigInt(expected)) throw new Error("incorrect checksum");
    }
    yield* ready;
    ready = [];
  }
}

/** Magic, descriptor, window, dictionary id and content size: RFC 8878, 3.1.1.1. */
function headerBytes(descriptor: number): number {
  const singleSegment = (descriptor >> 5) & 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3] as number;
  const contentSize = [singleSegment, 2, 4, 8][descriptor >> 6] as number;
  return 5 + (1 - singleSegment) + dictionary + contentSize;
}

async function bytesOf(input: Lookahead, count: number): Promise<Buffer> {
  const seen = await input.peek(count);
  if (seen.length < count) throw new Error("unexpected end of file");
  return seen.subarray(0, count);
}

async function take(input: Lookahead, count: number): Promise<Buffer> {
  const bytes = await bytesOf(input, count);
  input.skip(count);
  return bytes;
}
