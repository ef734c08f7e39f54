/**
 * The delta method: a measure is a smooth function of the means of its terms, so that its error is, to first order, a
 * weighted sum of theirs. `slopesOf` has the weights, `pairTerms` what has to be folded for the covariances, and
 * `varianceOfMeans` puts them together.
 *
 * For the difference of two measures on the same rows (two models, say), fold the terms of both and all pairs of them,
 * under keys that tell the models apart; put the slopes of the one and, with their signs turned, those of the other in
 * one map, and `varianceOfMeans` is the variance of the difference: covariances come in by the pairs between the models.
 * A term that both share (a sum of labels) has one key, and its slopes add up.
 *
 * Reference: van der Vaart, Asymptotic statistics (1998), chapter 3.
 */
import { Rational } from "../accumulate/rational.ts";
import type { Exact, Factor, Measure, PairTerm, ProductTerm, SumTerm, Totals } from "../losses/types.ts";
import { Dual } from "./dual.ts";

/** A term whose total is a sum over rows. */
export type Summed = SumTerm | ProductTerm;

/** Exact sums over rows with frequency weights w, of terms x and y: sum(w), sum(w * x), sum(w * x * y). */
export interface JointSums {
  readonly weight: Rational;
  sum(key: string): Rational;
  pair(key: string, other: string): Rational;
}

/** How a value changes with the means of its terms, to first order: a derivative for each key. */
export type Slopes = ReadonlyMap<string, number>;

const FOLDS: ReadonlySet<string> = new Set(["sum", "vector-sum", "variance-sum", "product"]);

/** The terms that the measure's estimate asks for; empty without one. */
export function estimatedTerms({ terms, estimate }: Pick<Measure, "terms" | "estimate">): readonly Summed[] {
  const asked = new Set<string>();
  estimate?.({
    rows: 1,
    weight: ONE,
    exact: Rational.fromNumber,
    sum: (key) => {
      asked.add(key);
      return ONE;
    },
  });
  return terms.filter((term): term is Summed => asked.has(term.key) && FOLDS.has(term.fold));
}

const ONE = Rational.fromNumber(1);

/** What has to be folded besides the measure's terms for its standard error: the products of each two of them. */
export function pairTerms(measure: Measure): readonly (PairTerm | ProductTerm)[] {
  if (measure.indicators === true) return [];
  const terms = estimatedTerms(measure);
  return terms.flatMap((term, place) => terms.slice(place).map((other) => pairTerm(term, other)));
}

/** The term that folds the product of two: the same whichever comes first, and whatever measures ask for it. */
export function pairTerm(one: Summed, other: Summed): PairTerm | ProductTerm {
  if (one.fold === "product" && other.fold === "product") {
    const factors = [...one.factors, ...other.factors].sort(byPlace);
    return { key: factors.join("*"), fold: "product", factors };
  }
  if (one.fold === "product" || other.fold === "product") {
    throw new TypeError(`${one.key} and ${other.key} are folded in two ways`);
  }
  const [first, second] = one.key <= other.key ? [one, other] : [other, one];
  return { key: pairKey(first.key, second.key), fold: "pair", first, second };
}

function pairKey(one: string, other: string): string {
  return `${one} × ${other}`;
}

const PLACES: readonly Factor[] = ["label", "prediction", "residual"];

function byPlace(one: Factor, other: Factor): number {
  return PLACES.indexOf(one) - PLACES.indexOf(other);
}

/** The sums of a measure whose terms and `pairTerms` have been folded. */
export function jointSums(measure: Measure, totals: Totals): JointSums {
  const terms = new Map(estimatedTerms(measure).map((term) => [term.key, term]));
  return {
    // Totals of a series are fractions.
    weight: totals.weight as Rational,
    sum: (key) => totals.sum(key) as Rational,
    pair: (key, other) => {
      if (measure.indicators === true) return (key === other ? totals.sum(key) : Rational.zero) as Rational;
      return totals.sum(pairTerm(terms.get(key) as Summed, terms.get(other) as Summed).key) as Rational;
    },
  };
}

/**
 * The derivative of the measure's value in the mean of each of its terms, at `totals`; not finite where the value has
 * none. Null where it has no estimate.
 */
export function slopesOf(measure: Measure, totals: Totals): Slopes | null {
  const { estimate } = measure;
  if (estimate === undefined) return null;
  const keys = estimatedTerms(measure).map((term) => term.key);
  // A total is weight times a mean.
  const weight = totals.weight.toNumber();
  const constant = (value: Exact) => new Dual(value as Rational, null);
  const { above, underRoot } = estimate({
    rows: totals.rows,
    ...(totals.used === undefined ? {} : { used: totals.used }),
    weight: constant(totals.weight),
    exact: (value) => new Dual(Rational.fromNumber(value), null),
    sum: (key) =>
      new Dual(
        totals.sum(key) as Rational,
        keys.map((other) => (other === key ? weight : 0)),
      ),
  });
  const upper = (above as Dual).slopes ?? [];
  if (underRoot === undefined) return new Map(keys.map((key, place) => [key, upper[place] ?? 0]));
  // a / √d changes by (a' - a d' / (2d)) / √d.
  const lower = (underRoot as Dual).slopes ?? [];
  const root = underRoot.sqrt();
  const share = above.over(underRoot).toNumber() / 2;
  return new Map(keys.map((key, place) => [key, ((upper[place] ?? 0) - share * (lower[place] ?? 0)) / root]));
}

/**
 * The variance of the sum of slope times mean: Σᵢⱼ sᵢ sⱼ (W Sᵢⱼ - Tᵢ Tⱼ) / (W² (W - 1)), exact for these slopes, and so not
 * below 0 but for the rounding of products of three and four factors. W is above 1. With one term and slope 1: Σw(x - m)² / (W (W - 1)).
 */
export function varianceOfMeans(slopes: Slopes, sums: JointSums): Rational {
  const { weight } = sums;
  const terms = [...slopes].map(([key, slope]) => ({
    key,
    slope: Rational.fromNumber(slope),
    sum: sums.sum(key),
  }));
  let total = Rational.zero;
  terms.forEach((one, place) => {
    for (const other of terms.slice(place)) {
      const covariance = weight.times(sums.pair(one.key, other.key)).minus(one.sum.times(other.sum));
      const term = one.slope.times(other.slope).times(covariance);
      total = total.plus(term);
      if (one !== other) total = total.plus(term);
    }
  });
  return total.over(weight.times(weight).times(weight.minus(ONE)));
}
