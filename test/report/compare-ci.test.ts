/** Comparisons for CI servers, read by parsers that are not ours, and by a checker of the standard. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareMetrics,
  renderCompareJunit,
  renderCompareMetrics,
  renderCompareOpenMetrics,
  toldOfComparison,
} from "../../src/report/compare-ci.ts";
import type { CompareReport, Difference, MarginResult } from "../../src/report/compare-types.ts";
import { annotationLine, annotations, stepOutputs } from "../../src/report/github.ts";
import { dictionary } from "../../src/report/types.ts";
import { parseOpenMetrics } from "./openmetrics-grammar.ts";
import { HARD_TEXTS } from "./sample.ts";
import { junitFaults, parseXml } from "./xml-tree.ts";

const difference = (model: string, reference: string, value: number | null): Difference => ({
  model,
  reference,
  difference: value,
  ...(value === null ? { reason: "no rows" } : {}),
  standardError: value === null ? null : 0.25,
  interval: value === null ? null : { level: 0.95, low: value - 0.5, high: value + 0.5 },
  relative: value,
  pValue: value === null ? null : 0.04,
  verdict: null,
  worsening: null,
});

const margin = (parts: Partial<MarginResult>): MarginResult => ({
  rule: "margin mse=1%",
  loss: "mse",
  slice: null,
  model: "new",
  reference: "old",
  value: 0.002,
  interval: { level: 0.95, low: -0.01, high: 0.014 },
  limit: 0.01,
  unit: "share",
  verdict: "undecided",
  ...parts,
});

/** One loss, of models that are called so, the first the reference. */
function report(models: readonly string[], parts: Partial<CompareReport> = {}): CompareReport {
  const [reference = "", ...others] = models;
  const losses = dictionary([
    [
      "mse",
      {
        better: "lower" as const,
        values: dictionary(models.map((model, place) => [model, 2 + place])),
        differences: others.map((model, place) => difference(model, reference, 1 + place)),
      },
    ],
  ]);
  return {
    schema: "lossctl.compare/1",
    tool: { name: "lossctl", version: "1" },
    inputs: ["preds.csv"],
    models,
    reference,
    columns: { label: "y", prediction: dictionary<string>([]), weight: null, by: [] },
    rows: { read: 9, used: 8, skipped: { missing: 1 } },
    level: 0.95,
    losses,
    slices: [],
    contributions: [],
    gates: [],
    verdict: null,
    ...parts,
  };
}

const anyText = fc.oneof(fc.constantFrom(...HARD_TEXTS), fc.string({ unit: "binary" }));
const anyReport = fc
  .record({
    models: fc.uniqueArray(anyText, { minLength: 2, maxLength: 4 }),
    by: anyText,
    texts: fc.uniqueArray(anyText, { maxLength: 3 }),
    file: anyText,
    value: fc.oneof(fc.double({ noNaN: true }), fc.constant(null)),
  })
  .map(({ models, by, texts, file, value }) => {
    const plain = report(models);
    const [, model = ""] = models;
    return report(models, {
      inputs: [file],
      columns: { ...plain.columns, by: [by] },
      slices: texts.map((text) => ({ by: dictionary([[by, text]]), rows: plain.rows, losses: plain.losses })),
      gates: [margin({ model, verdict: "fail", value: null, reason: file }), margin({ model, value })],
      verdict: "fail",
    });
  });

const gates = [
  margin({ verdict: "pass" }),
  margin({ rule: "margin mae=0", loss: "mae", verdict: "fail", unit: "absolute", limit: 0, value: 2 }),
  margin({ rowsNeeded: 900 }),
];

describe("junit", () => {
  it("has a case for each margin, and values and differences as properties", () => {
    const root = parseXml(renderCompareJunit(report(["old", "new"], { gates, verdict: "fail" })));
    expect(junitFaults(root)).toEqual([]);
    expect(root.attributes).toMatchObject({ tests: "3", failures: "1", errors: "1" });
    const [properties, ...cases] = root.children[0]?.children ?? [];
    expect(properties?.children.map(({ attributes: { name, value } }) => [name, value])).toEqual([
      ["rows read", "9"],
      ["rows used", "8"],
      ["mse of old", "2"],
      ["mse of new", "3"],
      ["mse of new less that of old", "1"],
    ]);
    expect(cases.map(({ attributes }) => attributes.name)).toEqual([
      "margin mse=1%",
      "margin mae=0",
      "margin mse=1%#2",
    ]);
    expect(cases.map(({ children: [child] }) => child?.name)).toEqual([undefined, "failure", "error"]);
    expect(cases[1]?.children[0]?.text).toBe("mae: worse by more than 0: by 2 (-0.01 to 0.014)");
    expect(cases[2]?.children[0]?.attributes.message).toBe(
      "mse: may be worse by more than 1%: by 0.2% (-1% to 1.4%); about 900 rows would decide",
    );
  });

  it("names the model of a case where there are several", () => {
    const models = ["old", "new", "third"];
    const several = [margin({}), margin({ model: "third" })];
    const root = parseXml(renderCompareJunit(report(models, { gates: several, verdict: "undecided" })));
    expect(root.children[0]?.children.slice(1).map(({ attributes }) => attributes.name)).toEqual([
      "margin mse=1% [new]",
      "margin mse=1% [third]",
    ]);
  });

  it("is well-formed and of the schema's shape whatever the texts are", () => {
    fc.assert(
      fc.property(anyReport, (any) => {
        expect(junitFaults(parseXml(renderCompareJunit(any)))).toEqual([]);
      }),
    );
  });
});

describe("openmetrics", () => {
  it("has the values, the differences with their errors, rows and margins", () => {
    const text = renderCompareOpenMetrics(report(["old", "new"], { gates, verdict: "fail" }));
    const pair = { loss: "mse", model: "new", reference: "old" };
    expect(parseOpenMetrics(text)).toEqual([
      { name: "lossctl_loss", labels: { loss: "mse", model: "old" }, value: 2 },
      { name: "lossctl_loss", labels: { loss: "mse", model: "new" }, value: 3 },
      { name: "lossctl_difference", labels: pair, value: 1 },
      { name: "lossctl_difference_standard_error", labels: pair, value: 0.25 },
      { name: "lossctl_difference_interval_low", labels: { ...pair, level: "0.95" }, value: 0.5 },
      { name: "lossctl_difference_interval_high", labels: { ...pair, level: "0.95" }, value: 1.5 },
      { name: "lossctl_difference_p_value", labels: pair, value: 0.04 },
      { name: "lossctl_rows", labels: { state: "read" }, value: 9 },
      { name: "lossctl_rows", labels: { state: "used" }, value: 8 },
      { name: "lossctl_rows_skipped", labels: { reason: "missing" }, value: 1 },
      { name: "lossctl_gate_passed", labels: { rule: "margin mse=1%", model: "new" }, value: 1 },
      { name: "lossctl_gate_passed", labels: { rule: "margin mae=0", model: "new" }, value: 0 },
    ]);
  });

  it("is what the standard allows, whatever the texts are", () => {
    fc.assert(
      fc.property(anyReport, (any) => {
        const series = parseOpenMetrics(renderCompareOpenMetrics(any));
        const values = series.filter(({ name }) => name === "lossctl_loss");
        // Halves of surrogate pairs become one character, and names that differ in them one series.
        expect(values.length).toBeLessThanOrEqual(any.models.length * (1 + any.slices.length));
        expect(values.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("metrics", () => {
  it("are values by model, and differences, of slices too", () => {
    const { losses, rows } = report(["old", "new"]);
    const columns = { ...report([]).columns, by: ["region"] };
    const slices = [{ by: dictionary([["region", "south"]]), rows, losses }];
    const text = renderCompareMetrics(report(["old", "new"], { columns, slices }));
    expect(JSON.parse(text)).toEqual({
      "mse/old": 2,
      "mse/new": 3,
      "mse/new/difference": 1,
      "mse/old/region=south": 2,
      "mse/new/region=south": 3,
      "mse/new/difference/region=south": 1,
    });
  });

  it("have as many names as numbers whatever the texts are", () => {
    fc.assert(
      fc.property(anyReport, (any) => {
        const each = 2 * any.models.length - 1;
        expect(compareMetrics(any).size).toBe(each * (1 + any.slices.length));
      }),
    );
  });
});

describe("GitHub", () => {
  it("gets an error for a margin that failed and a warning for one that is undecided", () => {
    const told = toldOfComparison(report(["old", "new"], { gates, verdict: "fail" }));
    expect(annotations([told]).map(annotationLine)).toEqual([
      "::error title=lossctl%3A gate failed::mae: worse by more than 0: by 2 (-0.01 to 0.014)",
      "::warning title=lossctl%3A gate undecided::mse: may be worse by more than 1%25: by 0.2%25 (-1%25 to 1.4%25); about 900 rows would decide",
    ]);
    expect(told.markdown).toContain("| mse | new | 2 | 3 |");
  });

  it("never gets a second command or output, whatever the texts are", () => {
    fc.assert(
      fc.property(anyReport, (any) => {
        for (const line of annotations([toldOfComparison(any)]).map(annotationLine)) {
          expect(line).not.toMatch(/[\r\n]/);
        }
        expect(stepOutputs("fail", compareMetrics(any))).toMatch(/^verdict=fail\nmetrics=\{[^\n\r]*\}\n$/);
      }),
    );
  });
});
