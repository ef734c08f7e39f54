import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLoss } from "../../src/losses/spec.ts";
import type { VectorMeasure } from "../../src/losses/types.ts";
import { scalarRow } from "./probability/measures.ts";
import { totalsOf } from "./totals.ts";

function wide(text: string, levels: readonly number[]): VectorMeasure {
  const { definition, parameters, key } = parseLoss(text);
  return definition.quantiles!.wide(parameters, key, levels);
}

function long(text: string): VectorMeasure {
  const { definition, parameters, key } = parseLoss(text);
  const make = definition.quantiles!.long;
  if (typeof make === "string") throw new Error(make);
  return make(parameters, key);
}

function expectedLevels(text: string, levels: readonly number[]): string | null {
  const { definition, parameters } = parseLoss(text);
  return definition.quantiles!.expectedLevels?.(parameters, levels) ?? null;
}

const value = (measure: VectorMeasure, label: readonly number[], prediction: readonly number[]) =>
  measure.row!.value(Float64Array.from(label), Float64Array.from(prediction));

const gradient = (measure: VectorMeasure, label: readonly number[], prediction: readonly number[]) => {
  const out = new Float64Array(prediction.length);
  measure.row!.gradient!(Float64Array.from(label), Float64Array.from(prediction), out);
  return [...out];
};

const number = fc.integer({ min: -80, max: 80 }).map((eighths) => eighths / 8);

describe("quantile-score", () => {
  it("is the mean over the columns of the quantile loss at their levels", () => {
    const levels = [0.25, 0.5, 0.875];
    const measure = wide("quantile-score", levels);
    const single = levels.map((q) => scalarRow(`quantile:q=${q}`));
    fc.assert(
      fc.property(number, fc.tuple(number, number, number), (y, p) => {
        const losses = single.map((row, column) => row.value(y, p[column]!));
        expect(value(measure, [y], p)).toBe((losses[0]! + losses[1]! + losses[2]!) / 3);
        const slopes = single.map((row, column) => (1 / 3) * row.gradient(y, p[column]!));
        expect(gradient(measure, [y], p)).toEqual(slopes);
      }),
    );
  });

  it("is the mean over the rows with a level in each", () => {
    const levels = [0.25, 0.5, 0.875];
    const [columns, rows] = [wide("quantile-score", levels), long("quantile-score")];
    fc.assert(
      fc.property(number, fc.tuple(number, number, number), (y, p) => {
        const apart = levels.map((level, column) => ({ label: [y, level], prediction: [p[column]!] }));
        expect(rows.finish(totalsOf(rows, apart)).value).toBe(value(columns, [y], p));
      }),
    );
    expect(gradient(rows, [1, 0.25], [0])).toEqual([-0.25]);
    expect(gradient(rows, [1, 0.25], [2])).toEqual([0.75]);
    expect(gradient(rows, [1, 0.25], [1])).toEqual([0]);
  });

  it("is finite where a residual or the sum is beyond the range of numbers, but the mean is not", () => {
    expect(value(wide("quantile-score", [0.25]), [1e308], [-1e308])).toBe(0.5e308);
    expect(value(wide("quantile-score", [0.5, 0.5]), [0], [1.7e308, 1.7e308])).toBe(0.85e308);
    expect(value(wide("quantile-score", [0.5, 0.5, 0.5]), [-1e308], [1e308, 1e308, 1e308])).toBeCloseTo(
      1e308,
      -295,
    );
    expect(value(long("quantile-score"), [-1e308, 0.75], [1e308])).toBe(0.5e308);
  });

  it("is on a kink where a forecast is the label", () => {
    const { nearKink } = wide("quantile-score", [0.25, 0.75]).row!;
    const near = (p: readonly number[], reach: number) =>
      nearKink!(Float64Array.of(1), Float64Array.from(p), reach);
    expect([near([0, 1], 0), near([0, 2], 0), near([0, 2], 1)]).toEqual([true, false, true]);
  });
});

describe("wis", () => {
  it("is twice the quantile score, in both forms", () => {
    const levels = [0.05, 0.5, 0.95];
    const [score, interval] = [wide("quantile-score", levels), wide("wis", levels)];
    const [rows, intervals] = [long("quantile-score"), long("wis")];
    fc.assert(
      fc.property(number, fc.tuple(number, number, number), (y, p) => {
        expect(value(interval, [y], p)).toBe(2 * value(score, [y], p));
        expect(value(intervals, [y, 0.95], [p[0]])).toBe(2 * value(rows, [y, 0.95], [p[0]]));
      }),
    );
  });

  it("of one central interval is alpha/2 times its width and what it misses", () => {
    // Interval score: width + 2/alpha * miss; here 0.5/2 * (4 + 2/0.5 * 3).
    expect(value(wide("wis", [0.25, 0.75]), [7], [0, 4])).toBe(0.25 * (4 + 4 * 3));
    expect(value(wide("wis", [0.25, 0.75]), [2], [0, 4])).toBe(0.25 * 4);
  });

  it("needs levels that are symmetric about 1/2, to 1e-9", () => {
    expect(expectedLevels("wis", [0.1, 0.5, 0.9])).toBeNull();
    expect(expectedLevels("wis", [0.95, 0.05])).toBeNull();
    expect(expectedLevels("wis", [(1 - 0.9) / 2, (1 + 0.9) / 2])).toBeNull();
    expect(expectedLevels("wis", [0.1, 0.5])).toBe("levels symmetric about 0.5, but none is 1 - 0.1");
    expect(expectedLevels("quantile-score", [0.1, 0.5])).toBeNull();
  });
});

describe("coverage", () => {
  const share = (text: string, levels: readonly number[], rows: readonly (readonly number[])[]) => {
    const measure = wide(text, levels);
    const given = rows.map(([label, ...prediction]) => ({ label: [label!], prediction }));
    return measure.finish(totalsOf(measure, given)).value;
  };

  it("is the share of labels between the two quantiles, ends included", () => {
    const rows = [
      [1, 0, 2],
      [0, 0, 2],
      [2, 0, 2],
      [3, 0, 2],
    ];
    expect(share("coverage", [0.05, 0.95], rows)).toBe(0.75);
  });

  it("finds its columns among others, in any order", () => {
    expect(share("coverage:level=0.5", [0.5, 0.75, 0.05, 0.25, 0.95], [[3, 9, 4, 9, 2, 9]])).toBe(1);
    expect(share("coverage:level=0.5", [0.5, 0.75, 0.05, 0.25, 0.95], [[5, 9, 4, 9, 2, 9]])).toBe(0);
  });

  it("needs both levels, and a row for all of them", () => {
    expect(expectedLevels("coverage", [0.05, 0.95])).toBeNull();
    expect(expectedLevels("coverage:level=0.8", [0.05, 0.1, 0.95])).toBe(
      "the levels 0.1 and 0.9, found 0.05, 0.1, 0.95",
    );
    expect(parseLoss("coverage").definition.quantiles?.long).toContain("both ends of an interval");
    expect(() => parseLoss("coverage:level=1")).toThrow("level is a number above 0 and below 1");
  });
});
