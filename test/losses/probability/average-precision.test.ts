import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outcome, rowsOf } from "./measures.ts";

describe("average-precision", () => {
  it("is the mean over the positive rows of the precision from there up", () => {
    expect(outcome("average-precision", rowsOf([1, 0, 1], [3, 2, 1]))).toEqual({ value: 5 / 6 });
    expect(outcome("average-precision", rowsOf([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]))).toEqual({
      value: 5 / 6,
    });
    expect(outcome("average-precision", rowsOf([1, 0], [2, 1]))).toEqual({ value: 1 });
    expect(outcome("average-precision", rowsOf([1, 0], [1, 2]))).toEqual({ value: 1 / 2 });
  });

  it("lets equal predictions in at once", () => {
    expect(outcome("average-precision", rowsOf([1, 0, 0, 0], [5, 5, 5, 5]))).toEqual({ value: 1 / 4 });
    expect(outcome("average-precision", rowsOf([1, 0], [0, -0]))).toEqual({ value: 1 / 2 });
  });

  it("has no value without a positive row, and 1 without a negative one", () => {
    expect(outcome("average-precision", rowsOf([0, -1], [1, 2]))).toEqual({
      value: null,
      reason: "no label is positive",
    });
    expect(outcome("average-precision", rowsOf([1, 1], [1, 2]))).toEqual({ value: 1 });
  });

  it("is the share of positives for a prediction that is the same for all", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 12 }), (labels) => {
        fc.pre(labels.includes(1));
        const positives = labels.filter((label) => label === 1).length;
        expect(
          outcome(
            "average-precision",
            rowsOf(
              labels,
              labels.map(() => 0.3),
            ),
          ),
        ).toEqual({
          value: positives / labels.length,
        });
      }),
    );
  });
});
