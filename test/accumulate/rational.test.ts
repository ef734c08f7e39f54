import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Rational } from "../../src/accumulate/rational.ts";

const { POSITIVE_INFINITY: INF, NEGATIVE_INFINITY, NaN: NAN } = Number;
const of = Rational.fromNumber;
const double = fc
  .bigInt({ min: 0n, max: 2n ** 64n - 1n })
  .map((bits) => new Float64Array(BigUint64Array.of(bits).buffer)[0]!);
const integer = fc.bigInt({ min: -(2n ** 120n), max: 2n ** 120n });
const positive = fc.bigInt({ min: 1n, max: 2n ** 120n });

/** |x|'s neighbours; x is finite and not 0. */
function neighbour(x: number, step: 1n | -1n): number {
  const bits = new BigInt64Array(Float64Array.of(Math.abs(x)).buffer)[0]!;
  return new Float64Array(BigInt64Array.of(bits + step).buffer)[0]!;
}

/** Twice a double, as units of 2^-1075 each, Infinity as 2^1024. */
function twiceUnits(x: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(x).buffer)[0]!;
  const biased = (bits >> 52n) & 0x7ffn;
  const significand = (bits & 0xfffffffffffffn) | (biased === 0n ? 0n : 1n << 52n);
  return 2n * (biased === 0n ? significand : significand << (biased - 1n));
}

/** Whether x >= 0 is the double nearest to numerator/denominator * 2^exponent, ties to even, by comparing halves. */
function isNearest(x: number, numerator: bigint, denominator: bigint, exponent: number): boolean {
  // All in units of 2^-1075 / denominator, times 2^8000 so that no exponent is negative.
  const exact = numerator << BigInt(8000 + 1075 + exponent);
  const scale = denominator << 8000n;
  const even = (new BigUint64Array(Float64Array.of(x).buffer)[0]! & 1n) === 0n;
  const middle = (other: number) => ((twiceUnits(x) + twiceUnits(other)) / 2n) * scale;
  const below = x === 0 || exact > middle(neighbour(x, -1n)) || (even && exact === middle(neighbour(x, -1n)));
  const above = x === INF || exact < middle(neighbour(x, 1n)) || (even && exact === middle(neighbour(x, 1n)));
  return below && above;
}

describe("from a number and back", () => {
  test("nothing changes, except -0 to 0", () => {
    fc.assert(
      fc.property(double, (x) => {
        expect(of(x).toNumber()).toBe(x + 0);
      }),
      { numRuns: 500 },
    );
    for (const x of [
      0,
      5e-324,
      2 ** -1022,
      Number.MAX_VALUE,
      -Number.MAX_VALUE,
      INF,
      NEGATIVE_INFINITY,
      NAN,
    ]) {
      expect(of(x).toNumber()).toBe(x);
    }
    expect(of(-0).toNumber()).toBe(0);
  });
});

describe("arithmetic is exact", () => {
  const fraction = fc.tuple(integer, positive, fc.integer({ min: -300, max: 300 }));
  const make = ([n, d, e]: [bigint, bigint, number]) => Rational.scaled(n, e).over(Rational.scaled(d, 0));
  /** numerator and denominator as plain integers. */
  const plain = (x: Rational): [bigint, bigint] =>
    x.exponent >= 0
      ? [x.numerator << BigInt(x.exponent), x.denominator]
      : [x.numerator, x.denominator << BigInt(-x.exponent)];
  const same = (x: Rational, numerator: bigint, denominator: bigint) => {
    const [n, d] = plain(x);
    expect(n * denominator).toBe(numerator * d);
  };

  test("as that of integer fractions", () => {
    fc.assert(
      fc.property(fraction, fraction, (left, right) => {
        const [x, y] = [make(left), make(right)];
        const [a, b] = plain(x);
        const [c, d] = plain(y);
        same(x.plus(y), a * d + c * b, b * d);
        same(x.minus(y), a * d - c * b, b * d);
        same(x.times(y), a * c, b * d);
        if (c !== 0n) same(x.over(y), a * d, b * c);
        same(x.abs(), a < 0n ? -a : a, b);
        expect(x.sign()).toBe(a === 0n ? 0 : a < 0n ? -1 : 1);
        expect(x.minus(x).sign()).toBe(0);
      }),
    );
  });

  test("and keeps no common power of two", () => {
    const x = of(0.75)
      .times(of(2 ** 1000))
      .over(of(12));
    expect([x.numerator, x.denominator, x.exponent]).toEqual([3n, 3n, 996]);
  });
});

describe("infinities and what is undefined follow the rules of limits", () => {
  const numbers: Record<string, Rational> = {
    "-inf": of(NEGATIVE_INFINITY),
    "-2": of(-2),
    "0": of(0),
    "2": of(2),
    inf: of(INF),
    nan: of(NAN),
  };
  test.each([
    ["inf", "plus", "inf", INF],
    ["-inf", "plus", "-inf", NEGATIVE_INFINITY],
    ["inf", "plus", "-inf", NAN],
    ["inf", "minus", "inf", NAN],
    ["inf", "minus", "-inf", INF],
    ["inf", "plus", "-2", INF],
    ["2", "plus", "-inf", NEGATIVE_INFINITY],
    ["2", "minus", "inf", NEGATIVE_INFINITY],
    ["nan", "plus", "inf", NAN],
    ["inf", "plus", "nan", NAN],
    ["2", "minus", "nan", NAN],
    ["inf", "times", "-2", NEGATIVE_INFINITY],
    ["-inf", "times", "-inf", INF],
    ["inf", "times", "0", NAN],
    ["nan", "times", "0", NAN],
    ["2", "over", "0", INF],
    ["-2", "over", "0", NEGATIVE_INFINITY],
    ["0", "over", "0", NAN],
    ["inf", "over", "0", INF],
    ["nan", "over", "0", NAN],
    ["-2", "over", "inf", 0],
    ["inf", "over", "-inf", NAN],
    ["nan", "over", "inf", NAN],
    ["2", "over", "nan", NAN],
    ["0", "over", "nan", NAN],
    ["inf", "over", "-2", NEGATIVE_INFINITY],
  ] as const)("%s %s %s", (left, operation, right, expected) => {
    expect(numbers[left]![operation](numbers[right]!).toNumber()).toBe(expected);
  });

  test("sign, abs and sqrt", () => {
    expect(of(NAN).sign()).toBeNaN();
    expect(of(NEGATIVE_INFINITY).sign()).toBe(-1);
    expect(of(NEGATIVE_INFINITY).abs().toNumber()).toBe(INF);
    expect(of(NAN).abs().toNumber()).toBeNaN();
    expect(of(INF).sqrt()).toBe(INF);
    expect(of(0).sqrt()).toBe(0);
    expect(of(-1e-300).sqrt()).toBeNaN();
    expect(of(NEGATIVE_INFINITY).sqrt()).toBeNaN();
    expect(of(NAN).sqrt()).toBeNaN();
  });
});

describe("toNumber is the nearest double, ties to even", () => {
  test.each([
    ["a third", Rational.scaled(1n, 0).over(of(3)), 1 / 3],
    ["1 and half an ulp", Rational.scaled(2n ** 53n + 1n, -53), 1],
    ["the next tie", Rational.scaled(2n ** 53n + 3n, -53), 1 + 2 ** -51],
    [
      "a tie and a trace that no finite binary fraction holds",
      Rational.scaled(2n ** 53n + 1n, -53).plus(Rational.scaled(1n, -300).over(of(3))),
      1 + 2 ** -52,
    ],
    ["half of the smallest subnormal", Rational.scaled(1n, -1075), 0],
    ["more than half of it", Rational.scaled(3n, -1076), 5e-324],
    ["a third of it", Rational.scaled(1n, -1074).over(of(3)), 0],
    ["two thirds of it", Rational.scaled(2n, -1074).over(of(3)), 5e-324],
    ["one and a half of it", Rational.scaled(3n, -1075), 1e-323],
    ["just under the smallest normal", Rational.scaled(2n ** 54n - 1n, -1076), 2 ** -1022],
    ["half an ulp above the largest", Rational.scaled(2n ** 54n - 1n, 970), INF],
    ["just under that", Rational.scaled(2n ** 60n - 65n, 964), Number.MAX_VALUE],
    ["far beyond", Rational.scaled(-1n, 5000), NEGATIVE_INFINITY],
    ["far below", Rational.scaled(-1n, -5000), -0],
  ])("%s", (_, exact, expected) => {
    expect(exact.toNumber()).toBe(expected);
  });

  test("for any fraction, from subnormals to overflow", () => {
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: -1200, max: 1100 }), (n, d, e) => {
        expect(isNearest(Rational.scaled(n, e).over(Rational.scaled(d, 0)).toNumber(), n, d, e)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("sqrt is the nearest double to the root", () => {
  test.each([
    ["a tie", 0n, 1],
    ["a trace above a tie", 1n, 1 + 2 ** -52],
    ["a trace below a tie", -1n, 1],
  ])("of %s", (_, trace, expected) => {
    const tie = Rational.scaled(2n ** 53n + 1n, -53);
    expect(tie.times(tie).plus(Rational.scaled(trace, -300)).sqrt()).toBe(expected);
  });

  test("of squares it is exact", () => {
    fc.assert(
      fc.property(double.filter(Number.isFinite), (x) => {
        expect(of(x).times(of(x)).sqrt()).toBe(Math.abs(x));
      }),
      { numRuns: 300 },
    );
  });

  test("of doubles it is IEEE's own", () => {
    fc.assert(
      fc.property(
        double.filter((x) => x > 0),
        (x) => {
          expect(of(x).sqrt()).toBe(Math.sqrt(x));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("of fractions it stands between the squares of its halfway points", () => {
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: -2300, max: 2000 }), (n, d, e) => {
        const exact = Rational.scaled(n, e).over(Rational.scaled(d, 0));
        const root = exact.sqrt();
        fc.pre(root > 0 && root < INF);
        const half = (x: Rational) => x.over(of(2));
        const low = half(of(root).plus(of(neighbour(root, -1n))));
        const high = half(of(root).plus(of(neighbour(root, 1n))));
        expect(exact.minus(low.times(low)).sign()).toBeGreaterThanOrEqual(0);
        expect(exact.minus(high.times(high)).sign()).toBeLessThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });
});
