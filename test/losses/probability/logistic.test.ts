import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ulpsBetween } from "../ulp.ts";
import { scalarRow, vectorRow } from "./measures.ts";

describe("logistic", () => {
  const { value, gradient, hessian } = scalarRow("logistic");

  it("is ln(1+e^-m)", () => {
    expect([value(1, 0), value(0, 0), value(-1, 0)]).toEqual([Math.LN2, Math.LN2, Math.LN2]);
    // e^ln 3 = 3, so 1 + e^z = 4.
    expect(ulpsBetween(value(0, Math.log(3)), 2 * Math.LN2)).toBeLessThanOrEqual(2);
  });

  it("counts -1 as 0", () => {
    for (const z of [-800, -3, 0, 0.5, 40]) {
      expect([value(-1, z), gradient(-1, z), hessian(-1, z)]).toEqual([
        value(0, z),
        gradient(0, z),
        hessian(0, z),
      ]);
    }
  });

  it("neither overflows nor loses the tail", () => {
    expect([value(0, 1e308), value(1, 1e308), value(1, -1e308)]).toEqual([1e308, 0, 1e308]);
    expect([gradient(0, 1e308), gradient(1, 1e308), hessian(1, 1e308)]).toEqual([1, -0, 0]);
    expect(value(1, 745)).toBe(5e-324);
    expect(gradient(1, 745)).toBe(-5e-324);
    for (const z of [37, 40, 300, 700]) {
      expect(value(1, z)).toBe(Math.exp(-z));
      expect(gradient(1, z)).toBe(-Math.exp(-z));
      expect(hessian(1, z)).toBe(Math.exp(-z));
      expect(value(0, z)).toBe(z);
    }
  });

  it("takes soft labels: y ln(1+e^-z) + (1-y) ln(1+e^z)", () => {
    expect(value(0.25, -800)).toBe(200);
    expect(value(0.25, 800)).toBe(600);
    expect(gradient(0.25, 0)).toBe(0.25);
    expect(gradient(0.5, 0)).toBe(0);
    expect(gradient(0.25, 800)).toBe(0.75);
    expect(hessian(0.25, 0)).toBe(0.25);
  });

  it("is log-loss of the probability S(z), with the chain rule's gradient", () => {
    const probability = scalarRow("log-loss");
    fc.assert(
      fc.property(
        fc.double({ min: -15, max: 15, noNaN: true }),
        fc.constantFrom(0, 0.2, 0.7, 1),
        (z, label) => {
          const p = 1 / (1 + Math.exp(-z));
          expect(value(label, z)).toBeCloseTo(probability.value(label, p), 9);
          expect(gradient(label, z)).toBeCloseTo(probability.gradient(label, p) * p * (1 - p), 9);
        },
      ),
    );
  });

  it("is the softmax cross-entropy of the scores (z, 0)", () => {
    const softmax = vectorRow("softmax-cross-entropy");
    fc.assert(
      fc.property(fc.double({ min: -800, max: 800, noNaN: true }), (z) => {
        expect(ulpsBetween(softmax.value([1, 0], [z, 0]), value(1, z))).toBeLessThanOrEqual(2);
        expect(ulpsBetween(softmax.gradient([1, 0], [z, 0])[0]!, gradient(1, z))).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe("hinge", () => {
  const { value, gradient, hessian, kinks } = scalarRow("hinge");

  it("is max(0, 1-m), with 0 as -1", () => {
    expect([value(1, 0.25), value(-1, 0.25), value(0, 0.25)]).toEqual([0.75, 1.25, 1.25]);
    expect([value(1, 1.5), value(0, -1.5)]).toEqual([0, 0]);
    expect([value(1, -1e308), value(0, -1e308)]).toEqual([1e308, 0]);
  });

  it("has the gradient -t below m = 1, 0 from there on", () => {
    expect([gradient(1, 0), gradient(-1, 0), gradient(0, 0)]).toEqual([-1, 1, 1]);
    expect([gradient(1, 1), gradient(1, 1 + 2 ** -52), gradient(1, 1 - 2 ** -53)]).toEqual([0, 0, -1]);
    expect(Math.abs(gradient(0, -1))).toBe(0);
    expect(hessian(1, 0)).toBe(0);
    expect([kinks?.(1), kinks?.(0), kinks?.(-1)]).toEqual([[1], [-1], [-1]]);
  });
});
