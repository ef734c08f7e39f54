/**
 * h(d) = d - ln(1+d) for d >= -1/2: at least 0, without the cancellation of its two terms. With t = d/(2+d),
 * ln(1+d) = 2*artanh t = 2*(t + t^3/3 + t^5/5 + …) and d - 2t = d*t, hence d*t - 2t*(t^2/3 + t^4/5 + …), where
 * t^2 <= 1/9 up to d = 1: `rlog1` of Didonato and Morris, ACM TOMS 18 (1992), algorithm 708.
 */
export function linearMinusLog1p(d: number): number {
  if (d > 1) return d - Math.log1p(d);
  const t = d / (2 + d);
  const square = t * t;
  let power = square;
  let series = 0;
  // Beside d*t the series counts by about t/3, so it ends where its terms are small beside t.
  for (let n = 3; power > 1e-17 * Math.abs(t); n += 2) {
    series += power / n;
    power *= square;
  }
  return d * t - 2 * t * series;
}
