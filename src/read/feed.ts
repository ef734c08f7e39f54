/** Bytes on demand: into memory that somebody else owns. */

export interface Feed {
  /** Puts the bytes that come next into `target`, which is not empty, and returns how many; 0 where they end. */
  fill(target: Uint8Array): number | Promise<number>;
}

/** Blocks of any size. */
export function blockFeed(blocks: AsyncIterable<Uint8Array>): Feed {
  const iterator = blocks[Symbol.asyncIterator]();
  let block: Uint8Array = new Uint8Array(0);
  return {
    async fill(target) {
      while (block.length === 0) {
        const next = await iterator.next();
        if (next.done === true) return 0;
        block = next.value;
      }
      const count = Math.min(block.length, target.length);
      target.set(block.subarray(0, count));
      block = block.subarray(count);
      return count;
    },
  };
}

/** The bytes that are here, then those of a feed. */
export function feedAfter(bytes: Uint8Array, feed: Feed): Feed {
  let left = bytes;
  return {
    fill(target) {
      if (left.length === 0) return feed.fill(target);
      const count = Math.min(left.length, target.length);
      target.set(left.subarray(0, count));
      left = left.subarray(count);
      return count;
    },
  };
}

const BLOCK_BYTES = 64 * 1024;

/** What a feed still has, as blocks. */
export async function* feedBlocks(first: Buffer, feed: Feed): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  for (;;) {
    const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    const count = await feed.fill(block);
    if (count === 0) return;
    yield block.subarray(0, count);
  }
}
