/** Distributions against reference values of 32 digits (fixtures/golden/statistics.py). */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binomialCdf, binomialTail, signTest } from "../../src/statistics/binomial.ts";
import { incompleteBeta } from "../../src/statistics/incomplete-beta.ts";
import { normalCdf, normalQuantile, normalTail } from "../../src/statistics/normal.ts";
import { logGamma } from "../../src/statistics/stirling.ts";
import { studentCdf, studentQuantile, studentTail } from "../../src/statistics/student.ts";

interface Reference {
  readonly normalTail: readonly [number, number][];
  readonly normalQuantile: readonly [number, number][];
  readonly studentTail: readonly [number, number, number][];
  readonly studentTailMany: readonly [number, number, number][];
  readonly studentQuantile: readonly [number, number, number][];
  readonly incompleteBeta: readonly [number, number, number, number][];
  readonly binomialTail: readonly [number, number, number, number][];
}

const reference: Reference = JSON.parse(
  readFileSync(new URL("../../fixtures/golden/statistics.json", import.meta.url), "utf8"),
);

function expectNear(found: number, expected: number, tolerance = 1e-12): void {
  expect(Math.abs(found - expected) / Math.abs(expected), `${found} against ${expected}`).toBeLessThan(
    tolerance,
  );
}

describe("the normal distribution", () => {
  test.each(reference.normalTail)("P(Z > %s)", (z, tail) => {
    expectNear(normalTail(z), tail);
    expectNear(normalCdf(-z), tail);
    expectNear(normalTail(-z), 1 - tail);
  });

  test.each(reference.normalQuantile)("quantile of %s", (p, z) => {
    expectNear(normalQuantile(p), z);
  });

  test("ends", () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(1.5)).toBeNaN();
    expect(normalTail(Number.POSITIVE_INFINITY)).toBe(0);
    expect(normalTail(Number.NEGATIVE_INFINITY)).toBe(1);
    for (const z of [50, 1e4, 1.23456789e7, 1.1e8, 1e20, 1e300]) {
      expect([normalTail(z), normalTail(-z), studentTail(z, 5e20)]).toEqual([0, 1, 0]);
    }
  });
});

describe("Student's t distribution", () => {
  test.each([...reference.studentTail, ...reference.studentTailMany])("P(T > %s), %s", (t, degrees, tail) => {
    expectNear(studentTail(t, degrees), tail);
    expectNear(studentCdf(-t, degrees), tail);
    expectNear(studentTail(-t, degrees), 1 - tail);
  });

  test.each(reference.studentQuantile)("quantile of 1 - %s, %s", (tail, degrees, t) => {
    expectNear(-studentQuantile(tail, degrees), t);
  });

  test("is the normal distribution at infinitely many degrees", () => {
    expect(studentTail(2, Number.POSITIVE_INFINITY)).toBe(normalTail(2));
    expect(studentQuantile(0.975, Number.POSITIVE_INFINITY)).toBe(normalQuantile(0.975));
    expectNear(studentQuantile(0.975, 1e17), normalQuantile(0.975));
  });

  test("ends, and quantiles beyond the range of numbers", () => {
    expect(studentQuantile(0, 3)).toBe(Number.NEGATIVE_INFINITY);
    expect(studentQuantile(1, 3)).toBe(Number.POSITIVE_INFINITY);
    expect(studentQuantile(0.5, 3)).toBe(0);
    expect(studentQuantile(0.975, 0.001)).toBe(Number.POSITIVE_INFINITY);
    expect(studentQuantile(0.975, 0)).toBeNaN();
    expect(studentTail(1, -1)).toBeNaN();
    expect(studentTail(Number.POSITIVE_INFINITY, 3)).toBe(0);
  });

  test("quantile and tail are each other's inverse", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-12, max: 0.45, noNaN: true }),
        fc.double({ min: Math.log(0.2), max: Math.log(1e7), noNaN: true }),
        (tail, logDegrees) => {
          const degrees = Math.exp(logDegrees);
          expectNear(studentTail(-studentQuantile(tail, degrees), degrees), tail, 1e-11);
        },
      ),
    );
  });
});

describe("beta and binomial", () => {
  test.each(reference.incompleteBeta)("I_%s(%s, %s)", (x, a, b, value) => {
    expectNear(incompleteBeta(x, 1 - x, a, b), value);
  });

  test.each(reference.binomialTail)("P(X >= %s of %s), p %s", (k, n, p, tail) => {
    expectNear(binomialTail(k, n, p), tail);
    expectNear(binomialCdf(k - 1, n, p), 1 - tail, 1e-12 / (1 - tail));
    expectNear(binomialCdf(n - k, n, 1 - p), tail, 1e-11);
  });

  test("the ends of the range", () => {
    expect(binomialTail(0, 5, 0.3)).toBe(1);
    expect(binomialTail(6, 5, 0.3)).toBe(0);
    expect(binomialCdf(-1, 5, 0.3)).toBe(0);
    expect(binomialCdf(5, 5, 0.3)).toBe(1);
  });

  test("of very many trials are those of the normal distribution", () => {
    for (const trials of [0.99e14, 1.01e14, 1e17, 1e300]) {
      const root = Math.sqrt(trials) / 2;
      const more = Math.round(trials / 2 + 2 * root);
      const score = (more - trials / 2) / root;
      expectNear(binomialTail(more, trials, 0.5), normalTail(score), 1e-5);
      expectNear(binomialCdf(trials - more, trials, 0.5), normalTail(score), 1e-5);
    }
    expectNear(signTest(5e16 + 2e8, 5e16 - 2e8), 2 * normalTail(4e8 / Math.sqrt(1e17)), 1e-6);
  });

  test("the sign test counts both sides", () => {
    expect(signTest(0, 0)).toBe(1);
    expect(signTest(4, 4)).toBe(1);
    expectNear(signTest(8, 2), 2 * (56 / 1024), 1e-14);
    expect(signTest(2, 8)).toBe(signTest(8, 2));
    expectNear(signTest(0, 5), 1 / 16, 1e-14);
  });

  test("ln Γ of whole numbers are logarithms of factorials", () => {
    let factorial = 1;
    for (let n = 2; n < 18; n++) {
      factorial *= n;
      expectNear(logGamma(n + 1), Math.log(factorial), 1e-14);
    }
    expectNear(logGamma(0.5), Math.log(Math.PI) / 2, 1e-14);
  });
});
