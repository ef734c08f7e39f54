/** A column's sum and the sum of its squares, folded together: the same states as one by one. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { PairAccumulator } from "../../src/accumulate/pair.ts";
import { addPowers, isWorthPowers } from "../../src/accumulate/power-sums.ts";
import { Series } from "../../src/accumulate/series.ts";
import { SumAccumulator } from "../../src/accumulate/sum.ts";
import type { FoldColumns } from "../../src/accumulate/types.ts";
import type { PairTerm, SumTerm } from "../../src/losses/types.ts";

const places = { file: 0, line: (row: number) => row + 2 };

const columnsOf = (first: Float64Array): FoldColumns => ({ first, second: null, third: null, weights: null });

const states = (sum: SumAccumulator, squares: PairAccumulator) => [sum.state(), squares.state()];

function check(values: Float64Array, from: number, to: number): void {
  const together: [SumAccumulator, PairAccumulator] = [new SumAccumulator(), new PairAccumulator()];
  addPowers(...together, columnsOf(values), from, to, places);
  const apart: [SumAccumulator, PairAccumulator] = [new SumAccumulator(), new PairAccumulator()];
  for (const accumulator of apart) accumulator.add(columnsOf(values), from, to, places);
  expect(states(...together)).toEqual(states(...apart));
}

const kinds = [
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 }),
  fc.double({ noNaN: true }),
  fc.integer({ min: -220, max: 220 }).map((exponent) => 1.7 * 2 ** exponent),
  fc.constantFrom(0, -0, 1, 2 ** 200, 2 ** -301, 5e-324, 1e308, Number.NEGATIVE_INFINITY),
];

test("any numbers", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds).chain((kind) => fc.array(kind, { minLength: 1, maxLength: 30 })),
      fc.integer({ min: 1, max: 12_000 }),
      (parts, rows) => {
        const values = Float64Array.from({ length: rows }, (_, row) => parts[(row * 7) % parts.length]!);
        check(values, Math.min(3, rows - 1), rows);
      },
    ),
    { numRuns: 100 },
  );
});

test("runs that are out of the kernel's reach among others, and where the first infinity stands", () => {
  const values = Float64Array.from({ length: 20_000 }, (_, row) => Math.sin(row) ** 4);
  values[3000] = 1e300;
  values[9000] = 1e-310;
  check(values, 0, values.length);
  values[15_000] = Number.POSITIVE_INFINITY;
  values[15_001] = Number.POSITIVE_INFINITY;
  check(values, 1, values.length - 1);
});

test("a series folds them together, whatever their order, and each by itself where rows have weights or are few", () => {
  const sum: SumTerm = { key: "error", fold: "sum", of: (label, prediction) => prediction - label };
  const squares: PairTerm = { key: "error × error", fold: "pair", first: sum, second: sum };
  const values = Float64Array.from({ length: 5000 }, (_, row) => Math.cos(row));
  const weights = Float64Array.from(values, (_, row) => 1 + (row % 3));
  for (const terms of [
    [sum, squares],
    [squares, sum],
  ]) {
    for (const [columns, rows] of [
      [columnsOf(values), values.length],
      [columnsOf(values), 10],
      [{ ...columnsOf(values), weights }, values.length],
    ] as const) {
      const series = new Series(terms);
      series.add({ rows, columns: [columns, columns], places });
      const apart = terms.map(({ fold }) => (fold === "sum" ? new SumAccumulator() : new PairAccumulator()));
      for (const accumulator of apart) accumulator.add(columns, 0, rows, places);
      expect(series.content().accumulators).toEqual(apart.map((accumulator) => accumulator.state()));
    }
  }
  expect(isWorthPowers([columnsOf(values)], 0, 10)).toBe(false);
  expect(isWorthPowers([{ ...columnsOf(values), weights }], 0, 5000)).toBe(false);
});
