/** Products of four numbers as two: the rounded product, and what it misses, itself rounded (2^-104 of the product). */
import { products } from "./products";

/**
 * Of `count` values (rounded up to even): a * b from `high` and `low`, c * d from `otherHigh` and `otherLow`, each as
 * `products` leaves them, times one another, to `high` and `low`. Returns 0 if all fit, as `products`; `spare` is overwritten.
 */
export function multiplyPairs(
  high: usize, low: usize, otherHigh: usize, otherLow: usize, count: i32, spare: usize, spareLow: usize,
): i32 {
  if (products(high, otherHigh, count, spare, spareLow) != 0) return 1;
  const bytes = <usize>((count + 1) & ~1) << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const mixed = f64x2.add(
      f64x2.mul(v128.load(high + i), v128.load(otherLow + i)),
      f64x2.mul(v128.load(low + i), v128.load(otherHigh + i)),
    );
    v128.store(low + i, f64x2.add(v128.load(spareLow + i), mixed));
    v128.store(high + i, v128.load(spare + i));
  }
  return 0;
}
