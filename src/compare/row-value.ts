/** Which measures are means of a row's values, found by asking the measure itself, so that no loss has to say it twice. */
import { Rational } from "../accumulate/rational.ts";
import type { Measure, Term, Totals } from "../losses/types.ts";

/** A row's value is the sum of its terms' columns times these factors. */
export interface RowValue {
  readonly parts: readonly { readonly term: Term; readonly factor: number }[];
  /** Whether the measure is the weighted mean of these values; a root of that mean, say, only rises with it. */
  readonly isMean: boolean;
  /** Whether that mean is the weighted sum over the number of rows, as some tools have it, not over the weights'. */
  readonly overRows: boolean;
}

const SUMS: ReadonlySet<Term["fold"]> = new Set(["sum", "vector-sum", "variance-sum"]);

/**
 * How rows are compared one by one: null for measures that are more than one sum over rows and not linear in them
 * (a ratio of sums, an order of rows). Terms that only tell details are left out.
 */
export function rowValueOf(measure: Measure): RowValue | null {
  const terms = measure.terms.filter(({ fold }) => SUMS.has(fold));
  if (terms.length === 0) return null;
  const value = (sums: readonly number[], weight: number, others = 0, rows = weight): number =>
    measure.finish(totalsOf(terms, sums, { weight, rows }, others)).value ?? Number.NaN;
  const factors = terms.map((_, place) =>
    value(
      terms.map((_other, at) => (at === place ? 1 : 0)),
      1,
    ),
  );
  // 3, 5, 7, …: whatever is not linear shows in one of these, and the sums of small whole numbers are exact.
  const sums = terms.map((_, place) => 3 + 2 * place);
  const linear = sums.reduce((sum, each, place) => sum + each * (factors[place] as number), 0);
  const close = (found: number, expected: number) => Math.abs(found - expected) <= 1e-12 * Math.abs(expected);
  if (!close(value(sums, 1, 0), value(sums, 1, 1))) return null;
  const isMean = close(value(sums, 1), linear) && close(value(sums, 4), linear / 4) && linear !== 0;
  if (isMean) {
    const parts = terms.map((term, place) => ({ term, factor: factors[place] as number }));
    const overRows = close(value(sums, 4, 0, 2), linear / 2);
    return { parts: parts.filter(({ factor }) => factor !== 0), isMean, overRows };
  }
  const [only, ...others] = terms;
  return only === undefined || others.length > 0
    ? null
    : { parts: [{ term: only, factor: 1 }], isMean, overRows: false };
}

/** Totals of these sums; of whatever is asked for besides, `others`. */
function totalsOf(
  terms: readonly Term[],
  sums: readonly number[],
  { weight, rows }: { readonly weight: number; readonly rows: number },
  others: number,
): Totals {
  return {
    rows,
    used: rows,
    weight: Rational.fromNumber(weight),
    sum: (key) => {
      const place = terms.findIndex((term) => term.key === key);
      return Rational.fromNumber(place < 0 ? others : (sums[place] as number));
    },
    maximum: () => others,
    count: () => others,
    median: () => others,
    within: () => [others, others],
    concordance: () => Rational.fromNumber(others),
    concordanceVariance: () => Rational.fromNumber(others),
    averagePrecision: () => Rational.fromNumber(others),
    bins: () => [Rational.fromNumber(others)],
    exact: (value) => Rational.fromNumber(value),
  };
}
