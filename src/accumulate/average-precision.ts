/** Average precision of a ranking, with weights; rows of equal value come in at once. */
import { bitLength } from "./binary64.ts";
import { ExactSum } from "./exact-sum.ts";
import { Rational } from "./rational.ts";
import { addsUpExactly, isUnordered, leastExponent, sumIntegers, sumScaled } from "./tied-weights.ts";
import { productError } from "./two-product.ts";
import type { Sorted } from "./weighted-values.ts";

/**
 * sum over the distinct values v of the positives of w+(v) * W+(v) / (W+(v) + W-(v)), over sum(w+): w of the rows that
 * have the value, W of those that have it or a larger one. Both sides are sorted by value. Undefined without positives
 * or where a value is NaN.
 *
 * The exact sum of so many quotients would have a denominator of millions of digits, so each quotient is rounded, to 100
 * bits and more; weights and quotients are then added exactly. Rows in any order give the same bits.
 */
export function averagePrecision(positives: Sorted, negatives: Sorted): Rational {
  if (isUnordered(positives.values)) return Rational.undefined;
  if (negatives.values.length > 0 && isUnordered(negatives.values)) return Rational.undefined;
  return addsUpExactly(positives) && addsUpExactly(negatives)
    ? ofIntegers(positives, negatives)
    : ofAnyWeights(positives, negatives);
}

/** Quotients as sums of two doubles: the second is that of what the first leaves. */
function ofIntegers(positives: Sorted, negatives: Sorted): Rational {
  const sum = new ExactSum();
  let [above, wrong] = [0, 0];
  visitFromAbove(positives.values, negatives.values, (from, to, passedFrom, passedTo) => {
    const weight = sumIntegers(positives, from, to);
    above += weight;
    wrong += sumIntegers(negatives, passedFrom, passedTo);
    const all = above + wrong;
    const quotient = above / all;
    const product = quotient * all;
    sum.addProduct(weight, quotient);
    sum.addProduct(weight, (above - product - productError(quotient, all, product)) / all);
  });
  return sum.exact().over(Rational.fromNumber(above));
}

/** Quotients have so many bits, or one more. */
const QUOTIENT_BITS = 128;

function ofAnyWeights(positives: Sorted, negatives: Sorted): Rational {
  const exponent = Math.min(leastExponent(positives), leastExponent(negatives));
  const sum = new ExactSum();
  let [above, wrong] = [0n, 0n];
  visitFromAbove(positives.values, negatives.values, (from, to, passedFrom, passedTo) => {
    const weight = sumScaled(positives, from, to, exponent);
    above += weight;
    wrong += sumScaled(negatives, passedFrom, passedTo, exponent);
    const all = above + wrong;
    const shift = QUOTIENT_BITS + bitLength(all) - bitLength(above);
    sum.addInteger(weight * ((above << BigInt(shift)) / all), -shift);
  });
  return sum.exact().over(Rational.scaled(above, 0));
}

/**
 * Visits each distinct positive value, descending: the positives that have it, and the negatives not visited yet that
 * are at least as large.
 */
function visitFromAbove(
  positives: Float64Array,
  negatives: Float64Array,
  visit: (from: number, to: number, passedFrom: number, passedTo: number) => void,
): void {
  let passed = negatives.length;
  for (let to = positives.length, from = to; to > 0; to = from) {
    const value = positives[to - 1]!;
    while (from > 0 && positives[from - 1] === value) from--;
    const end = passed;
    while (passed > 0 && negatives[passed - 1]! >= value) passed--;
    visit(from, to, passed, end);
  }
}
