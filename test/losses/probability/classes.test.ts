import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMeasure, parseLoss } from "../../../src/losses/spec.ts";
import { outcome, scalarRow, vectorRow } from "./measures.ts";

describe("multi-brier", () => {
  const { value, gradient, hessian } = vectorRow("multi-brier");

  it("sums the squares over the classes", () => {
    expect(value([0, 1, 0], [0.25, 0.5, 0.25])).toBe(0.375);
    expect(value([1, 0], [0, 1])).toBe(2);
    expect(gradient([0, 1, 0], [0.25, 0.5, 0.25])).toEqual([0.5, -1, 0.5]);
    expect(hessian([0, 1, 0], [0.25, 0.5, 0.25])).toEqual([2, 2, 2]);
  });

  it("is twice brier for two classes", () => {
    const brier = scalarRow("brier");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 20 }), fc.constantFrom(0, 1), (share, label) => {
        const p = share / 2 ** 20;
        expect(value([1 - label, label], [1 - p, p])).toBe(2 * brier.value(label, p));
      }),
    );
  });
});

describe("multi-accuracy", () => {
  const share = (label: number[], prediction: number[]) =>
    outcome("multi-accuracy", [{ label, prediction }]).value;

  it("is the share of rows whose largest prediction stands at the class", () => {
    const rows = [
      { label: [0, 1, 0], prediction: [0.2, 0.5, 0.3], weight: 3 },
      { label: [0, 0, 1], prediction: [0.2, 0.5, 0.3] },
    ];
    expect(outcome("multi-accuracy", rows)).toEqual({ value: 0.75 });
  });

  it("lets the first of equal largest predictions win", () => {
    expect(share([1, 0, 0], [0.4, 0.4, 0.2])).toBe(1);
    expect(share([0, 1, 0], [0.4, 0.4, 0.2])).toBe(0);
    expect(share([0, 0, 1], [0, 0, 0])).toBe(0);
  });

  it("takes the first largest of soft label columns as the class", () => {
    expect(share([0.2, 0.4, 0.4], [0, 1, 0])).toBe(1);
    expect(share([0.2, 0.4, 0.4], [0, 0, 1])).toBe(0);
  });

  it("takes raw scores too, and has no gradient", () => {
    expect(share([0, 1], [-1e308, -5])).toBe(1);
    expect(createMeasure(parseLoss("multi-accuracy")).row).toBeUndefined();
  });
});
