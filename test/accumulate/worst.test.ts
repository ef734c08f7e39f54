/** Which rows are the worst, against sorting all of them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WorstAccumulator } from "../../src/accumulate/worst.ts";

/** Folds rows of a file, from line 2 on, in one go. */
function worst(limit: number, values: readonly number[], weights?: readonly number[]) {
  const accumulator = new WorstAccumulator(limit);
  fold(accumulator, values, weights);
  return accumulator.rows().map(({ value, place }) => [value, place.line]);
}

function fold(
  accumulator: WorstAccumulator,
  values: readonly number[],
  weights?: readonly number[],
  file = 0,
) {
  const columns = {
    first: Float64Array.from(values),
    second: null,
    third: null,
    weights: weights === undefined ? null : Float64Array.from(weights),
  };
  accumulator.add(columns, 0, values.length, {
    file,
    line: (row) => row + 2,
    fields: (row) => [`row ${row}`],
  });
}

describe("the worst rows", () => {
  test("are those that a stable sort by cost puts first", () => {
    const cost = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(fc.array(cost, { maxLength: 200 }), fc.integer({ min: 1, max: 12 }), (values, limit) => {
        const sorted = values
          .map((value, row) => [value, row + 2] as const)
          .toSorted((a, b) => (a[0] < b[0] ? 1 : a[0] > b[0] ? -1 : 0));
        expect(worst(limit, values)).toEqual(sorted.slice(0, limit));
      }),
    );
  });

  test("cost their weight times their loss", () => {
    expect(worst(2, [5, 2, 3], [1, 4, 2])).toEqual([
      [2, 3],
      [3, 4],
    ]);
  });

  test("that cost the same are the first by file, then line", () => {
    const accumulator = new WorstAccumulator(3);
    fold(accumulator, [1, 1, 1], undefined, 1);
    fold(accumulator, [1, 1], undefined, 0);
    expect(accumulator.rows().map(({ place }) => [place.file, place.line])).toEqual([
      [0, 2],
      [0, 3],
      [1, 2],
    ]);
  });

  test("are infinite ones before all others, and what is no number before them", () => {
    expect(worst(3, [1e308, Number.POSITIVE_INFINITY, Number.NaN, 3])).toEqual([
      [Number.NaN, 4],
      [Number.POSITIVE_INFINITY, 3],
      [1e308, 2],
    ]);
  });

  test("are fewer where there are fewer rows", () => {
    expect(worst(5, [0, 2])).toEqual([
      [2, 3],
      [0, 2],
    ]);
    expect(worst(5, [])).toEqual([]);
  });

  test("ask for the fields of those rows only that might stay", () => {
    const asked: number[] = [];
    const accumulator = new WorstAccumulator(2);
    const first = Float64Array.from({ length: 10_000 }, (_, row) => 10_000 - row);
    accumulator.add({ first, second: null, third: null, weights: null }, 0, first.length, {
      file: 0,
      line: (row) => row + 2,
      fields: (row) => {
        asked.push(row);
        return [];
      },
    });
    expect(asked).toEqual([0, 1, 2, 3]);
  });
});

test("a state of another number of rows, or without places, is refused", () => {
  const state = new WorstAccumulator(2).state();
  expect(() => WorstAccumulator.fromState(state, 3)).toThrow("expected 3 worst rows");
  const damaged = { ...state, rows: [{ value: 1, weight: 1, place: null, fields: [] }] };
  expect(() => WorstAccumulator.fromState(damaged, 2)).toThrow("expected a row with its place");
  expect(() => new WorstAccumulator(2).merge(new WorstAccumulator(3))).toThrow("expected to merge");
});
