import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMeasure, parseLoss } from "../../../src/losses/spec.ts";
import { ulpsBetween } from "../ulp.ts";
import { vectorRow } from "./measures.ts";

const { value, gradient, hessian } = vectorRow("softmax-cross-entropy");
const MAX = Number.MAX_VALUE;

describe("softmax-cross-entropy", () => {
  it("is ln K for equal scores", () => {
    expect(value([1, 0], [3, 3])).toBe(Math.LN2);
    expect(ulpsBetween(value([0, 0, 0, 1], [-7, -7, -7, -7]), 2 * Math.LN2)).toBeLessThanOrEqual(1);
    expect(gradient([0, 0, 0, 1], [5, 5, 5, 5])).toEqual([0.25, 0.25, 0.25, -0.75]);
    expect(hessian([0, 0, 0, 1], [5, 5, 5, 5])).toEqual([0.1875, 0.1875, 0.1875, 0.1875]);
  });

  it("is 0 for one class", () => {
    expect([value([1], [5]), ...gradient([1], [5]), ...hessian([1], [5])]).toEqual([0, 0, 0]);
  });

  it("neither overflows nor is NaN at ±1000 and at the ends of binary64", () => {
    expect(value([0, 0, 1], [1000, 0, -1000])).toBe(2000);
    expect(gradient([0, 0, 1], [1000, 0, -1000])).toEqual([1, 0, -1]);
    expect(value([1, 0, 0], [1000, 0, -1000])).toBe(0);
    expect(value([0, 1], [1e308, 0])).toBe(1e308);
    expect(value([0, 1], [1e308, -1e308])).toBe(Infinity);
    expect(value([1, 0], [MAX, -MAX])).toBe(0);
    expect(gradient([0, 1], [MAX, -MAX])).toEqual([1, -1]);
    expect(hessian([0, 1], [MAX, -MAX])).toEqual([0, 0]);
  });

  it("is finite where a difference of scores overflows but a soft label brings it back", () => {
    expect(value([0.75, 0.25], [1e308, -1e308])).toBe(5e307);
    expect(value([1, 0, 0], [-1e308, 1e308, 0])).toBe(Infinity);
  });

  it("keeps the tail of a certain forecast", () => {
    expect(value([1, 0], [40, 0])).toBe(Math.exp(-40));
    expect(gradient([1, 0], [40, 0])).toEqual([-Math.exp(-40), Math.exp(-40)]);
    expect(gradient([1, 0, 0], [700, 0, 0])[0]).toBe(-2 * Math.exp(-700));
    expect(hessian([1, 0], [700, 0])).toEqual([Math.exp(-700), Math.exp(-700)]);
  });

  it("makes up for the rounding of differences: 8 - 2^-50 and -3 are 11 - 2^-50 apart, which is no binary64", () => {
    // e^-(11 - d) = e^-11 * (1 + d).
    const small = gradient([1, 0], [8 - 2 ** -50, -3])[1]!;
    const expected = (Math.exp(-11) * (1 + 2 ** -50)) / (1 + Math.exp(-11));
    expect(ulpsBetween(small, expected)).toBeLessThanOrEqual(1);
  });

  it("has a gradient that adds up to 0", () => {
    fc.assert(
      fc.property(fc.array(score(), { minLength: 2, maxLength: 8 }), fc.nat(), (logits, place) => {
        const label = logits.map((_, index) => (index === place % logits.length ? 1 : 0));
        const sum = gradient(label, logits).reduce((total, slope) => total + slope, 0);
        expect(Math.abs(sum)).toBeLessThan(1e-15);
      }),
    );
  });

  it("does not change when all scores are shifted by a whole number", () => {
    const whole = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(fc.array(whole, { minLength: 2, maxLength: 6 }), whole, (logits, shift) => {
        const label = logits.map((_, index) => (index === 0 ? 1 : 0));
        const shifted = logits.map((logit) => logit + shift);
        expect(value(label, shifted)).toBe(value(label, logits));
      }),
    );
  });

  it("spreads the label with smoothing: (1-e)*y + e/K", () => {
    const smooth = vectorRow("softmax-cross-entropy:smoothing=0.5");
    const logits = [1, -2];
    const expected = 0.75 * value([1, 0], logits) + 0.25 * value([0, 1], logits);
    expect(ulpsBetween(smooth.value([1, 0], logits), expected)).toBeLessThanOrEqual(2);
    expect(smooth.gradient([1, 0], [0, 0])).toEqual([-0.25, 0.25]);
    expect(smooth.hessian([1, 0], [0, 0])).toEqual([0.25, 0.25]);
    expect(vectorRow("softmax-cross-entropy:smoothing=1").gradient([1, 0], [0, 0])).toEqual([0, 0]);
    expect(() => parseLoss("softmax-cross-entropy:smoothing=1.1")).toThrow("smoothing");
  });

  it("takes labels that add up to 1", () => {
    const { domain } = createMeasure(parseLoss("softmax-cross-entropy"));
    expect(domain.label).toEqual({ kind: "classes", normalized: true });
  });
});

function score() {
  return fc.double({ min: -1e3, max: 1e3, noNaN: true });
}
