/**
 * What exact sums by extraction share (Rump, Ogita & Oishi, "Accurate floating-point summation part I", SIAM J. Sci. Comput.
 * 31, 2008): with sigma = 1.5 * 2^s and |x| at most 2^(s-1), x + sigma is sigma and x rounded to a multiple of its last bit,
 * 2^(s-52); taken off again, that multiple q leaves x - q, exact and at most half of it. The q are not added up as numbers,
 * which would need room for their sum, but by the bits of x + sigma: from 2^s to 2^(s+1) neighbours differ by one, so that
 * the bits of many such sums, less those of as many sigmas, add up to the sum of q in units of the last bit; 2^11 of them
 * stay below 2^63. What is left of x goes to the next level, 52 bits lower, and what is left there is added by itself.
 */
import { addOne } from "./superaccumulator";

/** Of numbers below 2^(E+1) the first level's s is so much above E: their errors, below 2^(E-50), fit the second then. */
export const HEADROOM: i32 = 3;
/** Bits from one level to the next. */
export const LEVEL: i32 = 52;

/** Numbers that are added by themselves, of each kind, before carries move on: less than the superaccumulator takes. */
export const PATIENCE: i32 = 512;

/** Of a biased exponent s. */
@inline
export function sigma(exponent: i32): f64 {
  return reinterpret<f64>(<u64>exponent << 52 | 0x8000000000000);
}

/** Adds both numbers to the accumulator. */
@inline
export function addLanes(accumulator: usize, lanes: v128): void {
  addOne(accumulator, f64x2.extract_lane(lanes, 0));
  addOne(accumulator, f64x2.extract_lane(lanes, 1));
}

/** Adds what a level has extracted: in each lane the bits of `count` numbers with its sigma, whose biased exponent is given. */
@inline
export function addLevel(accumulator: usize, lanes: v128, count: i64, exponent: i32): void {
  const base = count * reinterpret<i64>(sigma(exponent));
  const unit = reinterpret<f64>(<u64>(exponent - 52) << 52);
  addUnits(accumulator, i64x2.extract_lane(lanes, 0) - base, unit);
  addUnits(accumulator, i64x2.extract_lane(lanes, 1) - base, unit);
}

/** Adds count * unit, a power of two, in two numbers that hold its bits. */
@inline
function addUnits(accumulator: usize, count: i64, unit: f64): void {
  addOne(accumulator, <f64>(count >> 32) * (unit * 4294967296));
  addOne(accumulator, <f64>(count & 0xffffffff) * unit);
}
