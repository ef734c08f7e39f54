/** Exact sums of products of columns. */
import { multiplyRun, RUN, type SplitProduct, sumOfProducts, sumOfTriples } from "../kernel/column-sum.ts";
import { exponentOf, significandOf } from "./binary64.ts";
import type { ExactSum } from "./exact-sum.ts";
import { productError, splitsExactly } from "./two-product.ts";

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

type Factors = readonly [Float64Array, Float64Array, Float64Array, Float64Array | null];

let spare: SplitProduct | undefined;

/**
 * Adds w[i] * a[i] * b[i] * c[i] (* d[i]); null weights are all 1, without d there are three factors. The product of the
 * factors is taken to 2^-104 of it, row by row in the same way whatever run it stands in; the sum is exact.
 */
export function addQuadruples(
  sum: ExactSum,
  w: Float64Array | null,
  factors: Factors,
  from: number,
  to: number,
): void {
  spare ??= { high: new Float64Array(RUN), low: new Float64Array(RUN) };
  const { high, low } = spare;
  for (let start = from; start < to; start += RUN) {
    const end = Math.min(start + RUN, to);
    const count = end - start;
    if (count < WORTH_THE_KERNEL || !multiplyRun(factors, start, end, spare)) {
      for (let i = start; i < end; i++) addRow(sum, w, factors, i);
    } else if (w === null) {
      sum.addRange(high, 0, count);
      sum.addRange(low, 0, count);
    } else {
      const weights = w.subarray(start, end);
      addProducts(sum, weights, high, 0, count);
      addProducts(sum, weights, low, 0, count);
    }
  }
}

/** As the kernel does it where that is possible, else exactly. */
function addRow(sum: ExactSum, w: Float64Array | null, [a, b, c, d]: Factors, i: number): void {
  const weight = w === null ? 1 : w[i]!;
  const [x, y, u, v] = [a[i]!, b[i]!, c[i]!, d === null ? 1 : d[i]!];
  const [front, back] = [x * y, u * v];
  const product = front * back;
  const fits = isSplit(x, y, front) && (d === null || isSplit(u, v, back)) && isSplit(front, back, product);
  if (!fits) {
    addExactly(sum, [weight, x, y, u, v]);
    return;
  }
  const [frontLow, backLow] = [errorOf(x, y, front), d === null ? 0 : errorOf(u, v, back)];
  sum.addProduct(weight, product);
  sum.addProduct(weight, errorOf(front, back, product) + (front * backLow + frontLow * back));
}

function isSplit(x: number, y: number, product: number): boolean {
  return splitsExactly(x, y, product) || (product === 0 && (x === 0 || y === 0));
}

function errorOf(x: number, y: number, product: number): number {
  return product === 0 ? 0 : productError(x, y, product);
}

function addExactly(sum: ExactSum, values: readonly number[]): void {
  if (values.every(Number.isFinite)) {
    sum.addInteger(
      values.reduce((product, value) => product * significandOf(value), 1n),
      values.reduce((exponent, value) => exponent + exponentOf(value), 0),
    );
  } else {
    sum.add(values.reduce((sign, value) => sign * Math.sign(value), Number.POSITIVE_INFINITY));
  }
}
