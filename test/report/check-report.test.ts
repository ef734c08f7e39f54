/** The report of a check that fails, which no loss of the catalogue gives. */
import { expect, it } from "vitest";
import { type CheckReport, renderCheckJson, renderCheckTable } from "../../src/report/check-report.ts";
import { PLAIN } from "../../src/report/style.ts";

const suspect = (line: number, derivative: "gradient" | "hessian", analytic: number, numeric: number) =>
  ({
    derivative,
    column: "p",
    file: "preds.csv",
    line,
    row: line - 1,
    analytic,
    numeric,
    excess: 5e5,
    verdict: "differs",
  }) as const;

const REPORT: CheckReport = {
  schema: "lossctl.check/1",
  tool: { name: "lossctl", version: "1.0.0" },
  inputs: ["preds.csv"],
  columns: { label: "y", prediction: "p", weight: null, by: [] },
  loss: "mse",
  rows: { read: 12, used: 10, skipped: { missing: 2 } },
  rtol: 1e-6,
  atol: 0,
  gradient: { agree: 7, differ: 2, skipped: { kink: 1, infinite: 0, unresolved: 0 } },
  hessian: { agree: 10, differ: 0, skipped: { kink: 0, infinite: 0, unresolved: 0 } },
  worst: [
    suspect(12, "gradient", -0.5, 1.25),
    suspect(3, "gradient", 1, 2),
    { ...suspect(4, "hessian", 2, 2.00000001), excess: 0.005, verdict: "agrees" },
  ],
  verdict: "fail",
};

it("is a table of counts, the verdict, and those that differ", async () => {
  expect(await renderCheckTable(REPORT, { width: 80, style: PLAIN })).toBe(
    [
      "preds.csv   10 rows used, 2 skipped (missing)   label y   prediction p",
      "",
      "mse        agree   differ   at a kink",
      "gradient       7        2           1",
      "hessian       10        0           0",
      "",
      "✗ fail   2 derivatives beyond rtol 1e-6, atol 0",
      "",
      "worst                     analytic   numeric",
      "preds.csv:12   gradient       -0.5      1.25",
      "preds.csv:3    gradient        1        2",
      "",
    ].join("\n"),
  );
});

it("is JSON with every name of the reference", () => {
  expect(JSON.parse(renderCheckJson(REPORT))).toEqual({
    ...REPORT,
    columns: { label: "y", prediction: "p", weight: null },
    gradient: { agree: 7, differ: 2, skipped: { kink: 1 } },
    hessian: { agree: 10, differ: 0, skipped: {} },
  });
});
