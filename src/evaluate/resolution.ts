/** Whether a variance of the delta method is more than what rounding left of it. */
import type { Rational } from "../accumulate/rational.ts";
import type { Term } from "../losses/types.ts";
import type { JointSums, Slopes } from "./linear.ts";

/** Products of three and four factors are folded to 2^-104 of themselves: with room to spare, the root of that. */
const ROUNDING = 2 ** -51.5;
/** Of the standard error: its square is then right to 2^-12 at the worst. */
const OF_ERROR = 2 ** -6;
/** Of the value: an interval that may be so much wider is of no width for anybody. */
const OF_VALUE = 2 ** -30;

/** Whether products of this term with others are rounded: it is a product itself. */
export function isTwofold(term: Term): boolean {
  return term.fold === "product" && term.factors.length > 1;
}

/**
 * Sums of squares and fourth powers cancel where columns are large beside what varies in them: with labels of about 10^9
 * and a deviation of 1, fourth powers of 10^36, of which 2^-104 is 50,000, come to a difference of 1. Returns false where
 * the bound of such errors is no small part of the standard error `error`, nor negligible beside `size`, that of the value.
 * `twofold` has the keys of terms that are products.
 *
 * By the triangle and Cauchy's inequality the error of the variance is at most 2^-104 Σ |sᵢ sⱼ| rᵢ rⱼ / (W - 1), r the root of
 * a term's mean square, over the pairs that are rounded.
 */
export function isResolved(
  error: number,
  slopes: Slopes,
  { weight, pair }: Pick<JointSums, "weight" | "pair">,
  twofold: ReadonlySet<string>,
  size: number,
): boolean {
  if (twofold.size === 0 || !Number.isFinite(error)) return true;
  // Of numbers near the ends of the range slopes are beyond it.
  if ([...slopes.values()].every((slope) => slope === 0)) return false;
  const total = weight.toNumber();
  let [all, exact] = [0, 0];
  for (const [key, slope] of slopes) {
    if (slope === 0) continue;
    const share = Math.abs(slope) * rootOfMean(pair(key, key), total);
    all += share;
    if (!twofold.has(key)) exact += share;
  }
  const bound = ROUNDING * Math.sqrt(((all - exact) * (all + exact)) / (total - 1));
  return bound <= OF_ERROR * error || Math.hypot(bound, error) <= OF_VALUE * size;
}

function rootOfMean(squares: Rational, weight: number): number {
  const sum = squares.toNumber();
  // Beyond the range of numbers its root need not be.
  return (Number.isFinite(sum) && sum > 0 ? Math.sqrt(sum) : squares.sqrt()) / Math.sqrt(weight);
}

/** Why there is no interval otherwise. */
export const UNRESOLVED = "numbers are too large beside what varies in them for the formula's sums";
