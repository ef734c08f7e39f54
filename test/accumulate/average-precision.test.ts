import fc from "fast-check";
import { expect, test } from "vitest";
import { RankingAccumulator } from "../../src/accumulate/ranking.ts";
import { Rational } from "../../src/accumulate/rational.ts";

interface Row {
  readonly label: number;
  readonly prediction: number;
  readonly weight: number;
}

function found(rows: readonly Row[]): number {
  const ranking = new RankingAccumulator();
  const weights = rows.every(({ weight }) => weight === 1) ? null : rows.map(({ weight }) => weight);
  ranking.add(
    {
      first: Float64Array.from(rows, ({ prediction }) => prediction),
      second: Float64Array.from(rows, ({ label }) => label),
      third: null,
      weights: weights && Float64Array.from(weights),
    },
    0,
    rows.length,
  );
  return ranking.averagePrecision().toNumber();
}

/** The definition in exact fractions. */
function exact(rows: readonly Row[]): number {
  const weightOf = (some: readonly Row[]) =>
    some.reduce((sum, { weight }) => sum.plus(Rational.fromNumber(weight)), Rational.zero);
  const positives = rows.filter(({ label }) => label > 0);
  const sum = positives.reduce((total, row) => {
    const above = (other: Row) => other.prediction >= row.prediction;
    const precision = weightOf(positives.filter(above)).over(weightOf(rows.filter(above)));
    return total.plus(Rational.fromNumber(row.weight).times(precision));
  }, Rational.zero);
  return sum.over(weightOf(positives)).toNumber();
}

const rowsOf = (weight: fc.Arbitrary<number>) =>
  fc.array(
    fc.record({ label: fc.constantFrom(-1, 0, 1), prediction: fc.integer({ min: -4, max: 4 }), weight }),
    { minLength: 1, maxLength: 25 },
  );

test("average precision is that of its definition, rounded once: counts, whole and other weights", () => {
  const weights = [
    fc.constant(1),
    fc.integer({ min: 1, max: 9 }),
    fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
    fc.constantFrom(5e-324, 0.1, 3, 1e300),
  ];
  for (const weight of weights) {
    fc.assert(
      fc.property(rowsOf(weight), (rows) => {
        expect(found(rows)).toBe(exact(rows));
      }),
    );
  }
});

test("a whole weight counts as so many rows, and a common factor of the weights does not count", () => {
  fc.assert(
    fc.property(rowsOf(fc.integer({ min: 1, max: 5 })), (rows) => {
      const repeated = rows.flatMap((row) =>
        Array.from({ length: row.weight }, () => ({ ...row, weight: 1 })),
      );
      expect(found(rows)).toBe(found(repeated));
      expect(found(rows.map((row) => ({ ...row, weight: row.weight / 8 })))).toBe(found(rows));
    }),
  );
});

test("average precision of a prediction that is NaN does not exist", () => {
  const [good, bad] = [
    { label: 1, prediction: 1, weight: 1 },
    { label: 0, prediction: Number.NaN, weight: 1 },
  ];
  expect(found([good, bad])).toBeNaN();
  expect(found([{ ...bad, label: 1 }, good])).toBeNaN();
});
