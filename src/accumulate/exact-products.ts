/** Exact sums of products of columns: the parts of many products are collected and added at once. */
import type { ExactSum } from "./exact-sum.ts";
import { productError, splitsExactly } from "./two-product.ts";

/** A row has at most four parts. */
const parts = new Float64Array(4 * 512);

/** Adds a[i] * b[i], not rounded, to `sum` for i from `from` to `to` - 1. */
export function addProducts(sum: ExactSum, a: Float64Array, b: Float64Array, from: number, to: number): void {
  let filled = 0;
  for (let i = from; i < to; i++) {
    const left = a[i]!;
    const right = b[i]!;
    const product = left * right;
    if (!splitsExactly(left, right, product)) {
      sum.addProduct(left, right);
      continue;
    }
    parts[filled++] = product;
    parts[filled++] = productError(left, right, product);
    if (filled === parts.length) {
      sum.addRange(parts, 0, filled);
      filled = 0;
    }
  }
  sum.addRange(parts, 0, filled);
}

/** Adds w[i] * a[i] * b[i], not rounded, to `sum` for i from `from` to `to` - 1. */
export function addTriples(
  sum: ExactSum,
  w: Float64Array,
  a: Float64Array,
  b: Float64Array,
  from: number,
  to: number,
): void {
  let filled = 0;
  for (let i = from; i < to; i++) {
    const weight = w[i]!;
    const left = a[i]!;
    const right = b[i]!;
    const high = left * right;
    const highProduct = weight * high;
    if (!splitsExactly(left, right, high) || !splitsExactly(weight, high, highProduct)) {
      sum.addTriple(weight, left, right);
      continue;
    }
    parts[filled++] = highProduct;
    parts[filled++] = productError(weight, high, highProduct);
    const low = productError(left, right, high);
    const lowProduct = weight * low;
    if (splitsExactly(weight, low, lowProduct)) {
      parts[filled++] = lowProduct;
      parts[filled++] = productError(weight, low, lowProduct);
    } else if (low !== 0) sum.addProduct(weight, low);
    if (filled > parts.length - 4) {
      sum.addRange(parts, 0, filled);
      filled = 0;
    }
  }
  sum.addRange(parts, 0, filled);
}
