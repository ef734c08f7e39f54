import { describe, expect, test } from "vitest";
import { ExactSums } from "../../src/kernel/exact-sums.ts";
import { sumOfUnits, units } from "./exact-reference.ts";
import { random } from "./random.ts";
import { sumCase } from "./sum-cases.ts";

const count = (values: Float64Array, wanted: number) =>
  values.filter((value) => Object.is(value, wanted)).length;

/** Drained sums count units of 2^-1075, the reference those of 2^-1074. */
function expectExact(sums: ExactSums, values: Float64Array): void {
  const { integer, exponent, positiveInfinities, negativeInfinities, notNumbers } = sums.drain(0);
  expect(exponent).toBe(-1075);
  expect(integer).toBe(2n * sumOfUnits(values));
  expect([positiveInfinities, negativeInfinities, notNumbers]).toEqual([
    count(values, Number.POSITIVE_INFINITY),
    count(values, Number.NEGATIVE_INFINITY),
    count(values, Number.NaN),
  ]);
}

describe("exact sums", () => {
  test("a column's sum has no error: cancellation, subnormals, 1e308, ties, infinities, NaN", () => {
    const source = random(11);
    const sums = new ExactSums(1);
    for (let i = 0; i < 500; i++) {
      const values = sumCase(source);
      sums.add(0, values, 0, values.length);
      expectExact(sums, values);
    }
  });

  test("a sum does not depend on where the column is cut", () => {
    const source = random(12);
    const sums = new ExactSums(2);
    for (let i = 0; i < 100; i++) {
      const values = sumCase(source);
      sums.add(0, values, 0, values.length);
      for (let from = 0; from < values.length; ) {
        const to = Math.min(values.length, from + 1 + source.below(1500));
        sums.add(1, values, from, to);
        from = to;
      }
      expect(sums.drain(1)).toEqual(sums.drain(0));
    }
  });

  test("a word takes millions of additions of one sign", () => {
    const sums = new ExactSums(1);
    const values = new Float64Array(2 ** 16).fill(Number.MAX_VALUE);
    for (let i = 0; i < 64; i++) sums.add(0, values, 0, values.length);
    expect(sums.drain(0).integer).toBe(2n * units(Number.MAX_VALUE) * 2n ** 22n);
  });

  test("a sum that has been drained is 0, its neighbours are as they were", () => {
    const sums = new ExactSums(3);
    const values = Float64Array.of(1.5, Number.NaN);
    for (const sum of [0, 1, 2]) sums.add(sum, values, 0, 2);
    sums.drain(1);
    expect(sums.drain(1)).toEqual({
      integer: 0n,
      exponent: -1075,
      positiveInfinities: 0,
      negativeInfinities: 0,
      notNumbers: 0,
    });
    expectExact(sums, values);
  });

  test("products are added without rounding, or reported as a run that was not added", () => {
    const source = random(13);
    const sums = new ExactSums(1);
    let exactRuns = 0;
    for (let i = 0; i < 300; i++) {
      const first = sumCase(source);
      const second = Float64Array.from(first, () => (source.next() - 0.5) * 10 ** (source.below(30) - 15));
      const added: boolean[] = new Array(first.length).fill(true);
      sums.addProducts(0, first, second, 0, first.length, (from, to) => added.fill(false, from, to));
      let expected = 0n;
      for (const [j, was] of added.entries()) {
        if (was) expected += units(first[j]!) * units(second[j]!);
      }
      exactRuns += added.includes(true) ? 1 : 0;
      // The reference counts units of 2^-2148.
      expect(sums.drain(0).integer * 2n ** (2148n - 1075n)).toBe(expected);
    }
    expect(exactRuns).toBeGreaterThan(100);
  });

  test.each([
    [1e300, 1e300],
    [1e-200, 1e-200],
    [1e-320, 1],
    [Number.POSITIVE_INFINITY, 1],
    [Number.NaN, 1],
    [1e305, 1e-300],
  ])("the run with %d * %d is left to the caller", (a, b) => {
    const runs: number[][] = [];
    const sums = new ExactSums(1);
    sums.addProducts(0, Float64Array.of(1, a), Float64Array.of(2, b), 0, 2, (from, to) =>
      runs.push([from, to]),
    );
    expect(runs).toEqual([[0, 2]]);
    expect(sums.drain(0).integer).toBe(0n);
  });
});
