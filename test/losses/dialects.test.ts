/** Other tools' conventions, row by row: what a certain and wrong forecast costs, divisors, kinks, weights, defaults. */
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/losses/catalogue.ts";
import { dialects, differenceOf, findDialect, inDialect } from "../../src/losses/dialects/in-dialect.ts";
import { createMeasure, createVectorMeasure, parseLoss } from "../../src/losses/spec.ts";
import type { Measure, ScalarMeasure } from "../../src/losses/types.ts";
import type { Instance } from "./instances.ts";
import { laws } from "./laws.ts";
import { totalsOf } from "./totals.ts";

const names = dialects.map(({ name }) => name);

function measureIn(dialect: string, text: string): Measure {
  const choice = inDialect(parseLoss(text), findDialect(dialect)!);
  if (choice === null) throw new Error(`${dialect} has no ${text}`);
  return createMeasure(choice);
}

const scalar = (dialect: string, text: string) => measureIn(dialect, text) as ScalarMeasure;
const report = (measure: Measure, rows: Parameters<typeof totalsOf>[1]) =>
  measure.finish(totalsOf(measure, rows)).value!;

describe("a certain and wrong forecast costs", () => {
  it.each([
    ["sklearn", 36.04],
    ["keras", 16.12],
    ["torch", 100],
    ["xgboost", 36.84],
    ["lightgbm", 34.54],
  ])("%s %d", (dialect, cost) => {
    const { value } = scalar(dialect, "log-loss").row!;
    expect(value(1, 0)).toBeCloseTo(cost, 2);
    expect(value(0, 1)).toBeCloseTo(cost, 1);
    expect(value(1, 0.5)).toBe(Math.LN2);
  });

  it.each([
    ["sklearn", 36.04],
    ["keras", 16.12],
    ["xgboost", 36.84],
    ["lightgbm", 34.54],
  ])("%s %d of classes too", (dialect, cost) => {
    const choice = inDialect(parseLoss("cross-entropy"), findDialect(dialect)!)!;
    const { value } = createVectorMeasure(choice)!.row!;
    expect(value(Float64Array.of(1, 0), Float64Array.of(0, 1))).toBeCloseTo(cost, 2);
    expect(value(Float64Array.of(1, 0), Float64Array.of(0.5, 0.5))).toBeCloseTo(Math.LN2, 15);
  });
});

describe("a label of 0 is divided by", () => {
  it.each([
    ["sklearn", 2 ** 52],
    ["keras", 1e9],
    ["torch", 1 / 1.17e-6],
    ["xgboost", Infinity],
    ["lightgbm", 1],
  ])("as %s does: an error of 1 costs %d", (dialect, cost) => {
    expect(scalar(dialect, "mape").row!.value(0, 1)).toBeCloseTo(cost, 3);
    expect(scalar(dialect, "mape").row!.value(4, 5)).toBe(dialect === "keras" ? 25 : 0.25);
  });

  it("as lightgbm does: by 1 for labels below 1 too", () => {
    expect(scalar("lightgbm", "mape").row!.value(0.5, 1)).toBe(0.5);
  });
});

describe("at the label the gradient", () => {
  it.each([
    ["sklearn", "mae", -1],
    ["keras", "mae", 0],
    ["torch", "mae", 0],
    ["lightgbm", "mae", 0],
    ["sklearn", "quantile:q=0.25", -0.25],
    ["lightgbm", "quantile:q=0.25", 0.75],
  ])("of %s, %s is %d", (dialect, text, slope) => {
    const { gradient } = scalar(dialect, text).row!;
    expect(gradient!(3, 3)).toBe(slope);
    expect(gradient!(3, 4)).toBe(createOwn(text).gradient!(3, 4));
  });

  it("of xgboost is not there: it trains on a smoothed loss", () => {
    expect(scalar("xgboost", "mae").row!.gradient).toBeUndefined();
    expect(scalar("xgboost", "quantile").row!.gradient).toBeUndefined();
  });

  function createOwn(text: string) {
    return (createMeasure(parseLoss(text)) as ScalarMeasure).row!;
  }
});

describe("a weighted mean", () => {
  const rows = [
    { label: 0, prediction: 1, weight: 3 },
    { label: 0, prediction: 2, weight: 1 },
  ];

  it.each([
    ["sklearn", 7 / 4],
    ["keras", 7 / 2],
    ["torch", 7 / 2],
    ["xgboost", 7 / 4],
    ["lightgbm", 7 / 4],
  ])("of %s is %d", (dialect, mean) => {
    expect(report(measureIn(dialect, "mse"), rows)).toBe(mean);
  });

  it("of rows that weigh 0 counts them where the rows are counted", () => {
    const measure = measureIn("keras", "mse");
    expect(measure.finish({ ...totalsOf(measure, rows), used: 4 }).value).toBe(7 / 4);
  });

  it("keeps metrics that are no means of rows as they are", () => {
    expect(report(measureIn("keras", "rmse"), rows)).toBe(Math.sqrt(7 / 4));
  });
});

describe("defaults", () => {
  it("are the tool's where none is given, and what is given stays", () => {
    expect(scalar("lightgbm", "huber").row!.value(0, 10)).toBe(0.9 * (10 - 0.45));
    expect(scalar("lightgbm", "huber:delta=2").row!.value(0, 10)).toBe(2 * (10 - 1));
    expect(scalar("keras", "huber").row!.value(0, 10)).toBe(9.5);
    expect(scalar("lightgbm", "quantile").row!.value(10, 0)).toBeCloseTo(9, 14);
    expect(scalar("sklearn", "log-loss:eps=0.125").row!.value(1, 0)).toBe(-Math.log(0.125));
  });

  it.each([
    ["keras", "log-loss:eps=1e-9", 'log-loss of keras has no parameter "eps"'],
    ["torch", "log-loss:eps=1e-9", 'log-loss of torch has no parameter "eps"'],
    ["sklearn", "mape:zero=skip", 'mape of sklearn has no parameter "zero"'],
  ])("that %s can't change are an error to give: %s", (dialect, text, message) => {
    expect(() => inDialect(parseLoss(text), findDialect(dialect)!)).toThrow(message);
  });
});

describe("further conventions", () => {
  it("torch and keras add to a rate, lightgbm lifts it", () => {
    const value = (dialect: string) => scalar(dialect, "poisson-nll").row!.value(2, 0);
    expect(["torch", "keras", "lightgbm"].map(value)).toEqual([
      -2 * Math.log(1e-8),
      -2 * Math.log(1e-7),
      -2 * Math.log(1e-10),
    ]);
  });

  it("keras's cosine is ours less 1, lightgbm's gamma deviance a sum, torch lifts variances", () => {
    const cosine = createVectorMeasure(inDialect(parseLoss("cosine"), findDialect("keras")!)!)!;
    expect(cosine.row!.value(Float64Array.of(1, 0), Float64Array.of(2, 0))).toBe(-1);
    const gamma = [1, 2].map((prediction) => ({ label: 1, prediction }));
    expect(report(measureIn("lightgbm", "gamma"), gamma)).toBe(2 * Math.LN2 - 1);
    expect(scalar("torch", "gaussian-nll").varianceRow!.value(0, 0, 1e-9)).toBe(Math.log(1e-6) / 2);
  });

  it("xgboost, lightgbm and keras count a probability of 1/2 as negative, sklearn as positive", () => {
    const half = [{ label: 1, prediction: 0.5 }];
    expect(report(measureIn("xgboost", "error-rate"), half)).toBe(1);
    expect(report(measureIn("lightgbm", "error-rate"), half)).toBe(1);
    expect(report(measureIn("keras", "accuracy"), half)).toBe(0);
    expect(report(measureIn("sklearn", "accuracy"), half)).toBe(1);
  });
});

describe.each(names)("%s", (name) => {
  const dialect = findDialect(name)!;
  const choices = [...dialect.losses.keys()].map((id) => inDialect(parseLoss(id), dialect)!);

  it("has losses of the catalogue only, and not all", () => {
    const ids = new Set(catalogue.map(({ id }) => id));
    expect([...dialect.losses.keys()].filter((id) => !ids.has(id))).toEqual([]);
    expect(catalogue.some((definition) => inDialect(parseLoss(definition.id), dialect) === null)).toBe(true);
  });

  it("keeps keys, and says how a loss differs where it does", () => {
    expect(choices.map(({ key }) => key)).toEqual([...dialect.losses.keys()]);
    for (const [id, loss] of dialect.losses) {
      const differs = loss.adapt !== undefined || loss.parameters !== undefined;
      if (differs) expect(differenceOf(id, dialect, false)).not.toBeNull();
    }
  });

  const rowWise = choices
    .map((choice): Instance => {
      const { definition, key } = choice;
      // Clips, kinks and scales are not those that the traits tell.
      return { name: key, definition, traits: null, measure: createMeasure(choice) };
    })
    .filter(({ measure }) => measure.row !== undefined);

  it.each(rowWise.map((instance) => [instance.name, instance] as const))(
    "%s is a loss",
    (_name, instance) => {
      expect(laws["it is never NaN inside its domain"]!(instance)).toEqual([]);
      expect(laws["it is pure"]!(instance)).toEqual([]);
      expect(laws["its gradient and Hessian are those of its value"]!(instance)).toEqual([]);
    },
  );
});
