/** Products of doubles as the sum of two doubles (Dekker 1971; splitting by Veltkamp 1968). */

const SPLITTER = 2 ** 27 + 1;
// Within these bounds no part overflows, and the last bit of the error is not below 2^-1074.
const LARGEST_FACTOR = 2 ** 995;
const LARGEST_PRODUCT = 2 ** 1020;
const SMALLEST_PRODUCT = 2 ** -960;

/** Whether `productError` is exact; `product` is a * b rounded. False for zeros, infinities and NaN too. */
export function splitsExactly(a: number, b: number, product: number): boolean {
  const size = Math.abs(product);
  return (
    size > SMALLEST_PRODUCT &&
    size < LARGEST_PRODUCT &&
    Math.abs(a) < LARGEST_FACTOR &&
    Math.abs(b) < LARGEST_FACTOR
  );
}

/** a * b - product, where `splitsExactly`. */
export function productError(a: number, b: number, product: number): number {
  const scaledA = SPLITTER * a;
  const highA = scaledA - (scaledA - a);
  const lowA = a - highA;
  const scaledB = SPLITTER * b;
  const highB = scaledB - (scaledB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}
