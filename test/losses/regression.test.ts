/** Closed forms of the regression measures: conventions, limits of the domain, identities, and sums that must not cancel. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMeasure, createVectorMeasure, parseLoss } from "../../src/losses/spec.ts";
import type { Outcome, ScalarMeasure } from "../../src/losses/types.ts";
import { within } from "./rows.ts";
import { totalsOf } from "./totals.ts";
import { ulpsBetween } from "./ulp.ts";

const MAX = Number.MAX_VALUE;

function scalar(text: string): ScalarMeasure {
  const measure = createMeasure(parseLoss(text));
  if (measure.shape !== "scalar") throw new Error(`${text} is of columns`);
  return measure;
}

const row = (text: string) => scalar(text).row!;

/** What a measure reports of columns of labels, predictions and weights. */
function report(text: string, labels: number[], predictions: number[], weights?: number[]): Outcome {
  const measure = scalar(text);
  const rows = labels.map((label, place) => ({
    label,
    prediction: predictions[place]!,
    weight: weights?.[place] ?? 1,
  }));
  return measure.finish(totalsOf(measure, rows));
}

const residuals = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe("identities", () => {
  it("quantile at q = 0.5 is half of mae, its gradient too", () => {
    fc.assert(
      fc.property(residuals, residuals, (label, prediction) => {
        expect(row("quantile:q=0.5").value(label, prediction)).toBe(row("mae").value(label, prediction) / 2);
        expect(row("quantile:q=0.5").gradient!(label, prediction)).toBe(
          row("mae").gradient!(label, prediction) / 2,
        );
      }),
    );
  });

  it("quantiles at q and 1 - q add up to mae", () => {
    fc.assert(
      fc.property(residuals, residuals, (label, prediction) => {
        const sum =
          row("quantile:q=0.25").value(label, prediction) + row("quantile:q=0.75").value(label, prediction);
        expect(ulpsBetween(sum, row("mae").value(label, prediction))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("huber is half of mse within delta, and delta times mae less half of delta's square outside", () => {
    fc.assert(
      fc.property(residuals, residuals, (label, prediction) => {
        const huber = row("huber:delta=1000").value(label, prediction);
        const size = Math.abs(prediction - label);
        const expected = size <= 1000 ? row("mse").value(label, prediction) / 2 : 1000 * size - 500_000;
        expect(ulpsBetween(huber, expected)).toBeLessThanOrEqual(4);
      }),
    );
  });

  it("mse of columns is the mean of the columns' squares, with the gradient over K", () => {
    const measure = createVectorMeasure(parseLoss("mse"))!;
    const [label, prediction] = [Float64Array.of(0, 0, 1, 1), Float64Array.of(1, 3, 1, -1)];
    const [gradient, hessian] = [new Float64Array(4), new Float64Array(4)];
    measure.row!.gradient!(label, prediction, gradient);
    measure.row!.hessian!(label, prediction, hessian);
    expect(measure.row!.value(label, prediction)).toBe(3.5);
    expect([...gradient]).toEqual([0.5, 1.5, 0, -1]);
    expect([...hessian]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it("rmse and rmsle are roots of pooled means, not means of roots", () => {
    expect(report("rmse", [0, 0, 0], [1, 1, 4]).value).toBe(Math.sqrt(6));
    expect(report("rmsle", [0, 0], [Math.E - 1, 0]).value).toBeCloseTo(Math.SQRT1_2, 15);
    const columns = createVectorMeasure(parseLoss("rmse"))!;
    const rows = [
      { label: [0, 0], prediction: [1, 7] },
      { label: [0, 0], prediction: [5, 5] },
    ];
    expect(columns.finish(totalsOf(columns, rows)).value).toBe(5);
  });
});

describe("where p - y is beyond the range of numbers", () => {
  it.each([
    ["huber:delta=0.5", -1e308, 1e308, 1e308],
    ["huber:delta=0.5", 1e308, -1e308, 1e308],
    ["huber", -1e308, 1e308, Infinity],
    ["quantile:q=0.5", -1e308, 1e308, 1e308],
    ["quantile:q=0.25", 1e308, -1e308, 5e307],
    ["smape", -1e308, 1e308, 2],
    ["smape", 1e308, 1e308, 0],
    ["mape", -1e308, 1e308, 2],
    ["mae", -1e308, 1e308, Infinity],
    ["log-cosh", -1e308, 1e308, Infinity],
    ["bias", 1e308, -1e308, -Infinity],
  ])("%s of y = %d, p = %d is %d", (text, label, prediction, value) => {
    expect(row(text).value(label, prediction)).toBe(value);
  });

  it("wape is the ratio of the exact sums", () => {
    expect(report("wape", [-1e308, -1e308], [1e308, 1e308]).value).toBe(2);
    expect(report("wape", [5e-324], [1e-323]).value).toBe(1);
  });

  it("mse of columns divides first", () => {
    const { value, gradient } = createVectorMeasure(parseLoss("mse"))!.row!;
    const mean = value(new Float64Array(4), Float64Array.of(1.5e154, 0, 0, 0));
    expect(ulpsBetween(mean, 5.625e307)).toBeLessThanOrEqual(2);
    const out = new Float64Array(4);
    gradient!(new Float64Array(4).fill(-1e308), new Float64Array(4).fill(1e308), out);
    expect([...out]).toEqual([1e308, 1e308, 1e308, 1e308]);
  });

  it("huber halves before it squares", () => {
    expect(ulpsBetween(row("huber:delta=1e300").value(0, 1.5e154), 1.125e308)).toBeLessThanOrEqual(2);
  });

  it("r2 has no value, and says why; explained variance needs no residual", () => {
    const reason = "a residual is beyond the range of numbers";
    expect(report("r2", [-1e308, 1e308], [1e308, -1e308])).toEqual({ value: null, reason });
    expect(report("explained-variance", [-1e308, 1e308], [1e308, -1e308])).toEqual({ value: -3 });
  });
});

describe("log-cosh", () => {
  it.each([
    [1e-300, 0],
    [1e-8, 5e-17],
    [40, 40 - Math.LN2],
    [745, 745 - Math.LN2],
    [1e4, 1e4 - Math.LN2],
    [1e308, 1e308],
  ])("of the residual %d is %d", (residual, value) => {
    expect(ulpsBetween(row("log-cosh").value(0, residual), value)).toBeLessThanOrEqual(1);
    expect(ulpsBetween(row("log-cosh").value(0, -residual), value)).toBeLessThanOrEqual(1);
  });
});

describe("domains", () => {
  it.each([
    ["mse", [-MAX, 0, MAX], []],
    ["msle", [0, MAX, -0.999], [-1, -1.5]],
    ["rmsle", [0, MAX, -0.999], [-1, -1.5]],
    ["poisson", [0, 5e-324, MAX], [-5e-324, -1]],
    ["mape", [0, -1], []],
  ])("%s takes the labels %j and not %j", (text, inside, outside) => {
    const { label } = scalar(text).domain;
    if (label.kind !== "real") throw new Error(label.kind);
    expect(inside.filter((value) => !within(label.interval, value))).toEqual([]);
    expect(outside.filter((value) => within(label.interval, value))).toEqual([]);
  });

  it.each([
    ["msle", -1],
    ["poisson", 0],
  ])("%s has predictions down to the open end %d, where the limit counts", (text, end) => {
    const { low, lowOpen } = scalar(text).domain.prediction;
    expect({ low, lowOpen }).toEqual({ low: end, lowOpen: true });
    expect(row(text).value(1, end)).toBe(Infinity);
    expect(row(text).gradient!(1, end)).toBe(-Infinity);
  });

  it("poisson of no events costs twice the rate, also at rate 0", () => {
    expect([0, 1.5, 1e308].map((rate) => row("poisson").value(0, rate))).toEqual([0, 3, Infinity]);
    expect(row("poisson").gradient!(0, 0)).toBe(2);
  });
});

describe("labels of 0", () => {
  it("cost Infinity in mape unless the prediction is 0 too", () => {
    expect(row("mape").value(0, 1e-300)).toBe(Infinity);
    expect(row("mape").value(0, 0)).toBe(0);
    expect(report("mape", [0, 2], [1, 1]).value).toBe(Infinity);
  });

  it("are left out and counted by mape:zero=skip, with their weight", () => {
    expect(report("mape:zero=skip", [0, 2, 4, 0], [1, 1, 5, 0], [5, 1, 3, 0])).toEqual({
      value: 0.3125,
      details: { skippedZero: 1 },
    });
    expect(report("mape:zero=skip", [0, 0], [1, 0])).toEqual({
      value: null,
      reason: "every label is 0",
      details: { skippedZero: 2 },
    });
  });

  it("count 0 in smape if the prediction is 0, else 2", () => {
    expect(row("smape").value(0, 0)).toBe(0);
    expect(row("smape").value(0, 5e-324)).toBe(2);
  });

  it("alone give wape no value", () => {
    expect(report("wape", [0, 0], [1, 2])).toEqual({ value: null, reason: "every label is 0" });
  });
});

describe("metrics of columns", () => {
  const labels = [1, 2, 4, 7];

  it("max-error and medae are of absolute residuals, medae by weight", () => {
    expect(report("max-error", labels, [1, 0, 5, 17], [1, 1, 1, 0]).value).toBe(2);
    expect(report("medae", labels, [2, 0, 7, 17]).value).toBe(2.5);
    expect(report("medae", labels, [2, 0, 7, 17], [1, 1, 1, 5]).value).toBe(10);
    expect(report("medae", labels, [2, 0, 7, 17], [1, 1, 1, 1]).value).toBe(2.5);
  });

  it("r2 is 1 for the labels themselves, 0 for their mean, below 0 for worse", () => {
    expect(report("r2", labels, labels).value).toBe(1);
    expect(report("r2", labels, [3.5, 3.5, 3.5, 3.5]).value).toBe(0);
    expect(report("r2", labels, [7, 4, 2, 1]).value).toBe(1 - 80 / 21);
  });

  it("weights are repetitions of rows", () => {
    for (const text of ["r2", "explained-variance", "pearson", "rmse", "wape", "medae", "bias"]) {
      const weighted = report(text, labels, [1, 3, 3, 9], [1, 3, 0, 2]);
      expect(weighted).toEqual(report(text, [1, 2, 2, 2, 7, 7], [1, 3, 3, 3, 9, 9]));
    }
  });

  it("explained variance forgives a bias, r2 does not", () => {
    const shifted = labels.map((label) => label + 10);
    expect(report("explained-variance", labels, shifted).value).toBe(1);
    expect(report("r2", labels, shifted).value).toBe(1 - 400 / 21);
  });

  it("constant labels have an r2 of 1 if all residuals are 0, an explained variance of 1 if they are equal, else no value", () => {
    const none = { value: null, reason: "the label is constant" };
    expect(report("r2", [3, 3], [3, 3])).toEqual({ value: 1 });
    expect(report("r2", [3, 3], [4, 4])).toEqual(none);
    expect(report("r2", [3], [4])).toEqual(none);
    expect(report("explained-variance", [3, 3], [4, 4])).toEqual({ value: 1 });
    expect(report("explained-variance", [3, 3], [4, 5])).toEqual(none);
  });

  it("pearson is ±1 on a line and has no value for a constant column", () => {
    expect(report("pearson", labels, [3, 5, 9, 15]).value).toBe(1);
    expect(report("pearson", labels, [-1, -2, -4, -7]).value).toBe(-1);
    expect(report("pearson", [1, 2, 1, 2], [1, 1, 2, 2]).value).toBe(0);
    expect(report("pearson", [3, 3], [1, 2])).toEqual({ value: null, reason: "the label is constant" });
    expect(report("pearson", [1, 2], [3, 3])).toEqual({ value: null, reason: "the prediction is constant" });
  });

  it.each([1e6, 1e9, 1e15])("nothing cancels for labels around %d", (centre) => {
    const moved = labels.map((label) => label + centre);
    const predictions = [2, 2, 4, 6].map((prediction) => prediction + centre);
    for (const text of ["r2", "explained-variance", "pearson"]) {
      expect(report(text, moved, predictions)).toEqual(report(text, labels, [2, 2, 4, 6]));
    }
  });

  it.each([1e6, 1e9, 1e15])(
    "a forecast that is always %d too low explains nothing, whatever it is",
    (centre) => {
      const moved = labels.map((label) => label + centre);
      // No residual is a number of binary64: rounded ones would vary by more or less than the labels.
      expect(report("explained-variance", moved, [0.1, 0.1, 0.1, 0.1]).value).toBe(0);
      // var(p - y) = 9 var(y)
      const mirrored = labels.map((label) => 0.125 - 2 * label);
      expect(report("explained-variance", moved, mirrored).value).toBe(-8);
    },
  );

  it("r2 is better when higher, losses when lower, bias when nearer to 0", () => {
    const better = ["r2", "explained-variance", "pearson", "rmse", "poisson", "bias"].map(
      (text) => scalar(text).better,
    );
    expect(better).toEqual(["higher", "higher", "higher", "lower", "lower", "zero"]);
  });
});
