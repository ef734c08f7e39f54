import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBaseline } from "../../src/gate/baseline.ts";
import { judge } from "../../src/gate/judge.ts";
import { type Better, parseWorseRule } from "../../src/gate/worse.ts";
import type { GateResult, LossResult } from "../../src/report/types.ts";
import { losses } from "../report/sample.ts";

/** The report of an earlier run, with these losses as they stand in JSON. */
function earlier(results: Record<string, unknown>, further: Record<string, unknown> = {}): string {
  return JSON.stringify({ schema: "lossctl.report/1", losses: results, ...further });
}

function ruleOf(text: string, better: Better, report: string, dialect?: string, formula?: string) {
  return parseWorseRule(text, parseBaseline("old.json", report), dialect, (key) => ({
    key,
    better,
    ...(formula === undefined ? {} : { formula }),
  }));
}

function gate(better: Better, limit: string, baseline: number, value: number | LossResult): GateResult {
  const rule = ruleOf(`loss=${limit}`, better, earlier({ loss: { value: baseline } }));
  const results = { rows: { read: 4, used: 4, skipped: {} }, losses: losses({ loss: value }), slices: [] };
  return judge(results, [rule], { minRows: 1 }).gates[0] as GateResult;
}

describe("a value is held against an earlier one", () => {
  it.each([
    // Where low is better.
    ["lower", "2%", 100, 102, 102, 0.02, "pass"],
    ["lower", "2%", 100, 102.5, 102, 0.025, "fail"],
    ["lower", "2%", 100, 50, 102, -0.5, "pass"],
    ["lower", "0%", 100, 100, 100, 0, "pass"],
    // In decimals 1/9 + 1/45000000000000000, rounded once; twice it would be …115.
    ["lower", "12%", 1.5, 1.6666666666666667, 1.68, 0.11111111111111113, "pass"],
    ["lower", "0.5", 100, 100.5, 100.5, 0.5, "pass"],
    ["lower", "0.5", 0, 0.5, 0.5, 0.5, "pass"],
    ["lower", "0.5", 0, 0.75, 0.5, 0.75, "fail"],
    // A likelihood may be below 0: the share is of its size, and worse is still up.
    ["lower", "10%", -100, -90, -90, 0.1, "pass"],
    ["lower", "10%", -100, -88, -90, 0.12, "fail"],
    ["lower", "10%", -100, -110, -90, -0.1, "pass"],
    // Where high is better: r2, auc.
    ["higher", "10%", 0.5, 0.45, 0.45, 0.1, "pass"],
    ["higher", "10%", 0.5, 0.4375, 0.45, 0.125, "fail"],
    ["higher", "10%", 0.5, 1, 0.45, -1, "pass"],
    ["higher", "0.25", 0.5, 0.25, 0.25, 0.25, "pass"],
    ["higher", "50%", -2, -3, -3, 0.5, "pass"],
    ["higher", "50%", -2, -4, -3, 1, "fail"],
    ["higher", "50%", -2, -1, -3, -0.5, "pass"],
    // Where 0 is best: the limit is a distance.
    ["zero", "50%", 2, 3, 3, 0.5, "pass"],
    ["zero", "50%", 2, -3, 3, 0.5, "pass"],
    ["zero", "50%", 2, -4, 3, 1, "fail"],
    ["zero", "50%", -2, 4, 3, 1, "fail"],
    ["zero", "50%", -2, 1, 3, -0.5, "pass"],
    ["zero", "0.5", -2, -2.5, 2.5, 0.5, "pass"],
  ] as const)(
    "%s is better, limit %s, baseline %s: %s",
    (better, limit, baseline, value, at, change, verdict) => {
      expect(gate(better, limit, baseline, value)).toEqual({
        rule: `max-worse loss=${limit}`,
        loss: "loss",
        slice: null,
        value,
        limit: at,
        baseline,
        change,
        verdict,
      });
    },
  );

  it("reckons limits in decimals: 0.3 and 10% of it are 0.33, 0.1 and 0.2 are 0.3", () => {
    expect(gate("lower", "10%", 0.3, 0.33)).toMatchObject({ limit: 0.33, verdict: "pass" });
    expect(gate("lower", "0.2", 0.1, 0.3)).toMatchObject({ limit: 0.3, verdict: "pass" });
    expect(gate("lower", "0.2", 0.1, 0.1 + 0.2)).toMatchObject({ limit: 0.3, verdict: "fail" });
    expect(gate("higher", "0.1", 0.9, 0.8)).toMatchObject({ limit: 0.8, verdict: "pass" });
    expect(gate("lower", "5e-324", 0, 5e-324)).toMatchObject({ limit: 5e-324, verdict: "pass" });
    expect(gate("lower", "1e-200", 1e200, 1e200)).toMatchObject({ limit: 1e200, verdict: "pass" });
  });

  it("passes the same value with any limit, and where worse may be nothing no worse one", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });
    const better = fc.constantFrom<Better>("lower", "higher", "zero");
    fc.assert(
      fc.property(better, number, number, (direction, baseline, value) => {
        expect(gate(direction, "0", baseline, baseline).verdict).toBe("pass");
        const { change, verdict } = gate(direction, "0", baseline, value);
        expect(verdict).toBe((change as number) <= 0 ? "pass" : "fail");
      }),
    );
  });

  it.each([
    [Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY],
    [Number.NaN],
    [{ value: null, reason: "all labels are the same" }],
  ] as const)("fails %s, whatever is better", (value) => {
    for (const better of ["lower", "higher", "zero"] as const) {
      expect(gate(better, "1000%", 1, value).verdict).toBe("fail");
    }
    expect(gate("lower", "1%", 1, { value: null, reason: "all labels are the same" })).toMatchObject({
      value: null,
      reason: "all labels are the same",
      change: null,
    });
  });
});

describe("a baseline that does not fit refuses", () => {
  it.each([
    ["", "not JSON"],
    ["{", "not JSON"],
    ["{}", "expected a report (lossctl.report/1), found another document"],
    ["[]", "found another document"],
    ["null", "found another document"],
    ['"lossctl.report/1"', "found another document"],
    ['{"schema": "lossctl.fit/1", "losses": {"mse": {"value": 1}}}', 'found "lossctl.fit/1"'],
    ['{"schema": "lossctl.report/2", "losses": {"mse": {"value": 1}}}', 'found "lossctl.report/2"'],
    ['{"schema": "lossctl.report/1"}', "expected losses in the report, found none"],
    ['{"schema": "lossctl.report/1", "losses": []}', "expected losses in the report, found none"],
    [earlier({}), "has no mse"],
    [earlier({ mae: { value: 1 } }), "has no mse; it has mae"],
    [earlier({ mse: 1 }), "has no value of mse"],
    [earlier({ mse: {} }), "has no value of mse"],
    [earlier({ mse: { value: null, reason: "no rows" } }), "has no value of mse: no rows"],
    [earlier({ mse: { value: "Infinity" } }), 'has no finite value of mse, but "Infinity"'],
    [earlier({ mse: { value: "NaN" } }), 'has no finite value of mse, but "NaN"'],
    [earlier({ mse: { value: "1" } }), 'has no finite value of mse, but "1"'],
    [earlier({ mse: { value: true } }), "has no finite value of mse"],
    ['{"schema": "lossctl.report/1", "losses": {"mse": {"value": 1e400}}}', "has no finite value of mse"],
    [earlier({ mse: { value: 0 } }), "has mse 0, of which there are no shares"],
    ['{"schema": "lossctl.report/1", "losses": {"mse": {"value": -0}}}', "of which there are no shares"],
    [earlier({ mse: { value: 1 } }, { dialect: "keras" }), "is in the dialect keras, and this run in none"],
  ])("%s", (report, reason) => {
    expect(() => ruleOf("mse=2%", "lower", report)).toThrow(reason);
  });

  it("where it was computed without the dialect of this run, or in another", () => {
    const report = earlier({ mse: { value: 1 } });
    expect(() => ruleOf("mse=2%", "lower", report, "torch")).toThrow(
      "is in no dialect, and this run in torch",
    );
    const other = earlier({ mse: { value: 1 } }, { dialect: "keras" });
    expect(() => ruleOf("mse=2%", "lower", other, "torch")).toThrow(
      "in the dialect keras, and this run in torch",
    );
    expect(ruleOf("mse=2%", "lower", other, "keras").baseline).toBe(1);
  });

  it("where it has the loss with other parameters, and says which", () => {
    const report = earlier({ "huber:delta=2": { value: 1 } });
    expect(() => ruleOf("huber:delta=1=2%", "lower", report)).toThrow(
      "has no huber:delta=1, but huber:delta=2, which is another loss",
    );
  });

  it("where the name of a combination stood for another one", () => {
    const report = earlier({ task: { value: 1 } }, { combinations: { task: "mse + mae" } });
    expect(ruleOf("task=2%", "lower", report, undefined, "mse + mae").baseline).toBe(1);
    expect(() => ruleOf("task=2%", "lower", report, undefined, "mse + 2*mae")).toThrow(
      "has another task: mse + mae, not mse + 2*mae",
    );
    expect(() => ruleOf("task=2%", "lower", earlier({ task: { value: 1 } }), undefined, "mse")).toThrow(
      "has another task: of an unknown formula, not mse",
    );
  });

  it.each(["mse=nan", "mse=-1%", "mse=-0.1", "mse=Infinity", "mse=1e400", "mse=", "mse", "=2%", "mse=%"])(
    "the limit of %s is none",
    (text) => {
      expect(() => ruleOf(text, "lower", earlier({ mse: { value: 1 } }))).toThrow(/^--max-worse/);
    },
  );

  it("a limit beyond the range of numbers would let all pass", () => {
    expect(() => ruleOf("mse=1000%", "lower", earlier({ mse: { value: 1e308 } }))).toThrow(
      "beyond the range",
    );
  });

  it("but a byte order mark before it is none of its text", () => {
    expect(ruleOf("mse=2%", "lower", `\uFEFF${earlier({ mse: { value: 1 } })}`).limit).toBe(1.02);
  });
});
