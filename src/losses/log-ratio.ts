/** Smallest normal binary64. */
const NORMAL = 2 ** -1022;

/** ln(a/b) of positive numbers; the difference of the logarithms where the ratio over- or underflows. */
export function logRatio(a: number, b: number): number {
  const ratio = a / b;
  return ratio >= NORMAL && ratio < Infinity ? Math.log(ratio) : Math.log(a) - Math.log(b);
}
