import { describe, expect, test } from "vitest";
import {
  type ColumnSum,
  LONGEST,
  RUN,
  sumOfProducts,
  sumOfTriples,
  sumOfValues,
  sumsOfPowers,
} from "../../src/kernel/column-sum.ts";
import { sumOfUnits, units } from "./exact-reference.ts";
import { random } from "./random.ts";
import { sumCase } from "./sum-cases.ts";

/** The sum in units of 2^-1074. */
function integerOf({ sign, words }: ColumnSum): bigint {
  let integer = 0n;
  for (const word of words.toReversed()) integer = (integer << 32n) + BigInt(word);
  return BigInt(sign) * integer;
}

const sumOfSquares = (values: Float64Array) =>
  values.reduce((total, value) => total + units(value) * units(value), 0n);

const count = (values: Float64Array, wanted: number) =>
  values.filter((value) => Object.is(value, wanted)).length;

describe("exact sums of runs", () => {
  test("have no error: cancellation, subnormals, 1e308, ties, infinities, NaN", () => {
    const source = random(11);
    for (let i = 0; i < 1000; i++) {
      const values = sumCase(source);
      const from = source.below(values.length + 1);
      const to = Math.min(values.length, from + RUN);
      const run = values.subarray(from, to);
      const sum = sumOfValues(values, from, to);
      expect(integerOf(sum)).toBe(sumOfUnits(run));
      expect([sum.positiveInfinities, sum.negativeInfinities, sum.notNumbers]).toEqual([
        count(run, Number.POSITIVE_INFINITY),
        count(run, Number.NEGATIVE_INFINITY),
        count(run, Number.NaN),
      ]);
    }
  });

  test("take a full run of the largest numbers", () => {
    const values = new Float64Array(RUN).fill(-Number.MAX_VALUE);
    expect(integerOf(sumOfValues(values, 0, RUN))).toBe(BigInt(RUN) * units(-Number.MAX_VALUE));
  });

  test("take two full runs of numbers that fill one word", () => {
    // Numbers of this size are added one by one, each with 52 bits in the higher of its two words.
    for (const exponent of [2016 - 1023, 32 - 1023]) {
      const value = (2 - 2 ** -52) * 2 ** exponent;
      const values = new Float64Array(2 * RUN).fill(value);
      expect(integerOf(sumOfValues(values, 0, 2 * RUN))).toBe(BigInt(2 * RUN) * units(value));
    }
  });

  test("of products are not rounded, or null", () => {
    const source = random(13);
    let exact = 0;
    for (let i = 0; i < 600; i++) {
      const a = sumCase(source).subarray(0, RUN);
      const b = Float64Array.from(a, () => (source.next() - 0.5) * 10 ** (source.below(30) - 15));
      const w = Float64Array.from(a, () => source.next() * 10 ** source.below(5));
      const product = sumOfProducts(a, b, 0, a.length);
      const triple = sumOfTriples(w, a, b, 0, a.length);
      let products = 0n;
      let triples = 0n;
      if (product === null) continue;
      exact++;
      a.forEach((factor, j) => {
        products += units(factor) * units(b[j]!);
        triples += units(factor) * units(b[j]!) * units(w[j]!);
      });
      // `units` counts 2^-1074, a product of two of them 2^-2148.
      expect(integerOf(sumOfProducts(a, b, 0, a.length)!) << 1074n).toBe(products);
      if (triple !== null) expect(integerOf(sumOfTriples(w, a, b, 0, a.length)!) << 2148n).toBe(triples);
    }
    expect(exact).toBeGreaterThan(200);
  });

  test("of numbers and their squares are not rounded, whatever the numbers", () => {
    const source = random(17);
    let exact = 0;
    for (let i = 0; i < 600; i++) {
      const scale = 10 ** (source.below(60) - 30);
      const spread = 10 ** source.below(10);
      const a = Float64Array.from(
        { length: 1 + source.below(LONGEST) },
        () => (source.next() - 0.5) * scale * (source.below(3) === 0 ? 1 / spread : 1),
      );
      if (i % 5 === 0) a[source.below(a.length)] = 0;
      const from = i % 7 === 0 ? source.below(a.length) : 0;
      const { end, sum, squares } = sumsOfPowers(a, from, a.length);
      expect(end === a.length || (end - from) % RUN === 0).toBe(true);
      if (end > from) exact++;
      const values = a.subarray(from, end);
      expect(integerOf(sum)).toBe(sumOfUnits(values));
      expect(integerOf(squares) << 1074n).toBe(sumOfSquares(values));
    }
    expect(exact).toBeGreaterThan(300);
    const equal = new Float64Array(LONGEST).fill(-(2 - 2 ** -52));
    const { end, sum, squares } = sumsOfPowers(equal, 0, LONGEST);
    expect(end).toBe(LONGEST);
    expect(integerOf(sum)).toBe(BigInt(LONGEST) * units(equal[0]!));
    expect(integerOf(squares) << 1074n).toBe(BigInt(LONGEST) * units(equal[0]!) ** 2n);
    const zeros = sumsOfPowers(Float64Array.of(0, -0, 0), 0, 3);
    expect([zeros.end, integerOf(zeros.sum), integerOf(zeros.squares)]).toEqual([3, 0n, 0n]);
  });

  test("of numbers far smaller than the largest are exact, also of a whole run of them", () => {
    // With all bits set, so that what the levels leave is large in its words, whichever these are.
    for (let exponent = -40; exponent > -150; exponent--) {
      const values = new Float64Array(RUN).fill((2 - 2 ** -52) * 2 ** exponent);
      values[RUN - 1] = -1;
      const { end, sum, squares } = sumsOfPowers(values, 0, RUN);
      expect(end).toBe(RUN);
      const [expected, ofSquares] = [sumOfUnits(values), sumOfSquares(values)];
      expect(integerOf(sum)).toBe(expected);
      expect(integerOf(squares) << 1074n).toBe(ofSquares);
      expect(integerOf(sumOfValues(values, 0, RUN))).toBe(expected);
    }
  });

  test("of numbers at the ends of what a level takes are exact", () => {
    // A power of two, its neighbours, and halves of a level's last bit, of both signs.
    const ends = [1, 1 + 2 ** -52, 2 - 2 ** -52, 2 ** -49, 2 ** -50, 3 * 2 ** -50, 2 ** -50 + 2 ** -102];
    const source = random(19);
    for (let i = 0; i < 300; i++) {
      const values = Float64Array.from(
        { length: 2 + source.below(RUN) },
        () => ends[source.below(ends.length)]! * (source.below(2) === 0 ? 1 : -1),
      );
      const { end, sum, squares } = sumsOfPowers(values, 0, values.length);
      expect(end).toBe(values.length);
      expect(integerOf(sum)).toBe(sumOfUnits(values));
      expect(integerOf(squares) << 1074n).toBe(sumOfSquares(values));
      expect(integerOf(sumOfValues(values, 0, values.length))).toBe(sumOfUnits(values));
    }
  });

  test.each([1e200, 1e-200, 5e-324, Number.POSITIVE_INFINITY, Number.NaN])(
    "of squares stop before a run with %d beside 1, and the next sum is none the wiser",
    (value) => {
      const values = new Float64Array(RUN + 2).fill(1);
      values[RUN + 1] = value;
      for (const companion of [1, 0]) {
        values[RUN] = companion;
        const { end, sum, squares } = sumsOfPowers(values, 0, RUN + 2);
        expect(end).toBe(RUN);
        expect([sum.positiveInfinities, sum.notNumbers, squares.positiveInfinities]).toEqual([0, 0, 0]);
        expect(integerOf(sum)).toBe(BigInt(RUN) * units(1));
        expect(integerOf(squares) << 1074n).toBe(BigInt(RUN) * units(1) ** 2n);
        const none = sumsOfPowers(values, RUN, RUN + 2);
        expect([none.end, integerOf(none.sum), integerOf(none.squares)]).toEqual([RUN, 0n, 0n]);
      }
      expect(integerOf(sumOfValues(Float64Array.of(1, 1), 0, 2))).toBe(2n * units(1));
    },
  );

  test.each([
    [1e300, 1e300],
    [1e-200, 1e-200],
    [1e-320, 1],
    [Number.POSITIVE_INFINITY, 1],
    [Number.NaN, 1],
    [1e305, 1e-300],
  ])("of products are null where they hold %d * %d, and the next sum is none the wiser", (a, b) => {
    const one = Float64Array.of(1, 1);
    expect(sumOfProducts(Float64Array.of(1, a), Float64Array.of(2, b), 0, 2)).toBeNull();
    expect(sumOfTriples(one, Float64Array.of(1, a), Float64Array.of(2, b), 0, 2)).toBeNull();
    expect(sumOfTriples(Float64Array.of(1, a), Float64Array.of(2, b), one, 0, 2)).toBeNull();
    expect(integerOf(sumOfValues(one, 0, 2))).toBe(2n * units(1));
  });
});
