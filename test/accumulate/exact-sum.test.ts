import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addProducts, addTriples } from "../../src/accumulate/exact-products.ts";
import { ExactSum, type ExactSumState } from "../../src/accumulate/exact-sum.ts";
import { StateError } from "../../src/accumulate/state.ts";
import { text } from "./subjects.ts";

/** Every finite double is a whole number of these: 2^-1074. Read from the bits, apart from the code under test. */
function units(value: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0]!;
  const biased = (bits >> 52n) & 0x7ffn;
  const significand = (bits & 0xfffffffffffffn) | (biased === 0n ? 0n : 1n << 52n);
  const magnitude = biased === 0n ? significand : significand << (biased - 1n);
  return bits >> 63n === 1n ? -magnitude : magnitude;
}

/** The state's exact value in units of 2^-4000, below any product of three doubles. */
function finely({ integer, exponent }: ExactSumState): bigint {
  const magnitude = BigInt(`0x${integer.replace("-", "")}`) << BigInt(exponent + 4000);
  return integer.startsWith("-") ? -magnitude : magnitude;
}

function sumOf(values: readonly number[]): ExactSum {
  const sum = new ExactSum();
  for (const value of values) sum.add(value);
  return sum;
}

const bitPattern = fc
  .bigInt({ min: 0n, max: 2n ** 64n - 1n })
  .map((bits) => new Float64Array(BigUint64Array.of(bits).buffer)[0]!)
  .filter(Number.isFinite);
const finite = fc.oneof(
  bitPattern,
  fc.double({ min: -1e3, max: 1e3, noNaN: true }),
  fc.constantFrom(0, -0, 1, -1, 5e-324, 2 ** -1022, Number.MAX_VALUE, -Number.MAX_VALUE, 1e-300, 2 ** 53),
);

describe("a sum is rounded once, to nearest, ties to even", () => {
  test.each([
    ["nothing", [], 0],
    ["cancellation", [1e16, 1, -1e16], 1],
    ["cancellation over the whole range", [1e308, 1e-308, -1e308], 1e-308],
    ["overflow on the way", [1e308, 1e308, -1e308, -1e308, 1], 1],
    ["overflow on the way, large total", [Number.MAX_VALUE, 1e308, -1e308], Number.MAX_VALUE],
    ["a total beyond the range", [1e308, 1e308], Number.POSITIVE_INFINITY],
    ["half an ulp above the largest", [Number.MAX_VALUE, 2 ** 970], Number.POSITIVE_INFINITY],
    ["just under it", [Number.MAX_VALUE, 2 ** 970, -5e-324], Number.MAX_VALUE],
    ["subnormals", [5e-324, 5e-324, 5e-324], 1.5e-323],
    ["subnormals that become normal", [2 ** -1022, -5e-324, 5e-324], 2 ** -1022],
    ["a tie goes to the even one below", [1, 2 ** -53], 1],
    ["a tie goes to the even one above", [1 + 2 ** -52, 2 ** -53], 1 + 2 ** -51],
    ["a little more than a tie goes up", [1, 2 ** -53, 5e-324], 1 + 2 ** -52],
    ["a little less than a tie goes down", [1 + 2 ** -52, 2 ** -53, -5e-324], 1 + 2 ** -52],
    ["a negative tie", [-1, -(2 ** -53)], -1],
    ["tenths", Array.from({ length: 10 }, () => 0.1), 1],
    ["zeros of both signs are +0", [-0, 0, -0], 0],
    ["only -0 is +0", [-0], 0],
    ["infinity", [1, Number.POSITIVE_INFINITY], Number.POSITIVE_INFINITY],
    ["negative infinity", [Number.NEGATIVE_INFINITY, 1e308], Number.NEGATIVE_INFINITY],
    ["both infinities", [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], Number.NaN],
    ["NaN", [1, Number.NaN, Number.POSITIVE_INFINITY], Number.NaN],
  ])("%s", (_, values, expected) => {
    expect(sumOf(values).value()).toBe(expected);
  });

  test("many equal terms, in one direction", () => {
    const sum = new ExactSum();
    sum.addRange(new Float64Array(300_000).fill(Number.MAX_VALUE), 0, 300_000);
    for (let i = 0; i < 100_000; i++) sum.add(-Number.MAX_VALUE);
    sum.addRange(new Float64Array(200_000).fill(-Number.MAX_VALUE), 0, 199_999);
    expect(sum.value()).toBe(Number.MAX_VALUE);
  });
});

test("the terms that fill a chunk fastest do not overflow it, in ranges or one by one", () => {
  // All bits set at the largest shift within a chunk, now and then an odd last bit at the smallest.
  const [large, odd] = [4 - 2 ** -51, 2 ** -6 * (1 + 2 ** -52)];
  const terms = Float64Array.from({ length: 40_000 }, (_, i) => (i % 1000 === 999 ? odd : large));
  const range = new ExactSum();
  range.addRange(terms, 0, terms.length);
  const expected = (39_960n * units(large) + 40n * units(odd)) << 2926n;
  expect(finely(range.state())).toBe(expected);
  expect(finely(sumOf([...terms]).state())).toBe(expected);
});

describe("sums equal those of integers", () => {
  test("for any bit patterns", () => {
    fc.assert(
      fc.property(fc.array(finite, { maxLength: 60 }), (values) => {
        const expected = values.reduce((total, value) => total + units(value), 0n);
        expect(finely(sumOf(values).state())).toBe(expected << 2926n);
      }),
    );
  });

  test("for ranges of any length at any offset, with numbers that the fast loop leaves out", () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom(0, 1, 95, 96, 97, 8191, 8193, 20_000),
        (pattern, from, length) => {
          const values = Float64Array.from(
            { length: from + length + 3 },
            (_, i) => pattern[i % pattern.length]!,
          );
          const view = new Float64Array(values.buffer, 8);
          const sum = new ExactSum();
          sum.addRange(view, from, from + length);
          let expected = 0n;
          for (let i = from; i < from + length; i++) expected += units(view[i]!);
          expect(finely(sum.state())).toBe(expected << 2926n);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("for products, alone and in columns", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(finite, finite), { maxLength: 40 }), (pairs) => {
        const expected = pairs.reduce((total, [a, b]) => total + units(a) * units(b), 0n) << 1852n;
        const single = new ExactSum();
        for (const [a, b] of pairs) single.addProduct(a, b);
        expect(finely(single.state())).toBe(expected);
        const columns = new ExactSum();
        const column = (index: 0 | 1) => Float64Array.from(pairs, (pair) => pair[index]);
        addProducts(columns, column(0), column(1), 0, pairs.length);
        expect(columns.state()).toEqual(single.state());
      }),
    );
  });

  test("for products of three, alone and in columns", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(finite, finite, finite), { maxLength: 40 }), (triples) => {
        const expected =
          triples.reduce((total, [w, a, b]) => total + units(w) * units(a) * units(b), 0n) << 778n;
        const single = new ExactSum();
        for (const [w, a, b] of triples) single.addTriple(w, a, b);
        expect(finely(single.state())).toBe(expected);
        const columns = new ExactSum();
        const column = (index: 0 | 1 | 2) => Float64Array.from(triples, (triple) => triple[index]);
        addTriples(columns, column(0), column(1), column(2), 0, triples.length);
        expect(columns.state()).toEqual(single.state());
      }),
    );
  });

  test("for integers at any exponent", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }), fc.integer({ min: -4000, max: 4000 })),
        ),
        (terms) => {
          const sum = new ExactSum();
          for (const [integer, exponent] of terms) sum.addInteger(integer, exponent);
          const expected = terms.reduce((total, [integer, e]) => total + (integer << BigInt(e + 4000)), 0n);
          expect(finely(sum.state())).toBe(expected);
        },
      ),
    );
  });

  test("for columns of products longer than the collecting buffer", () => {
    const n = 5000;
    const a = Float64Array.from({ length: n }, (_, i) => 1 / (i + 1));
    const b = Float64Array.from({ length: n }, (_, i) => Math.sqrt(i) - 30);
    const w = Float64Array.from({ length: n }, (_, i) => (i % 3) + 0.1);
    let pairs = 0n;
    let triples = 0n;
    for (let i = 0; i < n; i++) {
      pairs += units(a[i]!) * units(b[i]!);
      triples += units(w[i]!) * units(a[i]!) * units(b[i]!);
    }
    const sum = new ExactSum();
    addProducts(sum, a, b, 0, n);
    expect(finely(sum.state())).toBe(pairs << 1852n);
    const weighted = new ExactSum();
    addTriples(weighted, w, a, b, 0, n);
    expect(finely(weighted.state())).toBe(triples << 778n);
  });
});

describe("products beyond the range of doubles", () => {
  test.each([
    ["squares of 1e-300", [1e-300, 1e-300, 1e-300]],
    ["squares of 1e308", [1e308, 1e308, 1e308]],
    ["a subnormal weight", [5e-324, 1e308, 3]],
  ])("%s stay exact and cancel", (_, [w, a, b]) => {
    const sum = new ExactSum();
    sum.addTriple(w!, a!, b!);
    sum.add(1);
    sum.addTriple(-w!, a!, b!);
    expect(sum.value()).toBe(1);
    expect(sum.state()).toEqual(sumOf([1]).state());
  });

  test("infinite factors count by their sign", () => {
    const of = (w: number, a: number, b: number) => {
      const sum = new ExactSum();
      sum.addTriple(w, a, b);
      return sum.value();
    };
    expect(of(2, Number.POSITIVE_INFINITY, -1e-300)).toBe(Number.NEGATIVE_INFINITY);
    expect(of(Number.POSITIVE_INFINITY, 1e-300, 1e-300)).toBe(Number.POSITIVE_INFINITY);
    expect(of(1, Number.POSITIVE_INFINITY, 0)).toBeNaN();
    expect(of(1, Number.NaN, 1)).toBeNaN();
    expect(of(0, 1e308, 1e308)).toBe(0);
  });
});

describe("states", () => {
  test("are the same text for any order, merge and cut", () => {
    const any = fc.oneof(
      finite,
      fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), fc.nat(30), (values, cut) => {
        const merged = sumOf(values.slice(cut).reverse());
        const part = sumOf(values.slice(0, cut));
        const before = JSON.stringify(part.state());
        merged.merge(part);
        expect(JSON.stringify(part.state())).toBe(before);
        expect(JSON.stringify(merged.state())).toBe(JSON.stringify(sumOf(values).state()));
        const restored = ExactSum.fromState(JSON.parse(JSON.stringify(merged.state())));
        expect(restored.state()).toEqual(merged.state());
        expect(text(restored.exact())).toBe(text(merged.exact()));
      }),
    );
  });

  test("forget how a sum of 0 came about", () => {
    expect(sumOf([1e308, 5e-324, -1e308, -5e-324]).state()).toEqual(new ExactSum().state());
  });

  test("double when a sum is merged with itself", () => {
    const sum = sumOf([0.1, -1e300, Number.POSITIVE_INFINITY]);
    sum.merge(sum);
    const twice = [0.1, -1e300, Number.POSITIVE_INFINITY];
    expect(sum.state()).toEqual(sumOf([...twice, ...twice]).state());
  });

  test("hold up over more merges than a chunk has room for", () => {
    const part = sumOf(Array.from({ length: 9 }, () => -Number.MAX_VALUE));
    const sum = new ExactSum();
    for (let i = 0; i < 20_000; i++) sum.merge(part);
    expect(finely(sum.state())).toBe((-180_000n * units(Number.MAX_VALUE)) << 2926n);
  });

  test("are refused when they are of another version or damaged", () => {
    const state = sumOf([1.5]).state();
    expect(() => ExactSum.fromState({ ...state, version: 2 })).toThrow(StateError);
    expect(() => ExactSum.fromState({ ...state, integer: "0x3" })).toThrow(StateError);
    expect(() => ExactSum.fromState({ ...state, exponent: 0.5 })).toThrow(StateError);
    expect(() => ExactSum.fromState({ ...state, notNumbers: -1 })).toThrow(StateError);
  });
});
