/**
 * Exact sums of a column and of its squares, in one pass by extraction (`extraction`): the numbers against two levels; each
 * square as two numbers (Dekker, as in `products`), both against the same three. A square below 2^(E+1) comes apart into
 * multiples of 2^(E-49), 2^(E-101) and 2^(E-153); its rounding error is below 2^(E-52) and starts at the second. What is
 * left, of numbers far smaller than the largest, is added by itself.
 */
import { addLanes, addLevel, HEADROOM, LEVEL, PATIENCE, sigma } from "./extraction";
import { settle } from "./superaccumulator";

/** Squares, and their errors, of numbers from this on up to 2^401 are no subnormals. */
const SMALLEST: f64 = reinterpret<f64>(<u64>(1023 - 440) << 52);

/**
 * Adds `count` values (rounded up to even), at most `RUN`, from `values` on to `sum`, and their squares to `squares`.
 * Returns 0; or 1, with nothing added, where values are too large, too small, or not finite.
 */
export function addPowers(sum: usize, squares: usize, values: usize, count: i32): i32 {
  const end = values + (<usize>((count + 1) & ~1) << 3);
  const zero = f64x2.splat(0);
  let most = zero, least = f64x2.splat(Infinity), odd = zero;
  for (let p = values; p < end; p += 16) {
    const x = v128.load(p);
    const size = f64x2.abs(x);
    most = f64x2.pmax(most, size);
    least = f64x2.pmin(least, size);
    // Only what is infinite or no number is not 0 less itself.
    odd = v128.or(odd, f64x2.sub(x, x));
  }
  if (v128.any_true(odd)) return 1;
  const largest = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  if (largest == 0) return 0;
  if (min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1)) < SMALLEST) {
    // Zeros are no harm.
    for (let p = values; p < end; p += 8) {
      const x = load<f64>(p);
      if (x != 0 && abs(x) < SMALLEST) return 1;
    }
  }
  const exponent = <i32>(reinterpret<u64>(largest) >> 52) - 1023;
  if (exponent > 400 || exponent < -300) return 1;

  const topOfSum = exponent + 1023 + HEADROOM;
  const u1 = f64x2.splat(sigma(topOfSum)), u2 = f64x2.splat(sigma(topOfSum - LEVEL));
  const top = 2 * exponent + 1 + 1023 + HEADROOM;
  const s1 = f64x2.splat(sigma(top)), s2 = f64x2.splat(sigma(top - LEVEL)), s3 = f64x2.splat(sigma(top - 2 * LEVEL));
  const splitter = f64x2.splat(134217729); // 2^27 + 1
  let b1 = i64x2.splat(0), b2 = b1, a1 = b1, a2 = b1, a3 = b1;
  let pending = 0;
  for (let p = values; p < end; p += 16) {
    let a = v128.load(p);
    const t = f64x2.mul(a, splitter);
    const high = f64x2.sub(t, f64x2.sub(t, a));
    const low = f64x2.sub(a, high);
    let x = f64x2.mul(a, a);
    const cross = f64x2.mul(high, low);
    const unexplained = f64x2.sub(f64x2.sub(x, f64x2.mul(high, high)), f64x2.add(cross, cross));
    let y = f64x2.sub(f64x2.mul(low, low), unexplained);
    let q = f64x2.add(x, s1);
    a1 = i64x2.add(a1, q); x = f64x2.sub(x, f64x2.sub(q, s1));
    q = f64x2.add(x, s2);
    let r = f64x2.add(y, s2);
    a2 = i64x2.add(a2, i64x2.add(q, r)); x = f64x2.sub(x, f64x2.sub(q, s2)); y = f64x2.sub(y, f64x2.sub(r, s2));
    q = f64x2.add(x, s3);
    r = f64x2.add(y, s3);
    a3 = i64x2.add(a3, i64x2.add(q, r)); x = f64x2.sub(x, f64x2.sub(q, s3)); y = f64x2.sub(y, f64x2.sub(r, s3));
    q = f64x2.add(a, u1);
    b1 = i64x2.add(b1, q); a = f64x2.sub(a, f64x2.sub(q, u1));
    q = f64x2.add(a, u2);
    b2 = i64x2.add(b2, q); a = f64x2.sub(a, f64x2.sub(q, u2));
    if (v128.any_true(v128.or(v128.or(x, y), a))) {
      addLanes(squares, x);
      addLanes(squares, y);
      addLanes(sum, a);
      pending += 4;
      if (pending == PATIENCE) {
        settle(squares);
        settle(sum);
        pending = 0;
      }
    }
  }
  const pairs = <i64>(end - values) >> 4;
  addLevel(squares, a1, pairs, top);
  addLevel(squares, a2, 2 * pairs, top - LEVEL);
  addLevel(squares, a3, 2 * pairs, top - 2 * LEVEL);
  settle(squares);
  addLevel(sum, b1, pairs, topOfSum);
  addLevel(sum, b2, pairs, topOfSum - LEVEL);
  settle(sum);
  return 0;
}
