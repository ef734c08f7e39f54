/** Doubles as integers times powers of two, and back with one rounding. */

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);

/** Index of the word with sign and exponent in a double seen as two 32-bit words; depends on the machine. */
export const HIGH_WORD: 0 | 1 = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
export const LOW_WORD: 0 | 1 = HIGH_WORD === 1 ? 0 : 1;

/** Exponent of the smallest subnormal, 2^-1074: every finite double is an integer times it. */
export const LEAST_EXPONENT = -1074;

/** Power of two of the last significand bit of a finite double. */
export function exponentOf(value: number): number {
  number[0] = value;
  const biased = (words[HIGH_WORD]! >>> 20) & 0x7ff;
  return LEAST_EXPONENT + Math.max(biased - 1, 0);
}

/** The signed integer that `value` is at 2^exponentOf(value); `value` is finite. */
export function significandOf(value: number): bigint {
  number[0] = value;
  const high = words[HIGH_WORD]!;
  const hidden = (high & 0x7ff00000) === 0 ? 0 : 0x100000;
  const magnitude = BigInt(((high & 0xfffff) | hidden) * 0x100000000 + words[LOW_WORD]!);
  return high >>> 31 === 1 ? -magnitude : magnitude;
}

/** Bits needed to write a magnitude; 0 for 0. */
export function bitLength(magnitude: bigint): number {
  const hex = magnitude.toString(16);
  return 4 * (hex.length - 1) + 32 - Math.clz32(Number.parseInt(hex[0]!, 16));
}

/** How many times 2 divides `integer`, which is not 0. */
export function trailingZeros(integer: bigint): number {
  let zeros = 0;
  let rest = integer;
  let low = Number(BigInt.asUintN(32, rest));
  while (low === 0) {
    rest >>= 32n;
    zeros += 32;
    low = Number(BigInt.asUintN(32, rest));
  }
  return zeros + 31 - Math.clz32(low & -low);
}

/** The double nearest to magnitude * 2^exponent, ties to even; beyond the range Infinity. */
export function nearestNumber(magnitude: bigint, exponent: number): number {
  // Bits to drop: all beyond 53, and in the subnormal range all below 2^-1074.
  const drop = Math.max(bitLength(magnitude) - 53, LEAST_EXPONENT - exponent, 0);
  let kept = magnitude;
  if (drop > 0) {
    const shift = BigInt(drop);
    kept = magnitude >> shift;
    const rest = magnitude - (kept << shift);
    const half = 1n << (shift - 1n);
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
  }
  const power = exponent + drop;
  return kept === 0n ? 0 : power > 1023 ? Number.POSITIVE_INFINITY : Number(kept) * 2 ** power;
}
