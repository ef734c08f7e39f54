/** Small seeded random numbers: SplitMix32 steps through a hash, so that each stream has a seed of its own. */

/** Whole numbers from 0 to 2^32 - 1, the same for the same seeds on every machine. */
export function randomWords(...seeds: readonly number[]): () => number {
  let state = 0;
  for (const seed of seeds) state = mixed((state + 0x9e3779b9) ^ mixed(seed | 0));
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return mixed(state) >>> 0;
  };
}

/** The finaliser of MurmurHash3 with the constants of SplitMix32. */
function mixed(word: number): number {
  let hash = word ^ (word >>> 16);
  hash = Math.imul(hash, 0x21f0aaad);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x735a2d97);
  return hash ^ (hash >>> 15);
}

/** 0 to count - 1 in random order (Fisher and Yates). */
export function shuffled(count: number, word: () => number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = Math.floor((word() / 2 ** 32) * (i + 1));
    const kept = order[i]!;
    order[i] = order[other]!;
    order[other] = kept;
  }
  return order;
}
