/**
 * Exact sums of a column and of its squares, in one pass. The numbers are extracted against three levels (Rump, Ogita &
 * Oishi, as in `sum`); each square as two numbers (Dekker, as in `products`), both against the same four levels. A square
 * below 2^(E+1) comes apart into multiples of 2^(E-40), 2^(E-81), 2^(E-122) and 2^(E-163); its rounding error is below
 * 2^(E-52) and starts at the second. A lane adds 1024 times, and two terms a level: 2^(E+11) at most at the first, 51
 * bits, and 2^(E-29) at the second.
 */
import { addLanes, addRest, HEADROOM, LEVEL, sigma } from "./extraction";
import { settle } from "./superaccumulator";

/** Squares, and their errors, of numbers from this on up to 2^401 are no subnormals. */
const SMALLEST: f64 = reinterpret<f64>(<u64>(1023 - 440) << 52);

/**
 * Adds `count` values (rounded up to even), at most `RUN`, from `values` on to `sum`, and their squares to `squares`.
 * Returns 0; or 1, with nothing added, where values are too large, too small beside the largest, or not finite.
 */
export function addPowers(sum: usize, squares: usize, values: usize, count: i32): i32 {
  const end = values + (<usize>((count + 1) & ~1) << 3);
  let most = f64x2.splat(0), least = f64x2.splat(Infinity);
  for (let p = values; p < end; p += 16) {
    const size = f64x2.abs(v128.load(p));
    most = f64x2.pmax(most, size);
    least = f64x2.pmin(least, size);
  }
  const largest = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  if (!(min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1)) >= SMALLEST)) {
    // Zeros are no harm. A NaN may be lost by pmin and pmax; where all else is 0, it shows here.
    for (let p = values; p < end; p += 8) {
      const x = load<f64>(p);
      if (x != 0 && !(abs(x) >= SMALLEST)) return 1;
    }
    if (largest == 0) return 0;
  }
  const biased = <i32>(reinterpret<u64>(largest) >> 52);
  const exponent = biased - 1023;
  if (exponent > 400 || exponent < -300) return 1;

  const first = sigma(biased + HEADROOM), second = sigma(biased + HEADROOM - LEVEL);
  const third = sigma(biased + HEADROOM - 2 * LEVEL);
  const u1 = f64x2.splat(first), u2 = f64x2.splat(second), u3 = f64x2.splat(third);
  const top = 2 * exponent + 1 + 1023 + HEADROOM;
  const s1 = f64x2.splat(sigma(top)), s2 = f64x2.splat(sigma(top - LEVEL));
  const s3 = f64x2.splat(sigma(top - 2 * LEVEL)), s4 = f64x2.splat(sigma(top - 3 * LEVEL));
  const splitter = f64x2.splat(134217729); // 2^27 + 1
  const zero = f64x2.splat(0);
  let b1 = zero, b2 = zero, b3 = zero, left = zero;
  let a1 = zero, a2 = zero, a3 = zero, a4 = zero, rest = zero;
  for (let p = values; p < end; p += 16) {
    let a = v128.load(p);
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
    a2 = f64x2.add(a2, f64x2.add(q, r)); x = f64x2.sub(x, q); y = f64x2.sub(y, r);
    q = f64x2.sub(f64x2.add(x, s3), s3);
    r = f64x2.sub(f64x2.add(y, s3), s3);
    a3 = f64x2.add(a3, f64x2.add(q, r)); x = f64x2.sub(x, q); y = f64x2.sub(y, r);
    q = f64x2.sub(f64x2.add(x, s4), s4);
    r = f64x2.sub(f64x2.add(y, s4), s4);
    a4 = f64x2.add(a4, f64x2.add(q, r));
    rest = v128.or(rest, v128.or(f64x2.sub(x, q), f64x2.sub(y, r)));
    q = f64x2.sub(f64x2.add(a, u1), u1);
    b1 = f64x2.add(b1, q); a = f64x2.sub(a, q);
    q = f64x2.sub(f64x2.add(a, u2), u2);
    b2 = f64x2.add(b2, q); a = f64x2.sub(a, q);
    q = f64x2.sub(f64x2.add(a, u3), u3);
    b3 = f64x2.add(b3, q);
    left = v128.or(left, f64x2.sub(a, q));
  }
  const check = f64x2.extract_lane(a1, 0) + f64x2.extract_lane(a1, 1);
  if (check != check || v128.any_true(i64x2.shl(rest, 1))) return 1;
  addLanes(squares, a1); addLanes(squares, a2); addLanes(squares, a3); addLanes(squares, a4);
  settle(squares);
  addLanes(sum, b1); addLanes(sum, b2); addLanes(sum, b3);
  if (v128.any_true(i64x2.shl(left, 1))) addRest(sum, values, end, first, second, third);
  settle(sum);
  return 0;
}
