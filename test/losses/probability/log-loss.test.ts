import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ulpsBetween } from "../ulp.ts";
import { outcome, rowsOf, scalarRow } from "./measures.ts";

const TINY = 5e-324;
const NEARLY_ONE = 1 - 2 ** -53;

describe("log-loss", () => {
  const { value, gradient, hessian } = scalarRow("log-loss");

  it("is -ln p for a positive and -ln(1-p) for a negative row", () => {
    expect(value(1, 0.25)).toBe(2 * Math.LN2);
    expect(value(0, 0.75)).toBe(2 * Math.LN2);
    expect(value(0.5, 0.5)).toBe(Math.LN2);
    expect(ulpsBetween(value(0.25, 0.5), Math.LN2)).toBeLessThanOrEqual(1);
  });

  it("is 0, and not -0 or NaN, for a right and certain forecast", () => {
    expect(value(1, 1)).toBe(0);
    expect(value(0, 0)).toBe(0);
  });

  it("is Infinity for a certain forecast that is wrong, also of a soft label", () => {
    expect(value(1, 0)).toBe(Infinity);
    expect(value(0, 1)).toBe(Infinity);
    expect(value(0.5, 0)).toBe(Infinity);
    expect(value(0.5, 1)).toBe(Infinity);
    expect(value(TINY, 0)).toBe(Infinity);
  });

  it("keeps the smallest forecasts: ln(1-p) near p = 0 is -p", () => {
    expect(value(0, TINY)).toBe(TINY);
    expect(value(0, 1e-20)).toBe(1e-20);
    expect(value(1, TINY)).toBe(1074 * Math.LN2);
    expect(value(0, NEARLY_ONE)).toBe(53 * Math.LN2);
    expect(value(1, NEARLY_ONE)).toBe(2 ** -53);
  });

  it("has the gradient 1 at p = y = 0 and -1 at p = y = 1", () => {
    expect(gradient(0, 0)).toBe(1);
    expect(gradient(1, 1)).toBe(-1);
  });

  it("has the gradient r/(p(1-p)) and the Hessian y/p^2 + (1-y)/(1-p)^2", () => {
    expect(gradient(0.25, 0.5)).toBe(1);
    expect(hessian(0.25, 0.5)).toBe(4);
    expect(gradient(1, 0.125)).toBe(-8);
    expect(hessian(1, 0.125)).toBe(64);
    expect(gradient(1, 0)).toBe(-Infinity);
    expect(gradient(0, 1)).toBe(Infinity);
    expect(hessian(1, 0)).toBe(Infinity);
    expect(hessian(0, 0)).toBe(1);
    expect(hessian(1, 1)).toBe(1);
  });

  it("has no details without eps", () => {
    expect(outcome("log-loss", rowsOf([1, 0], [0.5, 0.5]))).toEqual({ value: Math.LN2 });
  });
});

describe("log-loss with eps", () => {
  const eps = 2 ** -10;
  const { value, gradient, hessian } = scalarRow(`log-loss:eps=${eps}`);

  it("takes ln max(p, eps) and ln max(1-p, eps)", () => {
    expect(value(1, 0)).toBe(10 * Math.LN2);
    expect(value(0, 1)).toBe(10 * Math.LN2);
    expect(value(1, eps / 2)).toBe(10 * Math.LN2);
    expect(value(0, 0)).toBe(0);
    expect(value(1, 1)).toBe(0);
    expect(ulpsBetween(value(0.5, 0), 5 * Math.LN2)).toBeLessThanOrEqual(1);
  });

  it("is log-loss where nothing is clipped", () => {
    const plain = scalarRow("log-loss");
    fc.assert(
      fc.property(unit(), fc.double({ min: eps, max: 1 - eps, noNaN: true }), (label, prediction) => {
        expect(ulpsBetween(value(label, prediction), plain.value(label, prediction))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("has the gradient and Hessian of the terms that are not clipped", () => {
    expect(gradient(1, eps / 2)).toBe(0);
    expect(hessian(1, eps / 2)).toBe(0);
    expect(gradient(0, 1 - eps / 2)).toBe(0);
    expect(gradient(0.5, 0)).toBe(0.5);
    expect(hessian(0.5, 0)).toBe(0.5);
    expect(gradient(0.5, 1)).toBe(-0.5);
    expect(hessian(0.5, 1)).toBe(0.5);
  });

  it("has the gradient 0 at its corners, where 0 lies between the slopes", () => {
    for (const label of [0.5, 1]) expect([gradient(label, eps), hessian(label, eps)]).toEqual([0, 0]);
    for (const label of [0, 0.5]) expect([gradient(label, 1 - eps), hessian(label, 1 - eps)]).toEqual([0, 0]);
    expect(gradient(0, eps)).toBe(1 / (1 - eps));
    expect(gradient(1, 1 - eps)).toBe(-1 / (1 - eps));
  });

  it("is never NaN and never above ln(1/eps)", () => {
    fc.assert(
      fc.property(unit(), unit(), (label, prediction) => {
        expect(value(label, prediction)).toBeGreaterThanOrEqual(0);
        expect(value(label, prediction)).toBeLessThanOrEqual(10 * Math.LN2 * (1 + 2 ** -51));
        expect(gradient(label, prediction)).not.toBeNaN();
        expect(hessian(label, prediction)).not.toBeNaN();
      }),
    );
  });

  it("counts the rows whose needed term was clipped, and their share of the loss", () => {
    const rows = rowsOf([1, 0, 0, 1], [0, 0, 0.5, 0.5]);
    expect(outcome(`log-loss:eps=${eps}`, rows)).toEqual({
      value: 3 * Math.LN2,
      details: { clippedRows: 1, clippedShare: 10 / 12 },
    });
  });

  it("weighs the share and counts rows with a weight above 0 only", () => {
    const rows = [
      { label: 1, prediction: 0, weight: 2 },
      { label: 0, prediction: 1, weight: 0 },
      { label: 0, prediction: 0.5, weight: 20 },
    ];
    const { details } = outcome(`log-loss:eps=${eps}`, rows);
    expect(details).toEqual({ clippedRows: 1, clippedShare: 0.5 });
  });

  it("reports that nothing was clipped, also where the loss is 0 and where eps is 0", () => {
    const details = { clippedRows: 0, clippedShare: 0 };
    expect(outcome("log-loss:eps=1e-15", rowsOf([1, 0], [1, 0]))).toEqual({ value: 0, details });
    expect(outcome("log-loss:eps=0", rowsOf([1], [0.5]))).toEqual({ value: Math.LN2, details });
    expect(outcome("log-loss:eps=0", rowsOf([1], [0]))).toEqual({ value: Infinity, details });
  });

  it("is not given an eps of 0.5 or more", () => {
    expect(() => scalarRow("log-loss:eps=0.5")).toThrow("eps is a number at least 0 and below 0.5");
    expect(() => scalarRow("log-loss:eps=-1e-9")).toThrow("eps");
  });
});

describe("brier", () => {
  const { value, gradient, hessian } = scalarRow("brier");

  it("is (p-y)^2 without a 1/2", () => {
    expect([value(1, 0.25), gradient(1, 0.25), hessian(1, 0.25)]).toEqual([0.5625, -1.5, 2]);
    expect([value(0.5, 0.25), gradient(0.5, 0.25)]).toEqual([0.0625, -0.5]);
  });
});

function unit() {
  return fc.double({ min: 0, max: 1, noNaN: true });
}
