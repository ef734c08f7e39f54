import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blockFeed, type Feed, feedAfter, feedBlocks } from "../../src/read/feed.ts";
import { Lookahead } from "../../src/read/lookahead.ts";

async function* blocks(sizes: readonly number[]): AsyncGenerator<Buffer> {
  let next = 0;
  for (const size of sizes) yield Buffer.from(Array.from({ length: size }, () => next++ % 251));
}

function bytes(sizes: readonly number[]): Buffer {
  return Buffer.from(
    Array.from({ length: sizes.reduce((sum, size) => sum + size, 0) }, (_, place) => place % 251),
  );
}

/** All that a feed has, `room` bytes at a time. */
async function drained(feed: Feed, room: number): Promise<Buffer> {
  const found: Buffer[] = [];
  for (;;) {
    const target = Buffer.alloc(room);
    const count = await feed.fill(target);
    if (count === 0) return Buffer.concat(found);
    found.push(target.subarray(0, count));
  }
}

const sizes = fc.array(fc.nat(40), { maxLength: 8 });
const room = fc.integer({ min: 1, max: 50 });

describe("a feed", () => {
  test("has the bytes of its blocks, in order and whole", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, room, async (some, size) => {
        expect(await drained(blockFeed(blocks(some)), size)).toEqual(bytes(some));
      }),
    );
  });

  test("can follow bytes that are here already, and be taken as blocks again", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, room, fc.nat(60), fc.nat(60), async (some, size, here, first) => {
        const all = bytes(some);
        const start = all.subarray(0, here);
        async function* rest() {
          yield all.subarray(start.length);
        }
        const feed = feedAfter(start, blockFeed(rest()));
        const head = Buffer.alloc(first);
        const count = first === 0 ? 0 : await feed.fill(head);
        const found: Buffer[] = [];
        for await (const block of feedBlocks(head.subarray(0, count), feed)) found.push(block);
        expect(Buffer.concat(found)).toEqual(all);
        expect(await feed.fill(Buffer.alloc(size))).toBe(0);
      }),
    );
  });
});

describe("bytes that are looked at before they are read", () => {
  test("are there again when they are read, but for what was skipped", async () => {
    const steps = fc.array(fc.tuple(fc.nat(60), fc.nat(20)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(sizes, steps, async (some, looks) => {
        const all = bytes(some);
        const content = new Lookahead(blocks(some));
        let skipped = 0;
        for (const [look, skip] of looks) {
          const seen = await content.peek(look);
          expect(seen).toEqual(all.subarray(skipped, skipped + seen.length));
          if (seen.length < look) expect(content.ended).toBe(true);
          const count = Math.min(skip, seen.length);
          content.skip(count);
          skipped += count;
          expect(content.skipped).toBe(skipped);
        }
        const found: Buffer[] = [];
        for await (const block of content) found.push(block);
        expect(Buffer.concat(found)).toEqual(all.subarray(skipped));
      }),
    );
  });

  test("can be taken, what follows them comes after", async () => {
    const content = new Lookahead(blocks([3, 4, 5]));
    await content.peek(5);
    expect(content.take()).toEqual(bytes([3, 4]));
    expect(await drained(blockFeed(content), 2)).toEqual(bytes([12]).subarray(7));
  });
});
