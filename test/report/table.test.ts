import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { createStyle, PLAIN } from "../../src/report/style.ts";
import { renderTable } from "../../src/report/table.ts";
import { dictionary, type GateResult, type Report } from "../../src/report/types.ts";
import { byRegion, HARD_TEXTS, losses, sample, slice } from "./sample.ts";

const at = (width: number) => ({ width, style: PLAIN });
const lines = async (report: Report, width = 80): Promise<string[]> =>
  (await renderTable(report, at(width))).split("\n");

const gate = (parts: Partial<GateResult>): GateResult => ({
  rule: "max mae=45",
  loss: "mae",
  slice: null,
  value: 43.94,
  limit: 45,
  verdict: "pass",
  ...parts,
});

describe("the table without slices", () => {
  it("names input, rows and columns, and aligns the losses on the decimal point", async () => {
    expect(await renderTable(sample(), at(80))).toBe(
      [
        "preds.csv   442 rows   label y_true   prediction y_pred",
        "",
        "mse   2912.4",
        "mae     43.940",
        "r2       0.51123",
        "",
      ].join("\n"),
    );
  });

  it("says in words what was skipped, and how many of each where there are several reasons", async () => {
    const one = sample({ rows: { read: 4, used: 1, skipped: { missing: 3 } } });
    expect((await lines(one))[0]).toContain("1 row used, 3 skipped (missing)");
    const two = sample({ rows: { read: 9, used: 4, skipped: { missing: 3, notANumber: 2 } } });
    expect((await lines(two))[0]).toContain("4 rows used, 5 skipped (3 missing, 2 not a number)");
  });

  it("names files, standard input, the weight and long lists of columns by their ends", async () => {
    const prediction = ["p_0", "p_1", "p_2", "p_3", "p_4"];
    const text = await renderTable(
      sample({ inputs: ["-"], columns: { ...byRegion, by: [], label: null, prediction, weight: "w" } }),
      at(80),
    );
    expect(text).toContain("standard input   442 rows   predictions p_0 to p_4 (5 columns)   weight w\n");
    expect(await renderTable(sample({ inputs: ["a.csv", "b.csv"] }), at(80))).toContain("a.csv, b.csv   ");
    expect(await renderTable(sample({ inputs: ["a", "b", "c"] }), at(80))).toContain("a and 2 more files ");
  });

  it("states the coding of the label where a loss asks for it", async () => {
    const columns = { ...byRegion, by: [], labelCoding: "-1/1" } as const;
    expect((await lines(sample({ columns })))[0]).toBe(
      "preds.csv   442 rows   label y_true (-1/1)   prediction y_pred",
    );
  });

  it("says beside a loss why it has no value, what was clipped and which row it is, if anything", async () => {
    const report = sample({
      losses: losses({
        "max-error": 203.5,
        "log-loss:eps=0.1": { value: 0.5, details: { clippedRows: 3, clippedShare: 0.25 } },
        "log-loss": { value: Number.POSITIVE_INFINITY, details: { clippedRows: 0, clippedShare: 0 } },
        "cross-entropy": { value: 1.5, details: { largestDeviation: 1e-7 } },
        r2: { value: null, reason: "all labels are the same" },
      }),
      located: [
        { loss: "max-error", what: "largest", file: "preds.csv", line: 17 },
        { loss: "log-loss", what: "infinite", file: "-", line: 9 },
      ],
    });
    expect((await lines(report)).slice(2)).toEqual([
      "max-error             203.5   largest at preds.csv:17",
      "log-loss:eps=0.1        0.5   3 rows clipped, 25% of the loss",
      "log-loss           Infinity   infinite first at standard input:9",
      "cross-entropy           1.5",
      "r2                        -   no value: all labels are the same",
      "",
    ]);
  });
});

describe("the table with slices", () => {
  it("has a row for all and one for each slice", async () => {
    const report = sample({
      columns: byRegion,
      losses: losses({ mse: 2912.4123, mae: 43.94012 }),
      slices: [
        slice([["region", "north"]], 120, { mse: 2310.8, mae: 39.02 }),
        slice([["region", ""]], 1, { mse: Number.POSITIVE_INFINITY, mae: 139.021234 }),
        slice([["region", "west"]], 0, {
          mse: { value: null, reason: "no rows" },
          mae: { value: null, reason: "no rows" },
        }),
      ],
    });
    expect((await lines(report)).slice(2)).toEqual([
      "region   rows        mse       mae",
      "all       442     2912.4    43.940",
      "north     120     2310.8    39.02",
      '""          1   Infinity   139.02',
      "west        0          -         -",
      "",
    ]);
  });

  it("groups losses into blocks that fit the width", async () => {
    const keys = ["mse", "mae", "huber:delta=1", "huber:delta=2", "quantile:tau=0.9", "max-error"];
    const values = dictionary(keys.map((key) => [key, 1.25]));
    const report = sample({
      columns: byRegion,
      losses: losses(values),
      slices: ["north", "south"].map((text) => slice([["region", text]], 2, values)),
    });
    for (const width of [40, 60, 80]) {
      const text = await lines(report, width);
      expect(Math.max(...text.slice(3).map((line) => line.length))).toBeLessThanOrEqual(width);
      const heads = text.filter((line) => line.startsWith("region"));
      expect(heads.flatMap((head) => head.split(/\s+/).slice(2))).toEqual(keys);
    }
  });

  it("aligns wide, combining and empty texts by what they take on the screen", async () => {
    const report = sample({
      columns: byRegion,
      losses: losses({ mse: 1 }),
      slices: HARD_TEXTS.map((text) => slice([["region", text]], 7, { mse: 1 })),
    });
    const rows = (await lines(report)).slice(2, -1);
    expect(rows).toHaveLength(HARD_TEXTS.length + 2);
    expect(new Set(rows.map((row) => stringWidth(row))).size).toBe(1);
  });

  it("says which slices have no value and why, but not for slices without rows", async () => {
    const none = (reason: string) => ({ auc: { value: null, reason } });
    const report = sample({
      columns: byRegion,
      losses: losses({ auc: 0.5 }),
      slices: [
        slice([["region", "a"]], 1, none("one class")),
        slice([["region", "b"]], 1, none("one class")),
        slice([["region", "c"]], 0, none("no rows")),
        slice([["region", "d"]], 1, none("other")),
      ],
    });
    expect((await lines(report)).slice(-3)).toEqual([
      "auc   no value in 2 slices: one class",
      "      no value in region d: other",
      "",
    ]);
  });

  it("keeps to the width and shows both ends of a slice text that is longer", async () => {
    const long = `s3://bucket/${"x".repeat(200)}/file-17`;
    const report = sample({
      columns: byRegion,
      slices: [slice([["region", long]], 7, { mse: 1, mae: 1, r2: 1 })],
    });
    const rows = (await lines(report)).slice(2, -1);
    expect(rows.every((row) => row.length <= 80)).toBe(true);
    expect(rows.at(-1)).toMatch(/^s3:.+….+file-17 {3} +7 /);
  });

  it("is never wider than asked for, and no text can move the cursor", async () => {
    const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(...HARD_TEXTS));
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { maxLength: 6 }),
        fc.integer({ min: 40, max: 120 }),
        async (texts, width) => {
          const report = sample({
            columns: byRegion,
            slices: texts.map((key) => slice([["region", key]], 1, { mse: 1 / 3, mae: 1e9, r2: -1e-9 })),
          });
          const rendered = await renderTable(report, at(width));
          expect(rendered.endsWith("\n")).toBe(true);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not occur
          expect(rendered).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
          for (const line of rendered.split("\n")) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("gates in the table", () => {
  it("have a sign, a word, the rule, the value and its distance to the limit", async () => {
    const report = sample({
      gates: [
        gate({}),
        gate({ rule: "max mse=2912.4122", value: 2912.4123, limit: 2912.4122, verdict: "fail" }),
        gate({ rule: "min r2=60%", value: 0.511234, limit: 0.6, verdict: "fail" }),
        gate({ rule: "max mae=1", value: 1, limit: 1 }),
        gate({ rule: "max log-loss=1", value: Number.POSITIVE_INFINITY, limit: 1, verdict: "fail" }),
        gate({ rule: "max auc=1", value: null, reason: "one class", limit: 1, verdict: "fail" }),
      ],
    });
    expect((await lines(report)).slice(6)).toEqual([
      "✓ pass   max mae=45            43.94     1.06 under",
      "✗ fail   max mse=2912.4122   2912.4123   0.0001 over",
      "✗ fail   min r2=60%            51.123%   8.88% under",
      "✓ pass   max mae=1              1        at the limit",
      "✗ fail   max log-loss=1       Infinity   not finite",
      "✗ fail   max auc=1                   -   one class",
      "",
    ]);
  });

  it("show value and limit apart however near they are", async () => {
    const near = gate({ rule: "max mae=0.25", value: 0.2500001, limit: 0.25, verdict: "fail" });
    expect((await lines(sample({ gates: [near] }))).at(-2)).toBe(
      "✗ fail   max mae=0.25   0.2500001   1e-7 over",
    );
  });

  it("show the worst slice of a rule and how many others fail", async () => {
    const sliced = (text: string, value: number) =>
      gate({
        rule: "max-slice mae=40",
        slice: dictionary([["region", text]]),
        value,
        limit: 40,
        verdict: value <= 40 ? "pass" : "fail",
      });
    const gates = [sliced("south", 46.87), sliced("", 44), sliced("east", 41), sliced("west", 40)];
    const report = sample({ columns: byRegion, gates });
    expect((await lines(report, 100)).at(-2)).toBe(
      "✗ fail   max-slice mae=40   46.87   6.87 over   region south, and 2 more slices fail",
    );
    expect((await lines({ ...report, gates: gates.slice(0, 2) }, 100)).at(-2)).toContain(
      "and 1 more slice fails",
    );
    expect((await lines({ ...report, gates: gates.slice(1, 2) })).at(-2)).toMatch(/4 over {3}region ""$/);
    expect((await lines({ ...report, gates: gates.slice(3) })).at(-2)).toMatch(
      /at the limit {3}region west$/,
    );
    const twice = await lines({ ...report, gates: [...gates, ...gates] }, 100);
    expect(twice.filter((line) => line.includes("and 2 more slices fail"))).toHaveLength(2);
  });

  it("say why they are undecided", async () => {
    const reason = "no slice has 30 rows";
    const undecided = gate({ rule: "max-slice mae=46", value: null, reason, verdict: "undecided" });
    expect((await lines(sample({ gates: [undecided] }))).at(-2)).toBe(
      "? undecided   max-slice mae=46   -   no slice has 30 rows",
    );
  });

  it("wrap in a narrow terminal", async () => {
    const worst = gate({
      rule: "max-slice mae=40",
      slice: dictionary([["region", "somewhere far to the south of the river"]]),
      value: 46.87,
      limit: 40,
      verdict: "fail",
    });
    const text = await lines(sample({ columns: byRegion, gates: [worst, gate({})] }), 50);
    expect(text.every((line) => line.length <= 50)).toBe(true);
    expect(text.join(" ").replace(/\s+/g, " ")).toContain("region somewhere far to the south of the river");
  });
});

describe("colour", () => {
  it("changes no character but those of colour, and paints verdicts green and red", async () => {
    const report = sample({
      columns: byRegion,
      slices: [slice([["region", "north"]], 1, { mse: 1, mae: 1, r2: 1 })],
      gates: [gate({}), gate({ verdict: "fail", value: 46 }), gate({ verdict: "undecided", value: null })],
    });
    const colored = await renderTable(report, { width: 80, style: await createStyle(true) });
    expect(colored).toContain("\u001B[32m✓ pass\u001B[39m");
    expect(colored).toContain("\u001B[31m✗ fail\u001B[39m");
    expect(colored).toContain("\u001B[1m2912.4\u001B[22m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escapes are what is taken away
    expect(colored.replace(/\u001B\[\d+m/g, "")).toBe(await renderTable(report, at(80)));
  });
});
