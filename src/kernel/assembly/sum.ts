/**
 * Exact sum of a column: error-free extraction in front of the superaccumulator.
 *
 * Rump, Ogita & Oishi, "Accurate floating-point summation part I" (SIAM J. Sci. Comput. 31, 2008): with sigma = 1.5
 * * 2^s above all |x|, q = (x + sigma) - sigma is x rounded to a multiple of ulp(sigma), x - q is exact, and the q
 * of many x add up in plain binary64 without error. For a run of up to 2048 values with largest exponent E: s = E +
 * 12, so q is a multiple of 2^(E-40) below 2^(E+1), and the 512 of a lane stay below 2^(E+10): 50 bits. What
 * remains is at most 2^(E-41); two more levels, 41 bits lower each, leave at most 2^(E-123). Twelve partial sums a
 * run go to the superaccumulator, and the rest, where there is any, value by value.
 */
import { addLanes, addRest, HEADROOM, LEVEL, sigma } from "./extraction";
import { addEach, RUN, settle } from "./superaccumulator";

/** Biased exponents of the largest value between which no level over- or underflows. */
const LARGEST_EXPONENT: i32 = 2000;
const SMALLEST_EXPONENT: i32 = 150;

/** Adds a multiple of four values, at most `RUN`. */
function addRun(accumulator: usize, from: usize, to: usize): void {
  // pmax, unlike max, is one instruction; it may lose a NaN, which then shows in the sum of the first level.
  let m1 = f64x2.splat(0), m2 = f64x2.splat(0);
  for (let p = from; p < to; p += 32) {
    m1 = f64x2.pmax(m1, f64x2.abs(v128.load(p)));
    m2 = f64x2.pmax(m2, f64x2.abs(v128.load(p, 16)));
  }
  m1 = f64x2.pmax(m1, m2);
  const exponent = <i32>(reinterpret<u64>(max(f64x2.extract_lane(m1, 0), f64x2.extract_lane(m1, 1))) >> 52);
  if (exponent > LARGEST_EXPONENT || exponent < SMALLEST_EXPONENT) return addEach(accumulator, from, to);

  const first = sigma(exponent + HEADROOM);
  const second = sigma(exponent + HEADROOM - LEVEL);
  const third = sigma(exponent + HEADROOM - 2 * LEVEL);
  const s1 = f64x2.splat(first), s2 = f64x2.splat(second), s3 = f64x2.splat(third);
  let a1 = f64x2.splat(0), a2 = a1, a3 = a1, b1 = a1, b2 = a1, b3 = a1, rest = a1;
  for (let p = from; p < to; p += 32) {
    let x = v128.load(p), y = v128.load(p, 16);
    let q = f64x2.sub(f64x2.add(x, s1), s1), r = f64x2.sub(f64x2.add(y, s1), s1);
    a1 = f64x2.add(a1, q); b1 = f64x2.add(b1, r); x = f64x2.sub(x, q); y = f64x2.sub(y, r);
    q = f64x2.sub(f64x2.add(x, s2), s2); r = f64x2.sub(f64x2.add(y, s2), s2);
    a2 = f64x2.add(a2, q); b2 = f64x2.add(b2, r); x = f64x2.sub(x, q); y = f64x2.sub(y, r);
    q = f64x2.sub(f64x2.add(x, s3), s3); r = f64x2.sub(f64x2.add(y, s3), s3);
    a3 = f64x2.add(a3, q); b3 = f64x2.add(b3, r); x = f64x2.sub(x, q); y = f64x2.sub(y, r);
    rest = v128.or(rest, v128.or(x, y));
  }
  const both = f64x2.add(a1, b1);
  const check = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  if (check != check) return addEach(accumulator, from, to);
  addLanes(accumulator, a1); addLanes(accumulator, b1);
  addLanes(accumulator, a2); addLanes(accumulator, b2);
  addLanes(accumulator, a3); addLanes(accumulator, b3);
  if (v128.any_true(i64x2.shl(rest, 1))) addRest(accumulator, from, to, first, second, third);
  settle(accumulator);
}

/** Adds `count` values from `values` on. */
export function addValues(accumulator: usize, values: usize, count: i32): void {
  const end = values + (<usize>count << 3);
  const even = values + (<usize>(count & ~3) << 3);
  for (let p = values; p < even; p += <usize>RUN << 3) addRun(accumulator, p, min(even, p + (<usize>RUN << 3)));
  addEach(accumulator, even, end);
}
