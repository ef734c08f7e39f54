/** How often a margin errs, by simulation with a fixed seed: no more than its level says. Each run is a slice. */
import { expect, test } from "vitest";
import { estimateFrom } from "../../src/compare/paired-test.ts";
import { judgeMargins, parseMargin } from "../../src/gate/margin.ts";
import { random } from "../kernel/random.ts";
import { compared, csvOf, differenceIn } from "./compared.ts";

const RUNS = 400;

/** The slices of runs of `rows` rows: absolute errors 3 and 3 + shift + noise, so that `mae` gets worse by `shift`. */
async function simulated(shift: number, rows: number, seed: number) {
  const { below } = random(seed);
  const noise = () => (below(2001) + below(2001) + below(2001) - 3000) / 2000;
  const lines = Array.from({ length: RUNS * rows }, (_, row) => [0, 3, 3 + shift + noise(), row % RUNS]);
  const question = { losses: ["mae"], by: ["run"], chunkRows: 4096 };
  return (await compared(csvOf(lines, "y,old,new,run"), question)).slices;
}

async function verdicts(shift: number, seed: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = { pass: 0, fail: 0, undecided: 0 };
  for (const { losses, rows } of await simulated(shift, 40, seed)) {
    const margin = parseMargin("mae=0.2", (key) => key);
    const { verdict } = judgeMargins(losses, [margin], { used: rows.used, minRows: 1 });
    counts[verdict ?? ""] = (counts[verdict ?? ""] ?? 0) + 1;
  }
  return counts;
}

test("at the margin it passes and fails in one of 40 cases each", async () => {
  const { pass = 0, fail = 0 } = await verdicts(0.2, 11);
  // 2.5% of 400 are 10, give or take 3 (one standard deviation).
  expect(pass).toBeGreaterThan(1);
  expect(pass).toBeLessThan(20);
  expect(fail).toBeGreaterThan(1);
  expect(fail).toBeLessThan(20);
});

test("far better it passes, far worse it fails, always", async () => {
  expect(await verdicts(-1, 12)).toEqual({ pass: RUNS, fail: 0, undecided: 0 });
  expect(await verdicts(1.5, 13)).toEqual({ pass: 0, fail: RUNS, undecided: 0 });
});

test("an interval covers what is true in 19 of 20 cases, of few rows too", async () => {
  const slices = await simulated(0, 6, 14);
  const covered = slices.filter((slice) => {
    const { interval } = differenceIn(slice, "mae");
    return (interval?.low ?? 1) <= 0 && 0 <= (interval?.high ?? -1);
  });
  expect(covered.length / RUNS).toBeGreaterThan(0.92);
  expect(covered.length / RUNS).toBeLessThan(0.98);
});

test("a wider level is a wider interval", () => {
  const half = (level: number) => {
    const estimate = estimateFrom(0, 1, 10, level);
    return estimate.standardError === null ? Number.NaN : estimate.interval.high;
  };
  expect(half(0.99)).toBeGreaterThan(half(0.95));
  expect(half(0.5)).toBeLessThan(half(0.95));
});
