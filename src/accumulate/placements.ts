/**
 * How the area under the ROC curve varies: each positive row's share of negatives below it and each negative row's
 * share of positives above it, and their covariances (DeLong, DeLong and Clarke-Pearson 1988, Comparing the areas under
 * two or more correlated receiver operating characteristic curves). Weights are frequencies.
 */
import { addProducts, addTriples } from "./exact-products.ts";
import { ExactSum } from "./exact-sum.ts";
import { Rational } from "./rational.ts";
import type { Sorted } from "./weighted-values.ts";

/**
 * For each value twice the weight of `others` below it, and once that of those equal to it. Whole weights add up without
 * error; others are added in the order of `others`, sorted by value, then weight, so that the rows' order does not show.
 */
export function placements(values: Float64Array, others: Sorted): Float64Array {
  const upTo = cumulated(others);
  const { values: sorted } = others;
  return values.map((value) => {
    const below = upTo[firstNotBelow(sorted, value)]!;
    const notAbove = upTo[firstAbove(sorted, value)]!;
    return below + notAbove;
  });
}

/** The mirror image of `placements`: twice the weight of `others` above each value, and once that of equal ones. */
export function placementsBelow(values: Float64Array, others: Sorted): Float64Array {
  const upTo = cumulated(others);
  const twice = 2 * upTo.at(-1)!;
  const { values: sorted } = others;
  return values.map(
    (value) => twice - upTo[firstNotBelow(sorted, value)]! - upTo[firstAbove(sorted, value)]!,
  );
}

/** One side of the curve, its rows in any order: what `placements` gives each model there, over twice `others`' weight. */
export interface Side {
  readonly placements: readonly Float64Array[];
  /** Of the rows; null: all 1. */
  readonly weights: Float64Array | null;
  /** The other side's weight. */
  readonly others: Rational;
}

/**
 * The covariance of the areas of two models (or, for one and the same, the variance), whose positive and negative rows
 * are the same: Σ over both sides of (W Σw st - Σws Σwt) / (W² (W - 1) (2 V)²), W the side's weight, V the other's. Undefined
 * where a side weighs at most 1.
 */
export function areaCovariance(positives: Side, negatives: Side, one: number, other: number): Rational {
  return sideCovariance(positives, one, other).plus(sideCovariance(negatives, one, other));
}

function sideCovariance({ placements: all, weights, others }: Side, one: number, other: number): Rational {
  const [s, t] = [all[one]!, all[other]!];
  const weight = weights === null ? Rational.fromNumber(s.length) : weightedSum(null, weights);
  const spare = weight.minus(ONE);
  if (!(spare.sign() > 0)) return Rational.undefined;
  const product = new ExactSum();
  if (weights === null) addProducts(product, s, t, 0, s.length);
  else addTriples(product, weights, s, t, 0, s.length);
  const sums = weightedSum(weights, s).times(weightedSum(weights, t));
  const twice = others.plus(others);
  return weight
    .times(product.exact())
    .minus(sums)
    .over(weight.times(weight).times(spare).times(twice).times(twice));
}

const ONE = Rational.fromNumber(1);

function weightedSum(weights: Float64Array | null, values: Float64Array): Rational {
  const sum = new ExactSum();
  if (weights === null) sum.addRange(values, 0, values.length);
  else addProducts(sum, weights, values, 0, values.length);
  return sum.exact();
}

/** The weight of the first 0, 1, 2, … rows. */
function cumulated({ values, weights }: Sorted): Float64Array {
  const upTo = new Float64Array(values.length + 1);
  for (let row = 0; row < values.length; row++) upTo[row + 1] = upTo[row]! + (weights?.[row] ?? 1);
  return upTo;
}

function firstNotBelow(sorted: Float64Array, value: number): number {
  return firstWhere(sorted, (other) => other >= value);
}

function firstAbove(sorted: Float64Array, value: number): number {
  return firstWhere(sorted, (other) => other > value);
}

/** The first place from which on `holds` is true; the length where it never is. */
function firstWhere(sorted: Float64Array, holds: (other: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
