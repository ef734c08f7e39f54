import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outcome, rowsOf } from "./measures.ts";

describe("auc", () => {
  it("is the share of pairs in order", () => {
    expect(outcome("auc", rowsOf([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]))).toEqual({ value: 3 / 4 });
    expect(outcome("auc", rowsOf([0, 1], [1, 2]))).toEqual({ value: 1 });
    expect(outcome("auc", rowsOf([1, 0], [1, 2]))).toEqual({ value: 0 });
  });

  it("counts ties half, 0 and -0 as one score", () => {
    expect(outcome("auc", rowsOf([0, 1, 1], [5, 5, 6]))).toEqual({ value: 3 / 4 });
    expect(outcome("auc", rowsOf([0, 1], [0, -0]))).toEqual({ value: 1 / 2 });
  });

  it("has no value for one class", () => {
    const none = { value: null, reason: "all labels are of one class" };
    expect(outcome("auc", rowsOf([1, 1], [0.1, 0.2]))).toEqual(none);
    expect(outcome("auc", rowsOf([0], [0.1]))).toEqual(none);
  });

  it("counts pairs by the product of their weights", () => {
    const rows = [
      { label: 1, prediction: 2, weight: 3 },
      { label: 1, prediction: 0, weight: 1 },
      { label: 0, prediction: 1, weight: 0.5 },
    ];
    expect(outcome("auc", rows)).toEqual({ value: 3 / 4 });
  });

  it("takes any score: only the order counts", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 12 }), (scores) => {
        const labels = scores.map((_, index) => index % 2);
        const stretched = scores.map((score) => score * 1e300);
        expect(outcome("auc", rowsOf(labels, stretched))).toEqual(outcome("auc", rowsOf(labels, scores)));
      }),
    );
  });
});
