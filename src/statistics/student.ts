/** Student's t distribution; degrees of freedom are any number above 0, Infinity is the normal distribution. */
import { betaDensity, incompleteBeta } from "./incomplete-beta.ts";
import { erfc, normalQuantile, normalTail } from "./normal.ts";
import { logGamma } from "./stirling.ts";

/** From here on the expansion about the normal distribution is in full precision; the continued fraction loses some. */
const MANY = 200;
/** And where 1 + t²/degrees is at most this. */
const NEAR = 1.5;

/** P(T <= t). Relative error some 1e-14, also far out in the lower tail. */
export function studentCdf(t: number, degrees: number): number {
  return studentTail(-t, degrees);
}

/** P(T > t), the upper tail, to the same precision. */
export function studentTail(t: number, degrees: number): number {
  if (Number.isNaN(t) || !(degrees > 0)) return Number.NaN;
  return t < 0 ? 1 - upperTail(-t, degrees) : upperTail(t, degrees);
}

/**
 * The t with P(T <= t) = p, p from 0 to 1; -Infinity at 0, Infinity at 1, and where t is beyond the range of numbers
 * (few degrees of freedom).
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p >= 0 && p <= 1) || !(degrees > 0)) return Number.NaN;
  if (p === 0.5) return 0;
  // 1 - p is exact from one half on.
  return p < 0.5 ? -upperQuantile(p, degrees) : upperQuantile(1 - p, degrees);
}

function upperTail(t: number, degrees: number): number {
  if (degrees === Number.POSITIVE_INFINITY) return normalTail(t);
  if (t === Number.POSITIVE_INFINITY) return 0;
  if (degrees >= MANY && 1 + (t * t) / degrees <= NEAR) return nearNormalTail(t, degrees);
  if (t > 1e150) return farTail(t, degrees);
  const all = degrees + t * t;
  return incompleteBeta(degrees / all, (t * t) / all, degrees / 2, 0.5) / 2;
}

/** The leading term, where t² is beyond the range of numbers and nothing follows it. */
function farTail(t: number, degrees: number): number {
  const a = degrees / 2;
  const logBeta = logGamma(a) + logGamma(0.5) - logGamma(a + 0.5);
  return Math.exp(a * Math.log(degrees) - degrees * Math.log(t) - Math.log(a) - logBeta) / 2;
}

/**
 * I_x(a, 1/2) / 2 for large a, by the series about the incomplete gamma function (Didonato and Morris 1992, Significant
 * digit computation of the incomplete beta function ratios, equation 9), which for 1/2 is erfc.
 */
function nearNormalTail(t: number, degrees: number): number {
  const nu = degrees / 2 - 0.25;
  const logX = -Math.log1p((t * t) / degrees);
  const z = -nu * logX;
  const root = Math.sqrt(z);
  let part = erfc(root);
  if (part === 0) return 0;
  // z^(1/2) e^(-z) / Γ(1/2)
  const factor = (root * Math.exp(-z)) / Math.sqrt(Math.PI);
  const v = 1 / (4 * nu * nu);
  const square = (logX * logX) / 4;
  let power = 1;
  let sum = part;
  for (const [n, coefficient] of COEFFICIENTS.entries()) {
    const b = 0.5 + 2 * n;
    part = (b * (b + 1) * part + (z + b + 1) * power * factor) * v;
    power *= square;
    sum += coefficient * part;
  }
  const e = 1 / (nu * nu);
  // Γ(a + 1/2) / (Γ(a) √nu)
  const ratio = 1 + e * (1 / 64 + e * (-19 / 8192 + e * (631 / 524288)));
  return (ratio * sum) / 2;
}

/** Of the powers of (u/2)² in (sinh(u/2) / (u/2))^(-1/2), from the first on. */
const COEFFICIENTS = [-1 / 12, 1 / 160, -61 / 120960, 1261 / 29030400, -79 / 20275200, 66643 / 185980354560];

/** The t >= 0 with P(T > t) = tail, tail at most one half. */
function upperQuantile(tail: number, degrees: number): number {
  if (tail === 0) return Number.POSITIVE_INFINITY;
  if (degrees === Number.POSITIVE_INFINITY) return -normalQuantile(tail);
  if (degrees === 1) return tail > 0.25 ? Math.tan(Math.PI * (0.5 - tail)) : 1 / Math.tan(Math.PI * tail);
  return Math.exp(logQuantile(tail, degrees));
}

/** ln t by Newton's steps for ln P(T > t), which is concave in ln t; kept between bounds that close in. */
function logQuantile(tail: number, degrees: number): number {
  const [smallest, largest] = [-745, 709.7];
  let low = smallest;
  let high = largest;
  let at = Math.min(Math.max(Math.log(start(tail, degrees)), low), high);
  for (let step = 0; step < 200; step++) {
    const t = Math.exp(at);
    const survival = upperTail(t, degrees);
    if (survival > tail) low = at;
    else high = at;
    if (low === largest) return Number.POSITIVE_INFINITY;
    const all = degrees + t * t;
    const slope =
      (all === Number.POSITIVE_INFINITY
        ? degrees * survival
        : betaDensity(degrees / all, (t * t) / all, degrees / 2, 0.5)) / survival;
    const next = at + Math.log(survival / tail) / slope;
    const change = Math.abs(next - at);
    if (change <= 2e-16 * Math.max(1, Math.abs(at)) || high - low <= 2e-16 * Math.abs(at)) return next;
    at = next > low && next < high ? next : (low + high) / 2;
  }
  return at;
}

/** Two terms of the expansion about the normal quantile (Abramowitz and Stegun 26.7.5), or the far tail. */
function start(tail: number, degrees: number): number {
  const z = -normalQuantile(tail);
  const square = z * z;
  const near =
    z * (1 + (square + 1) / (4 * degrees) + (square * (5 * square + 16) + 3) / (96 * degrees * degrees));
  if (degrees > 2) return near;
  return Math.exp((Math.log(farTail(1, degrees)) - Math.log(tail)) / degrees);
}
