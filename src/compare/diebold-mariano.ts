/**
 * The test of Diebold and Mariano (1995) with the correction of Harvey, Leybourne and Newbold (1997): the mean of the
 * differences against their long-run variance, for losses whose rows depend on the rows before them.
 */
import { Rational } from "../accumulate/rational.ts";
import type { LongRun } from "../report/compare-types.ts";
import type { LaggedSums } from "./long-run.ts";
import { type Estimate, estimateFrom } from "./paired-test.ts";

export type LongRunEstimate = Estimate & { readonly longRun: LongRun };

/**
 * V = (γ0 + 2 Σ γk) / n over the lags, times n² / (n (n + 1 - 2h) + h (h - 1)) with h = lags + 1 for few rows; Student's t with
 * n - 1 degrees of freedom. Where the sum is not above 0, which it need not be, the autocovariances are weighted with
 * 1 - k/(lags + 1) (Bartlett; Newey and West 1987), which keeps it there.
 */
export function dieboldMariano(sums: LaggedSums, difference: number, level: number): LongRunEstimate {
  const { lags, rows } = sums;
  const none = (reason: string): LongRunEstimate => ({
    standardError: null,
    reason,
    longRun: { lags, kernel: "rectangular" },
  });
  const horizon = lags + 1;
  // The correction is above 0 from here on.
  if (rows < 2 * horizon) return none(`${lags} lags take at least ${2 * horizon} rows`);
  const covariances = sums.covariances();
  const long = (weight: (lag: number) => Rational) =>
    covariances.reduce(
      (sum, covariance, lag) => sum.plus(lag === 0 ? covariance : covariance.times(weight(lag))),
      Rational.zero,
    );
  const two = Rational.fromNumber(2);
  let kernel: LongRun["kernel"] = "rectangular";
  let variation = long(() => two);
  if (variation.sign() <= 0 && (covariances[0] as Rational).sign() !== 0) {
    kernel = "bartlett";
    variation = long((lag) => Rational.fromNumber(2 * (horizon - lag)).over(Rational.fromNumber(horizon)));
  }
  // The covariances are n times those of the formula, which leaves n² out of both sides.
  const correction = rows * (rows + 1 - 2 * horizon) + horizon * (horizon - 1);
  const standardError = variation.over(Rational.fromNumber(correction)).sqrt();
  if (!Number.isFinite(standardError)) return none("a row's loss is infinite");
  const estimate = estimateFrom(difference, standardError, rows - 1, level);
  return { ...estimate, longRun: { lags, kernel } };
}
