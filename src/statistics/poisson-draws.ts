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

/** Above it, a draw is stretched from one with this mean. */
const LARGEST = 4096;

/** Of a whole mean from 2 to `LARGEST`: a uniform word draws the first count, from `least` on, whose threshold is above it. */
interface Counts {
  readonly least: number;
  readonly thresholds: Float64Array;
}

const counts = new Map<number, Counts>();

function countsOf(mean: number): Counts {
  let found = counts.get(mean);
  if (found === undefined) {
    found = makeCounts(mean);
    counts.set(mean, found);
  }
  return found;
}

/** Beside the likeliest mass; a word has 32 bits. */
const NOTHING = 2 ** -50;

/** By ratios from the likeliest count, `mean`, to where they are lost beside a word: no function that engines round apart. */
function makeCounts(mean: number): Counts {
  const above: number[] = [];
  const below: number[] = [];
  for (let k = mean + 1, mass = 1; mass > NOTHING; k++) {
    mass *= mean / k;
    above.push(mass);
  }
  for (let k = mean, mass = 1; k > 0 && mass > NOTHING; k--) {
    mass *= k / mean;
    below.push(mass);
  }
  const masses = [...below.reverse(), 1, ...above];
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const thresholds = new Float64Array(masses.length);
  let sum = 0;
  for (const [place, mass] of masses.entries()) {
    sum += mass;
    thresholds[place] = (sum / total) * 2 ** 32;
  }
  thresholds[masses.length - 1] = 2 ** 32;
  return { least: mean - below.length, thresholds };
}

function countAt({ least, thresholds }: Counts, uniform: number): number {
  let [low, high] = [0, thresholds.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (uniform < thresholds[middle]!) high = middle;
    else low = middle + 1;
  }
  return least + low;
}

/**
 * 2^32 e^-x of what the mean is above a whole number: what `drawMany` needs to know of a mean, which many draws share.
 * By the series, as engines may differ in the last bit of Math.exp.
 */
export function chanceOfNone(mean: number): number {
  const part = mean < LARGEST ? mean - Math.floor(mean) : 0;
  let sum = 1;
  // 18 terms: 1/18! is below the last bit.
  for (let k = 18; k > 0; k--) sum = 1 - (sum * part) / k;
  return sum * 2 ** 32;
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
    const uniform = this.#uniform(high, low);
    let count = 0;
    while (uniform >= THRESHOLDS[count]!) count++;
    return count;
  }

  /**
   * Of Poisson's distribution with another mean, above 0: of a whole one the sum of so many draws that are independent.
   * `none` is `chanceOfNone(mean)`. With the mean 1 it is `draw`. From 4096 on draws need not be whole: mean and variance
   * are those of the distribution, whose shape hardly changes any more.
   */
  drawMany(high: number, low: number, mean: number, none: number): number {
    if (mean === 1) return this.draw(high, low);
    const uniform = this.#uniform(high, low);
    if (mean >= LARGEST) {
      return mean + Math.sqrt(mean / LARGEST) * (countAt(countsOf(LARGEST), uniform) - LARGEST);
    }
    const whole = Math.floor(mean);
    const part = mean - whole;
    const counted = whole === 0 ? 0 : whole === 1 ? this.draw(high, low) : countAt(countsOf(whole), uniform);
    return part === 0 ? counted : counted + fewOf(part, none, mix(uniform ^ 0x2545f491) >>> 0);
  }

  #uniform(high: number, low: number): number {
    return mix((mix(low ^ this.#first) + high) ^ this.#second) >>> 0;
  }
}

/** A draw with a mean below 1. */
function fewOf(mean: number, none: number, uniform: number): number {
  let count = 0;
  let mass = none;
  // The sum of the masses may stay a rounding below 2^32.
  for (let sum = none; uniform >= sum && mass > 0; sum += mass) mass *= mean / ++count;
  return count;
}
