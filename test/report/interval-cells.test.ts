import { describe, expect, test } from "vitest";
import { alignedCells, intervalCells } from "../../src/report/interval-cells.ts";
import type { LossResult } from "../../src/report/types.ts";

function result(value: number, half: number): LossResult {
  return { value, standardError: half / 2, interval: { level: 0.95, low: value - half, high: value + half } };
}

describe("a value beside its interval", () => {
  test.each([
    [2912.4371, 380.12, "2912", "± 380"],
    [43.9412, 3.1, "43.9", "± 3.1"],
    [0.511334, 0.0612, "0.511", "± 0.061"],
    [0.511334, 0.0996, "0.51", "± 0.10"],
    [0.2500012345, 0.00000041, "0.25000123", "± 4.1e-7"],
    [0.0012345678, 2.5, "0.0", "± 2.5"],
    [-0.012345678, 2.5, "0.0", "± 2.5"],
    [2.25, 3.28, "2.25", "± 3.28"],
    [0.5, 0, "0.5", "± 0"],
    [1.23456789e15, 2.1e12, "1.2346e15", "± 2.1e12"],
    [1.23456789e-9, 2.1e-11, "1.235e-9", "± 2.1e-11"],
    [1, Number.POSITIVE_INFINITY, "1", "± Infinity"],
  ])("%d ± %d", (value, half, shown, interval) => {
    expect(intervalCells(result(value, half))).toEqual({ value: shown, interval });
  });

  test("that is not in the middle is a range", () => {
    const median: LossResult = {
      value: 3.21459,
      standardError: 1,
      interval: { level: 0.95, low: 2.5, high: 4.5 },
    };
    expect(intervalCells(median)).toEqual({ value: "3.2", interval: "2.5 to 4.5" });
  });

  test("that has none keeps five digits", () => {
    expect(intervalCells({ value: 3.2145926 })).toEqual({ value: "3.2146", interval: "" });
    expect(intervalCells({ value: null, reason: "no rows" })).toEqual({ value: "-", interval: "" });
  });

  test("stands with others at the decimal point", () => {
    const cells = alignedCells([result(2912.4371, 380.12), result(0.511334, 0.0612), { value: 161.87 }]);
    expect(cells).toEqual([
      { value: "2912    ", interval: "± 380    " },
      { value: "   0.511", interval: "±   0.061" },
      { value: " 161.87 ", interval: "" },
    ]);
  });
});
