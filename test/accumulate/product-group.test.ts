/** Products that are folded together: the same states as one by one, to the last bit of those that are rounded too. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ProductAccumulator } from "../../src/accumulate/product.ts";
import { addTogether } from "../../src/accumulate/product-group.ts";
import type { FoldColumns } from "../../src/accumulate/types.ts";

/** Factors as places of columns: those of r2, and all else that standard errors may ask for. */
const TERMS = [
  [0],
  [1],
  [0, 0],
  [0, 1],
  [1, 1],
  [0, 0, 0],
  [0, 1, 1],
  [0, 0, 0, 0],
  [0, 0, 1, 1],
  [1, 1, 1, 1],
  [0, 0, 1, 2],
  [2, 1, 0],
];

function foldColumns(columns: readonly Float64Array[]): FoldColumns[] {
  return TERMS.map((places) => {
    const [first, second = null, third = null, fourth = null] = places.map((place) => columns[place]!);
    return { first: first!, second, third, fourth, weights: null };
  });
}

const states = (accumulators: readonly ProductAccumulator[]) => accumulators.map((each) => each.state());

function check(columns: readonly Float64Array[], rows: number): void {
  const folded = foldColumns(columns);
  const together = TERMS.map(() => new ProductAccumulator());
  const apart = TERMS.map(() => new ProductAccumulator());
  // Not from the beginning, and not to the end.
  expect(addTogether(together, folded, 1, rows - 1)).toBe(true);
  for (const [term, accumulator] of apart.entries()) accumulator.add(folded[term]!, 1, rows - 1);
  expect(states(together)).toEqual(states(apart));
}

const kinds = [
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -5, max: 5 }),
  fc.integer({ min: -220, max: 220 }).map((exponent) => 1.7 * 2 ** exponent),
  fc.constantFrom(0, -0, 1, 2 ** 200, -(2 ** -200), 2 ** 201, 2 ** -201, 5e-324, 1e308),
];

test("any numbers", () => {
  const column = fc.constantFrom(...kinds).chain((kind) => fc.array(kind, { minLength: 1, maxLength: 30 }));
  fc.assert(
    fc.property(
      fc.array(column, { minLength: 3, maxLength: 3 }),
      fc.integer({ min: 1026, max: 3000 }),
      (parts, rows) => {
        const columns = parts.map((values, c) =>
          Float64Array.from({ length: rows }, (_, row) => values[(row * (2 * c + 1)) % values.length]!),
        );
        check(columns, rows);
      },
    ),
    { numRuns: 60 },
  );
});

test("numbers all different, and a few runs with one that is out of reach", () => {
  const rows = 20_000;
  const columns = [1.3, 2.7, 0.4].map((step) =>
    Float64Array.from({ length: rows }, (_, row) => Math.sin(row * step) * 10 ** (3 * Math.cos(row / step))),
  );
  check(columns, rows);
  columns[1]![5000] = 1e300;
  columns[2]![9000] = Number.POSITIVE_INFINITY;
  columns[0]![15_000] = 1e-310;
  check(columns, rows);
});

test("few rows, few products, or weights are left to each by itself", () => {
  const columns = [0, 1, 2].map((c) => Float64Array.from({ length: 2000 }, (_, row) => row % (c + 7)));
  const folded = foldColumns(columns);
  const accumulators = TERMS.map(() => new ProductAccumulator());
  expect(addTogether(accumulators, folded, 0, 100)).toBe(false);
  expect(addTogether(accumulators.slice(0, 5), folded.slice(0, 5), 0, 2000)).toBe(false);
  const weighted = folded.map((each) => ({ ...each, weights: columns[0]! }));
  expect(addTogether(accumulators, weighted, 0, 2000)).toBe(false);
  expect(states(accumulators)).toEqual(states(TERMS.map(() => new ProductAccumulator())));
});
