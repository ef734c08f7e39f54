/** From exact sums of paired row values to a difference with its interval and tests. */
import { Rational } from "../accumulate/rational.ts";
import type { Exact } from "../losses/types.ts";
import type { ConfidenceInterval, PairTest } from "../report/compare-types.ts";
import { signTest } from "../statistics/binomial.ts";
import { studentQuantile, studentTail } from "../statistics/student.ts";

/** A number that was estimated, with what is known of its error; without an error the reason. */
export type Estimate =
  | {
      readonly standardError: number;
      readonly interval: ConfidenceInterval;
      /** Two-sided, that the number is 0. */
      readonly pValue: number;
    }
  | { readonly standardError: null; readonly reason: string };

/** Exact sums over the rows: of the weights, and with them of a, b, a², ab and b², a being the model. */
export interface PairSums {
  readonly weight: Exact;
  readonly model: Exact;
  readonly reference: Exact;
  readonly modelSquared: Exact;
  readonly cross: Exact;
  readonly referenceSquared: Exact;
}

/**
 * The square of the standard error of s·mean(a) - t·mean(b), weights being frequencies: sum(w (d - m)²) / (W (W - 1)).
 * Undefined (0/0) where a value is infinite.
 */
export function squaredError(sums: PairSums, s = 1, t = 1): Exact {
  const [one, a, b] = [1, s, t].map((factor) => Rational.fromNumber(factor)) as [
    Rational,
    Rational,
    Rational,
  ];
  const { weight } = sums;
  const total = a.times(sums.model as Rational).minus(b.times(sums.reference as Rational));
  const squares = a
    .times(a)
    .times(sums.modelSquared as Rational)
    .minus(
      a
        .times(b)
        .times(Rational.fromNumber(2))
        .times(sums.cross as Rational),
    )
    .plus(b.times(b).times(sums.referenceSquared as Rational));
  // W times the sum of squares about the mean, so that nothing has to be divided before the end.
  const variation = squares.times(weight as Rational).minus(total.times(total));
  return variation.over(weight as Rational).over((weight as Rational).times((weight as Rational).minus(one)));
}

/**
 * The Student interval about `difference`, and its two-sided p value. `weight` rows, more than 1, have been observed;
 * `squared` is the square of the standard error.
 */
export function studentEstimate(difference: number, squared: Exact, weight: number, level: number): Estimate {
  const standardError = squared.sqrt();
  if (!Number.isFinite(standardError)) {
    return { standardError: null, reason: "a row's loss is infinite" };
  }
  return estimateFrom(difference, standardError, weight - 1, level);
}

/** @param degrees Of freedom, above 0. */
export function estimateFrom(
  difference: number,
  standardError: number,
  degrees: number,
  level: number,
): Estimate {
  const half = standardError === 0 ? 0 : studentQuantile((1 + level) / 2, degrees) * standardError;
  const t = Math.abs(difference) / standardError;
  return {
    standardError,
    interval: { level, low: difference - half, high: difference + half },
    // Without any variation a difference is beyond doubt, and none is none.
    pValue: difference === 0 ? 1 : Math.min(1, 2 * studentTail(t, degrees)),
  };
}

/** The test of rows that only one side wins; integer weights count as so many rows. */
export function pairTest(better: number, worse: number): PairTest {
  if (!Number.isSafeInteger(better) || !Number.isSafeInteger(worse)) {
    return { better, worse, pValue: null, reason: "weights are not whole numbers" };
  }
  return { better, worse, pValue: signTest(better, worse) };
}

/** Holm's correction of several p values; null ones stay out. */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const known = pValues.flatMap((p, place) => (p === null ? [] : [{ p, place }]));
  const adjusted: (number | null)[] = pValues.map(() => null);
  let largest = 0;
  for (const [rank, { p, place }] of known.sort((a, b) => a.p - b.p).entries()) {
    largest = Math.max(largest, Math.min(1, p * (known.length - rank)));
    adjusted[place] = largest;
  }
  return adjusted;
}
