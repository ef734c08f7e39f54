import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ulpsBetween } from "../ulp.ts";
import { vectorRow } from "./measures.ts";

const MAX = Number.MAX_VALUE;
const TINY = 5e-324;

describe("kl", () => {
  const { value, gradient, hessian } = vectorRow("kl");

  it("is sum y ln(y/p), with 0 ln 0 = 0", () => {
    expect(ulpsBetween(value([0.5, 0.5], [0.25, 0.75]), Math.log(4 / 3) / 2)).toBeLessThanOrEqual(4);
    expect(value([1, 0], [0.25, 0.75])).toBe(2 * Math.LN2);
    expect(value([0, 1], [0, 1])).toBe(0);
    expect(value([0, 0], [0, 1])).toBe(0);
  });

  it("is Infinity where p is 0 and y is not", () => {
    expect(value([1, 0], [0, 1])).toBe(Infinity);
    expect(gradient([1, 0], [0, 1])).toEqual([-Infinity, 0]);
    expect(hessian([1, 0], [0, 1])).toEqual([Infinity, 0]);
  });

  it("has the gradient -y/p and the Hessian y/p^2, without a square that overflows", () => {
    expect(gradient([0.5, 0.5], [0.25, 0.75])).toEqual([-2, -0.5 / 0.75]);
    expect(hessian([1e-200, 0], [1e-200, 1])).toEqual([1e200, 0]);
  });

  it("does not cancel between distributions that are nearly one: -ln(1-4d^2)/2 at 1/2 ± d", () => {
    for (const power of [-4, -10, -20, -26, -40, -52]) {
      const d = 2 ** power;
      const expected = -Math.log1p(-4 * d * d) / 2;
      expect(ulpsBetween(value([0.5, 0.5], [0.5 + d, 0.5 - d]), expected)).toBeLessThanOrEqual(4);
    }
  });

  it("does not cancel between a small label and a large prediction of rows that are no distributions", () => {
    expect(value([2 ** -30], [1])).toBe(-30 * Math.LN2 * 2 ** -30);
    expect(value([2 ** -1074], [2 ** 1000])).toBe(-2074 * TINY * Math.LN2);
  });

  it("is at least 0 for distributions", () => {
    const shares = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(shares, shares, (first, second) => {
        const rest = (row: number[]) => 4096 - row.reduce((sum, share) => sum + share, 0);
        const distribution = (row: number[]) => [...row, rest(row)].map((share) => share / 4096);
        expect(value(distribution(first), distribution(second))).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("is finite where only terms and partial sums overflow", () => {
    // Five terms of -MAX/2*ln 2 and one of 2*MAX*ln 2.
    const labels = [...new Array<number>(5).fill(MAX / 2), MAX];
    const predictions = [...new Array<number>(5).fill(MAX), MAX / 4];
    const expected = (-MAX / 2) * Math.LN2;
    expect(ulpsBetween(value(labels, predictions), expected)).toBeLessThanOrEqual(16);
    expect(ulpsBetween(value(labels.toReversed(), predictions.toReversed()), expected)).toBeLessThanOrEqual(
      16,
    );
    expect(value([MAX], [1])).toBe(Infinity);
  });

  it("is not NaN at the ends of binary64", () => {
    const ends = [0, TINY, 2 ** -1022, 1e-160, 1 - 2 ** -53, 1, 1e308, MAX];
    for (const y of ends) {
      for (const p of ends) {
        for (const row of [[y], [y, 1e308], [y, 0, MAX]]) {
          const predictions = row.map((_, index) => (index === 0 ? p : 0.5));
          expect(value(row, predictions)).not.toBeNaN();
          expect([...gradient(row, predictions), ...hessian(row, predictions)]).not.toContain(Number.NaN);
        }
      }
    }
  });
});

describe("cosine", () => {
  const { value, gradient, hessian, invalid } = vectorRow("cosine");

  it("is 1 - c, from 0 to 2", () => {
    expect(ulpsBetween(value([1, 0], [3, 4]), 0.4)).toBeLessThanOrEqual(4);
    expect(value([1, 0], [0, 5])).toBe(1);
    expect(value([0, 2], [0, -5])).toBe(2);
    expect(value([1, 2, 3], [1, 2, 3])).toBe(0);
  });

  it("does not cancel for small angles: about x^2/2", () => {
    for (const x of [1e-3, 1e-8, 1e-100]) {
      // 1 - 1/sqrt(1+x^2) = t/(1+t+sqrt(1+t)) with t = x^2.
      const t = x * x;
      expect(ulpsBetween(value([1, 0], [1, x]), t / (1 + t + Math.sqrt(1 + t)))).toBeLessThanOrEqual(4);
    }
  });

  it("does not depend on lengths, up to the largest and the smallest numbers", () => {
    for (const y of [1, MAX, TINY]) {
      for (const p of [1, MAX, TINY]) {
        expect(value([y, y], [p, p])).toBe(0);
        expect(value([y, 0], [0, p])).toBe(1);
        expect(Math.abs(value([y, 0], [p, p]) - (1 - Math.SQRT1_2))).toBeLessThan(1e-15);
      }
    }
  });

  it("has the gradient (c*P - Y)/n and the Hessian (c*(1-3P^2) + 2YP)/n^2", () => {
    // Y = (1, 0), P = (3, 4)/5, n = 5, c = 3/5.
    const [first, second] = gradient([1, 0], [3, 4]);
    expect(first).toBeCloseTo((0.36 - 1) / 5, 15);
    expect(second).toBeCloseTo(0.48 / 5, 15);
    const [one, two] = hessian([1, 0], [3, 4]);
    expect(one).toBeCloseTo((0.6 * (1 - 1.08) + 1.2) / 25, 15);
    expect(two).toBeCloseTo((0.6 * (1 - 1.92)) / 25, 15);
  });

  it("has derivatives without NaN for the largest and the smallest vectors", () => {
    for (const length of [MAX, TINY]) {
      const prediction = [length, length];
      for (const label of [
        [1, 0],
        [1, 1],
      ]) {
        const all = [...gradient(label, prediction), ...hessian(label, prediction)];
        expect(all).not.toContain(Number.NaN);
      }
    }
    expect(gradient([1, 1], [TINY, TINY])).toEqual([0, 0]);
  });

  it("has the cosine 0 exactly at a right angle, also in its derivatives", () => {
    const prediction = [0.8074867353351108, 0, 0.1925132646648892];
    const slopes = gradient([0, 1, 0], prediction);
    expect([slopes[0]! === 0, slopes[2]! === 0]).toEqual([true, true]);
    expect(slopes[1]).toBeCloseTo(-1 / Math.hypot(prediction[0]!, prediction[2]!), 14);
    expect(hessian([0, 1, 0], prediction)).toEqual([0, 0, 0]);
  });

  it("is invalid for a zero vector", () => {
    expect(invalid([0, 0], [1, 0])).toBe("a label that is not a zero vector");
    expect(invalid([0, 1], [0, -0])).toBe("a prediction that is not a zero vector");
    expect(invalid([0, 1], [0, TINY])).toBeNull();
  });
});

describe("reconstruction", () => {
  const { value, gradient, hessian } = vectorRow("reconstruction");

  it("is the squared norm of the residual", () => {
    expect(value([1, 2, 3], [3, 2, 0])).toBe(13);
    expect(gradient([1, 2, 3], [3, 2, 0])).toEqual([4, 0, -6]);
    expect(hessian([1, 2, 3], [3, 2, 0])).toEqual([2, 2, 2]);
    expect(value([-1e308], [1e308])).toBe(Infinity);
  });
});

describe("sparsity", () => {
  it("is lambda*sum|p| + (1-lambda)*sum p^2, without a label", () => {
    const { value, gradient, hessian } = vectorRow("sparsity:lambda=0.25");
    expect(value([], [1, -2])).toBe(0.25 * 3 + 0.75 * 5);
    expect(gradient([], [1, -2])).toEqual([0.25 + 1.5, -0.25 - 3]);
    expect(hessian([], [1, -2])).toEqual([1.5, 1.5]);
  });

  it("has gradient and Hessian 0 at its corner", () => {
    const { gradient, hessian } = vectorRow("sparsity");
    expect([gradient([], [0]), hessian([], [0])]).toEqual([[0], [0]]);
    expect(vectorRow("sparsity:lambda=0").hessian([], [0])).toEqual([2]);
  });

  it("is the absolute sum at lambda = 1 and the squared norm at 0, without an overflow between", () => {
    expect(vectorRow("sparsity:lambda=1").value([], [1e308, -5e307])).toBe(1.5e308);
    expect(vectorRow("sparsity:lambda=0").value([], [3, -4])).toBe(25);
    expect(vectorRow("sparsity:lambda=0.5").value([], [1.5e154])).toBe(0.5 * 1.5e154 * 1.5e154);
  });
});
