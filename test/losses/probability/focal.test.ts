import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLoss } from "../../../src/losses/spec.ts";
import { ulpsBetween } from "../ulp.ts";
import { scalarRow, vectorRow } from "./measures.ts";

const share = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
const label = fc.constantFrom(0, 0.2, 0.7, 1);
const gamma = fc.constantFrom(0, 0.5, 1, 2, 3.5);

describe("focal", () => {
  it("with gamma=0 is log-loss, to the last bit or the next", () => {
    const [focal, logLoss] = [scalarRow("focal:gamma=0"), scalarRow("log-loss")];
    fc.assert(
      fc.property(label, share, (y, p) => {
        expect(ulpsBetween(focal.value(y, p), logLoss.value(y, p))).toBeLessThanOrEqual(1);
        expect(focal.hessian(y, p)).toBeCloseTo(logLoss.hessian(y, p), -10);
      }),
    );
    for (const [y, p] of [
      [0, 0.25],
      [1, 0.25],
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
    ] as const) {
      expect([focal.value(y, p), focal.gradient(y, p), focal.hessian(y, p)]).toEqual([
        logLoss.value(y, p),
        logLoss.gradient(y, p),
        logLoss.hessian(y, p),
      ]);
    }
  });

  it("is -(1-p)^gamma ln p of the probability of the true class", () => {
    const { value, gradient, hessian } = scalarRow("focal");
    expect([value(1, 0.5), value(0, 0.5)]).toEqual([Math.LN2 / 4, Math.LN2 / 4]);
    expect(value(0.25, 0.5)).toBe(Math.LN2 / 4);
    // F'(1/2) = -ln 2 - 1/2, F''(1/2) = 2 ln 2 + 4 + 1.
    expect(gradient(1, 0.5)).toBeCloseTo(-Math.LN2 - 0.5, 15);
    expect(gradient(0, 0.5)).toBeCloseTo(Math.LN2 + 0.5, 15);
    expect(hessian(1, 0.5)).toBeCloseTo(2 * Math.LN2 + 5, 14);
  });

  it("weighs the classes by alpha and 1 - alpha, and by 1 without it", () => {
    const [plain, weighted] = [scalarRow("focal"), scalarRow("focal:alpha=0.25")];
    for (const p of [0.001, 0.3, 0.9]) {
      expect(weighted.value(1, p)).toBe(plain.value(1, p) / 4);
      expect(weighted.value(0, p)).toBe(0.75 * plain.value(0, p));
      expect(weighted.gradient(1, p)).toBe(plain.gradient(1, p) / 4);
      expect(weighted.hessian(0, p)).toBe(0.75 * plain.hessian(0, p));
    }
    expect(scalarRow("focal:alpha=0").value(1, 0)).toBe(0);
    expect(scalarRow("focal:alpha=1").value(0, 1)).toBe(0);
  });

  it("is 0 at a certain forecast that is right, Infinity at one that is wrong, with the limits of its slopes", () => {
    const rows = ["focal:gamma=0.5", "focal:gamma=1", "focal", "focal:gamma=5"].map(scalarRow);
    for (const { value, gradient } of rows) {
      expect([value(1, 1), value(0, 0), value(1, 0), value(0, 1)]).toEqual([0, 0, Infinity, Infinity]);
      expect(gradient(1, 1) + 0).toBe(0);
      expect([gradient(1, 0), gradient(0, 1)]).toEqual([-Infinity, Infinity]);
    }
    expect(rows.map(({ hessian }) => hessian(1, 1))).toEqual([Infinity, 2, 0, 0]);
    expect(rows.map(({ hessian }) => hessian(0, 0))).toEqual([Infinity, 2, 0, 0]);
    expect(rows.map(({ hessian }) => hessian(1, 0))).toEqual([Infinity, Infinity, Infinity, Infinity]);
  });

  it("takes gamma from 0 and alpha from 0 to 1", () => {
    expect(() => parseLoss("focal:gamma=-1")).toThrow("gamma is a number at least 0");
    expect(() => parseLoss("focal:alpha=1.5")).toThrow("alpha is a number at least 0 and at most 1");
    expect(parseLoss("binary-focal:alpha=0.25:gamma=2").key).toBe("focal:gamma=2:alpha=0.25");
  });
});

describe("focal-logits", () => {
  it("is focal of the probability S(z), its derivatives by the chain rule", () => {
    fc.assert(
      fc.property(fc.double({ min: -12, max: 12, noNaN: true }), label, gamma, (z, y, g) => {
        const [score, probability] = [scalarRow(`focal-logits:gamma=${g}`), scalarRow(`focal:gamma=${g}`)];
        const p = 1 / (1 + Math.exp(-z));
        const slope = p * (1 - p);
        const near = (found: number, expected: number) =>
          expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-8 * (1 + Math.abs(expected)));
        near(score.value(y, z), probability.value(y, p));
        near(score.gradient(y, z), probability.gradient(y, p) * slope);
        const bend = probability.hessian(y, p) * slope * slope;
        near(score.hessian(y, z), bend + probability.gradient(y, p) * slope * (1 - 2 * p));
      }),
    );
  });

  it("with gamma=0 is logistic", () => {
    const [focal, logistic] = [scalarRow("focal-logits:gamma=0"), scalarRow("logistic")];
    for (const y of [-1, 0, 1, 0.3]) {
      for (const z of [-1e308, -800, -3, 0, 0.5, 40, 1e4]) {
        expect(ulpsBetween(focal.value(y, z), logistic.value(y, z))).toBeLessThanOrEqual(1);
        expect(ulpsBetween(focal.gradient(y, z), logistic.gradient(y, z))).toBeLessThanOrEqual(1);
      }
    }
  });

  it("counts -1 as 0 and keeps both tails", () => {
    const { value, gradient, hessian } = scalarRow("focal-logits");
    expect(value(-1, 0.7)).toBe(value(0, 0.7));
    expect([value(1, -1e308), value(0, 1e308), value(1, 1e308)]).toEqual([1e308, 1e308, 0]);
    expect([gradient(1, -1e308), gradient(0, 1e308), hessian(1, -1e308)]).toEqual([-1, 1, 0]);
    // S(-z)^2 sp(-z) is e^-3z to the last bits.
    for (const z of [40, 100, 200]) expect(ulpsBetween(value(1, z), Math.exp(-3 * z))).toBeLessThanOrEqual(4);
  });
});

describe("multi-focal", () => {
  it("with gamma=0 is cross-entropy", () => {
    const [focal, entropy] = [vectorRow("multi-focal:gamma=0"), vectorRow("cross-entropy")];
    const p = [0.1, 0.7, 0.2];
    for (const y of [
      [1, 0, 0],
      [0, 0, 1],
    ]) {
      expect(focal.value(y, p)).toBe(entropy.value(y, p));
      expect(focal.gradient(y, p)).toEqual(entropy.gradient(y, p));
      expect(focal.hessian(y, p)).toEqual(entropy.hessian(y, p));
    }
  });

  it("looks at the probability of the class only, and is focal of it", () => {
    const [several, two] = [vectorRow("multi-focal"), scalarRow("focal")];
    expect(several.value([0, 1, 0], [0.3, 0.6, 0.3])).toBe(two.value(1, 0.6));
    expect(several.gradient([0, 1, 0], [0.3, 0.6, 0.3])).toEqual([0, two.gradient(1, 0.6), 0]);
    expect(several.hessian([0, 1, 0], [0.3, 0.6, 0.3])).toEqual([0, two.hessian(1, 0.6), 0]);
  });

  it("is Infinity where the class was given no chance, 0 where it was certain", () => {
    const { value } = vectorRow("multi-focal");
    expect([value([1, 0], [0, 1]), value([1, 0], [1, 0])]).toEqual([Infinity, 0]);
  });
});
