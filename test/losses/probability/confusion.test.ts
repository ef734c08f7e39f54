import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMeasure, parseLoss } from "../../../src/losses/spec.ts";
import { outcome, rowsOf } from "./measures.ts";

// 2 true and 1 false positives, 3 true and 4 false negatives at the threshold 0.5.
const rows = rowsOf([1, 1, 0, 0, 0, 0, 1, 1, 1, 1], [0.9, 0.5, 0.7, 0.1, 0.2, 0.499, 0, 0.1, 0.3, 0.4]);

describe("metrics of the confusion counts", () => {
  it("have their textbook values", () => {
    expect(outcome("accuracy", rows)).toEqual({ value: 5 / 10 });
    expect(outcome("error-rate", rows)).toEqual({ value: 5 / 10 });
    expect(outcome("precision", rows)).toEqual({ value: 2 / 3 });
    expect(outcome("recall", rows)).toEqual({ value: 2 / 6 });
    expect(outcome("f1", rows)).toEqual({ value: 4 / 9 });
    expect(outcome("f-beta:beta=2", rows)).toEqual({ value: 10 / 27 });
    expect(outcome("specificity", rows)).toEqual({ value: 3 / 4 });
    expect(outcome("balanced-accuracy", rows)).toEqual({ value: 13 / 24 });
    // TP·TN − FP·FN is 2, the margins 3, 7, 6 and 4.
    expect(outcome("mcc", rows)).toEqual({ value: Math.sqrt(4 / 504) });
    expect(outcome("kappa", rows)).toEqual({ value: 4 / 54 });
  });

  it("count a prediction at the threshold as positive", () => {
    expect(outcome("accuracy:threshold=0.7", rowsOf([1, 0], [0.7, 0.7]))).toEqual({ value: 0.5 });
    expect(outcome("recall:threshold=0.7", rowsOf([1, 1], [0.7, 0.7 - 2 ** -53]))).toEqual({ value: 0.5 });
    expect(outcome("recall:threshold=0", rowsOf([1, 1], [0, 1]))).toEqual({ value: 1 });
    expect(outcome("recall:threshold=1", rowsOf([1, 1], [1, 1 - 2 ** -53]))).toEqual({ value: 0.5 });
  });

  it("count rows by their weights", () => {
    const weighted = [
      { label: 1, prediction: 0.9, weight: 3 },
      { label: 0, prediction: 0.9, weight: 0.5 },
      { label: 1, prediction: 0.1, weight: 0.25 },
      { label: 0, prediction: 0.1, weight: 0 },
    ];
    expect(outcome("accuracy", weighted)).toEqual({ value: 3 / 3.75 });
    expect(outcome("error-rate", weighted)).toEqual({ value: 0.75 / 3.75 });
    expect(outcome("precision", weighted)).toEqual({ value: 3 / 3.5 });
    expect(outcome("recall", weighted)).toEqual({ value: 3 / 3.25 });
    expect(outcome("f1", weighted)).toEqual({ value: 6 / 6.75 });
    expect(outcome("specificity", weighted)).toEqual({ value: 0 });
    expect(outcome("balanced-accuracy", weighted)).toEqual({ value: 1.5 / 3.25 });
    expect(outcome("mcc", weighted)).toEqual({ value: -Math.sqrt(0.125 ** 2 / (3.5 * 0.25 * 3.25 * 0.5)) });
    expect(outcome("kappa", weighted)).toEqual({ value: -0.25 / (3.5 * 0.5 + 3.25 * 0.25) });
  });

  it("have no value, and say why, where the ratio is undefined", () => {
    const negatives = rowsOf([0, 0], [0.1, 0.2]);
    expect(outcome("precision", negatives)).toEqual({ value: null, reason: "no row is predicted positive" });
    expect(outcome("recall", negatives)).toEqual({ value: null, reason: "no label is positive" });
    expect(outcome("f1", negatives)).toEqual({
      value: null,
      reason: "no row is positive, in label or prediction",
    });
    expect(outcome("f-beta:beta=2", negatives)).toEqual(outcome("f1", negatives));
    expect(outcome("f-beta:beta=0", rowsOf([1], [0]))).toEqual({
      value: null,
      reason: "no row is predicted positive",
    });
    expect(outcome("specificity", rowsOf([1], [0]))).toEqual({ value: null, reason: "no label is negative" });
    const one = { value: null, reason: "all labels are of one class" };
    expect(outcome("balanced-accuracy", negatives)).toEqual(one);
    expect(outcome("balanced-accuracy", rowsOf([1], [1]))).toEqual(one);
    const either = { value: null, reason: "labels or predictions are all of one class" };
    expect(outcome("mcc", negatives)).toEqual(either);
    expect(outcome("mcc", rowsOf([1, 0], [1, 1]))).toEqual(either);
    expect(outcome("kappa", negatives)).toEqual({
      value: null,
      reason: "all labels and predictions are of one class",
    });
    expect(outcome("kappa", rowsOf([1, 0], [1, 1]))).toEqual({ value: 0 });
  });

  it("are 0, not without value, where nothing positive is found but there is something to find", () => {
    expect(outcome("recall", rowsOf([1], [0]))).toEqual({ value: 0 });
    expect(outcome("precision", rowsOf([0], [1]))).toEqual({ value: 0 });
    expect(outcome("f1", rowsOf([1], [0]))).toEqual({ value: 0 });
    expect(outcome("f1", rowsOf([0], [1]))).toEqual({ value: 0 });
  });

  it("fold each count once for all metrics of a threshold, however that was given", () => {
    const keys = (text: string) => createMeasure(parseLoss(text)).terms.map(({ key }) => key);
    expect(keys("f1").sort()).toEqual([...new Set([...keys("precision"), ...keys("recall")])].sort());
    expect(keys("accuracy:threshold=0.50")).toEqual(keys("accuracy"));
    expect(keys("accuracy:threshold=0.4")).not.toEqual(keys("accuracy"));
  });

  it("agree with each other: f-beta with f1, precision and recall, kappa and mcc in their ends", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 0.5, 1)), { minLength: 1 }),
        (all) => {
          const some = rowsOf(
            all.map(([label]) => label),
            all.map(([, prediction]) => prediction),
          );
          const value = (text: string) => outcome(text, some).value;
          expect(value("f-beta")).toBe(value("f1"));
          expect(value("f-beta:beta=0")).toBe(value("precision"));
          const agreement = value("mcc");
          if (agreement !== null) expect(Math.sign(agreement)).toBe(Math.sign(value("kappa")!));
          if (agreement !== null) expect(Math.abs(value("kappa")!)).toBeLessThanOrEqual(Math.abs(agreement));
        },
      ),
    );
    const [right, wrong] = [rowsOf([1, 0], [1, 0]), rowsOf([1, 0], [0, 1])];
    expect([outcome("mcc", right), outcome("kappa", right)]).toEqual([{ value: 1 }, { value: 1 }]);
    expect([outcome("mcc", wrong), outcome("kappa", wrong)]).toEqual([{ value: -1 }, { value: -1 }]);
  });

  it("take hard labels only and have no row loss, so no gradient", () => {
    const names =
      "accuracy error-rate precision recall f1 f-beta specificity balanced-accuracy mcc kappa".split(" ");
    for (const name of names) {
      const measure = createMeasure(parseLoss(name));
      expect(measure.domain.label).toEqual({ kind: "binary", soft: false });
      expect(measure.row).toBeUndefined();
    }
  });

  it("take a threshold from 0 to 1", () => {
    expect(() => parseLoss("accuracy:threshold=1.5")).toThrow(
      "threshold is a number at least 0 and at most 1",
    );
  });
});
