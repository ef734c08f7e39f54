/**
 * Exact sums of products of three and four columns, in one pass: the product of two numbers that are two doubles each (as
 * in `quadruples`), and both of its doubles extracted (as in `powers`) against levels that its bound gives, without a
 * look for the largest. What three levels leave, of numbers far smaller than the bound, is added one by one.
 */
import { addLanes, addLevel, HEADROOM, LEVEL, PATIENCE, sigma } from "./extraction";
import { settle } from "./superaccumulator";

/**
 * Writes the largest size of `count` numbers (an even number) to `out`, and behind it the smallest that is not 0, infinite
 * where all are 0. Returns 1 if all are finite, else 0.
 */
export function sizes(values: usize, count: i32, out: usize): i32 {
  const zero = f64x2.splat(0), infinity = f64x2.splat(Infinity);
  let most = zero, least = infinity, rest = zero;
  const end = values + (<usize>count << 3);
  for (let p = values; p < end; p += 16) {
    const x = v128.load(p);
    const size = f64x2.abs(x);
    rest = v128.or(rest, f64x2.sub(x, x));
    most = f64x2.pmax(most, size);
    least = f64x2.pmin(least, v128.bitselect(infinity, size, f64x2.eq(size, zero)));
  }
  store<f64>(out, max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1)));
  store<f64>(out, min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1)), 8);
  return i32(!v128.any_true(rest));
}

/**
 * Adds the products of `count` pairs of doubles (an even number, at most `RUN`) from `high` and `low` with those from
 * `otherHigh` and `otherLow`. `bound` is above 0, and no product of the high ones is above it in size. All numbers that
 * are not 0 are so far from the ends of the range that products and their errors are too.
 */
export function addProductsOfPairs(
  accumulator: usize, high: usize, low: usize, otherHigh: usize, otherLow: usize, count: i32, bound: f64,
): void {
  const top = <i32>(reinterpret<u64>(bound) >> 52) + HEADROOM;
  const s1 = f64x2.splat(sigma(top)), s2 = f64x2.splat(sigma(top - LEVEL)), s3 = f64x2.splat(sigma(top - 2 * LEVEL));
  const splitter = f64x2.splat(134217729); // 2^27 + 1
  let a1 = i64x2.splat(0), a2 = a1, a3 = a1;
  let pending = 0;
  const bytes = <usize>count << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const a = v128.load(high + i), b = v128.load(otherHigh + i);
    const mixed = f64x2.add(
      f64x2.mul(a, v128.load(otherLow + i)),
      f64x2.mul(v128.load(low + i), b),
    );
    let x = f64x2.mul(a, b);
    const ta = f64x2.mul(a, splitter), tb = f64x2.mul(b, splitter);
    const ah = f64x2.sub(ta, f64x2.sub(ta, a)), bh = f64x2.sub(tb, f64x2.sub(tb, b));
    const al = f64x2.sub(a, ah), bl = f64x2.sub(b, bh);
    const unexplained = f64x2.sub(f64x2.sub(f64x2.sub(x, f64x2.mul(ah, bh)), f64x2.mul(al, bh)), f64x2.mul(ah, bl));
    let y = f64x2.add(f64x2.sub(f64x2.mul(al, bl), unexplained), mixed);
    let q = f64x2.add(x, s1);
    a1 = i64x2.add(a1, q); x = f64x2.sub(x, f64x2.sub(q, s1));
    q = f64x2.add(x, s2);
    let r = f64x2.add(y, s2);
    a2 = i64x2.add(a2, i64x2.add(q, r)); x = f64x2.sub(x, f64x2.sub(q, s2)); y = f64x2.sub(y, f64x2.sub(r, s2));
    q = f64x2.add(x, s3);
    r = f64x2.add(y, s3);
    a3 = i64x2.add(a3, i64x2.add(q, r)); x = f64x2.sub(x, f64x2.sub(q, s3)); y = f64x2.sub(y, f64x2.sub(r, s3));
    if (v128.any_true(i64x2.shl(v128.or(x, y), 1))) {
      addLanes(accumulator, x);
      addLanes(accumulator, y);
      pending += 4;
      if (pending == PATIENCE) {
        settle(accumulator);
        pending = 0;
      }
    }
  }
  const pairs = <i64>count >> 1;
  addLevel(accumulator, a1, pairs, top);
  addLevel(accumulator, a2, 2 * pairs, top - LEVEL);
  addLevel(accumulator, a3, 2 * pairs, top - 2 * LEVEL);
  settle(accumulator);
}
