/** Weights of rows with equal values, added exactly: what statistics of a ranking share. */
import { exponentOf, significandOf } from "./binary64.ts";
import type { Sorted } from "./weighted-values.ts";

/** Whether all weights are whole numbers whose sums, and twice these, are exact in doubles. */
export function addsUpExactly({ weights }: Sorted): boolean {
  if (weights === null) return true;
  let sum = 0;
  for (const weight of weights) {
    if (!Number.isInteger(weight)) return false;
    sum += weight;
  }
  return sum <= 2 ** 51;
}

/** The sum of the weights from row `from` to row `to` - 1, where `addsUpExactly`. */
export function sumIntegers({ weights }: Sorted, from: number, to: number): number {
  if (weights === null) return to - from;
  let sum = 0;
  for (let row = from; row < to; row++) sum += weights[row]!;
  return sum;
}

/** The smallest exponent of two at which all weights are whole numbers; at most 0. */
export function leastExponent({ weights }: Sorted): number {
  let least = 0;
  for (const weight of weights ?? []) least = Math.min(least, exponentOf(weight));
  return least;
}

/** The sum of the weights times 2^-exponent, a whole number. */
export function sumScaled({ weights }: Sorted, from: number, to: number, exponent: number): bigint {
  if (weights === null) return BigInt(to - from) << BigInt(-exponent);
  let sum = 0n;
  for (let row = from; row < to; row++) {
    const weight = weights[row]!;
    sum += significandOf(weight) << BigInt(exponentOf(weight) - exponent);
  }
  return sum;
}

/** Whether there is nothing to rank, or a NaN, which has no place. */
export function isUnordered(values: Float64Array): boolean {
  return values.length === 0 || Number.isNaN(values[values.length - 1]!);
}
