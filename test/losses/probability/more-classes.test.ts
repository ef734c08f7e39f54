import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMeasure, parseLoss } from "../../../src/losses/spec.ts";
import type { VectorMeasure } from "../../../src/losses/types.ts";
import { outcome, vectorRow } from "./measures.ts";

describe("nll", () => {
  const { value, gradient, hessian } = vectorRow("nll");

  it("is the negative of the class's log-probability", () => {
    expect(value([0, 1, 0], [-3, -0.5, -1])).toBe(0.5);
    expect(value([0.25, 0.75], [-4, -8])).toBe(7);
    expect(gradient([0.25, 0.75], [-4, -8])).toEqual([-0.25, -0.75]);
    expect(hessian([0, 1], [-4, -8])).toEqual([0, 0]);
  });

  it("is cross-entropy of the probabilities", () => {
    const entropy = vectorRow("cross-entropy");
    const p = [0.5, 0.125, 0.375];
    expect(value([0, 0, 1], p.map(Math.log))).toBe(entropy.value([0, 0, 1], p));
  });

  it("takes predictions of at most 0: nothing else is a logarithm of a probability", () => {
    expect(createMeasure(parseLoss("nll")).domain.prediction).toEqual({ low: -Number.MAX_VALUE, high: 0 });
  });
});

describe("multi-hinge", () => {
  const { value, gradient, hessian } = vectorRow("crammer-singer");
  const { nearKink } = (createMeasure(parseLoss("multi-hinge")) as VectorMeasure).row!;
  const near = (label: number[], scores: number[], reach: number) =>
    nearKink!(Float64Array.from(label), Float64Array.from(scores), reach);

  it("is what the class lacks of a lead of 1 over the largest other score", () => {
    expect(value([1, 0, 0], [2, 0.5, 0.75])).toBe(0);
    expect(value([1, 0, 0], [2, 1.5, 0.75])).toBe(0.5);
    expect(value([0, 1, 0], [2, 1.5, 0.75])).toBe(1.5);
    expect(value([0, 1], [-5, -5])).toBe(1);
  });

  it("pulls the class up and its first largest rival down, where it is above 0", () => {
    expect(gradient([0, 1, 0], [2, 1.5, 0.75])).toEqual([1, -1, 0]);
    expect(gradient([0, 1, 0], [2, 1.5, 2])).toEqual([1, -1, 0]);
    expect(gradient([0, 0, 1], [2, 2, 2])).toEqual([1, 0, -1]);
    expect(gradient([1, 0, 0], [2, 1, 1])).toEqual([0, 0, 0]);
    expect(hessian([0, 1, 0], [2, 1.5, 0.75])).toEqual([0, 0, 0]);
  });

  it("takes the first largest of soft label columns as the class", () => {
    expect(value([0.2, 0.4, 0.4], [0, 3, 0])).toBe(0);
  });

  it("is on a kink at a lead of 1, and at equal rivals unless they do not count", () => {
    expect(near([1, 0, 0], [2, 1, 0], 0)).toBe(true);
    expect(near([1, 0, 0], [2, 1.5, 1.5], 0)).toBe(true);
    expect(near([1, 0, 0], [2, 0.5, 0.5], 0)).toBe(false);
    expect(near([1, 0, 0], [2, 1.5, 1.25], 0)).toBe(false);
    expect(near([1, 0, 0], [2, 1.5, 1.25], 0.25)).toBe(true);
    expect(near([1, 0, 0], [2, 0.75, 0.25], 0.25)).toBe(true);
    expect(near([1, 0, 0], [2, 0.5, 0.25], 0.25)).toBe(false);
  });

  it("is the hinge of the difference for two classes", () => {
    fc.assert(
      fc.property(fc.integer({ min: -64, max: 64 }), fc.integer({ min: -64, max: 64 }), (a, b) => {
        expect(value([1, 0], [a / 8, b / 8])).toBe(Math.max(0, 1 - (a - b) / 8));
      }),
    );
  });
});

describe("top-k", () => {
  const share = (text: string, label: number[], prediction: number[]) =>
    outcome(text, [{ label, prediction }]).value;

  it("is the share of rows with fewer than k predictions above that of the class", () => {
    const rows = [
      { label: [0, 0, 1], prediction: [0.2, 0.5, 0.3], weight: 3 },
      { label: [1, 0, 0], prediction: [0.2, 0.5, 0.3] },
    ];
    expect(outcome("top-k", rows)).toEqual({ value: 0.75 });
    expect(outcome("top-k:k=1", rows)).toEqual({ value: 0 });
    expect(outcome("top-k:k=3", rows)).toEqual({ value: 1 });
  });

  it("lets equal predictions not push the class out, where multi-accuracy lets the first win", () => {
    expect(share("top-k:k=1", [0, 1], [0.5, 0.5])).toBe(1);
    expect(share("multi-accuracy", [0, 1], [0.5, 0.5])).toBe(0);
  });

  it("takes whole numbers from 1, and at least k columns", () => {
    expect(() => parseLoss("top-k:k=0")).toThrow("k is a whole number at least 1");
    expect(() => parseLoss("top-k:k=1.5")).toThrow("k is a whole number");
    expect((createMeasure(parseLoss("top-k:k=5")) as VectorMeasure).minimumColumns).toBe(5);
  });
});
