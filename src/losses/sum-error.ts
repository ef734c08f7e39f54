/**
 * What rounding took from a sum: a + b - `sum` exactly, for `sum` = a + b in binary64, of any two numbers that don't
 * overflow. Knuth, The art of computer programming 2, section 4.2.2, theorem B.
 */
export function sumError(a: number, b: number, sum: number): number {
  const taken = sum - a;
  return a - (sum - taken) + (b - taken);
}
