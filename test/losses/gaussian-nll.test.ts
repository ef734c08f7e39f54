import { describe, expect, it } from "vitest";
import { createMeasure, parseLoss } from "../../src/losses/spec.ts";
import type { VarianceRow } from "../../src/losses/types.ts";
import { totalsOf } from "./totals.ts";

function gaussian(): VarianceRow {
  const measure = createMeasure(parseLoss("gaussian-nll"));
  if (measure.shape !== "scalar" || measure.varianceRow === undefined) throw new Error("has no variance");
  return measure.varianceRow;
}

describe("gaussian-nll", () => {
  it("is half of the squared residual in units of the variance, plus half of the variance's logarithm", () => {
    const row = gaussian();
    expect(row.value(0, 2, 1)).toBe(2);
    expect(row.value(3, 1, 4)).toBe(Math.log(4) / 2 + 0.5);
    expect(row.value(1, 1, 0.25)).toBe(Math.log(0.25) / 2);
  });

  it("has derivatives in the prediction and in the variance", () => {
    const row = gaussian();
    expect([row.gradient(0, 2, 4), row.hessian(0, 2, 4)]).toEqual([0.5, 0.25]);
    expect([row.varianceGradient(0, 3, 4), row.varianceHessian(0, 3, 4)]).toEqual([-5 / 32, 14 / 128]);
    expect(row.varianceGradient(0, 2, 4)).toBe(0);
  });

  it("is best at the mean and the variance of the labels", () => {
    const row = gaussian();
    const labels = [1, 2, 6];
    const cost = (mean: number, variance: number) =>
      labels.reduce((sum, label) => sum + row.value(label, mean, variance), 0);
    const best = cost(3, 14 / 3);
    for (const [mean, variance] of [
      [3.01, 14 / 3],
      [2.99, 14 / 3],
      [3, 14 / 3 + 0.01],
      [3, 14 / 3 - 0.01],
    ] as const) {
      expect(cost(mean, variance)).toBeGreaterThan(best);
    }
  });

  it("is in range where the squares are not", () => {
    const row = gaussian();
    expect(row.value(0, 2 ** -30, 2 ** -1060)).toBe(2 ** 999);
    expect(row.value(-1e308, 1e308, 1.6e308)).toBeCloseTo(1.25e308, -293);
    expect(row.gradient(-1e308, 1e308, 1e308)).toBe(2);
  });

  it("is reported as the weighted mean over rows", () => {
    const measure = createMeasure(parseLoss("gaussian-nll"));
    const rows = [
      { label: 0, prediction: [2, 1], weight: 3 },
      { label: 0, prediction: [0, 1], weight: 1 },
    ];
    expect(measure.finish(totalsOf(measure, rows))).toEqual({ value: 1.5 });
  });
});
