/** Identities, domains and limits of the losses of rates and amounts. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMeasure, parseLoss } from "../../src/losses/spec.ts";
import type { ScalarMeasure } from "../../src/losses/types.ts";
import { ulpsBetween } from "./ulp.ts";

function scalar(text: string): ScalarMeasure {
  const measure = createMeasure(parseLoss(text));
  if (measure.shape !== "scalar") throw new Error(`${text} is of columns`);
  return measure;
}

const row = (text: string) => scalar(text).row!;
const amounts = fc.double({ min: 1e-3, max: 1e3, noNaN: true });

describe("tweedie", () => {
  it.each([
    [0, "mse"],
    [1, "poisson"],
    [2, "gamma"],
  ])("at power %d is %s, with its domain and its term", (power, other) => {
    const [measure, expected] = [scalar(`tweedie:power=${power}`), scalar(other)];
    expect(measure.domain).toEqual(expected.domain);
    expect(measure.terms.map(({ key }) => key)).toEqual([other]);
    fc.assert(
      fc.property(amounts, amounts, (label, prediction) => {
        expect(measure.row!.value(label, prediction)).toBe(expected.row!.value(label, prediction));
      }),
    );
  });

  it.each([
    [1 + 1e-9, 1, "poisson"],
    [2 - 1e-9, 2, "gamma"],
    [2 + 1e-9, 2, "gamma"],
  ])("at power %d is nearly that at %d: it has no seam there", (power, _limit, other) => {
    fc.assert(
      fc.property(amounts, amounts, (label, prediction) => {
        const expected = row(other).value(label, prediction);
        const found = row(`tweedie:power=${power}`).value(label, prediction);
        expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-7 * expected);
      }),
    );
  });

  it("at power 3 is (p - y)²/(y p²), the inverse Gaussian deviance, near the label and far from it", () => {
    fc.assert(
      fc.property(amounts, amounts, (label, prediction) => {
        const residual = prediction - label;
        const expected = (residual / prediction) ** 2 / label;
        expect(ulpsBetween(row("tweedie:power=3").value(label, prediction), expected)).toBeLessThan(24);
      }),
    );
  });

  it("at power -1 is (y³ - 3yp² + 2p³)/3, also for labels below 0", () => {
    const { value } = row("tweedie:power=-1");
    expect([value(-3, 2), value(0, 3), value(1, 2), value(3, 0)]).toEqual([
      (2 * (3 * 4)) / 2 + 16 / 3,
      18,
      expect.closeTo(5 / 3, 14),
      expect.closeTo(9, 14),
    ]);
  });

  it.each([
    [-1, -Number.MAX_VALUE, undefined],
    [1.5, 0, undefined],
    [2.5, 0, true],
  ])("at power %d takes labels from %d", (power, low, lowOpen) => {
    const { label, prediction } = scalar(`tweedie:power=${power}`).domain;
    if (label.kind !== "real") throw new Error(label.kind);
    expect({ low: label.interval.low, lowOpen: label.interval.lowOpen }).toEqual({ low, lowOpen });
    expect({ low: prediction.low, lowOpen: prediction.lowOpen }).toEqual({ low: 0, lowOpen: true });
  });

  it("counts the limit at p = 0", () => {
    expect([row("tweedie").value(1, 0), row("tweedie").value(0, 0)]).toEqual([Infinity, 0]);
    expect([row("tweedie").gradient!(1, 0), row("tweedie").gradient!(0, 0)]).toEqual([-Infinity, Infinity]);
    expect(row("tweedie:power=3").value(1, 0)).toBe(Infinity);
  });

  it("is in range where its powers are not", () => {
    expect(row("tweedie:power=1.1").value(1e200, 1e-200) / 2e221).toBeCloseTo(1, 10);
    expect(row("tweedie:power=5").value(1e200, 1) / 5e199).toBeCloseTo(1, 10);
    expect(row("tweedie:power=5").value(1e-50, 1e250) / ((2 / 12) * 1e150)).toBeCloseTo(1, 10);
  });
});

/** Computed with mpmath in 3,000 bits from these binary64 numbers. */
describe("far from the label, tweedie", () => {
  it.each([
    ["1.5", 1, 1e308, 4e154],
    ["3", 1e-300, 1e-160, 9.999999999999999e299],
    ["1.000001", 1, 1e-300, 1380.02833451795],
    ["1.000001", 5e-324, 1e-160, 2.0007389637139222e-160],
    ["1.000001", 1e308, Number.MAX_VALUE, 4.2207815555618944e307],
    ["-1", -1e308, 1e-160, 1e-12],
  ])("at power %s of %d and %d is %d", (power, label, prediction, value) => {
    const found = row(`tweedie:power=${power}`).value(label, prediction);
    expect(ulpsBetween(found, value)).toBeLessThan(40);
  });

  it("has derivatives where p^k has none", () => {
    expect(row("tweedie:power=3").gradient!(1e308, 1e200) / -2e-292).toBeCloseTo(1, 13);
    expect(row("tweedie:power=1.9").hessian!(1e308, 1e200) / 3.8e-272).toBeCloseTo(1, 12);
  });
});

describe("gamma", () => {
  it("is of the ratio alone, and infinite at p = 0", () => {
    expect(row("gamma").value(1e300, 2e300)).toBe(row("gamma").value(1, 2));
    expect(row("gamma").value(5e-324, 1e308)).toBe(2 * (Math.log(1e308) - Math.log(5e-324) - 1));
    expect(row("gamma").value(1, 0)).toBe(Infinity);
  });
});

describe("the negative log-likelihoods", () => {
  it("have half of the Poisson deviance's derivatives", () => {
    fc.assert(
      fc.property(amounts, amounts, (label, rate) => {
        expect(row("poisson-nll").gradient!(label, rate)).toBe(row("poisson").gradient!(label, rate) / 2);
        expect(row("poisson-nll").hessian!(label, rate)).toBe(row("poisson").hessian!(label, rate) / 2);
      }),
    );
  });

  it("of a rate and of its logarithm agree, their gradients by the chain rule", () => {
    fc.assert(
      fc.property(amounts, fc.double({ min: -5, max: 5, noNaN: true }), (label, log) => {
        const rate = Math.exp(log);
        const size = rate + label * Math.abs(log);
        const [ofLog, ofRate] = [row("poisson-nll-log"), row("poisson-nll")];
        expect(Math.abs(ofLog.value(label, log) - ofRate.value(label, rate))).toBeLessThan(
          1e-14 * (size + label),
        );
        expect(Math.abs(ofLog.gradient!(label, log) - rate * ofRate.gradient!(label, rate))).toBeLessThan(
          1e-14 * (rate + label),
        );
      }),
    );
  });

  it("of a logarithm has its slope at y = 1 near 0 to the last digits", () => {
    expect(row("poisson-nll-log").gradient!(1, 1e-300)).toBe(1e-300);
    expect(row("poisson-nll-log").gradient!(1, -1e-8)).toBe(Math.expm1(-1e-8));
  });

  it("are in range where their terms are not", () => {
    const half = 0.85e308 - 1.3e305 * Math.log(1.7e308);
    expect(row("poisson-nll").value(2.6e305, 1.7e308) / (2 * half)).toBeCloseTo(1, 12);
    expect(row("poisson-nll").value(1e308, 1e308)).toBe(-Infinity);
    expect(row("poisson-nll").value(0, 0)).toBe(0);
    const value = row("poisson-nll-log").value;
    expect(value(1e308, 1000)).toBe(Infinity);
    expect(value(1e308, 710)).toBe(-Infinity);
    expect(value(2e305, 709.9) / (4 * (Math.exp(709.9 - Math.log(4)) - 0.5e305 * 709.9))).toBeCloseTo(1, 9);
  });
});
