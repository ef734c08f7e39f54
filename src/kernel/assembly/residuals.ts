/** Functions of residuals, a column each: the size, the square, and 1 where the residual is 0. */

/**
 * Computes b - a of `count` pairs (rounded up to even) and writes what is asked for: an address of 0 is not written to.
 */
export function residuals(a: usize, b: usize, count: i32, size: usize, square: usize, zero: usize): void {
  const one = f64x2.splat(1), none = f64x2.splat(0);
  const bytes = <usize>((count + 1) & ~1) << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const residual = f64x2.sub(v128.load(b + i), v128.load(a + i));
    if (size) v128.store(size + i, f64x2.abs(residual));
    if (square) v128.store(square + i, f64x2.mul(residual, residual));
    if (zero) v128.store(zero + i, v128.and(one, f64x2.eq(residual, none)));
  }
}
