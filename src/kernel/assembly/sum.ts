/**
 * Exact sum of a column: error-free extraction (`extraction`) in front of the superaccumulator. For a run of up to 2048
 * values with largest exponent E two levels take the bits down to 2^(E-101); what they leave, of values far smaller than the
 * largest, is added value by value.
 */
import { addLanes, addLevel, HEADROOM, LEVEL, PATIENCE, sigma } from "./extraction";
import { addEach, RUN, settle } from "./superaccumulator";

/** Biased exponents of the largest value between which no level over- or underflows. */
const LARGEST_EXPONENT: i32 = 2000;
const SMALLEST_EXPONENT: i32 = 200;

/** Adds a multiple of four values, at most `RUN`. */
function addRun(accumulator: usize, from: usize, to: usize): void {
  // pmax, unlike max, is one instruction, but may lose a NaN. Only what is infinite or no number is not 0 less itself.
  let m1 = f64x2.splat(0), m2 = m1, odd = m1;
  for (let p = from; p < to; p += 32) {
    const x = v128.load(p), y = v128.load(p, 16);
    m1 = f64x2.pmax(m1, f64x2.abs(x));
    m2 = f64x2.pmax(m2, f64x2.abs(y));
    odd = v128.or(odd, v128.or(f64x2.sub(x, x), f64x2.sub(y, y)));
  }
  m1 = f64x2.pmax(m1, m2);
  const exponent = <i32>(reinterpret<u64>(max(f64x2.extract_lane(m1, 0), f64x2.extract_lane(m1, 1))) >> 52);
  if (exponent > LARGEST_EXPONENT || exponent < SMALLEST_EXPONENT || v128.any_true(odd)) {
    return addEach(accumulator, from, to);
  }
  const top = exponent + HEADROOM;
  const s1 = f64x2.splat(sigma(top)), s2 = f64x2.splat(sigma(top - LEVEL));
  let a1 = i64x2.splat(0), a2 = a1, b1 = a1, b2 = a1;
  let pending = 0;
  for (let p = from; p < to; p += 32) {
    let x = v128.load(p), y = v128.load(p, 16);
    let q = f64x2.add(x, s1), r = f64x2.add(y, s1);
    a1 = i64x2.add(a1, q); x = f64x2.sub(x, f64x2.sub(q, s1));
    b1 = i64x2.add(b1, r); y = f64x2.sub(y, f64x2.sub(r, s1));
    q = f64x2.add(x, s2); r = f64x2.add(y, s2);
    a2 = i64x2.add(a2, q); x = f64x2.sub(x, f64x2.sub(q, s2));
    b2 = i64x2.add(b2, r); y = f64x2.sub(y, f64x2.sub(r, s2));
    if (v128.any_true(v128.or(x, y))) {
      addLanes(accumulator, x);
      addLanes(accumulator, y);
      pending += 4;
      if (pending >= PATIENCE) {
        settle(accumulator);
        pending = 0;
      }
    }
  }
  const count = <i64>(to - from) >> 4;
  addLevel(accumulator, i64x2.add(a1, b1), count, top);
  addLevel(accumulator, i64x2.add(a2, b2), count, top - LEVEL);
  settle(accumulator);
}

/** Adds `count` values from `values` on. */
export function addValues(accumulator: usize, values: usize, count: i32): void {
  const end = values + (<usize>count << 3);
  const even = values + (<usize>(count & ~3) << 3);
  for (let p = values; p < even; p += <usize>RUN << 3) addRun(accumulator, p, min(even, p + (<usize>RUN << 3)));
  addEach(accumulator, even, end);
}
