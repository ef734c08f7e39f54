import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMeasure, parseLoss } from "../../../src/losses/spec.ts";
import { vectorRow } from "./measures.ts";

const row = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 3, maxLength: 3 });
const eighths = (numbers: readonly number[]) => numbers.map((number) => number / 8);

describe("overlap losses", () => {
  const [tversky, dice, jaccard] = ["tversky:alpha=0.25:beta=0.75", "dice", "jaccard"].map(vectorRow);

  it("are 1 - N/D", () => {
    // N = 1, false positives 1/2, false negatives 1.
    expect(tversky!.value([1, 1, 0], [1, 0, 0.5])).toBe(0.875 / 1.875);
    expect(dice!.value([1, 1, 0], [1, 0, 0.5])).toBe(1.5 / 3.5);
    expect(jaccard!.value([1, 1, 0], [1, 0, 0.5])).toBe(1.5 / 2.5);
  });

  it("dice is tversky at 1/2 and 1/2, jaccard at 1 and 1; they fold the same sums", () => {
    const keys = (text: string) => createMeasure(parseLoss(text)).terms.map(({ key }) => key);
    expect(keys("dice")).toEqual(keys("tversky"));
    expect(keys("jaccard")).toEqual(keys("tversky:alpha=1:beta=1"));
    const half = vectorRow("tversky:alpha=0.5:beta=0.5");
    fc.assert(
      fc.property(row, row, (y, p) => {
        const [label, prediction] = [eighths(y), eighths(p)];
        const sum = [...label, ...prediction].reduce((total, value) => total + value, 0);
        const common = label.reduce((total, value, index) => total + value * prediction[index]!, 0);
        const expected = sum === 0 ? 0 : 1 - (2 * common) / sum;
        expect(half.value(label, prediction)).toBeCloseTo(expected, 14);
      }),
    );
  });

  it("are related as the coefficients are: J = 2d/(1+d) of hard labels and predictions", () => {
    fc.assert(
      fc.property(row, row, (y, p) => {
        const hard = (numbers: readonly number[]) => numbers.map((number) => (number > 4 ? 1 : 0));
        const d = dice!.value(hard(y), hard(p));
        expect(jaccard!.value(hard(y), hard(p))).toBeCloseTo((2 * d) / (1 + d), 14);
      }),
    );
  });

  it("are 0 where there is nothing in label and prediction, 1 where they have nothing in common", () => {
    for (const { value, gradient, hessian } of [tversky!, dice!, jaccard!]) {
      expect(value([0, 0], [0, 0])).toBe(0);
      expect([...gradient([0, 0], [0, 0]), ...hessian([0, 0], [0, 0])]).toEqual([0, 0, 0, 0]);
      expect(value([1, 0], [0, 1])).toBe(1);
      expect(value([1, 0], [1, 0])).toBe(0);
      expect(value([0.5, 0.5], [0.5, 0.5])).toBeGreaterThan(0);
    }
  });

  it("do not cancel where the overlap is nearly perfect", () => {
    expect(jaccard!.value([1], [1 - 2 ** -50])).toBe(2 ** -50);
    expect(dice!.value([1, 0], [1, 2 ** -50])).toBeCloseTo(2 ** -51, 30);
  });

  it("tversky takes prices of at least 0 that are not both 0", () => {
    expect(() => parseLoss("tversky:alpha=0:beta=0")).toThrow("tversky: expected alpha or beta above 0");
    expect(() => parseLoss("tversky:alpha=-1")).toThrow("alpha is a number at least 0");
    expect(parseLoss("tversky:beta=2:alpha=0").key).toBe("tversky:alpha=0:beta=2");
  });
});

describe("js", () => {
  const { value, gradient, hessian } = vectorRow("jensen-shannon");
  const MAX = Number.MAX_VALUE;

  it("is half of both divergences to the mean", () => {
    expect(value([1, 0], [0, 1])).toBe(Math.LN2);
    // y ln(y/m) + p ln(p/m) with m = 1/2: ln(3/2)·3/4 + ln(1/2)/4, twice, halved.
    expect(value([0.75, 0.25], [0.25, 0.75])).toBeCloseTo(0.75 * Math.log(1.5) + 0.25 * Math.log(0.5), 15);
    expect(value([0.3, 0.7], [0.3, 0.7])).toBe(0);
    expect(value([0, 0], [0, 0])).toBe(0);
  });

  it("is the same both ways round, at most ln 2, and made of kl", () => {
    const kl = vectorRow("kl");
    const shares = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(shares, shares, (first, second) => {
        const distribution = (shares: number[]) => {
          const sum = shares.reduce((total, share) => total + share, 0);
          return shares.map((share) => share / sum);
        };
        const [y, p] = [distribution(first), distribution(second)];
        const mean = y.map((share, index) => (share + p[index]!) / 2);
        expect(value(y, p)).toBe(value(p, y));
        expect(value(y, p)).toBeLessThanOrEqual(Math.LN2);
        expect(value(y, p)).toBeCloseTo((kl.value(y, mean) + kl.value(p, mean)) / 2, 14);
      }),
    );
  });

  it("does not cancel between distributions that are nearly one: about d^2/2 at 1/2 and 1/2 + d", () => {
    for (const power of [-20, -30, -40]) {
      const d = 2 ** power;
      const found = value([0.5, 0.5], [0.5 + d, 0.5 - d]);
      // 2·m·f(c)/2 with c = ±d/(1 ± d), f(c) = c² + …: d²/2 but for a share of about d².
      expect(Math.abs(found / (d * d) - 0.5)).toBeLessThanOrEqual(4 * d * d + 4 * Number.EPSILON);
    }
  });

  it("has the gradient ln(p/m)/2 and the Hessian y/(2p(y+p)), with their limits at 0", () => {
    expect(gradient([1], [1])).toEqual([0]);
    expect(gradient([0, 1], [0, 0])).toEqual([Math.LN2 / 2, -Infinity]);
    expect(gradient([1], [1e-300])[0]).toBeCloseTo((Math.LN2 - 300 * Math.LN10) / 2, 12);
    expect(hessian([1, 0, 1], [1, 0, 0])).toEqual([0.25, 0, Infinity]);
    expect(hessian([1e-20], [1])[0]).toBeCloseTo(0.5e-20, 35);
  });

  it("stands the ends of the range of numbers", () => {
    expect(value([MAX], [MAX])).toBe(0);
    expect(value([MAX], [0])).toBeCloseTo((MAX / 2) * Math.LN2, -295);
    expect(value([5e-324], [1e308])).toBe(1e308 * (Math.LN2 / 2));
    expect(gradient([MAX], [MAX / 2])[0]).toBeCloseTo(Math.log(2 / 3) / 2, 15);
  });
});
