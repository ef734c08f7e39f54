/** Standard errors and confidence intervals of measures, from exact totals. */
import { Rational } from "../accumulate/rational.ts";
import type { Measure, Totals } from "../losses/types.ts";
import type { Uncertainty } from "../report/types.ts";
import { studentQuantile } from "../statistics/student.ts";
import { jointSums, slopesOf, varianceOfMeans } from "./linear.ts";

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
    if (measure.noInterval !== undefined) return none(measure.noInterval);
    const weight = totals.weight as Rational;
    if (weight.minus(ONE).sign() <= 0) {
      return none(totals.rows === 1 ? "one row" : "the weights add up to at most 1");
    }
    const slopes = slopesOf(measure, totals);
    if (slopes === null) return none("there is no formula for it");
    if (![...slopes.values()].every(Number.isFinite)) {
      // The root of a mean that is 0: so are all rows.
      if (value === 0) return this.about(value, 0, weight.toNumber() - 1);
      return none("the value is at the end of its range");
    }
    const error = varianceOfMeans(slopes, jointSums(measure, totals)).sqrt();
    if (!Number.isFinite(error)) return none("the squares are beyond the range of numbers");
    return this.about(value, error, weight.toNumber() - 1);
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

function none(intervalReason: string): Uncertainty {
  return { standardError: null, interval: null, intervalReason };
}
