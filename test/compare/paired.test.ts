/** Paired tests against reference values computed by scipy and numpy (fixtures/golden/paired.py). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { holm } from "../../src/compare/paired-test.ts";
import { compared, csvOf, differenceIn } from "./compared.ts";

interface Estimate {
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  readonly pValue: number;
}

interface Golden {
  readonly level: number;
  readonly cases: readonly {
    readonly name: string;
    readonly rows: number[][];
    readonly losses: Record<
      string,
      {
        readonly values: [number, number];
        readonly tTest: Estimate & { readonly difference: number };
        readonly better: number;
        readonly worse: number;
        readonly signTest: number;
        readonly dieboldMariano: readonly (Estimate & { readonly lags: number; readonly kernel: string })[];
      }
    >;
  }[];
  readonly classifiers: readonly {
    readonly name: string;
    readonly rows: number[][];
    readonly accuracy: {
      readonly values: [number, number];
      readonly tTest: Estimate;
      readonly better: number;
      readonly worse: number;
      readonly mcnemar: number;
    };
  }[];
  readonly smooth: readonly {
    readonly name: string;
    readonly rows: number[][];
    readonly losses: Record<string, Estimate & { readonly difference: number }>;
  }[];
  readonly holm: { readonly p: number[]; readonly adjusted: number[] };
}

const golden = JSON.parse(
  readFileSync(new URL("../../fixtures/golden/paired.json", import.meta.url), "utf8"),
) as Golden;
const { level } = golden;

/** The reference sums doubles, so that its own last digits are rounding. */
function expectClose(found: number | null | undefined, expected: number): void {
  expect(Math.abs((found ?? Number.NaN) - expected)).toBeLessThanOrEqual(
    1e-11 * Math.max(1e-3, Math.abs(expected)),
  );
}

describe.each(golden.cases)("$name", ({ rows, losses }) => {
  test.each(Object.entries(losses))("paired t test and sign test of %s", async (key, expected) => {
    const results = await compared(csvOf(rows), { losses: [key], level });
    const found = differenceIn(results, key);
    expectClose(results.losses[key]?.values.old, expected.values[0]);
    expectClose(results.losses[key]?.values.new, expected.values[1]);
    expectClose(found.difference, expected.tTest.difference);
    expectClose(found.standardError, expected.tTest.standardError);
    expectClose(found.interval?.low, expected.tTest.low);
    expectClose(found.interval?.high, expected.tTest.high);
    expectClose(found.pValue, expected.tTest.pValue);
    expect(found.signTest?.better).toBe(expected.better);
    expect(found.signTest?.worse).toBe(expected.worse);
    expectClose(found.signTest?.pValue, expected.signTest);
    expect(found.rowWins?.better).toBe(expected.better / rows.length);
  });

  const tests = Object.entries(losses).flatMap(([key, { dieboldMariano }]) =>
    dieboldMariano.map((expected) => ({ key, lags: expected.lags, expected })),
  );
  test.each(tests)("Diebold-Mariano of $key with $lags lags", async ({ key, lags, expected }) => {
    const found = differenceIn(await compared(csvOf(rows), { losses: [key], lags, level }), key);
    expect(found.longRun).toEqual({ lags, kernel: expected.kernel });
    expectClose(found.standardError, expected.standardError);
    expectClose(found.interval?.low, expected.low);
    expectClose(found.interval?.high, expected.high);
    expectClose(found.pValue, expected.pValue);
  });
});

describe.each(golden.classifiers)("classifiers, $name", ({ rows, accuracy: expected }) => {
  test("accuracy: paired t test and McNemar", async () => {
    const found = differenceIn(await compared(csvOf(rows), { losses: ["accuracy"], level }), "accuracy");
    expectClose(found.standardError, expected.tTest.standardError);
    expectClose(found.pValue, expected.tTest.pValue);
    expect(found.mcnemar).toMatchObject({ better: expected.better, worse: expected.worse });
    expectClose(found.mcnemar?.pValue, expected.mcnemar);
    expect(found.signTest).toBeUndefined();
  });

  test("error rate: the same test of the same rows, the other way", async () => {
    const results = await compared(csvOf(rows), { losses: ["accuracy", "error-rate"], level });
    const [right, wrong] = ["accuracy", "error-rate"].map((key) => differenceIn(results, key));
    expect(wrong?.mcnemar).toEqual(right?.mcnemar);
    expect(wrong?.difference).toBe(-(right?.difference as number));
    expect(wrong?.pValue).toBe(right?.pValue);
  });
});

describe.each(golden.smooth)("measures of $name that are no means over rows", ({ rows, losses }) => {
  test.each(Object.entries(losses))("%s", async (key, expected) => {
    const found = differenceIn(await compared(csvOf(rows), { losses: [key], level }), key);
    expectClose(found.difference, expected.difference);
    expectClose(found.standardError, expected.standardError);
    expectClose(found.interval?.low, expected.low);
    expectClose(found.interval?.high, expected.high);
    expectClose(found.pValue, expected.pValue);
  });

  test.each(Object.keys(losses))("%s in slices is that of their rows alone", async (key) => {
    const sliced = rows.flatMap((row) => [
      [...row, "a"],
      [0, 0.25, 0.75, "b"],
      [1, 0.5, 0.5, "b"],
    ]);
    const results = await compared(csvOf(sliced, "y,old,new,s"), { losses: [key], level, by: ["s"] });
    const alone = differenceIn(await compared(csvOf(rows), { losses: [key], level }), key);
    expect(results.slices[0]?.losses[key]?.differences[0]).toEqual(alone);
  });
});

test("Holm's correction", () => {
  const { p, adjusted } = golden.holm;
  for (const [place, found] of holm(p).entries()) expectClose(found, adjusted[place] as number);
  expect(holm([null, 0.02, null])).toEqual([null, 0.02, null]);
});
