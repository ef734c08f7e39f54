/** Identities and limits of the losses that weigh large residuals less, or small ones not at all. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMeasure, parseLoss } from "../../src/losses/spec.ts";
import type { ScalarRow } from "../../src/losses/types.ts";
import { ulpsBetween } from "./ulp.ts";

function row(text: string): Required<Pick<ScalarRow, "value" | "gradient" | "hessian">> {
  const measure = createMeasure(parseLoss(text));
  if (measure.shape !== "scalar") throw new Error(`${text} is of columns`);
  const { value, gradient, hessian } = measure.row!;
  return { value, gradient: gradient!, hessian: hessian! };
}

/** Coarse enough for residuals whose products are not subnormal. */
const numbers = fc.integer({ min: -(2 ** 30), max: 2 ** 30 }).map((whole) => whole / 1024);
const WHAT = ["value", "gradient", "hessian"] as const;

/** That one loss is `factor` times another, with its derivatives, within some units in the last place. */
function same(text: string, factor: number, other: string, ulps: number): void {
  const [one, two] = [row(text), row(other)];
  fc.assert(
    fc.property(numbers, numbers, (label, prediction) => {
      for (const what of WHAT) {
        const [found, expected] = [one[what](label, prediction), factor * two[what](label, prediction)];
        // Beside an inflection a Hessian is a difference: there the units are those of the one at 0.
        const near = what === "hessian" && Math.abs(found - expected) <= ulps * 2 ** -53 * one.hessian(0, 0);
        expect(near || ulpsBetween(found, expected) <= ulps, `${what} ${found} ${expected}`).toBe(true);
      }
    }),
  );
}

describe("identities", () => {
  it.each([
    ["huber:delta=2", 2, "smooth-l1:beta=2", 0],
    ["huber:delta=0.3", 0.3, "smooth-l1:beta=0.3", 3],
    ["mse", 2, "expectile:q=0.5", 0],
    ["mae", 1, "epsilon-insensitive:epsilon=0", 0],
    ["mse", 1, "squared-epsilon-insensitive:epsilon=0", 0],
    ["mse", 2, "adaptive:alpha=2", 0],
    ["pseudo-huber", 1, "adaptive:alpha=1", 12],
    ["pseudo-huber:delta=2", 4, "adaptive:alpha=1:scale=2", 12],
    ["cauchy:c=1.4142135623730951", 1, "adaptive:alpha=0", 12],
  ])("%s is %d times %s", (text, factor, other, ulps) => {
    same(text, factor, other, ulps);
  });

  it("adaptive at alpha -2 is Geman-McClure: 2u²/(u² + 4)", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e3, max: 1e3, noNaN: true }), (u) => {
        expect(ulpsBetween(row("adaptive:alpha=-2").value(0, u), (2 * u * u) / (u * u + 4))).toBeLessThan(6);
      }),
    );
  });

  it("adaptive at a very small alpha is nearly its limit, Welsch's loss", () => {
    for (const u of [0.01, 0.5, 1, 3]) {
      expect(row("adaptive:alpha=-1e12").value(0, u)).toBeCloseTo(row("adaptive:alpha=-inf").value(0, u), 10);
    }
    expect(row("adaptive:alpha=-Infinity").value(0, 2)).toBe(-Math.expm1(-2));
  });

  it("adaptive has no seams at alpha 0 and 2", () => {
    for (const u of [1e-3, 1, 30]) {
      for (const alpha of [0, 2]) {
        const at = row(`adaptive:alpha=${alpha}`).value(0, u);
        expect(row(`adaptive:alpha=${alpha + 1e-12}`).value(0, u) / at).toBeCloseTo(1, 9);
        expect(row(`adaptive:alpha=${alpha - 1e-12}`).value(0, u) / at).toBeCloseTo(1, 9);
      }
    }
  });

  it("tukey costs c²/6 from c on, fair c times the residual far away", () => {
    expect(row("tukey:c=3").value(0, 3)).toBe(1.5);
    expect(row("tukey:c=3").value(0, -1e308)).toBe(1.5);
    expect(row("fair:c=2").value(0, 1e300)).toBe(2e300);
  });
});

describe("at the ends of the range of numbers", () => {
  it.each([
    ["smooth-l1:beta=4e307", 1e308, 8e307],
    ["smooth-l1", 5e-324, 0],
    ["pseudo-huber:delta=0.25", 1e308, 2.5e307],
    ["pseudo-huber:delta=1e-300", 1e300, 1],
    ["fair:c=1e-300", 1e300, 1],
    ["fair:c=1e200", 1e-10, 5e-21],
    ["cauchy:c=1e200", 1e-10, 5e-21],
    ["cauchy:c=1e-5", 1e300, 1e-10 * Math.log(1e305)],
    ["adaptive:alpha=-1", 1e308, 3],
    ["adaptive:alpha=0", 1e308, 2 * Math.log(1e308) - Math.LN2],
    ["adaptive:alpha=1:scale=1e-200", 1e100, 1e300],
    ["adaptive:alpha=1e-2", 1e200, 19632.64825887774],
    ["adaptive:alpha=-1e-2", 1e200, 198.98297148605587],
  ])("%s of the residual %d is %d", (text, residual, value) => {
    expect(row(text).value(0, residual) / value || 1).toBeCloseTo(1, 12);
    expect(row(text).value(0, residual)).toBe(row(text).value(0, -residual));
  });

  it.each([
    ["smooth-l1:beta=1.6e308", 1e308, 1.2e308],
    ["pseudo-huber:delta=0.25", 1e308, 5e307],
    ["fair:c=0.25", 1e308, 5e307],
    ["tukey:c=3", 1e308, 1.5],
    ["adaptive:alpha=-1", 1e308, 3],
    ["epsilon-insensitive:epsilon=1.6e308", 1e308, 4e307],
  ])("%s between -p and p = %d, whose residual is beyond the range, is %d", (text, end, value) => {
    expect(row(text).value(-end, end)).toBeCloseTo(value, -295);
  });
});

/** Computed with mpmath in 3,000 bits. */
describe("derivatives far out", () => {
  it.each([
    ["adaptive:alpha=1.5", 0, 1e308, 8.408964152537145e153, 4.204482076268572e-155],
    ["adaptive:alpha=1.5", -1e308, 1e308, 1.189207115002721e154, 2.9730177875068026e-155],
    ["adaptive:alpha=1", 0, 2 ** 300, 1, 2 ** -900],
    ["cauchy:c=1e100", -1e308, 1e308, 5e-109, 0],
  ])("of %s at %d and %d exist", (text, label, prediction, gradient, hessian) => {
    const { gradient: slope, hessian: bend } = row(text);
    expect(slope(label, prediction) / gradient).toBeCloseTo(1, 12);
    expect(slope(prediction, label)).toBe(-slope(label, prediction));
    expect(Math.abs(bend(label, prediction) - hessian)).toBeLessThanOrEqual(1e-12 * hessian);
  });
});

describe("corners", () => {
  it("epsilon-insensitive errors up to epsilon are free, also for the gradient", () => {
    const { value, gradient } = row("epsilon-insensitive:epsilon=0.5");
    expect([-1, -0.5, 0, 0.5, 1].map((residual) => value(0, residual))).toEqual([0.5, 0, 0, 0, 0.5]);
    expect([-1, -0.5, 0.5, 1].map((residual) => gradient(0, residual))).toEqual([-1, 0, 0, 1]);
  });

  it("expectile weighs by q up to the label", () => {
    const { hessian } = row("expectile:q=0.75");
    expect([-1, 0, 1].map((residual) => hessian(0, residual))).toEqual([1.5, 1.5, 0.5]);
  });
});
