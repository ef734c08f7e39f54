/** What logarithms of factorials share: the error of Stirling's formula, and deviances that do not cancel. */

const HALF_LOG_TWO_PI = 0.9189385332046728;
/** From here on nine terms of the series leave less than a unit in the last place. */
const SERIES_FROM = 10;
/** B(2k) / (2k (2k - 1)), k = 1 to 9. */
const SERIES = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
  43867 / 244188,
];

/**
 * ln Γ(x + 1) - (x + 1/2) ln x + x - ln(2π)/2 for x > 0: what Stirling's formula misses, in full precision.
 * Source: Abramowitz and Stegun 6.1.40; below 10 stepped up by Γ(x + 1) = x Γ(x).
 */
export function stirlingError(x: number): number {
  let correction = 0;
  let at = x;
  // error(x) - error(x + 1) = (x + 1/2) ln(1 + 1/x) - 1, minus what the logarithm of the factor contributes.
  while (at < SERIES_FROM) {
    correction += step(at);
    at += 1;
  }
  const square = 1 / (at * at);
  let series = 0;
  for (let k = SERIES.length - 1; k >= 0; k--) series = series * square + SERIES[k]!;
  return correction + series / at;
}

/** (x + 1/2) ln(1 + 1/x) - 1 of x > 0; positive, and near 1/(12 x²) for large x. */
function step(x: number): number {
  if (x < 2) return (x + 0.5) * Math.log1p(1 / x) - 1;
  // ln(1 + 1/x) = 2 atanh(u), u = 1/(2x + 1), so that the first term cancels by itself.
  const square = 1 / ((2 * x + 1) * (2 * x + 1));
  let power = square;
  let sum = 0;
  for (let k = 3; ; k += 2) {
    const term = power / k;
    sum += term;
    if (term <= sum * 1e-17) return sum;
    power *= square;
  }
}

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  return HALF_LOG_TWO_PI + (x + 0.5) * Math.log(x) - x + stirlingError(x) - Math.log(x);
}

/**
 * x ln(x/m) + m - x for x >= 0 and m > 0: half the deviance of a Poisson count, never below 0 and without
 * cancellation where x is near m. Source: Loader, Fast and accurate computation of binomial probabilities (2000).
 */
export function halfDeviance(x: number, m: number): number {
  if (x === 0) return m;
  const difference = x - m;
  if (Math.abs(difference) >= 0.1 * (x + m)) return x * Math.log(x / m) - difference;
  // ln(x/m) = 2 atanh(v), v = (x - m)/(x + m).
  const v = difference / (x + m);
  const square = v * v;
  let sum = difference * v;
  let power = 2 * x * v;
  for (let k = 3; ; k += 2) {
    power *= square;
    const next = sum + power / k;
    if (next === sum) return sum;
    sum = next;
  }
}
