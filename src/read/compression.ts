/** How an input is compressed. Apart from what undoes it, which most starts do without. */
import type { Dialect } from "./chunk.ts";
import type { Lookahead } from "./lookahead.ts";
import { isZstdMagic } from "./zstd.ts";

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
