/** Differences from replicates: what they come to, and what they must not depend on. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Comparison, type ComparisonState } from "../../src/compare/comparison.ts";
import { compareResults } from "../../src/compare/results.ts";
import { quantile } from "../../src/evaluate/replicate-intervals.ts";
import { judgeMargins, parseMargin } from "../../src/gate/margin.ts";
import { keyOfNumber, keyOfText, PoissonDraws } from "../../src/statistics/poisson-draws.ts";
import { random } from "../kernel/random.ts";
import { compared, comparisonOf, csvOf, differenceIn } from "./compared.ts";

const REPLICATES = 25;
const bootstrap = { replicates: REPLICATES, seed: 3 };
const byId = { ...bootstrap, id: "id" };
const HEADER = "y,old,new,w,segment,id";
const SCORED = ["log-loss", "brier", "ece", "auc", "average-precision", "f1", "max-error", "medae", "r2"];

/** Labels of 0 and 1 with the scores of two models, weights from 0, slices and ids. */
function scored(rows: number): (number | string)[][] {
  const { below, next } = random(5);
  return Array.from({ length: rows }, (_, row) => {
    const label = below(2);
    const score = () => Math.round(1000 * (0.3 * label + 0.7 * (0.02 + 0.96 * next()))) / 1000;
    return [label, score(), score(), below(4), below(3) === 0 ? "a" : "b", `id ${row}`];
  });
}

describe("by brute force: rows repeated as often as they are drawn, and compared as they stand", () => {
  const list = scored(40);

  test.each([
    ["numbers", bootstrap, false],
    ["ids", byId, false],
    ["ids, with weights", byId, true],
  ] as const)("of rows drawn by %s", async (_, options, weighted) => {
    const question = { losses: SCORED, ...(weighted ? { weight: "w" } : {}) };
    const found = await compared(csvOf(list, HEADER), { ...question, bootstrap: options });
    const differences = new Map(SCORED.map((key) => [key, [] as number[]]));
    for (let replicate = 0; replicate < REPLICATES; replicate++) {
      const draws = new PoissonDraws(options.seed, replicate);
      const drawn = list.flatMap((row, place) => {
        const { high, low } = "id" in options ? keyOfText(row[5] as string) : keyOfNumber(place + 1);
        return Array.from({ length: draws.draw(high, low) }, () => row);
      });
      const results = await compared(csvOf(drawn, HEADER), question);
      for (const key of SCORED) {
        differences.get(key)?.push(differenceIn(results, key).difference as number);
      }
    }
    for (const key of SCORED) {
      const sorted = Float64Array.from(differences.get(key) ?? []).sort();
      const difference = differenceIn(found, key);
      expect(difference.interval?.method).toBe("bootstrap");
      expect(difference.interval?.low).toBeCloseTo(quantile(sorted, 0.025), 14);
      expect(difference.interval?.high).toBeCloseTo(quantile(sorted, 0.975), 14);
      const [negative, positive] = [sorted.filter((x) => x <= 0).length, sorted.filter((x) => x >= 0).length];
      const pValue = (2 * (1 + Math.min(negative, positive))) / (REPLICATES + 1);
      expect(difference.pValue).toBe(Math.min(1, pValue));
      const mean = sorted.reduce((sum, x) => sum + x, 0) / REPLICATES;
      const squares = sorted.reduce((sum, x) => sum + (x - mean) ** 2, 0);
      expect(difference.standardError).toBeCloseTo(Math.sqrt(squares / (REPLICATES - 1)), 12);
    }
  });
});

describe("with ids, the same bits", () => {
  const list = scored(90);
  const question = { losses: SCORED, by: ["segment"], weight: "w", bootstrap: byId };

  test("for any order of rows and any chunks", async () => {
    const one = await compared(csvOf(list, HEADER), question);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(list, { minLength: list.length }),
        fc.integer({ min: 1, max: 50 }),
        async (rows, chunkRows) => {
          expect(await compared(csvOf(rows, HEADER), { ...question, chunkRows })).toEqual(one);
        },
      ),
      { numRuns: 6 },
    );
  });

  test("for parts that are merged in any order, whose states survive JSON", async () => {
    const whole = await comparisonOf(csvOf(list, HEADER), question);
    const states = await Promise.all(
      [0, 1, 2].map(async (part) => {
        const rows = list.filter((_, row) => row % 3 === part);
        const comparison = await comparisonOf(csvOf(rows, HEADER), question);
        return JSON.parse(JSON.stringify(comparison.state())) as ComparisonState;
      }),
    );
    for (const order of [
      [0, 1, 2],
      [2, 0, 1],
    ]) {
      const merged = new Comparison(whole.plan, [["-"], ["-"]]);
      for (const part of order) merged.merge(states[part] as ComparisonState);
      expect(compareResults(merged, 0.95)).toEqual(compareResults(whole, 0.95));
    }
  });

  test("for a row of weight 3 and three rows of its id", async () => {
    const repeated = list.flatMap((row) => Array.from({ length: row[3] as number }, () => row));
    const [weighted, plain] = [
      await compared(csvOf(list, HEADER), question),
      await compared(csvOf(repeated, HEADER), { losses: SCORED, by: ["segment"], bootstrap: byId }),
    ];
    expect(weighted.losses).toEqual(plain.losses);
    expect(weighted.slices.map(({ losses }) => losses)).toEqual(plain.slices.map(({ losses }) => losses));
  });
});

test("a slice has the replicates of its own rows", async () => {
  const list = scored(80);
  const question = { losses: SCORED, bootstrap: byId };
  const { slices } = await compared(csvOf(list, HEADER), { ...question, by: ["segment"] });
  for (const slice of slices) {
    const own = list.filter((row) => row[4] === slice.by.segment);
    expect(slice.losses).toEqual((await compared(csvOf(own, HEADER), question)).losses);
  }
});

test("rows are numbered as they stand, those left out and those of the weight 0 too", async () => {
  const rows = [
    [1, 2, 3, 1],
    ["NA", 2, 2, 1],
    [1, 5, 2, 0],
    [3, 1, 7, 1],
    [4, 4, 6, 1],
  ];
  const question = { losses: ["mse"], bootstrap: { replicates: 200, seed: 0 }, skip: true, level: 0.5 };
  const found = differenceIn(await compared(csvOf(rows, "y,old,new,w"), { ...question, weight: "w" }), "mse");
  const values = Array.from({ length: 200 }, (_, replicate) => {
    const draws = new PoissonDraws(0, replicate);
    const [one, four, five] = [1, 4, 5].map((number) => draws.draw(0, number)) as [number, number, number];
    return (3 * one + 12 * four + 4 * five) / (one + four + five);
  });
  const without = values.filter(Number.isNaN).length;
  expect(without).toBeGreaterThan(0);
  expect(found.intervalReason).toBe(`${without} of 200 replicates have no value`);
  expect(found).toMatchObject({ standardError: null, interval: null, pValue: null });
});

test("more rows without ids: the interval is near that of the formula", async () => {
  const list = scored(2000);
  const losses = ["log-loss", "brier", "auc", "f1", "rmse"];
  const many = { losses, weight: "w", bootstrap: { replicates: 1000, seed: 0 }, chunkRows: 1000 };
  const [drawn, formula] = [
    await compared(csvOf(list, HEADER), many),
    await compared(csvOf(list, HEADER), { losses, weight: "w", chunkRows: 1000 }),
  ];
  for (const key of losses) {
    const [own, exact] = [differenceIn(drawn, key), differenceIn(formula, key)];
    expect(own.difference).toBe(exact.difference);
    const ratio = (own.standardError as number) / (exact.standardError as number);
    // The share by which the deviation of so many nearly normal numbers misses: 1/√(2n), five times.
    expect([key, Math.abs(ratio - 1) < 5 / Math.sqrt(2 * 1000)]).toEqual([key, true]);
  }
});

test("swapped models flip the sign, and nothing else", async () => {
  const csv = csvOf(scored(50), HEADER);
  const question = { losses: [...SCORED, "bias"], bootstrap: byId };
  const [one, other] = [await compared(csv, question), await compared(csv, { ...question, reference: 1 })];
  for (const key of question.losses) {
    const [a, b] = [differenceIn(one, key), differenceIn(other, key)];
    expect((a.difference as number) + (b.difference as number)).toBe(0);
    expect(b.standardError).toBe(a.standardError);
    expect(b.pValue).toBe(a.pValue);
    expect((a.interval?.low ?? 1) + (b.interval?.high ?? 0)).toBe(0);
    expect((a.interval?.high ?? 1) + (b.interval?.low ?? 0)).toBe(0);
  }
});

test("identical predictions: the difference is 0 without width, and p is 1", async () => {
  const list = scored(30).map(([label, score]) => [label, score, score] as (number | string)[]);
  const results = await compared(csvOf(list), { losses: SCORED, bootstrap });
  for (const key of SCORED) {
    expect([key, differenceIn(results, key)]).toMatchObject([
      key,
      {
        difference: 0,
        standardError: 0,
        interval: { level: 0.95, low: 0, high: 0, method: "bootstrap" },
        pValue: 1,
      },
    ]);
  }
});

test("differences that are the same in every row have no width, and the least p there is", async () => {
  const list = Array.from({ length: 20 }, (_, row) => [row, row + 1, row + 3]);
  const found = differenceIn(await compared(csvOf(list), { losses: ["bias"], bootstrap }), "bias");
  expect(found).toMatchObject({ difference: 2, standardError: 0, interval: { low: 2, high: 2 } });
  expect(found.pValue).toBe(2 / (REPLICATES + 1));
});

test("more than two models have Holm's correction", async () => {
  const list = scored(40).map((row, place) => [...row.slice(0, 3), 0.5 + (place % 5) / 20]);
  const question = { losses: ["brier"], models: ["old", "new", "third"], bootstrap };
  const { losses } = await compared(csvOf(list, "y,old,new,third"), question);
  const [second, third] = losses.brier?.differences ?? [];
  const [low, high] = [second?.pValue, third?.pValue].map(Number).sort((a, b) => a - b) as [number, number];
  const adjusted = [second?.adjustedPValue, third?.adjustedPValue].map(Number).sort((a, b) => a - b);
  expect(adjusted[0]).toBe(Math.min(1, 2 * low));
  expect(adjusted[1]).toBe(Math.max(Math.min(1, 2 * low), high));
});

describe("margins", () => {
  const judged = async (rows: readonly (readonly number[])[], loss: string, margin: string) => {
    const results = await compared(csvOf(rows), { losses: [loss], bootstrap: { replicates: 200, seed: 1 } });
    const options = { used: results.rows.used, minRows: 1 };
    const { gates, losses } = judgeMargins(results.losses, [parseMargin(margin, (text) => text)], options);
    return { gate: gates[0], difference: losses[loss]?.differences[0] };
  };
  const rows = (shift: number, spread: number): number[][] =>
    Array.from({ length: 100 }, (_, row) => [0, 1, 1 + shift + spread * (((row * 37) % 100) / 50 - 0.99)]);

  test.each([
    ["pass", 0, 0.1],
    ["fail", 0.5, 0.1],
    ["undecided", 0.15, 1],
  ] as const)("of a loss without a formula may %s", async (verdict, shift, spread) => {
    const { gate, difference } = await judged(rows(shift, spread), "medae", "10%");
    expect(gate?.verdict).toBe(verdict);
    expect(gate?.interval).toEqual({
      level: 0.95,
      low: difference?.interval?.low,
      high: difference?.interval?.high,
      method: "bootstrap",
    });
    if (verdict === "undecided") expect(gate?.rowsNeeded).toBeGreaterThan(100);
  });

  test("of a score look at its fall", async () => {
    const list = scored(200).map((row) => row.slice(0, 3) as number[]);
    const { gate, difference } = await judged(list, "auc", "0.5");
    expect(gate).toMatchObject({ verdict: "pass", value: -(difference?.difference as number) });
    expect(gate?.interval?.low).toBe(-(difference?.interval?.high as number));
    expect(gate?.interval?.high).toBe(-(difference?.interval?.low as number));
  });

  test("of a bias look at its distance from 0, whose variance is not that of the difference", async () => {
    // Biases of -1 without variance and of about 1: 0 away from each other in size, 2 in value.
    const list = Array.from({ length: 100 }, (_, row) => [0, -1, row % 2 === 0 ? 0.5 : 1.5]);
    const { gate, difference } = await judged(list, "bias", "1");
    expect(difference?.difference).toBe(2);
    expect(gate).toMatchObject({ value: 0, verdict: "pass" });
    expect(gate?.interval?.low).toBeCloseTo((difference?.interval?.low as number) - 2, 12);
    expect(gate?.interval?.high).toBeCloseTo((difference?.interval?.high as number) - 2, 12);
  });
});

test("replicates draw the rows that an evaluation of the differences would draw", async () => {
  // The bias of new less that of old is the bias of new - old + y: in whole numbers to the last bit.
  const list = Array.from({ length: 50 }, (_, row) => [row % 7, (row * 3) % 11, (row * 5) % 13]);
  const direct = list.map(([y = 0, old = 0, fresh = 0]) => [0, 0, fresh - old + 0 * y]);
  const question = { losses: ["bias"], bootstrap };
  const [one, other] = [await compared(csvOf(list), question), await compared(csvOf(direct), question)];
  expect(differenceIn(one, "bias").interval).toEqual(differenceIn(other, "bias").interval);
});
