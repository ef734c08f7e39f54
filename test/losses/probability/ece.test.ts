import { describe, expect, it } from "vitest";
import { parseLoss } from "../../../src/losses/spec.ts";
import { outcome, rowsOf } from "./measures.ts";

describe("ece", () => {
  it("is the mean distance of frequency and mean probability, bin by bin", () => {
    const rows = rowsOf([1, 0, 0, 0, 1], [0.75, 0.75, 0.25, 0.25, 0.5]);
    // |1 - 1.5| in one bin, |0 - 0.5| and |1 - 0.5| in two others.
    expect(outcome("ece", rows)).toEqual({ value: 1.5 / 5 });
  });

  it("lets errors of opposite signs cancel within a bin and not across bins", () => {
    const rows = rowsOf([1, 0], [0.25, 0.75]);
    expect(outcome("ece:bins=1", rows)).toEqual({ value: 0 });
    expect(outcome("ece:bins=2", rows)).toEqual({ value: 0.75 });
  });

  it("closes bins below, by the product in binary64, and puts 1 into the last", () => {
    // 0.5 belongs to the upper of two bins, with 1: 0.5 + 0 against labels 0 and 1.
    expect(outcome("ece:bins=2", rowsOf([0, 1, 1], [0.5, 1, 0.25]))).toEqual({ value: 1.25 / 3 });
    // 0.29 * 100 is 28.999999999999996 in binary64, so that 0.29 shares a bin with 0.28125.
    const together = outcome("ece:bins=100", rowsOf([1, 0], [0.28125, 0.29]));
    expect(together.value).toBeCloseTo((1 - 0.28125 - 0.29) / 2, 15);
  });

  it("weighs rows", () => {
    const rows = [
      { label: 1, prediction: 0.75, weight: 3 },
      { label: 0, prediction: 0.75, weight: 1 },
      { label: 0, prediction: 0.25, weight: 4 },
    ];
    expect(outcome("ece", rows)).toEqual({ value: 1 / 8 });
  });

  it("takes a whole number of bins, at least 1", () => {
    for (const bins of ["0", "2.5", "-3", "1e9", "ten"]) {
      expect(() => parseLoss(`ece:bins=${bins}`)).toThrow("bins is a whole number at least 1");
    }
    expect(parseLoss("ece:bins=15").key).toBe("ece:bins=15");
  });
});
