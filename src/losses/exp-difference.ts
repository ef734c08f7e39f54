import { sumError } from "./sum-error.ts";

/**
 * e^(a−b) for a <= b. The difference is rounded by up to half a unit in its last place, which the exponential would
 * turn into a relative error as large as that, so it is made up for.
 */
export function expDifference(a: number, b: number): number {
  const difference = a - b;
  const exponential = Math.exp(difference);
  return exponential === 0 ? 0 : exponential + exponential * sumError(a, -b, difference);
}
