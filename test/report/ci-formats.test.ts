/** Reports for CI servers, read by parsers that are not ours, and by a checker of the standard. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { annotationLine, annotations, jobSummary, stepOutputs, toldOf } from "../../src/report/github.ts";
import { renderJunit, renderJunitOf } from "../../src/report/junit.ts";
import { metricsOf, renderMetrics, renderMetricsOf } from "../../src/report/metrics.ts";
import { renderOpenMetrics, renderOpenMetricsOf } from "../../src/report/openmetrics.ts";
import { dictionary, type GateResult, type Report } from "../../src/report/types.ts";
import { parseOpenMetrics } from "./openmetrics-grammar.ts";
import { byRegion, HARD_TEXTS, losses, sample, slice } from "./sample.ts";
import { junitFaults, type Node, parseXml } from "./xml-tree.ts";

const gate = (parts: Partial<GateResult>): GateResult => ({
  rule: "max mse=3000",
  loss: "mse",
  slice: null,
  value: 2900,
  limit: 3000,
  verdict: "pass",
  ...parts,
});
const failed = gate({ value: 3100, verdict: "fail" });
const undecided = gate({
  rule: "max-slice mse=3",
  value: null,
  reason: "no slice has 5 rows",
  verdict: "undecided",
});

/** Slices and names that break careless printing. */
const anyText = fc.oneof(fc.constantFrom(...HARD_TEXTS), fc.string({ unit: "binary" }));
const anyReport: fc.Arbitrary<Report> = fc
  .record({
    by: fc.uniqueArray(anyText, { minLength: 1, maxLength: 3 }),
    texts: fc.uniqueArray(fc.array(anyText, { minLength: 3, maxLength: 3 }), {
      maxLength: 5,
      selector: (texts) => JSON.stringify(texts).toLowerCase(),
    }),
    value: fc.oneof(fc.double(), fc.constant(null)),
    reason: anyText,
    file: anyText,
  })
  .map(({ by, texts, value, reason, file }) => {
    const result = value === null || Number.isNaN(value) ? { value: null, reason } : { value };
    const slices = texts.map((row) =>
      slice(
        by.map((name, place) => [name, row[place] ?? ""]),
        3,
        { mse: result },
      ),
    );
    const gates = slices.map(({ by: texts_ }) =>
      gate({ rule: `max-slice mse=3`, slice: texts_, verdict: "fail" }),
    );
    return sample({
      inputs: [file],
      columns: { ...byRegion, by },
      losses: losses({ mse: result }),
      slices,
      gates: [...gates, failed, failed, undecided],
      verdict: "fail",
    });
  });

describe("junit", () => {
  const cases = (xml: string): Node[] =>
    parseXml(xml).children.flatMap(({ children }) => children.filter(({ name }) => name === "testcase"));

  it("has a case for each gate: passed, failed with its numbers, undecided as an error", () => {
    const xml = renderJunit(sample({ gates: [gate({}), failed, undecided], verdict: "fail" }));
    expect(junitFaults(parseXml(xml))).toEqual([]);
    const [passed, broken, open] = cases(xml);
    expect(passed).toMatchObject({
      attributes: { name: "max mse=3000", classname: "preds.csv" },
      children: [],
    });
    expect(broken?.children[0]).toMatchObject({
      name: "failure",
      attributes: { message: "max mse=3000: found 3100, 100 over" },
      text: "max mse=3000: found 3100, 100 over",
    });
    expect(open?.children[0]).toMatchObject({
      name: "error",
      attributes: { message: "max-slice mse=3: no slice has 5 rows", type: "gate undecided" },
    });
  });

  it("has the losses as properties, whole, and why there is no value", () => {
    const xml = renderJunit(
      sample({
        losses: losses({
          mse: 0.1 + 0.2,
          r2: { value: null, reason: "the label is constant" },
          "log-loss": Infinity,
        }),
      }),
    );
    const properties = parseXml(xml).children[0]?.children[0]?.children.map(({ attributes }) => attributes);
    expect(properties?.slice(2)).toEqual([
      { name: "mse", value: "0.30000000000000004" },
      { name: "r2", value: "no value: the label is constant" },
      { name: "log-loss", value: "Infinity" },
    ]);
  });

  it("keeps the names of cases apart, since servers drop those that repeat", () => {
    const south = { slice: dictionary([["region", "south"]]) };
    const gates = [failed, failed, gate(south), gate(south), gate({ slice: dictionary([["region", ""]]) })];
    const names = cases(renderJunit(sample({ columns: byRegion, gates }))).map(
      ({ attributes }) => attributes.name,
    );
    expect(names).toEqual([
      "max mse=3000",
      "max mse=3000#2",
      "max mse=3000 [region south]",
      "max mse=3000 [region south]#2",
      'max mse=3000 [region ""]',
    ]);
  });

  it("has a suite for each of several reports", () => {
    const reports = ["a", "b"].map((name) => ({ name, report: sample({ gates: [failed] }) }));
    const root = parseXml(renderJunitOf(reports));
    expect(junitFaults(root)).toEqual([]);
    expect(root.attributes).toMatchObject({ tests: "2", failures: "2", errors: "0" });
    expect(root.children.map(({ attributes }) => attributes.name)).toEqual(["a", "b"]);
  });

  it("is well-formed and of the schema's shape whatever the texts are", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        expect(junitFaults(parseXml(renderJunit(report)))).toEqual([]);
      }),
    );
  });

  it("whose checker refuses other shapes", () => {
    const wrong =
      '<testsuites tests="1" failures="0" errors="0"><testsuite><testcase nam="x"/></testsuite></testsuites>';
    expect(junitFaults(parseXml(wrong))).toContain("testsuite lacks name");
    expect(junitFaults(parseXml(wrong))).toContain("testcase has nam");
    expect(() => parseXml("<a>")).toThrow();
    expect(() => parseXml("<a>\u0001</a>")).toThrow();
  });
});

describe("openmetrics", () => {
  const values = (text: string, name: string) =>
    parseOpenMetrics(text)
      .filter((series) => series.name === name)
      .map(({ labels, value }) => [{ ...labels }, value]);

  it("has the losses of all rows and of the slices, rows, and whether gates passed", () => {
    const text = renderOpenMetrics(
      sample({
        columns: byRegion,
        rows: { read: 12, used: 10, skipped: { missing: 2 } },
        losses: losses({ mse: 0.1 + 0.2, r2: { value: null, reason: "constant" }, "log-loss": Infinity }),
        slices: [slice([["region", 'a"b\\c\nd']], 4, { mse: -Infinity })],
        gates: [gate({ rule: "max mae=3" }), failed, failed, undecided],
      }),
    );
    expect(values(text, "lossctl_loss")).toEqual([
      [{ loss: "mse" }, 0.1 + 0.2],
      [{ loss: "r2" }, Number.NaN],
      [{ loss: "log-loss" }, Infinity],
      [{ loss: "mse", by_region: 'a"b\\c\nd' }, -Infinity],
    ]);
    expect(values(text, "lossctl_rows")).toEqual([
      [{ state: "read" }, 12],
      [{ state: "used" }, 10],
      [{ state: "used", by_region: 'a"b\\c\nd' }, 4],
    ]);
    expect(values(text, "lossctl_rows_skipped")).toEqual([[{ reason: "missing" }, 2]]);
    expect(values(text, "lossctl_gate_passed")).toEqual([
      [{ rule: "max mae=3" }, 1],
      [{ rule: "max mse=3000" }, 0],
      [{ rule: "max-slice mse=3" }, 0],
    ]);
  });

  it("has intervals and standard errors where there are some", () => {
    const interval = { level: 0.95, low: 1, high: Number.POSITIVE_INFINITY };
    const text = renderOpenMetrics(
      sample({
        losses: losses({
          mse: { value: 2, standardError: 0.5, interval },
          auc: { value: 1, standardError: null, interval: null, intervalReason: "one row" },
        }),
      }),
    );
    expect(values(text, "lossctl_loss_standard_error")).toEqual([[{ loss: "mse" }, 0.5]]);
    expect(values(text, "lossctl_loss_interval_low")).toEqual([[{ loss: "mse", level: "0.95" }, 1]]);
    expect(values(text, "lossctl_loss_interval_high")).toEqual([[{ loss: "mse", level: "0.95" }, Infinity]]);
  });

  it("takes columns of any name for labels, those of one name apart", () => {
    const by = ["ä b", "a b", "1", "loss"];
    const text = renderOpenMetrics(
      sample({
        columns: { ...byRegion, by },
        slices: [
          slice(
            by.map((name) => [name, name]),
            1,
            { mse: 1 },
          ),
        ],
      }),
    );
    expect(values(text, "lossctl_loss").at(-1)).toEqual([
      { loss: "mse", by___b: "ä b", by_a_b: "a b", by_1: "1", by_loss: "loss" },
      1,
    ]);
    const same = ["a b", "a_b"];
    const twice = renderOpenMetrics(
      sample({
        columns: { ...byRegion, by: same },
        slices: [
          slice(
            same.map((name) => [name, name]),
            1,
            { mse: 1 },
          ),
        ],
      }),
    );
    expect(values(twice, "lossctl_loss").at(-1)?.[0]).toEqual({
      loss: "mse",
      by_a_b: "a b",
      by_a_b_2: "a_b",
    });
  });

  it("names the evaluation where there are several", () => {
    const reports = ["a", "b"].map((name) => ({ name, report: sample({ losses: losses({ mse: 1 }) }) }));
    expect(values(renderOpenMetricsOf(reports), "lossctl_loss")).toEqual([
      [{ evaluation: "a", loss: "mse" }, 1],
      [{ evaluation: "b", loss: "mse" }, 1],
    ]);
  });

  it("obeys the standard whatever the texts are", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const [first] = parseOpenMetrics(renderOpenMetrics(report));
        const { value } = report.losses.mse ?? { value: null };
        expect(first?.value).toEqual((value ?? Number.NaN) + 0);
      }),
    );
  });

  it.each([
    ["no end", "# TYPE a gauge\na{} 1\n"],
    ["a sample without its family", "a{} 1\n# EOF\n"],
    ["a series twice", '# TYPE a gauge\na{x="1"} 1\na{x="1"} 2\n# EOF\n'],
    ["a label of digits", '# TYPE a gauge\na{1="1"} 1\n# EOF\n'],
    ["a bare quote", '# TYPE a gauge\na{x="""} 1\n# EOF\n'],
    ["a word for a number", "# TYPE a gauge\na{} null\n# EOF\n"],
  ])("whose checker refuses %s", (_, text) => {
    expect(() => parseOpenMetrics(text)).toThrow();
  });
});

describe("metrics", () => {
  it("is flat, with a name for each loss and for each slice", () => {
    const report = sample({
      columns: { ...byRegion, by: ["region", "sex"] },
      losses: losses({ mse: 2.5, mae: 1 }),
      slices: [
        slice(
          [
            ["region", "south"],
            ["sex", ""],
          ],
          4,
          { mse: 3, mae: 0.1 },
        ),
      ],
    });
    expect(JSON.parse(renderMetrics(report))).toEqual({
      mse: 2.5,
      "mse/region=south,sex=": 3,
      mae: 1,
      "mae/region=south,sex=": 0.1,
    });
    expect(Object.keys(JSON.parse(renderMetricsOf([{ name: "nightly", report }])))).toContain("nightly/mse");
  });

  it("leaves out what is no number", () => {
    const report = sample({
      losses: losses({ mse: 1, r2: { value: null, reason: "constant" }, "log-loss": Infinity }),
    });
    expect(renderMetrics(report)).toBe('{\n  "mse": 1\n}\n');
    expect(renderMetrics(sample({ losses: losses({ mse: Infinity }) }))).toBe("{}\n");
  });

  it("is an object of finite numbers whatever the texts are, as many as there are", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const found = Object.values(JSON.parse(renderMetrics(report)));
        const { value = null } = report.losses.mse ?? {};
        const finite = value !== null && Number.isFinite(value);
        expect(found).toEqual(finite ? Array(1 + report.slices.length).fill(value === 0 ? 0 : value) : []);
      }),
    );
  });
});

describe("GitHub", () => {
  const named = (report: Report) => [toldOf({ name: null, report })];

  it("gets an error for each rule that failed, and a warning for one that is undecided", () => {
    const lines = annotations(named(sample({ gates: [gate({}), failed, undecided], verdict: "fail" }))).map(
      annotationLine,
    );
    expect(lines).toEqual([
      "::error title=lossctl%3A gate failed::max mse=3000: found 3100, 100 over",
      "::warning title=lossctl%3A gate undecided::max-slice mse=3: no slice has 5 rows",
    ]);
  });

  it("escapes what would end a message or a property", () => {
    const annotation = {
      kind: "error",
      title: "a:b,c%\nd",
      message: "100%\r\n::set-output::x, y",
      file: "a,b.csv",
      line: 3,
    } as const;
    expect(annotationLine(annotation)).toBe(
      "::error file=a%2Cb.csv,line=3,title=a%3Ab%2Cc%25%0Ad::100%25%0D%0A::set-output::x, y",
    );
  });

  it("gets ten errors at most, the last of which counts the others", () => {
    const gates = Array.from({ length: 25 }, (_, place) =>
      gate({ rule: `max mse=${place}`, verdict: "fail" }),
    );
    const found = annotations(named(sample({ gates, verdict: "fail" })));
    expect(found).toHaveLength(10);
    expect(found.at(-1)?.message).toBe("and 16 more, see the summary of the job");
  });

  it("never gets a second command or output, whatever the texts are", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        for (const line of annotations(named(report)).map(annotationLine)) expect(line).not.toMatch(/[\r\n]/);
        expect(stepOutputs("fail", metricsOf([{ name: null, report }]))).toMatch(
          /^verdict=fail\nmetrics=\{[^\n\r]*\}\n$/,
        );
      }),
    );
  });

  it("gets a summary that is no longer than it may be", () => {
    const slices = Array.from({ length: 40_000 }, (_, place) =>
      slice([["region", `ünï ${place}`]], 1, { mse: place }),
    );
    const report = sample({ columns: byRegion, slices });
    const text = jobSummary(named(report), 1000);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2 ** 20 - 1000);
    expect(Buffer.byteLength(text)).toBeGreaterThan(2 ** 20 - 1200);
    expect(text).toMatch(/\|\n\nThe report is longer than a summary may be\.\n$/);
    expect(jobSummary(named(report), 2 ** 20)).toBe("");
    expect(jobSummary(named(sample()), 0)).not.toContain("longer");
  });
});
