/** The exact share of pairs in order: the Mann-Whitney statistic, with weights (Mann and Whitney 1947). */
import { ExactSum } from "./exact-sum.ts";
import { Rational } from "./rational.ts";
import { addsUpExactly, isUnordered, leastExponent, sumIntegers, sumScaled } from "./tied-weights.ts";
import type { Sorted } from "./weighted-values.ts";

/**
 * sum over pairs of w+ * w- * ([s+ > s-] + [s+ = s-] / 2), over sum(w+) * sum(w-). Both sides are sorted by
 * value. Undefined where a side is empty or holds a NaN.
 */
export function concordance(positives: Sorted, negatives: Sorted): Rational {
  if (isUnordered(positives.values) || isUnordered(negatives.values)) return Rational.undefined;
  const all = totalWeight(positives).times(totalWeight(negatives));
  const twice = asIntegers(positives, negatives) ?? asBigIntegers(positives, negatives);
  return twice.over(all.times(Rational.fromNumber(2)));
}

/** Of all rows, exactly. */
export function totalWeight({ values, weights }: Sorted): Rational {
  if (weights === null) return Rational.fromNumber(values.length);
  const sum = new ExactSum();
  sum.addRange(weights, 0, weights.length);
  return sum.exact();
}

/** Twice the weighted number of ordered pairs, if all weights are whole and their sums stay exact in doubles. */
function asIntegers(positives: Sorted, negatives: Sorted): Rational | null {
  if (!addsUpExactly(positives) || !addsUpExactly(negatives)) return null;
  const twice = new ExactSum();
  let below = 0;
  visitTies(positives.values, negatives.values, (from, to, passed, tiedFrom, tiedTo) => {
    below += sumIntegers(negatives, passed, tiedFrom);
    twice.addProduct(sumIntegers(positives, from, to), 2 * below + sumIntegers(negatives, tiedFrom, tiedTo));
    below += sumIntegers(negatives, tiedFrom, tiedTo);
  });
  return twice.exact();
}

/** The same for any weights: as integers at the smallest exponent that occurs. */
function asBigIntegers(positives: Sorted, negatives: Sorted): Rational {
  const exponent = Math.min(leastExponent(positives), leastExponent(negatives));
  let twice = 0n;
  let below = 0n;
  visitTies(positives.values, negatives.values, (from, to, passed, tiedFrom, tiedTo) => {
    below += sumScaled(negatives, passed, tiedFrom, exponent);
    const tied = sumScaled(negatives, tiedFrom, tiedTo, exponent);
    twice += sumScaled(positives, from, to, exponent) * (2n * below + tied);
    below += tied;
  });
  return Rational.scaled(twice, 2 * exponent);
}

/**
 * Visits each distinct positive value, ascending: the positives that have it, the first negative not visited yet,
 * and the negatives that have it.
 */
function visitTies(
  positives: Float64Array,
  negatives: Float64Array,
  visit: (from: number, to: number, passed: number, tiedFrom: number, tiedTo: number) => void,
): void {
  let passed = 0;
  for (let from = 0, to = 0; from < positives.length; from = to) {
    const value = positives[from]!;
    while (to < positives.length && positives[to] === value) to++;
    let tiedFrom = passed;
    while (tiedFrom < negatives.length && negatives[tiedFrom]! < value) tiedFrom++;
    let tiedTo = tiedFrom;
    while (tiedTo < negatives.length && negatives[tiedTo] === value) tiedTo++;
    visit(from, to, passed, tiedFrom, tiedTo);
    passed = tiedTo;
  }
}
