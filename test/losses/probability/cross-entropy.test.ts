import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMeasure, parseLoss } from "../../../src/losses/spec.ts";
import { ulpsBetween } from "../ulp.ts";
import { outcome, scalarRow, vectorRow } from "./measures.ts";

describe("cross-entropy", () => {
  const { value, gradient, hessian } = vectorRow("cross-entropy");

  it("is -sum y ln p, of one-hot and of soft labels", () => {
    expect(value([0, 1, 0], [0.5, 0.25, 0.25])).toBe(2 * Math.LN2);
    expect(value([0.5, 0.5, 0], [0.5, 0.25, 0.25])).toBe(1.5 * Math.LN2);
  });

  it("does not renormalize rows", () => {
    expect(value([0, 1], [0.25, 0.25])).toBe(2 * Math.LN2);
  });

  it("is Infinity only where a needed probability is 0", () => {
    expect(value([0, 1], [0, 1])).toBe(0);
    expect(value([1, 0], [0, 1])).toBe(Infinity);
    expect(gradient([0, 1], [0, 1])).toEqual([0, -1]);
    expect(gradient([1, 0], [0, 1])).toEqual([-Infinity, 0]);
    expect(hessian([1, 0], [0, 1])).toEqual([Infinity, 0]);
    expect(value([1, 0], [5e-324, 1])).toBe(1074 * Math.LN2);
  });

  it("has the gradient -y/p and the Hessian y/p^2", () => {
    expect(gradient([0, 1], [0.75, 0.25])).toEqual([0, -4]);
    expect(hessian([0, 1], [0.75, 0.25])).toEqual([0, 16]);
  });

  it("is log-loss for two classes whose probabilities add up to 1", () => {
    const binary = scalarRow("log-loss");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 20 }), fc.constantFrom(0, 0.25, 1), (share, label) => {
        const p = share / 2 ** 20;
        const [many, two] = [value([1 - label, label], [1 - p, p]), binary.value(label, p)];
        expect(ulpsBetween(many, two)).toBeLessThanOrEqual(4);
      }),
    );
  });

  it("needs two classes", () => {
    const measure = createMeasure(parseLoss("cross-entropy"));
    expect(measure.shape === "vector" && measure.minimumColumns).toBe(2);
  });

  it("reports the largest deviation of a row's sum from 1, of rows with a weight above 0", () => {
    const rows = [
      { label: [1, 0], prediction: [0.5, 0.5] },
      { label: [1, 0], prediction: [0.5, 0.4375] },
      { label: [0, 1], prediction: [0.5, 0.515625] },
      { label: [0, 1], prediction: [1, 1], weight: 0 },
    ];
    expect(outcome("cross-entropy", rows).details).toEqual({ largestDeviation: 0.0625 });
  });

  it("sums for that deviation without rounding: ten times 0.1 is off by 2^-54, not by 2^-53", () => {
    const tenths = new Array<number>(10).fill(0.1);
    // 0.1 in binary64 is (1 + 2^-54)/10 to first order: 0x1.999999999999a * 2^-4.
    const label = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const { details } = outcome("cross-entropy", [{ label, prediction: tenths }]);
    expect(details).toEqual({ largestDeviation: 2 ** -54 });
  });
});

describe("cross-entropy with eps", () => {
  const text = `cross-entropy:eps=${2 ** -10}`;
  const { value, gradient, hessian } = vectorRow(text);

  it("takes ln max(p, eps), and has no slope where it clips", () => {
    expect(value([1, 0], [0, 1])).toBe(10 * Math.LN2);
    expect(gradient([1, 0], [0, 1])).toEqual([0, 0]);
    expect(hessian([1, 0], [2 ** -11, 1])).toEqual([0, 0]);
    expect(gradient([1, 0], [2 ** -9, 1])).toEqual([-(2 ** 9), 0]);
  });

  it("counts the rows whose needed probability was clipped, and their share of the loss", () => {
    const rows = [
      { label: [1, 0], prediction: [0, 1] },
      { label: [0, 1], prediction: [0, 1] },
      { label: [1, 0], prediction: [0.25, 0.75] },
    ];
    expect(outcome(text, rows)).toEqual({
      value: 4 * Math.LN2,
      details: { largestDeviation: 0, clippedRows: 1, clippedShare: 10 / 12 },
    });
  });
});

describe("cross-entropy with normalize=true", () => {
  const { value, gradient, hessian, invalid } = vectorRow("cross-entropy:normalize=true");

  it("is cross-entropy of the row divided by its sum", () => {
    expect(value([0, 1], [0.25, 0.25])).toBe(Math.LN2);
    expect(ulpsBetween(value([0.5, 0.5], [0.25, 0.75]), Math.LN2 - Math.log(0.75) / 2)).toBeLessThanOrEqual(
      2,
    );
    expect(value([1, 0], [0, 0.5])).toBe(Infinity);
    expect(value([1, 0], [5e-324, 1])).toBe(1074 * Math.LN2);
    expect(value([1, 0], [5e-324, 5e-324])).toBe(Math.LN2);
  });

  it("keeps the small loss of a good forecast: others of 1e-18 cost 1e-18", () => {
    expect(ulpsBetween(value([1, 0], [0.5, 0.5e-18]), 1e-18)).toBeLessThanOrEqual(1);
    expect(value([1, 0], [0.25, 0])).toBe(0);
  });

  it("does not change when a row is scaled", () => {
    const shares = fc.array(fc.double({ min: 1e-9, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(shares, fc.integer({ min: -40, max: 0 }), (row, power) => {
        const scaled = row.map((p) => p * 2 ** power);
        expect(value([0.25, 0.75, 0], scaled)).toBe(value([0.25, 0.75, 0], row));
      }),
    );
  });

  it("has the gradient sum(y)/sum(p) - y/p and the Hessian's diagonal y/p^2 - sum(y)/sum(p)^2", () => {
    expect(gradient([1, 0], [0.5, 0.25])).toEqual([-2 / 3, 4 / 3]);
    const [first, second] = hessian([1, 0], [0.5, 0.25]);
    expect(ulpsBetween(first!, 4 - 16 / 9)).toBeLessThanOrEqual(4);
    expect(ulpsBetween(second!, -16 / 9)).toBeLessThanOrEqual(4);
    // The gradient is orthogonal to the row: scaling it changes nothing.
    const [a, b] = gradient([0.25, 0.75], [0.125, 0.5]);
    expect(Math.abs(a! * 0.125 + b! * 0.5)).toBeLessThan(1e-15);
  });

  it("keeps the small gradient of a good forecast", () => {
    // -others/(p*sum) for the true class.
    expect(ulpsBetween(gradient([1, 0], [0.5, 1e-20])[0]!, -4e-20)).toBeLessThanOrEqual(2);
  });

  it("clips the divided probability", () => {
    const clipped = vectorRow("cross-entropy:eps=0.125:normalize=true");
    // 1/16 of 1/4 is a share of a quarter: above eps, though the number itself is below.
    expect(clipped.value([1, 0], [0.0625, 0.1875])).toBe(2 * Math.LN2);
    expect(clipped.value([1, 0], [0.0625, 0.9375])).toBe(3 * Math.LN2);
    expect(clipped.gradient([1, 0], [0.0625, 0.9375])).toEqual([0, 0]);
    const rows = [{ label: [1, 0], prediction: [0.0625, 0.1875] }];
    const { details } = outcome("cross-entropy:eps=0.125:normalize=true", rows);
    expect(details).toMatchObject({ clippedRows: 0, largestDeviation: 0.75 });
  });

  it("is invalid for a row of zeros", () => {
    expect(invalid([1, 0], [0, 0])).toBe("a probability above 0 in the row, to divide by their sum");
    expect(invalid([1, 0], [0, 5e-324])).toBeNull();
  });

  it("is true or false", () => {
    expect(() => parseLoss("cross-entropy:normalize=maybe")).toThrow("normalize is one of true, false");
  });
});
