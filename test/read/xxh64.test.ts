import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Xxh64 } from "../../src/read/xxh64.ts";

function hash(...pieces: (string | Uint8Array)[]): bigint {
  const made = new Xxh64();
  for (const piece of pieces) made.update(Buffer.from(piece as Uint8Array));
  return made.digest();
}

describe("the hashes that the reference implementation prints (xxhsum 0.8, xxh64)", () => {
  it.each([
    ["", 0xef46db3751d8e999n],
    ["a", 0xd24ec4f1a98c6e5bn],
    ["abc", 0x44bc2cf5ad770999n],
    ["Nobody inspects the spammish repetition", 0xfbcea83c8a378bf1n],
  ])("%j", (text, expected) => {
    expect(hash(text)).toBe(expected);
  });
});

it("pieces hash as the whole", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 100 })), (pieces) => {
      expect(hash(...pieces)).toBe(hash(Buffer.concat(pieces)));
    }),
  );
});
