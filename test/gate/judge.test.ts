import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge } from "../../src/gate/judge.ts";
import { parseRule, type RuleOption } from "../../src/gate/rule.ts";
import type { LossResult } from "../../src/report/types.ts";
import { losses, slice } from "../report/sample.ts";

const rule = (option: RuleOption, text: string) => parseRule(option, text, (loss) => loss);
const noRows = { read: 10, used: 10, skipped: {} };

function verdictOf(option: RuleOption, limit: string, result: LossResult | number): string | null {
  const results = { rows: noRows, losses: losses({ mse: result }), slices: [] };
  return judge(results, [rule(option, `mse=${limit}`)], { minRows: 1 }).verdict;
}

describe("a gate on all rows", () => {
  it.each([
    ["max", "0.25", 0.25, "pass"],
    ["max", "0.25", 0.25 + 2 ** -54, "fail"],
    ["max", "0.25", 0.25 - 2 ** -55, "pass"],
    ["min", "0.9", 0.9, "pass"],
    ["min", "0.9", 0.9 - 2 ** -53, "fail"],
    ["min", "0.9", 1, "pass"],
    ["max", "-1", -1, "pass"],
    ["max", "-1", -0.5, "fail"],
    ["max", "-1", -2, "pass"],
    ["min", "-1", -2, "fail"],
    ["max", "5%", 0.05, "pass"],
    ["max", "5%", 0.0501, "fail"],
    ["max", "0", -0, "pass"],
    ["min", "0", -0, "pass"],
    ["max", "0", 5e-324, "fail"],
    ["max", "-1e308", 1e308, "fail"],
    ["min", "1e308", -1e308, "fail"],
    ["max", "1", Number.POSITIVE_INFINITY, "fail"],
    ["max", "1", Number.NEGATIVE_INFINITY, "fail"],
    ["min", "1", Number.POSITIVE_INFINITY, "fail"],
    ["min", "1", Number.NEGATIVE_INFINITY, "fail"],
    ["max", "1", Number.NaN, "fail"],
    ["min", "1", Number.NaN, "fail"],
    ["max", "1", { value: null, reason: "no rows" }, "fail"],
    ["min", "1", { value: null, reason: "no rows" }, "fail"],
  ] as const)("%s mse=%s is held against %s: %s", (option, limit, value, verdict) => {
    expect(verdictOf(option, limit, value)).toBe(verdict);
  });

  it("agrees with value <= limit and value >= limit for all finite numbers", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, (value, limit) => {
        expect(verdictOf("max", String(limit), value)).toBe(value <= limit ? "pass" : "fail");
        expect(verdictOf("min", String(limit), value)).toBe(value >= limit ? "pass" : "fail");
      }),
    );
  });

  it("gives one entry for each rule, in the order given, with reasons where there is no value", () => {
    const results = {
      rows: noRows,
      losses: losses({ mse: 3, r2: { value: null, reason: "all labels are the same" } }),
      slices: [],
    };
    const rules = [rule("min", "r2=0.5"), rule("max", "mse=4"), rule("max", "mse=2")];
    expect(judge(results, rules, { minRows: 1 })).toEqual({
      gates: [
        {
          rule: "min r2=0.5",
          loss: "r2",
          slice: null,
          value: null,
          reason: "all labels are the same",
          limit: 0.5,
          verdict: "fail",
        },
        { rule: "max mse=4", loss: "mse", slice: null, value: 3, limit: 4, verdict: "pass" },
        { rule: "max mse=2", loss: "mse", slice: null, value: 3, limit: 2, verdict: "fail" },
      ],
      verdict: "fail",
    });
  });

  it("has no verdict without rules", () => {
    expect(judge({ rows: noRows, losses: losses({}), slices: [] }, [], { minRows: 1 })).toEqual({
      gates: [],
      verdict: null,
    });
  });

  it("is a fault of the program where the loss was not computed", () => {
    const results = { rows: noRows, losses: losses({}), slices: [] };
    expect(() => judge(results, [rule("max", "mse=1")], { minRows: 1 })).toThrow("max mse=1");
  });
});

describe("a gate on skipped rows", () => {
  it.each([
    ["0.1%", 1000, 1, 0.001, "pass"],
    ["0.1%", 1000, 2, 0.002, "fail"],
    ["0%", 1000, 0, 0, "pass"],
    ["0", 7, 1, 1, "fail"],
    ["3", 7, 3, 3, "pass"],
    ["3", 7, 4, 4, "fail"],
    ["33%", 3, 1, 1 / 3, "fail"],
  ] as const)(
    "%s of %i rows read with %i skipped has the value %d: %s",
    (limit, read, skipped, value, verdict) => {
      const rows = { read, used: read - skipped, skipped: { missing: skipped } };
      const { gates } = judge({ rows, losses: losses({}), slices: [] }, [rule("max-skipped", limit)], {
        minRows: 1,
      });
      expect(gates).toMatchObject([
        { rule: `max-skipped ${limit}`, loss: null, slice: null, value, verdict },
      ]);
    },
  );
});

describe("a gate on slices", () => {
  const values = (entries: readonly (readonly [string, number, LossResult | number])[]) => ({
    rows: noRows,
    losses: losses({ mse: 1 }),
    slices: entries.map(([text, used, result]) => slice([["region", text]], used, { mse: result })),
  });
  const order = (results: ReturnType<typeof values>, option: RuleOption, text: string, minRows = 1) =>
    judge(results, [rule(option, text)], { minRows }).gates.map((gate) => [gate.slice?.region, gate.verdict]);

  it("counts the rows used of a slice, not those left out", () => {
    const short = {
      ...slice([["region", "a"]], 1, { mse: 9 }),
      rows: { read: 5, used: 1, skipped: { missing: 4 } },
    };
    const results = { ...values([]), slices: [short] };
    expect(order(results, "max-slice", "mse=1", 2)).toEqual([[undefined, "undecided"]]);
  });

  it("puts the worst first: no finite value, then failures by excess, then passes by nearness to the limit", () => {
    const results = values([
      ["low", 5, 1],
      ["over", 5, 11],
      ["none", 5, { value: null, reason: "one class" }],
      ["at", 5, 10],
      ["far over", 5, 40],
      ["minus", 5, Number.NEGATIVE_INFINITY],
    ]);
    expect(order(results, "max-slice", "mse=10")).toEqual([
      ["none", "fail"],
      ["minus", "fail"],
      ["far over", "fail"],
      ["over", "fail"],
      ["at", "pass"],
      ["low", "pass"],
    ]);
    expect(order(results, "min-slice", "mse=10")).toEqual([
      ["none", "fail"],
      ["minus", "fail"],
      ["low", "fail"],
      ["at", "pass"],
      ["over", "pass"],
      ["far over", "pass"],
    ]);
  });

  it("keeps the slices' order among equals", () => {
    const results = values([
      ["b", 1, 3],
      ["a", 1, 3],
    ]);
    expect(order(results, "max-slice", "mse=1").map(([text]) => text)).toEqual(["b", "a"]);
  });

  it("does not judge slices with fewer used rows than asked for", () => {
    const results = values([
      ["small", 29, 99],
      ["enough", 30, 1],
    ]);
    expect(order(results, "max-slice", "mse=2", 30)).toEqual([["enough", "pass"]]);
    expect(order(results, "max-slice", "mse=2", 29)).toEqual([
      ["small", "fail"],
      ["enough", "pass"],
    ]);
  });

  it("is undecided where no slice is left, which no pass elsewhere hides and a failure outweighs", () => {
    const results = values([["empty", 0, { value: null, reason: "no rows" }]]);
    const slices = rule("max-slice", "mse=2");
    expect(judge(results, [slices], { minRows: 1 })).toEqual({
      gates: [
        {
          rule: "max-slice mse=2",
          loss: "mse",
          slice: null,
          value: null,
          reason: "no slice has 1 row",
          limit: 2,
          verdict: "undecided",
        },
      ],
      verdict: "undecided",
    });
    expect(judge(results, [rule("max", "mse=1"), slices], { minRows: 1 }).verdict).toBe("undecided");
    expect(judge(results, [slices, rule("max", "mse=0")], { minRows: 1 }).verdict).toBe("fail");
  });

  it("names the slice by its texts", () => {
    const results = {
      ...values([]),
      slices: [
        slice(
          [
            ["__proto__", "x"],
            ["sex", ""],
          ],
          1,
          { mse: 1 },
        ),
      ],
    };
    const [gate] = judge(results, [rule("max-slice", "mse=2")], { minRows: 1 }).gates;
    expect(Object.entries(gate?.slice ?? {})).toEqual([
      ["__proto__", "x"],
      ["sex", ""],
    ]);
  });
});
