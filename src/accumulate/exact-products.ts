/** Exact sums of products of columns. */
import { RUN, sumOfProducts, sumOfTriples } from "../kernel/column-sum.ts";
import type { ExactSum } from "./exact-sum.ts";

/** Adds a[i] * b[i], not rounded, to `sum` for i from `from` to `to` - 1. */
export function addProducts(sum: ExactSum, a: Float64Array, b: Float64Array, from: number, to: number): void {
  for (let start = from; start < to; start += RUN) {
    const end = Math.min(start + RUN, to);
    const part = end - start < WORTH_THE_KERNEL ? null : sumOfProducts(a, b, start, end);
    if (part !== null) sum.addColumnSum(part);
    else for (let i = start; i < end; i++) sum.addProduct(a[i]!, b[i]!);
  }
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
  for (let start = from; start < to; start += RUN) {
    const end = Math.min(start + RUN, to);
    const part = end - start < WORTH_THE_KERNEL ? null : sumOfTriples(w, a, b, start, end);
    if (part !== null) sum.addColumnSum(part);
    else for (let i = start; i < end; i++) sum.addTriple(w[i]!, a[i]!, b[i]!);
  }
}

/** From so many terms on the kernel is faster. */
const WORTH_THE_KERNEL = 16;
