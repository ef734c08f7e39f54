/** Exact sums of products of columns. */
import { RUN, sumOfProducts, sumOfTriples } from "../kernel/column-sum.ts";
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

/** Two columns of a run that add up to a product. */
interface Split {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

const spare = (): Split => ({ high: new Float64Array(RUN), low: new Float64Array(RUN) });
let front: Split | undefined;
let back: Split | undefined;

/** Adds w[i] * a[i] * b[i] * c[i] (* d[i]), not rounded; null weights are all 1, without d there are three factors. */
export function addQuadruples(
  sum: ExactSum,
  w: Float64Array | null,
  factors: Factors,
  from: number,
  to: number,
): void {
  front ??= spare();
  back ??= spare();
  const [a, b, c, d] = factors;
  for (let start = from; start < to; start += RUN) {
    const end = Math.min(start + RUN, to);
    const count = end - start;
    if (!split(a, b, start, end, front) || (d !== null && !split(c, d, start, end, back))) {
      for (let i = start; i < end; i++) addAll(sum, w, factors, i);
      continue;
    }
    const weights = w?.subarray(start, end) ?? null;
    const others = d === null ? [c.subarray(start, end)] : [back.high, back.low];
    for (const one of [front.high, front.low]) {
      for (const other of others) {
        if (weights === null) addProducts(sum, one, other, 0, count);
        else addTriples(sum, weights, one, other, 0, count);
      }
    }
  }
}

/** False if a product is not the sum of two doubles. */
function split(a: Float64Array, b: Float64Array, from: number, to: number, out: Split): boolean {
  for (let i = from; i < to; i++) {
    const [x, y] = [a[i]!, b[i]!];
    const product = x * y;
    out.high[i - from] = product;
    if (splitsExactly(x, y, product)) out.low[i - from] = productError(x, y, product);
    else if ((x === 0 || y === 0) && product === 0) out.low[i - from] = 0;
    else return false;
  }
  return true;
}

function addAll(sum: ExactSum, w: Float64Array | null, factors: Factors, i: number): void {
  const values = [w, ...factors].flatMap((column) => (column === null ? [] : [column[i]!]));
  if (values.every(Number.isFinite)) {
    sum.addInteger(
      values.reduce((product, value) => product * significandOf(value), 1n),
      values.reduce((exponent, value) => exponent + exponentOf(value), 0),
    );
  } else {
    sum.add(values.reduce((sign, value) => sign * Math.sign(value), Number.POSITIVE_INFINITY));
  }
}
