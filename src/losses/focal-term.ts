/**
 * The focal term F(x) = −(1 − x)^γ ln x of the probability x that the true class was given, and its derivatives. They
 * are functions of x, of u = 1 − x and of ln x, since one of the two small ones may be known better than as a difference.
 */
import type { Parameter } from "./types.ts";

/** The parameter of the focal losses. */
export const GAMMA: Parameter = {
  name: "gamma",
  about: "how much less a row counts that is predicted well; 0 is the log loss",
  interval: { low: 0, high: Number.MAX_VALUE },
  default: 2,
};

/** x^γ; the usual exponents by multiplication. */
export function power(x: number, gamma: number): number {
  if (gamma === 2) return x * x;
  if (gamma === 1) return x;
  return x ** gamma;
}

/** F; Infinity at x = 0, 0 at x = 1. */
export function focalValue(u: number, logarithm: number, gamma: number): number {
  return 0 - power(u, gamma) * logarithm;
}

/** F′ = u^γ(γ ln x/u − 1/x): two numbers of one sign. At x = 1 the limit. */
export function focalSlope(x: number, u: number, logarithm: number, gamma: number): number {
  if (x === 0) return -Infinity;
  if (u === 0) return gamma === 0 ? -1 : 0;
  return power(u, gamma) * (gamma * (logarithm / u) - 1 / x);
}

/** F″ = γu^(γ−1)((1 − γ) ln x/u + 2/x) + u^γ/x². At x = 1 the limit, which is infinite for 0 < γ < 1. */
export function focalCurvature(x: number, u: number, logarithm: number, gamma: number): number {
  if (x === 0) return Infinity;
  if (u === 0) return gamma === 0 ? 1 : gamma < 1 ? Infinity : gamma === 1 ? 2 : 0;
  if (gamma === 0) return 1 / x / x;
  const bend = (1 - gamma) * (logarithm / u) + 2 / x;
  return gamma * power(u, gamma - 1) * bend + power(u, gamma) / x / x;
}
