/** Totals of a few rows, term by term as `types.ts` defines them, in exact fractions and without any accumulator. */
import { Rational } from "../../src/accumulate/rational.ts";
import type { Factor, Measure, Term, Totals } from "../../src/losses/types.ts";

export interface WeightedRow {
  readonly label: number | readonly number[];
  /** Where the measure needs a variance, the prediction and it. */
  readonly prediction: number | readonly number[];
  readonly weight?: number;
}

export function totalsOf(measure: Pick<Measure, "terms">, rows: readonly WeightedRow[]): Totals {
  const counted = rows.filter(({ weight = 1 }) => weight > 0);
  const weightOf = ({ weight = 1 }: WeightedRow) => Rational.fromNumber(weight);
  const sumOf = (of: (row: WeightedRow) => Rational) =>
    counted.reduce((sum, row) => sum.plus(weightOf(row).times(of(row))), Rational.zero);
  const find = <F extends Term["fold"]>(key: string, ...folds: readonly F[]) => {
    const term = measure.terms.find((candidate) => candidate.key === key);
    if (term === undefined) throw new Error(`no term ${key}`);
    if (!folds.some((fold) => fold === term.fold)) throw new Error(`${key} is a ${term.fold}`);
    return term as Extract<Term, { fold: F }>;
  };
  return {
    rows: counted.length,
    weight: sumOf(() => Rational.fromNumber(1)),
    sum(key) {
      const term = find(key, "sum", "vector-sum", "variance-sum", "product", "pair");
      if (term.fold === "pair") {
        return sumOf((row) =>
          Rational.fromNumber(termOf(term.first, row)).times(Rational.fromNumber(termOf(term.second, row))),
        );
      }
      if (term.fold !== "product") return sumOf((row) => Rational.fromNumber(termOf(term, row)));
      return sumOf((row) =>
        term.factors
          .map((of) => Rational.fromNumber(factor(of, row)))
          .reduce((product, number) => product.times(number)),
      );
    },
    maximum(key) {
      const term = find(key, "maximum", "vector-maximum");
      return Math.max(...counted.map((row) => termOf(term, row)));
    },
    count(key) {
      const term = find(key, "count", "vector-count");
      return counted.filter((row) => termOf(term, row) !== 0).length;
    },
    median(key) {
      const term = find(key, "median");
      return weightedMedian(counted.map((row) => [termOf(term, row), row.weight ?? 1]));
    },
    within(key, depth) {
      const term = find(key, "median");
      const values = counted.map((row) => [termOf(term, row), row.weight ?? 1] as const);
      const reach = (sorted: readonly (readonly [number, number])[]) => {
        let sum = 0;
        return (sorted.find(([, weight]) => {
          sum += weight;
          return sum >= depth;
        }) ?? sorted.at(-1)!)[0];
      };
      const ascending = values.toSorted(([a], [b]) => a - b);
      return [reach(ascending), reach(ascending.toReversed())];
    },
    /** By definition: the pull of each row on the concordance, squared. */
    concordanceVariance(key) {
      find(key, "ranking");
      const isPositive = (row: WeightedRow) => Number(row.label) > 0;
      const share = (row: WeightedRow, others: readonly WeightedRow[]) =>
        others.reduce(
          (sum, other) =>
            sum.plus(
              weightOf(other).times(
                Rational.fromNumber((Math.sign(Number(row.prediction) - Number(other.prediction)) + 1) / 2),
              ),
            ),
          Rational.zero,
        );
      const variance = (rows: readonly WeightedRow[], others: readonly WeightedRow[]) => {
        const total = (of: (row: WeightedRow) => Rational, all: readonly WeightedRow[]) =>
          all.reduce((sum, row) => sum.plus(weightOf(row).times(of(row))), Rational.zero);
        const one = Rational.fromNumber(1);
        const weight = total(() => one, rows);
        const spare = weight.minus(one);
        if (!(spare.sign() > 0)) return Rational.undefined;
        const shares = (row: WeightedRow) => share(row, others).over(total(() => one, others));
        const mean = total(shares, rows).over(weight);
        const squares = total((row) => shares(row).minus(mean).times(shares(row).minus(mean)), rows);
        return squares.over(weight.times(spare));
      };
      const [positives, negatives] = [counted.filter(isPositive), counted.filter((row) => !isPositive(row))];
      return variance(positives, negatives).plus(variance(negatives, positives));
    },
    concordance(key) {
      find(key, "ranking");
      let [won, all] = [Rational.zero, Rational.zero];
      for (const positive of counted.filter((row) => Number(row.label) > 0)) {
        for (const negative of counted.filter((row) => Number(row.label) <= 0)) {
          const pair = weightOf(positive).times(weightOf(negative));
          const order = Math.sign(Number(positive.prediction) - Number(negative.prediction));
          all = all.plus(pair);
          won = won.plus(pair.times(Rational.fromNumber((order + 1) / 2)));
        }
      }
      return won.over(all);
    },
    averagePrecision(key) {
      find(key, "ranking");
      const positives = counted.filter((row) => Number(row.label) > 0);
      const weightOfAll = (rows: readonly WeightedRow[]) =>
        rows.reduce((sum, row) => sum.plus(weightOf(row)), Rational.zero);
      const sum = positives.reduce((total, row) => {
        const above = (other: WeightedRow) => Number(other.prediction) >= Number(row.prediction);
        const precision = weightOfAll(positives.filter(above)).over(weightOfAll(counted.filter(above)));
        return total.plus(weightOf(row).times(precision));
      }, Rational.zero);
      return sum.over(weightOfAll(positives));
    },
    bins(key) {
      const term = find(key, "bins");
      return Array.from({ length: term.bins }, (_, bin) =>
        sumOf((row) =>
          term.bin(Number(row.label), Number(row.prediction)) === bin
            ? Rational.fromNumber(Number(row.prediction)).minus(Rational.fromNumber(Number(row.label)))
            : Rational.zero,
        ),
      );
    },
    exact: (value) => Rational.fromNumber(value),
  };
}

function termOf(term: Extract<Term, { of: unknown }>, row: WeightedRow): number {
  switch (term.fold) {
    case "vector-sum":
    case "vector-maximum":
    case "vector-count":
      return term.of(Float64Array.from([row.label].flat()), Float64Array.from([row.prediction].flat()));
    case "variance-sum": {
      const [prediction, variance] = [row.prediction].flat();
      return term.of(Number(row.label), prediction!, variance!);
    }
    default:
      return term.of(Number(row.label), Number(row.prediction));
  }
}

function factor(of: Factor, { label, prediction }: WeightedRow): number {
  if (of === "residual") return Number(prediction) - Number(label);
  return Number(of === "label" ? label : prediction);
}

/** The mean of the least and the largest value with at most half of the weight below, and above, it. */
function weightedMedian(values: readonly (readonly [number, number])[]): number {
  const half = values.reduce((sum, [, weight]) => sum + weight, 0) / 2;
  const middle = values
    .filter(([value]) => {
      const below = values.reduce((sum, [other, weight]) => sum + (other < value ? weight : 0), 0);
      const above = values.reduce((sum, [other, weight]) => sum + (other > value ? weight : 0), 0);
      return below <= half && above <= half;
    })
    .map(([value]) => value);
  return (Math.min(...middle) + Math.max(...middle)) / 2;
}
