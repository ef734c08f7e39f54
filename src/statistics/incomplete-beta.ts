/** The regularised incomplete beta function, which the t and the binomial distribution are made of. */
import { halfDeviance, stirlingError } from "./stirling.ts";

const SMALLEST = 1e-300;

/**
 * I_x(a, b) for a, b > 0; x from 0 to 1 and y = 1 - x, given apart so that neither is rounded where it is small.
 * Relative error some 1e-14 wherever the result is the smaller of the two tails, for a and b up to about 1e7; the
 * effort grows with the root of the larger one. Source: Abramowitz and Stegun 26.5.8 as a continued fraction, evaluated
 * by the method of Lentz; its factor by Loader (2000), so that large a and b do not cancel.
 */
export function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  // The fraction converges fast on this side of the mean only.
  return x <= (a + 1) / (a + b + 2) ? lower(x, y, a, b) : 1 - lower(y, x, b, a);
}

function lower(x: number, y: number, a: number, b: number): number {
  const factor = betaDensity(x, y, a, b) / a;
  if (factor === 0) return 0;
  return factor * fraction(x, a, b);
}

/** x^a y^b / B(a, b), by the saddle point of the binomial probability: y times x times the density at x. */
export function betaDensity(x: number, y: number, a: number, b: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - halfDeviance(a, n * x) - halfDeviance(b, n * y);
  return Math.sqrt(((a / n) * b) / (2 * Math.PI)) * Math.exp(exponent);
}

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; ; m++) {
    const even = (((m * (b - m)) / (a + 2 * m - 1)) * x) / (a + 2 * m);
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    value *= d * c;
    const odd = (((-(a + m) / (a + 2 * m)) * (a + b + m)) / (a + 2 * m + 1)) * x;
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    const change = d * c;
    value *= change;
    // Asked so that NaN ends it too.
    if (!(Math.abs(change - 1) > Number.EPSILON)) return value;
  }
}

function notZero(value: number): number {
  return Math.abs(value) < SMALLEST ? SMALLEST : value;
}
