import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLoss } from "../../../src/losses/spec.ts";
import { scalarRow } from "./measures.ts";

const score = fc.double({ min: -50, max: 50, noNaN: true });

describe("losses of the margin", () => {
  it("are what their formulas say on both sides of their kinks", () => {
    const at = (text: string) => [-3, -1, 0, 0.5, 1, 2].map((z) => scalarRow(text).value(1, z));
    expect(at("squared-hinge")).toEqual([16, 4, 1, 0.25, 0, 0]);
    expect(at("smoothed-hinge")).toEqual([3.5, 1.5, 0.5, 0.125, 0, 0]);
    expect(at("smoothed-hinge:gamma=0.5")).toEqual([3.75, 1.75, 0.75, 0.25, 0, 0]);
    expect(at("modified-huber")).toEqual([12, 4, 1, 0.25, 0, 0]);
    expect(at("perceptron")).toEqual([3, 1, 0, 0, 0, 0]);
    expect(at("exponential")).toEqual([3, 1, -0, -0.5, -1, -2].map(Math.exp));
  });

  it("see a label 0 as -1, and the mirrored score as the other label", () => {
    for (const text of ["squared-hinge", "smoothed-hinge", "modified-huber", "perceptron", "exponential"]) {
      const { value, gradient, hessian } = scalarRow(text);
      fc.assert(
        fc.property(score, (z) => {
          expect([value(0, z), gradient(0, z), hessian(0, z)]).toEqual([
            value(-1, z),
            gradient(-1, z),
            hessian(-1, z),
          ]);
          expect([value(-1, z), gradient(-1, z) + 0, hessian(-1, z)]).toEqual([
            value(1, -z),
            -gradient(1, -z) + 0,
            hessian(1, -z),
          ]);
        }),
      );
    }
  });

  it("squared-hinge is the square of hinge", () => {
    const [hinge, squared] = [scalarRow("hinge"), scalarRow("squared-hinge")];
    fc.assert(
      fc.property(score, (z) => {
        expect(squared.value(1, z)).toBe(hinge.value(1, z) ** 2);
      }),
    );
  });

  it("smoothed-hinge lies below hinge by at most gamma/2, and modified-huber below squared-hinge", () => {
    const [hinge, smoothed] = [scalarRow("hinge"), scalarRow("smoothed-hinge:gamma=0.25")];
    const [squared, modified] = [scalarRow("squared-hinge"), scalarRow("modified-huber")];
    fc.assert(
      fc.property(score, (z) => {
        const below = hinge.value(1, z) - smoothed.value(1, z);
        expect(below).toBeGreaterThanOrEqual(0);
        expect(below).toBeLessThanOrEqual(0.125 + 1e-14);
        expect(modified.value(1, z)).toBeLessThanOrEqual(squared.value(1, z));
      }),
    );
  });

  it("have at their kinks the Hessian that is written", () => {
    expect([1, 1 - 2 ** -53].map((z) => scalarRow("squared-hinge").hessian(1, z))).toEqual([0, 2]);
    expect([0, 1].map((z) => scalarRow("smoothed-hinge").hessian(1, z))).toEqual([1, 0]);
    expect([-1, 1].map((z) => scalarRow("modified-huber").hessian(1, z))).toEqual([2, 0]);
    expect([0, -5e-324].map((z) => scalarRow("perceptron").gradient(1, z))).toEqual([0, -1]);
    expect(scalarRow("smoothed-hinge:gamma=0.25").kinks?.(0)).toEqual([-0.75, -1]);
  });

  it("stay linear where they are linear, to the end of the range of numbers", () => {
    expect(scalarRow("modified-huber").value(1, -4e307)).toBe(1.6e308);
    expect(scalarRow("smoothed-hinge").value(1, -1e308)).toBe(1e308);
    expect(scalarRow("perceptron").value(0, 1e308)).toBe(1e308);
    expect(scalarRow("exponential").value(1, -710)).toBe(Infinity);
  });

  it("smoothed-hinge takes a width above 0", () => {
    expect(() => parseLoss("smoothed-hinge:gamma=0")).toThrow("gamma is a number above 0");
  });
});
