/** The standard normal distribution. */

const ROOT_TWO = Math.SQRT2;
const TWO_OVER_ROOT_PI = 1.1283791670955126;
const ROOT_TWO_PI = 2.5066282746310007;
/** Below, the series of erf is exact enough for its complement too; above, the continued fraction is short. */
const SERIES_UNTIL = 1.5;

/** P(Z <= z). Relative error below 1e-13, also far out in the lower tail. */
export function normalCdf(z: number): number {
  return normalTail(-z);
}

/** P(Z > z), the upper tail, to the same precision. */
export function normalTail(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  return z < 0 ? 1 - erfc(-z / ROOT_TWO) / 2 : erfc(z / ROOT_TWO) / 2;
}

export function normalDensity(z: number): number {
  return expOfMinusSquare(z / ROOT_TWO) / ROOT_TWO_PI;
}

/**
 * The z with P(Z <= z) = p, p from 0 to 1; -Infinity at 0, Infinity at 1.
 * Source: Abramowitz and Stegun 26.2.23 as a start, then steps of Halley's method.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0.5) return 0;
  // 1 - p is exact from one half on.
  return p < 0.5 ? -upperQuantile(p) : upperQuantile(1 - p);
}

/** The z >= 0 with P(Z > z) = tail, tail at most one half. */
function upperQuantile(tail: number): number {
  if (tail === 0) return Number.POSITIVE_INFINITY;
  const t = Math.sqrt(-2 * Math.log(tail));
  let z =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 20; step++) {
    // Newton's step for ln P(Z > z), which is nearly straight in the tail.
    const survival = normalTail(z);
    const hazard = normalDensity(z) / survival;
    // Near the middle the difference of the tails is that of the areas from the middle on, which is not rounded.
    const excess = tail > 0.25 ? 0.5 - tail - erf(z / ROOT_TWO) / 2 : survival - tail;
    const error = Math.log1p(excess / tail);
    const newton = error / hazard;
    const next = z + newton / (1 + (newton * (hazard - z)) / 2);
    if (Math.abs(next - z) <= 2e-16 * Math.max(1, z)) return next;
    z = next;
  }
  return z;
}

/** The complement of the error function for x >= 0; relative error about 1e-15 near 0, 1e-14 far out. */
export function erfc(x: number): number {
  return x < SERIES_UNTIL ? 1 - erf(x) : expOfMinusSquare(x) * scaledFraction(x);
}

/** 2/√π e^(-x²) Σ 2^n x^(2n+1) / (2n+1)!!, all terms positive (Abramowitz and Stegun 7.1.6). */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return TWO_OVER_ROOT_PI * Math.exp(-x * x) * sum;
}

/** e^(x²) erfc(x) from its continued fraction (Abramowitz and Stegun 7.1.14), evaluated from the far end. */
function scaledFraction(x: number): number {
  let rest = x;
  for (let n = Math.ceil(20 + 400 / (x * x)); n > 0; n--) rest = x + n / 2 / rest;
  return TWO_OVER_ROOT_PI / 2 / rest;
}

/** e^(-x²) without the rounding of the square: the square of the first digits is exact, the rest is small. */
function expOfMinusSquare(x: number): number {
  // From 27.3 on it is 0 in any way; far beyond, the rest is so large that its power would be infinite.
  if (x > 30 || x < -30) return 0;
  const first = Math.fround(x);
  return Math.exp(-first * first) * Math.exp(-(x - first) * (x + first));
}
