import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BinsAccumulator } from "../../src/accumulate/bins.ts";
import { MaximumAccumulator } from "../../src/accumulate/maximum.ts";
import { MedianAccumulator } from "../../src/accumulate/median.ts";
import { RankingAccumulator } from "../../src/accumulate/ranking.ts";
import { Rational } from "../../src/accumulate/rational.ts";
import { StateError } from "../../src/accumulate/state.ts";
import { SumAccumulator } from "../../src/accumulate/sum.ts";
import type { FoldColumns, RowPlaces } from "../../src/accumulate/types.ts";

const places: RowPlaces = { file: 0, line: (row) => row + 2 };
const { POSITIVE_INFINITY: INF } = Number;

function columns(
  first: readonly number[],
  others: { second?: readonly number[]; third?: readonly number[]; weights?: readonly number[] } = {},
): FoldColumns {
  const column = (values: readonly number[] | undefined) =>
    values === undefined ? null : Float64Array.from(values);
  return {
    first: Float64Array.from(first),
    second: column(others.second),
    third: column(others.third),
    weights: column(others.weights),
  };
}

describe("a sum", () => {
  test("names the first infinite row, whatever part comes first", () => {
    const sum = new SumAccumulator();
    sum.add(columns([1, INF, 2, INF]), 0, 4, { file: 1, line: (row) => row + 2 });
    expect(sum.firstInfinite).toEqual({ file: 1, line: 3 });
    const earlier = new SumAccumulator();
    earlier.add(columns([0, 0, 0, 0, INF], { weights: [1, 1, 1, 1, 0.5] }), 0, 5, places);
    sum.merge(earlier);
    expect(sum.firstInfinite).toEqual({ file: 0, line: 6 });
    expect(sum.total().toNumber()).toBe(INF);
  });

  test("has no infinite row where only its total leaves the range", () => {
    const sum = new SumAccumulator();
    sum.add(columns([1e308, 1e308], { weights: [1e308, 1e308] }), 0, 2, places);
    expect(sum.firstInfinite).toBeNull();
    expect(sum.total().over(Rational.fromNumber(1e308)).over(Rational.fromNumber(2)).toNumber()).toBe(1e308);
  });

  test("folds only the rows it is told to", () => {
    const sum = new SumAccumulator();
    sum.add(columns([1, 2, 4, 8], { weights: [1, 1, 3, 1] }), 1, 3, places);
    expect(sum.total().toNumber()).toBe(14);
  });
});

describe("a maximum", () => {
  test("stands at the first of equal rows", () => {
    const maximum = new MaximumAccumulator();
    maximum.add(columns([1, 5, 5, 3]), 0, 4, places);
    maximum.add(columns([5, 5]), 0, 2, { file: 0, line: () => 90 });
    expect([maximum.value, maximum.place]).toEqual([5, { file: 0, line: 3 }]);
  });

  test("of -0 and 0 is 0 at the first of them", () => {
    const maximum = new MaximumAccumulator();
    maximum.add(columns([-1, -0, 0]), 0, 3, places);
    expect([maximum.value, maximum.place]).toEqual([0, { file: 0, line: 3 }]);
  });

  test("below 0 and at -Infinity still has a place", () => {
    const maximum = new MaximumAccumulator();
    maximum.add(columns([-INF, -INF]), 0, 2, places);
    expect([maximum.value, maximum.place]).toEqual([-INF, { file: 0, line: 2 }]);
  });
});

describe("a median", () => {
  const medianOf = (values: readonly number[], weights?: readonly number[]) => {
    const median = new MedianAccumulator();
    median.add(columns(values, weights === undefined ? {} : { weights }), 0, values.length);
    return median.median();
  };

  test.each([
    ["an odd number of values: the middle one", [9, 1, 4], undefined, 4],
    ["an even number: the mean of the middle two", [9, 1, 4, 3], undefined, 3.5],
    ["numbers, not texts, are sorted", [10, 9, 100], undefined, 10],
    ["two large values", [1.5e308, 1.7e308], undefined, 1.6e308],
    ["two subnormals", [5e-324, 1e-323], undefined, 1e-323],
    ["an infinite half", [1, INF], undefined, INF],
    ["the weight moves the middle", [1, 2, 3], [5, 1, 1], 1],
    ["the half falls between two", [3, 1, 2], [2, 1, 1], 2.5],
    ["the half falls just short", [1, 2], [1, 1 + 2 ** -52], 2],
    ["tenths whose double sum would round to the half", [1, 2, 3, 4], [0.1, 0.2, 0.3, 5e-324], 2],
    ["weights whose sum leaves the range", [1, 2, 3], [1e308, 1e308, 1e308], 2],
  ] as const)("of %s", (_, values, weights, expected) => {
    expect(medianOf(values, weights)).toBe(expected);
  });

  test("of nothing, or of a NaN, is NaN", () => {
    expect(medianOf([])).toBeNaN();
    expect(medianOf([1, Number.NaN, 2])).toBeNaN();
  });

  test("splits integer weights like a sorted list of repeated values", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 6 })), { minLength: 1 }),
        (pairs) => {
          const list = pairs.flatMap(([value, weight]) => new Array<number>(weight).fill(value));
          list.sort((a, b) => a - b);
          const expected = (list[(list.length - 1) >> 1]! + list[list.length >> 1]!) / 2;
          expect(
            medianOf(
              pairs.map(([value]) => value),
              pairs.map(([, weight]) => weight),
            ),
          ).toBe(expected + 0);
        },
      ),
    );
  });
});

describe("a ranking", () => {
  const concordanceOf = (
    scores: readonly number[],
    second: readonly number[],
    weights?: readonly number[],
  ) => {
    const ranking = new RankingAccumulator();
    const folded = columns(scores, weights === undefined ? { second } : { second, weights });
    ranking.add(folded, 0, scores.length);
    return ranking.concordance().toNumber();
  };

  test.each([
    ["all pairs in order", [1, 2, 3, 4], [0, 0, 1, 1], 1],
    ["none in order", [4, 3, 2, 1], [-1, -1, 1, 1], 0],
    ["ties count half", [1, 1, 1], [0, 1, 0], 0.5],
    ["3 of 4", [0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1], 0.75],
    ["-0 ties with 0", [-0, 0], [1, 0], 0.5],
    ["one in order, one tied, one not: half", [2, 1, 2, 3], [1, 0, 0, 0], 0.5],
  ] as const)("%s", (_, scores, labels, expected) => {
    expect(concordanceOf(scores, labels)).toBe(expected);
  });

  test("weighs pairs by the product of their weights", () => {
    // (2, 1) in order with weight 3 * 0.5, (2, 5) not with 3 * 0.25: 1.5 of 2.25.
    expect(concordanceOf([2, 1, 5], [1, 0, 0], [3, 0.5, 0.25])).toBe(2 / 3);
    expect(concordanceOf([2, 1, 5], [1, 0, 0], [1e300, 1e-300, 1e-300])).toBe(0.5);
  });

  test("stays exact where whole weights add up beyond 2^53", () => {
    // 2^53 + 1 of 2^53 + 2.
    expect(concordanceOf([5, 1, 2, 9], [1, 0, 0, 0], [1, 2 ** 53, 1, 1])).toBe(1 - 2 ** -53);
  });

  test("has no value for one class", () => {
    expect(concordanceOf([1, 2], [1, 1])).toBeNaN();
    expect(concordanceOf([1, 2], [0, 0])).toBeNaN();
  });

  test("equals the count of all pairs, with whole weights and with any dyadic ones", () => {
    const row = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.boolean(), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), fc.constantFrom(1, 1 / 8), (rows, unit) => {
        let twice = 0;
        let all = 0;
        for (const [p, positive, w] of rows) {
          for (const [n, other, v] of rows) {
            if (!positive || other) continue;
            all += w * v;
            twice += w * v * (1 + Math.sign(p - n));
          }
        }
        fc.pre(all > 0);
        const found = concordanceOf(
          rows.map(([score]) => score),
          rows.map(([, positive]) => Number(positive)),
          rows.map(([, , weight]) => weight * unit),
        );
        expect(found).toBe(twice / 2 / all);
      }),
    );
  });
});

describe("bins", () => {
  test("hold the exact gap of each bin", () => {
    const bins = new BinsAccumulator(3);
    const folded = columns([1e16, 1, -1e16, 0.5], {
      second: [0, 0, 0, 1],
      third: [0, 0, 0, 2],
      weights: [1, 1, 1, 3],
    });
    bins.add(folded, 0, 4);
    expect(bins.gaps().map((gap) => gap.toNumber())).toEqual([1, 0, -1.5]);
  });

  test("refuse to merge with another number of bins, and rows outside", () => {
    expect(() => new BinsAccumulator(3).merge(new BinsAccumulator(4))).toThrow(StateError);
    expect(() => BinsAccumulator.fromState(new BinsAccumulator(3).state(), 4)).toThrow(StateError);
    const outside = columns([1], { second: [0], third: [3] });
    expect(() => new BinsAccumulator(3).add(outside, 0, 1)).toThrow(RangeError);
  });
});
