/** The hot loop of exact sums: a window of chunks over all finite doubles, so that no term's place is checked. */
import { HIGH_WORD, LOW_WORD } from "./binary64.ts";

/** Each chunk is worth 2^8 times the one below it; chunk 0 is worth 2^-1074. */
export const SPACING = 8;
/** Chunks from the low word of a significand to its high word: 32 bits. */
export const HIGH_CHUNK = 4;
/** A term adds less than 2^39 to a chunk: as many as this, on top of 2^20, stay below 2^53. */
export const TERMS_UNTIL_CARRY = 8192;
/** What a significand is multiplied with, by the last three bits of the exponent, and 8 more if it is negative. */
export const SHIFTS = Float64Array.from({ length: 2 * SPACING }, (_, i) =>
  i < SPACING ? 2 ** i : -(2 ** (i - SPACING)),
);

const SMALLEST_NORMAL = 2 ** -1022;

/** All zero but between `scatter` and the moment its caller takes the content away. */
export const wide = new Float64Array(Math.ceil(2046 / SPACING) + HIGH_CHUNK + 1);

/**
 * Adds at most `TERMS_UNTIL_CARRY` values to `wide`. Leaves out subnormals, infinities and NaNs, which would slow
 * the loop, and returns how many.
 */
export function scatter(values: Float64Array, from: number, to: number): number {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  // Local names: the engine reads what a bundle holds outside the function anew for every row.
  const chunks = wide;
  const shifts = SHIFTS;
  const highWord = HIGH_WORD;
  const lowWord = LOW_WORD;
  const end = 2 * to;
  let leftOut = 0;
  for (let i = 2 * from; i < end; i += 2) {
    const high = words[i + highWord]!;
    const biased = (high >>> 20) & 0x7ff;
    if (biased === 0 || biased === 0x7ff) {
      if (values[i >> 1] !== 0) leftOut++;
      continue;
    }
    const exponent = biased - 1;
    const chunk = exponent >> 3;
    const shift = shifts[(exponent & 7) | ((high >>> 28) & 8)]!;
    chunks[chunk]! += words[i + lowWord]! * shift;
    chunks[chunk + HIGH_CHUNK]! += ((high & 0xfffff) | 0x100000) * shift;
  }
  return leftOut;
}

/** Whether `scatter` leaves out `value`, or has nothing to add for it. */
export function isLeftOut(value: number): boolean {
  const size = Math.abs(value);
  return !(size >= SMALLEST_NORMAL && size <= Number.MAX_VALUE);
}
