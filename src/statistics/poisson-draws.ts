/**
 * Draws of the Poisson distribution with mean 1 that depend on nothing but a seed, a key and the number of a draw: the
 * weights of rows in a Poisson bootstrap
 * (Chamandy, Muralidharan, Najmi and Naidu 2012, "Estimating uncertainty for
 * massive data streams"). Integers throughout, so that they are the same on every machine.
 */

/** 64 bits as two words. */
export interface Key {
  readonly high: number;
  readonly low: number;
}

/** The finaliser of MurmurHash3_x86_32 (Appleby, public domain): each bit of the word changes half of the others. */
function mix(word: number): number {
  let hash = word;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Of a whole number from 0 to 2^53; different numbers have different keys. */
export function keyOfNumber(number: number): Key {
  return { high: Math.floor(number / 2 ** 32) | 0, low: number | 0 };
}

/** MurmurHash3_x86_32 of the text's UTF-16 units, as words of 32 bits, with two seeds. */
export function keyOfText(text: string): Key {
  return { high: hashOf(text, 0x9e3779b9), low: hashOf(text, 0x3c6ef372) };
}

function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    let word = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    word = Math.imul((word << 15) | (word >>> 17), 0x1b873593);
    hash ^= word;
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
  }
  return mix(hash ^ text.length);
}

/** 2^32 P(X <= k), for k from 0: a uniform word draws the first k whose threshold is above it. */
const THRESHOLDS = thresholds();

function thresholds(): Float64Array {
  // e^-1 written out: engines may differ in the last bit of Math.exp.
  let mass = 0.36787944117144233 * 2 ** 32;
  let sum = mass;
  const found: number[] = [];
  for (let k = 1; sum < 2 ** 32 - 1; k++) {
    found.push(sum);
    mass /= k;
    sum += mass;
  }
  return Float64Array.from([...found, 2 ** 32]);
}

/** The draws of one replicate. Draws of different keys, replicates and seeds are as if independent. */
export class PoissonDraws {
  readonly #first: number;
  readonly #second: number;

  /** `seed` and `replicate` are whole numbers from 0 to 2^53. */
  constructor(seed: number, replicate: number) {
    const { high, low } = keyOfNumber(seed);
    const start = mix(mix(low ^ 0x9e3779b9) + high);
    const { high: above, low: below } = keyOfNumber(replicate);
    this.#first = mix(mix(start ^ below) + above);
    this.#second = mix((this.#first ^ start) + 0x3c6ef372);
  }

  /** Of the key whose words these are. */
  draw(high: number, low: number): number {
    const uniform = mix((mix(low ^ this.#first) + high) ^ this.#second) >>> 0;
    let count = 0;
    while (uniform >= THRESHOLDS[count]!) count++;
    return count;
  }
}
