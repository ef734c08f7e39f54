/** A row's part of a sum or mean over all rows, and what the columns add up to. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../src/accumulate/rational.ts";
import { ColumnSums } from "../../src/gradient/column-sums.ts";
import { type Reduction, reducer } from "../../src/gradient/reduction.ts";

function exactSum(numbers: readonly number[]): Rational {
  return numbers.reduce((sum, value) => sum.plus(Rational.fromNumber(value)), Rational.zero);
}

/** The column as it is written. */
function reduced(
  reduction: Reduction,
  values: readonly number[],
  weights: readonly number[] | null,
): number[] {
  const column = Float64Array.from(values);
  const total = exactSum(weights ?? values.map(() => 1));
  reducer(reduction, total)(column, weights === null ? null : Float64Array.from(weights), values.length);
  return [...column];
}

function sumOf(reduction: Reduction, values: readonly number[], weights: readonly number[] | null) {
  const sums = new ColumnSums(1, reduction, exactSum(weights ?? values.map(() => 1)));
  const column = Float64Array.from(values);
  sums.add([column], weights === null ? null : Float64Array.from(weights), values.length);
  return sums.sum(0);
}

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const weight = fc.oneof(fc.constantFrom(0, 1, 2), fc.double({ min: 0, max: 1e3, noNaN: true }));
const rows = fc.array(fc.tuple(value, weight), { minLength: 1, maxLength: 30 });

describe("none", () => {
  it("leaves rows as they are, also those of weight 0", () => {
    expect(reduced("none", [3, Infinity], [0, 2])).toEqual([3, Infinity]);
    expect(sumOf("none", [3, 4], [0, 2])).toEqual({ value: 7 });
  });
});

describe("sum", () => {
  it("is times the weight, and a row of weight 0 gives 0 whatever its loss", () => {
    expect(reduced("sum", [3, Infinity, -2, 5], [2, 0, 0.5, 1])).toEqual([6, 0, -1, 5]);
    expect(sumOf("sum", [3, Infinity, -2], [2, 0, 0.5])).toEqual({ value: 5 });
  });

  it("adds up to the exact sum of w*x, which the written column misses by its rounding at most", () => {
    fc.assert(
      fc.property(rows, (pairs) => {
        const [values, weights] = [pairs.map(([x]) => x), pairs.map(([, w]) => w)];
        const exact = pairs.reduce(
          (sum, [x, w]) => sum.plus(Rational.fromNumber(x).times(Rational.fromNumber(w))),
          Rational.zero,
        );
        expect(sumOf("sum", values, weights)).toEqual({ value: exact.toNumber() });
        const written = reduced("sum", values, weights);
        const rounding = written.reduce((sum, part) => sum + Math.abs(part), 0) * 2 ** -53;
        expect(Math.abs(exactSum(written).minus(exact).toNumber())).toBeLessThanOrEqual(
          rounding + 2 ** -1073,
        );
      }),
    );
  });
});

describe("mean", () => {
  it("of rows without weights is each row over their number, rounded once", () => {
    expect(reduced("mean", [1, 2, 4], null)).toEqual([1 / 3, 2 / 3, 4 / 3]);
  });

  it("is times the share of the weight, and a row of weight 0 gives 0 whatever its loss", () => {
    expect(reduced("mean", [4, -Infinity, 8], [1, 0, 3])).toEqual([1, 0, 6]);
    expect(sumOf("mean", [4, -Infinity, 8], [1, 0, 3])).toEqual({ value: 7 });
  });

  it("adds up to the exact mean, which the written column misses by its rounding at most", () => {
    fc.assert(
      fc.property(rows, (pairs) => {
        const [values, weights] = [pairs.map(([x]) => x), pairs.map(([, w]) => w)];
        const total = exactSum(weights);
        fc.pre(total.sign() > 0);
        const exact = pairs
          .reduce(
            (sum, [x, w]) => sum.plus(Rational.fromNumber(x).times(Rational.fromNumber(w))),
            Rational.zero,
          )
          .over(total);
        expect(sumOf("mean", values, weights)).toEqual({ value: exact.toNumber() });
        const written = reduced("mean", values, weights);
        // Weight sum, product and quotient are each rounded once.
        const rounding = 3.01 * written.reduce((sum, part) => sum + Math.abs(part), 0) * 2 ** -53;
        expect(Math.abs(exactSum(written).minus(exact).toNumber())).toBeLessThanOrEqual(
          rounding + 2 ** -1060,
        );
      }),
    );
  });

  it("holds where products or the sum of the weights are beyond the range of numbers", () => {
    expect(reduced("mean", [1e300, -1e300], [1e300, 1e300])).toEqual([5e299, -5e299]);
    expect(reduced("mean", [6, 2], [2 ** 1023, 2 ** 1023])).toEqual([3, 1]);
    expect(reduced("mean", [3, 1e308], [5e-324, 5e-324])).toEqual([1.5, 5e307]);
    expect(reduced("mean", [Infinity, 1], [5e-324, 1e308])).toEqual([Infinity, 1]);
  });

  it("does not exist where the weights add up to 0", () => {
    expect(reduced("mean", [1, 2], [0, 0])).toEqual([Number.NaN, Number.NaN]);
    expect(sumOf("mean", [1, 2], [0, 0])).toEqual({ value: null, reason: "the weights add up to 0" });
  });
});

it("what does not exist stays so, also with the weight 0", () => {
  expect(reduced("sum", [Number.NaN], [0])).toEqual([Number.NaN]);
  expect(reduced("mean", [Number.NaN, 1], [0, 1])).toEqual([Number.NaN, 1]);
});

it("infinities of both signs have no sum", () => {
  expect(sumOf("none", [Infinity, -Infinity], null)).toEqual({ value: null, reason: "infinities cancel" });
});

it("a norm is the root of the exact sum of squares, of one column or several together", () => {
  const sums = new ColumnSums(2, "none", null);
  sums.addSquares([Float64Array.of(3, 0, 4), Float64Array.of(0, 12, 0)], 3);
  expect(sums.norm(0, 1)).toEqual({ value: 5 });
  expect(sums.norm(0, 2)).toEqual({ value: 13 });
  sums.addSquares([Float64Array.of(1e200), Float64Array.of(0)], 1);
  expect(sums.norm(0, 1)).toEqual({ value: 1e200 });
});
