/**
 * Products as two binary64 numbers: x * y = high + low without error (Dekker, "A floating-point technique for
 * extending the available precision", Numer. Math. 18, 1971, with Veltkamp's splitting; WebAssembly has no fused
 * multiply-add).
 */

/**
 * The products of `count` values (rounded up to even) from `x` and `y` on to `high` and `low`. Returns 0 if all are
 * exact; not 0 if one may not be: a factor beyond 2^900, a product beyond 2^1000 or, if not 0, below 2^-900, an
 * infinity or a NaN.
 */
export function products(x: usize, y: usize, count: i32, high: usize, low: usize): i32 {
  const splitter = f64x2.splat(134217729); // 2^27 + 1
  const largest = f64x2.splat(reinterpret<f64>(<u64>(900 + 1023) << 52));
  const largestProduct = f64x2.splat(reinterpret<f64>(<u64>(1000 + 1023) << 52));
  const smallestProduct = f64x2.splat(reinterpret<f64>(<u64>(1023 - 900) << 52));
  const zero = f64x2.splat(0);
  let fits = i64x2.splat(-1);
  const bytes = <usize>((count + 1) & ~1) << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const a = v128.load(x + i), b = v128.load(y + i);
    const p = f64x2.mul(a, b);
    const ta = f64x2.mul(a, splitter), tb = f64x2.mul(b, splitter);
    const ah = f64x2.sub(ta, f64x2.sub(ta, a)), bh = f64x2.sub(tb, f64x2.sub(tb, b));
    const al = f64x2.sub(a, ah), bl = f64x2.sub(b, bh);
    const unexplained = f64x2.sub(f64x2.sub(f64x2.sub(p, f64x2.mul(ah, bh)), f64x2.mul(al, bh)), f64x2.mul(ah, bl));
    const e = f64x2.sub(f64x2.mul(al, bl), unexplained);
    v128.store(high + i, p);
    v128.store(low + i, e);
    const size = f64x2.abs(p);
    const notSmall = v128.or(f64x2.ge(size, smallestProduct), v128.or(f64x2.eq(a, zero), f64x2.eq(b, zero)));
    const factors = v128.and(f64x2.le(f64x2.abs(a), largest), f64x2.le(f64x2.abs(b), largest));
    const notLarge = v128.and(f64x2.le(size, largestProduct), factors);
    fits = v128.and(fits, v128.and(notSmall, notLarge));
  }
  return i32(!i64x2.all_true(fits));
}
