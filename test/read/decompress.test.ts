import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { LossctlError } from "../../src/errors.ts";
import { ask, BY_CONTENT, collect, failure, fileWriter, NUMBER, open, readBytes } from "./collect.ts";

const write = fileWriter();
const CSV = `y,p\n${"1,2\n".repeat(400)}`;
const REST = "3,4\n".repeat(10);
/** CSV as the zstd 1.5 command line compresses it, with a checksum. */
const ZSTD = Buffer.from("KLUv/WREBXUAADh5LHAKMSwyAQA6/jsjfK3T8A==", "base64");
/** RFC 8878, 3.1.2: a frame without meaning, of 5 bytes. */
const SKIPPABLE = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 5, 0, 0, 0, 1, 2, 3, 4, 5]);
/** The same, 3.1.1: single segment of 40 bytes, one last raw block, no checksum. */
const ZSTD_REST = Buffer.concat([
  Buffer.from([
    0x28,
    0xb5,
    0x2f,
    0xfd,
    0x20,
    REST.length,
    (REST.length << 3) | 1,
    (REST.length << 3) >> 8,
    0,
  ]),
  Buffer.from(REST),
]);

const BLOCKS = [1, 7, 24, 1000];

async function sums(bytes: Uint8Array, blockBytes: number, dialect = BY_CONTENT): Promise<number[]> {
  const rows = await readBytes(bytes, ask(NUMBER, "y", "p"), dialect, { blockBytes });
  return [0, 1].map((column) => rows.reduce((sum, { cells }) => sum + (cells[column] as number), 0));
}

describe("compressed input is recognised by its first bytes, in blocks of any size", () => {
  it.each([
    ["gzip", gzipSync(CSV), [400, 800]],
    ["gzip of several members", Buffer.concat([gzipSync(CSV), gzipSync(REST), gzipSync(REST)]), [460, 880]],
    ["zstd", ZSTD, [400, 800]],
    ["zstd of several frames", Buffer.concat([SKIPPABLE, ZSTD, ZSTD_REST, SKIPPABLE, ZSTD_REST]), [460, 880]],
  ])("%s", async (_, bytes, expected) => {
    for (const blockBytes of BLOCKS) expect(await sums(bytes, blockBytes)).toEqual(expected);
  });

  it("brotli, which has none, by the name", async () => {
    const path = write("a.csv.BR", brotliCompressSync(CSV));
    expect(await collect(await open(path), ask(NUMBER, "y"))).toHaveLength(400);
  });

  it("or as stated", async () => {
    const brotli = brotliCompressSync(CSV);
    for (const blockBytes of BLOCKS) {
      expect(await sums(brotli, blockBytes, { header: true, decompress: "brotli" })).toEqual([400, 800]);
    }
    const plain = write("plain.br", CSV);
    const table = await open(plain, { header: true, decompress: "none" });
    expect(await collect(table, ask(NUMBER, "y"))).toHaveLength(400);
  });
});

describe("compressed input that is cut short is an error", () => {
  const cases = {
    gzip: gzipSync(CSV),
    zstd: Buffer.concat([ZSTD, ZSTD_REST]),
    brotli: brotliCompressSync(CSV),
  };

  it.each(Object.entries(cases))("%s, wherever it is cut", async (name, bytes) => {
    const decompress = name as keyof typeof cases;
    for (let size = 1; size < bytes.length; size++) {
      if (decompress === "zstd" && size === ZSTD.length) continue;
      const reading = sums(bytes.subarray(0, size), 10, { header: true, decompress });
      expect(await failure(reading)).toBe(
        `standard input: the ${name} data ends too early: the file is cut short`,
      );
    }
  });

  it("also in a later member", async () => {
    const members = Buffer.concat([gzipSync(CSV), gzipSync(REST).subarray(0, 15)]);
    expect(await failure(sums(members, 10))).toMatch(/the gzip data ends too early/);
  });
});

describe("compressed input that is corrupt is an error", () => {
  it("gzip", async () => {
    const bytes = gzipSync(CSV);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 5) ^ 1, bytes.length - 5);
    expect(await failure(sums(bytes, 1000))).toBe(
      "standard input: expected gzip data, found something else: incorrect data check",
    );
  });

  it("zstd, whichever bit of a frame with a checksum is wrong", async () => {
    for (let bit = 32; bit < ZSTD.length * 8; bit++) {
      const bytes = Buffer.from(ZSTD);
      bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
      const outcome = await sums(bytes, 1000).catch((error: unknown) => error);
      // Some bits of the frame's header, as that of the window's size, do not change the contents.
      if (outcome instanceof LossctlError) expect(outcome.kind).toBe("input");
      else expect(outcome).toEqual([400, 800]);
    }
  });

  it.each(["gzip", "zstd", "brotli"] as const)("what is no %s at all", async (decompress) => {
    expect(
      await failure(sums(Buffer.from("y,p\n1,2\n3,4\n5,6\n7,8\n"), 1000, { header: true, decompress })),
    ).toMatch(
      new RegExp(
        `^standard input: (expected ${decompress} data, found something else: |the ${decompress} data ends)`,
      ),
    );
  });

  it.each([
    ["gzip", Buffer.concat([gzipSync(CSV), Buffer.alloc(4), gzipSync(REST)])],
    ["brotli", Buffer.concat([brotliCompressSync(CSV), brotliCompressSync(REST)])],
  ] as const)("%s with something after its end that would be dropped", async (decompress, bytes) => {
    for (const blockBytes of [...BLOCKS, brotliCompressSync(CSV).length]) {
      expect(await failure(sums(bytes, blockBytes, { header: true, decompress }))).toBe(
        `standard input: found bytes after the end of the ${decompress} data`,
      );
    }
  });
});
