import { describe, expect, test } from "vitest";
import { renderFitJson } from "../../src/report/fit-json.ts";
import { renderFitTable } from "../../src/report/fit-table.ts";
import type { FitReport } from "../../src/report/fit-types.ts";
import { History } from "../../src/report/history.ts";
import { sparkline } from "../../src/report/sparkline.ts";
import { PLAIN } from "../../src/report/style.ts";
import { dictionary } from "../../src/report/types.ts";

const losses = dictionary([
  ["mse", { value: 4 }],
  ["r2", { value: 0.5 }],
]);
const report: FitReport = {
  schema: "lossctl.fit/1",
  tool: { name: "lossctl", version: "1.2.3" },
  inputs: ["houses.csv"],
  testInput: null,
  columns: { weight: "w", split: null, leftOut: ["name"] },
  rows: { read: 12, used: 10, skipped: { missing: 2 }, train: 8, validation: 0, test: 2 },
  model: {
    schema: "lossctl.model/1",
    loss: "mse",
    link: "identity",
    target: "price",
    features: ["area", "__proto__"],
    intercept: 152.133,
    coefficients: dictionary([
      ["area", -0.0363612],
      ["__proto__", 5.6],
    ]),
    standardErrors: dictionary<number | null>([
      ["intercept", 2.861],
      ["area", 0.2170414],
      ["__proto__", null],
    ]),
    l1: 0,
    l2: 0,
    standardize: true,
  },
  tValues: dictionary<number | null>([
    ["intercept", 53.17],
    ["area", -0.0168],
    ["__proto__", null],
  ]),
  adjustedR2: 0.45,
  optimizer: { name: "gd", learningRate: 0.25, seed: 0, epochs: 131, stop: "gradient", converged: true },
  certificate: {
    objective: 4,
    optimum: 4,
    gap: 4e-15,
    method: "closed-form",
    gradientNorm: 1e-9,
    conditionNumber: 227,
    collinear: [],
    constant: [],
    separable: false,
  },
  separation: null,
  losses: { train: losses, validation: null, test: losses },
  crossValidation: null,
  gates: [],
  verdict: null,
};
const curve = [6012, 4000, 3000, 2860].map((train, place) => ({ epoch: place + 1, train }));
const table = (changes: Partial<FitReport> = {}, width = 80, unicode = true) =>
  renderFitTable({ ...report, ...changes }, curve, { width, style: PLAIN, unicode });

describe("the table", () => {
  test("has coefficients with the decimals of their errors, losses by part, the descent and its certificate", async () => {
    expect(await table()).toBe(`houses.csv   10 rows used, 2 skipped (missing): 8 train, 2 test   target price
2 features   weight w

feature       coefficient   std error      t
(intercept)       152.13        2.86    53.2
area               -0.036       0.217    0.0
__proto__           5.6             -      -

              train   test
mse            4       4
r2             0.5     0.5
adjusted r2    0.45

loss  █▃▁▁  6012 → 2860 in 4 epochs
gradient descent reached the optimum: gap below 1e-12 of it, condition number
227
`);
  });

  test.each([
    ["epochs", "stopped after 131 epochs, short of the optimum"],
    ["validation", "ended after 131 epochs, as the validation loss got no smaller"],
    ["change", "ended after 131 epochs, as the objective hardly changed"],
    ["stalled", "ended after 131 epochs, as the gradient got no smaller"],
  ] as const)("says what ended it: %s", async (stop, words) => {
    const text = await table({ optimizer: { ...report.optimizer, stop } }, 200);
    expect(text).toContain(`gradient descent ${words}: gap`);
  });

  test("without standard errors and a known optimum says what there is", async () => {
    const certificate = { ...report.certificate, optimum: null, gap: null, conditionNumber: null };
    const text = await table({
      model: { ...report.model, standardErrors: null },
      tValues: null,
      adjustedR2: null,
      certificate,
      crossValidation: { folds: [1, 2, 3], mean: 2, standardError: 0.577 },
    });
    expect(text).not.toContain("std error");
    expect(text).toContain("3-fold mse   2 ± 0.577 (standard error)");
    expect(text).toContain("reached the optimum: gradient 1e-9");
  });

  test("keeps to the width and to ASCII where it has to", async () => {
    const text = await table({}, 40, false);
    expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(46);
    expect(text).toMatch(/^[ -~\n]*$/);
  });
});

describe("the JSON", () => {
  test("has the model as its file, and all that the table shows", () => {
    const json = JSON.parse(renderFitJson(report));
    expect(json.schema).toBe("lossctl.fit/1");
    expect(Object.keys(json.model.coefficients)).toEqual(["area", "__proto__"]);
    expect(json.rows).toEqual({
      read: 12,
      used: 10,
      skipped: { missing: 2 },
      train: 8,
      validation: 0,
      test: 2,
    });
    expect(json.losses.validation).toBeNull();
    expect(json.optimizer.stop).toBe("gradient");
  });

  test("tells the part of a gate from its loss", () => {
    const gate = {
      rule: "max train.mse=3",
      loss: "train.mse",
      slice: null,
      value: 4,
      limit: 3,
      verdict: "fail" as const,
    };
    const json = JSON.parse(
      renderFitJson({ ...report, gates: [gate, { ...gate, rule: "max mse=3", loss: "mse" }] }),
    );
    expect(json.gates.map(({ loss, part }: { loss: string; part: string }) => [loss, part])).toEqual([
      ["mse", "train"],
      ["mse", "test"],
    ]);
  });
});

describe("the picture of a curve", () => {
  test("goes from the highest to the lowest", () => {
    expect(sparkline([8, 7, 6, 5, 4, 3, 2, 1], 8)).toBe("█▇▆▅▄▃▂▁");
    expect(sparkline([3, 3], 8)).toBe("▁▁");
  });

  test.each([9, 100, 100_000])("of %d values is as wide as it may be and has both ends", (length) => {
    const picture = sparkline(
      Array.from({ length }, (_, place) => length - place),
      8,
    );
    expect(picture).toHaveLength(8);
    expect([picture.at(0), picture.at(-1)]).toEqual(["█", "▁"]);
  });
});

describe("the history", () => {
  const epoch = {
    epoch: 1,
    objective: 2.5,
    train: 2,
    validation: null,
    gradientNorm: 1e-7,
    learningRate: 0.5,
  };
  test("is CSV or NDJSON", () => {
    const [csv, ndjson] = [new History("csv"), new History("ndjson")];
    for (const history of [csv, ndjson]) history.add(epoch);
    expect(csv.text()).toBe(
      "epoch,objective,train,validation,gradientNorm,learningRate\n1,2.5,2,,1e-7,0.5\n",
    );
    expect(JSON.parse(ndjson.text())).toEqual(epoch);
  });
});
