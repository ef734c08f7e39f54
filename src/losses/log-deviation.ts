import { logRatio } from "./log-ratio.ts";

/**
 * y*ln(y/p) - y + p, the term of Poisson deviance and Kullback-Leibler divergence: at least 0, and 0 at p = y, where
 * the three terms as they stand cancel. It is y*h(d) with d = (p-y)/y and h(d) = d - ln(1+d).
 *
 * @param label y >= 0; y = 0 gives p.
 * @param prediction p >= 0; at p = 0 Infinity unless y = 0.
 */
export function logDeviation(label: number, prediction: number): number {
  if (label === 0) return prediction;
  const residual = prediction - label;
  const relative = residual / label;
  // Far below the label, and where the quotient by a label near 0 overflows, nothing cancels in the formula itself.
  if (!(relative > -0.5 && relative < Infinity)) return residual + label * logRatio(label, prediction);
  return label * (relative > 1 ? relative - Math.log1p(relative) : linearMinusLog1p(relative));
}

/**
 * d - ln(1+d) for -1/2 <= d <= 1. With t = d/(2+d), ln(1+d) = 2*artanh t = 2*(t + t^3/3 + t^5/5 + …) and d - 2t = d*t,
 * hence d*t - 2t*(t^2/3 + t^4/5 + …), where t^2 <= 1/9: `rlog1` of Didonato and Morris, ACM TOMS 18 (1992), algorithm 708.
 */
function linearMinusLog1p(d: number): number {
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
