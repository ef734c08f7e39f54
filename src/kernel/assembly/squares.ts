/**
 * Exact sum of the squares of a column, in one pass: each square as two numbers (Dekker, as in `products`), both
 * extracted (Rump, Ogita & Oishi, as in `sum`) against the same four levels. A square below 2^(E+1) comes apart into
 * multiples of 2^(E-40), 2^(E-81), 2^(E-122) and 2^(E-163); its rounding error is below 2^(E-52) and starts at the
 * second. A lane adds 1024 times, and two terms a level: 2^(E+11) at most at the first, 51 bits, and 2^(E-29) at the second.
 */
import { addLanes, HEADROOM, LEVEL, sigma } from "./extraction";
import { settle } from "./superaccumulator";

/**
 * Adds the squares of `count` values (rounded up to even), at most `RUN`, from `values` on. Returns 0; or 1, with
 * nothing added, where values are too large, too small beside the largest, or not finite.
 */
export function addSquares(accumulator: usize, values: usize, count: i32): i32 {
  const end = values + (<usize>((count + 1) & ~1) << 3);
  let most = f64x2.splat(0);
  for (let p = values; p < end; p += 16) most = f64x2.pmax(most, f64x2.abs(v128.load(p)));
  const largest = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  if (largest == 0) {
    // A NaN is lost by pmax in front of a number only.
    for (let p = values; p < end; p += 8) if (load<f64>(p) != 0) return 1;
    return 0;
  }
  const exponent = <i32>(reinterpret<u64>(largest) >> 52) - 1023;
  if (exponent > 400 || exponent < -300) return 1;

  const top = 2 * exponent + 1 + 1023 + HEADROOM;
  const s1 = f64x2.splat(sigma(top)), s2 = f64x2.splat(sigma(top - LEVEL));
  const s3 = f64x2.splat(sigma(top - 2 * LEVEL)), s4 = f64x2.splat(sigma(top - 3 * LEVEL));
  const splitter = f64x2.splat(134217729); // 2^27 + 1
  const smallest = f64x2.splat(reinterpret<f64>(<u64>(1023 - 440) << 52));
  const zero = f64x2.splat(0);
  let a1 = zero, a2 = zero, a3 = zero, a4 = zero, b2 = zero, b3 = zero, b4 = zero, rest = zero;
  let fits = i64x2.splat(-1);
  for (let p = values; p < end; p += 16) {
    const a = v128.load(p);
    fits = v128.and(fits, v128.or(f64x2.ge(f64x2.abs(a), smallest), f64x2.eq(a, zero)));
    const t = f64x2.mul(a, splitter);
    const high = f64x2.sub(t, f64x2.sub(t, a));
    const low = f64x2.sub(a, high);
    let x = f64x2.mul(a, a);
    const cross = f64x2.mul(high, low);
    const unexplained = f64x2.sub(f64x2.sub(x, f64x2.mul(high, high)), f64x2.add(cross, cross));
    let y = f64x2.sub(f64x2.mul(low, low), unexplained);
    let q = f64x2.sub(f64x2.add(x, s1), s1);
    a1 = f64x2.add(a1, q); x = f64x2.sub(x, q);
    q = f64x2.sub(f64x2.add(x, s2), s2);
    let r = f64x2.sub(f64x2.add(y, s2), s2);
    a2 = f64x2.add(a2, q); x = f64x2.sub(x, q); b2 = f64x2.add(b2, r); y = f64x2.sub(y, r);
    q = f64x2.sub(f64x2.add(x, s3), s3);
    r = f64x2.sub(f64x2.add(y, s3), s3);
    a3 = f64x2.add(a3, q); x = f64x2.sub(x, q); b3 = f64x2.add(b3, r); y = f64x2.sub(y, r);
    q = f64x2.sub(f64x2.add(x, s4), s4);
    r = f64x2.sub(f64x2.add(y, s4), s4);
    a4 = f64x2.add(a4, q); b4 = f64x2.add(b4, r);
    rest = v128.or(rest, v128.or(f64x2.sub(x, q), f64x2.sub(y, r)));
  }
  const check = f64x2.extract_lane(a1, 0) + f64x2.extract_lane(a1, 1);
  if (check != check || !i64x2.all_true(fits) || v128.any_true(i64x2.shl(rest, 1))) return 1;
  addLanes(accumulator, a1);
  addLanes(accumulator, a2); addLanes(accumulator, b2);
  addLanes(accumulator, a3); addLanes(accumulator, b3);
  addLanes(accumulator, a4); addLanes(accumulator, b4);
  settle(accumulator);
  return 0;
}
