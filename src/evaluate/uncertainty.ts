/** Standard errors and confidence intervals of measures, from exact totals. */
import { Rational } from "../accumulate/rational.ts";
import type { Measure, Totals } from "../losses/types.ts";
import type { Uncertainty } from "../report/types.ts";
import { binomialCdf } from "../statistics/binomial.ts";
import { normalQuantile } from "../statistics/normal.ts";
import { studentQuantile } from "../statistics/student.ts";
import { jointSums, slopesOf, varianceOfMeans } from "./linear.ts";
import { isResolved, isTwofold, UNRESOLVED } from "./resolution.ts";

const ONE = Rational.fromNumber(1);

/** Intervals of one confidence level, above 0 and below 1; t quantiles are computed once. */
export class Intervals {
  readonly level: number;
  readonly #quantiles = new Map<number, number>();

  constructor(level: number) {
    this.level = level;
  }

  /** Of a measure whose terms and `pairTerms` came to `totals`, and itself to `value`. */
  of(measure: Measure, totals: Totals, value: number | null): Uncertainty {
    if (value === null) return none("no value");
    if (!Number.isFinite(value)) return none("the value is infinite");
    if (measure.noInterval !== undefined) return none(byReplicates(measure.noInterval));
    const weight = totals.weight as Rational;
    if (weight.minus(ONE).sign() <= 0) {
      return none(totals.rows === 1 ? "one row" : "the weights add up to at most 1");
    }
    const { statistic } = measure;
    if (statistic?.of === "median") return this.#median(totals, statistic.key);
    if (statistic?.of === "concordance") return this.#concordance(totals, statistic.key, value);
    const slopes = slopesOf(measure, totals);
    if (slopes === null) return none(byReplicates("there is no formula for it"));
    if (![...slopes.values()].every(Number.isFinite)) {
      // The root of a mean that is 0: so are all rows.
      if (value === 0) return this.about(value, 0, weight.toNumber() - 1);
      return none("the value is at the end of its range");
    }
    const sums = jointSums(measure, totals);
    const variance = varianceOfMeans(slopes, sums);
    const twofold = new Set(measure.terms.filter(isTwofold).map(({ key }) => key));
    const error = variance.sign() < 0 ? 0 : variance.sqrt();
    if (!Number.isFinite(error)) return none("the squares are beyond the range of numbers");
    if (!isResolved(error, slopes, sums, twofold, Math.abs(value))) return none(byReplicates(UNRESOLVED));
    return this.about(value, error, weight.toNumber() - 1);
  }

  /**
   * From the values that as many rows lie below, and above, as a fair coin leaves room for; exact in the sample's order,
   * so that it is not symmetric about the median. Its standard error is that of the normal distribution whose interval
   * of 95% is as wide (McKean and Schrader 1984, A comparison of methods for studentizing the sample median).
   */
  #median(totals: Totals, key: string): Uncertainty {
    const weight = totals.weight.toNumber();
    const depth = signDepth(weight, this.level);
    if (depth === 0) return none("too few rows for an interval of ranks");
    const [low, high] = totals.within(key, depth);
    const usual = signDepth(weight, 0.95);
    const [lower, upper] = usual === 0 ? [low, high] : totals.within(key, usual);
    const level = usual === 0 ? this.level : 0.95;
    const error = (upper - lower) / (2 * normalQuantile((1 + level) / 2));
    return { standardError: error, interval: { level: this.level, low, high } };
  }

  #concordance(totals: Totals, key: string, value: number): Uncertainty {
    const error = totals.concordanceVariance(key).sqrt();
    if (Number.isNaN(error)) return none("one of the classes has one row");
    return this.about(value, error, Number.POSITIVE_INFINITY);
  }

  /** value ± t * standardError, t with so many degrees of freedom. */
  about(value: number, standardError: number, degrees: number): Uncertainty {
    const half = standardError === 0 ? 0 : this.#quantile(degrees) * standardError;
    return { standardError, interval: { level: this.level, low: value - half, high: value + half } };
  }

  #quantile(degrees: number): number {
    let quantile = this.#quantiles.get(degrees);
    if (quantile === undefined) {
      quantile = studentQuantile((1 + this.level) / 2, degrees);
      this.#quantiles.set(degrees, quantile);
    }
    return quantile;
  }
}

/** Why a formula gives no interval, and what does. */
export function byReplicates(reason: string): string {
  return `${reason}; --bootstrap gives an interval`;
}

function none(intervalReason: string): Uncertainty {
  return { standardError: null, interval: null, intervalReason };
}

/**
 * The largest whole d such that at most (1 - level)/2 of the throws of `weight` fair coins have fewer than d heads; 0 where
 * there is none. Between the d-th value from below and the d-th from above lies the median with the level at least.
 */
export function signDepth(weight: number, level: number): number {
  const tail = (1 - level) / 2;
  const fits = (depth: number) => binomialCdf(depth - 1, weight, 0.5) <= tail;
  let low = 0;
  let high = Math.floor(weight / 2) + 1;
  for (;;) {
    const middle = Math.floor((low + high) / 2);
    // Nothing is between them; beyond 2^53 they may be further apart than by one.
    if (middle <= low || middle >= high) return low;
    if (fits(middle)) low = middle;
    else high = middle;
  }
}
