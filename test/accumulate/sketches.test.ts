/** What the accumulators behind pictures show, and their laws with more rows than they have room for. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DensityAccumulator } from "../../src/accumulate/density.ts";
import { DyadicAxis } from "../../src/accumulate/dyadic-axis.ts";
import { HistogramAccumulator } from "../../src/accumulate/histogram.ts";
import { LevelSharesAccumulator, MOST_LEVELS } from "../../src/accumulate/level-shares.ts";
import { OrderProfileAccumulator } from "../../src/accumulate/order-profile.ts";
import { PairSampleAccumulator, SAMPLE_PAIRS } from "../../src/accumulate/pair-sample.ts";
import { ScoreBinsAccumulator } from "../../src/accumulate/score-bins.ts";
import { violations } from "./laws.ts";
import { sketchSubjects } from "./sketch-subjects.ts";

const columns = (first: readonly number[], second: readonly number[] = first) => ({
  first: Float64Array.from(first),
  second: Float64Array.from(second),
  third: null,
  weights: null,
});
const places = { file: 0, line: (row: number) => row + 2 };

/** A linear congruential generator (Numerical Recipes), from 0 to 1. */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("more rows than there is room for", () => {
  const random = randoms(7);
  const rows = Array.from({ length: 4000 }, (_, i) => ({
    first: (random() - 0.5) * 10 ** (6 * random()),
    second: i % 3 === 0 ? i % 7 : random() * 100,
    third: i % 3,
    weight: 1 + (i % 2),
    file: Number(i > 2500),
    line: 2 + i,
    key: "a",
  }));
  // The others know no such limit, or meet it with few rows.
  const limited = sketchSubjects.filter(({ name }) => ["pair-sample", "order-profile"].includes(name));
  test.each(limited.map((subject) => [subject.name, subject] as const))("%s obeys the laws", (_, subject) => {
    expect(violations(subject, rows).map((violation) => violation.slice(0, 200))).toEqual([]);
  });
});

describe("dyadic bins", () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

  test("are as wide as the range asks for, whatever the order", () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 20 }), (numbers) => {
        const [one, other] = [new DyadicAxis(16), new DyadicAxis(16)];
        for (const number of numbers) one.cover(number, number);
        other.cover(Math.min(...numbers), Math.max(...numbers));
        expect([one.exponent, one.low, one.high]).toEqual([other.exponent, other.low, other.high]);
        expect(one.high - one.low).toBeLessThan(16);
      }),
    );
  });

  test("hold the numbers between their edges", () => {
    fc.assert(
      fc.property(finite, finite, (a, b) => {
        const axis = new DyadicAxis(16);
        axis.cover(Math.min(a, b), Math.max(a, b));
        for (const number of [a, b]) {
          const bin = axis.binOf(number);
          expect(axis.edge(bin)).toBeLessThanOrEqual(number);
          expect(axis.edge(bin + 1)).toBeGreaterThanOrEqual(number);
        }
      }),
    );
  });
});

test("a histogram counts each row once, the infinite ones apart", () => {
  const histogram = new HistogramAccumulator();
  histogram.add(columns([0, 1, 1.5, -3, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, 4]), 0, 6);
  const { start, width, counts, below, above } = histogram.binned();
  const at = (value: number) => counts[Math.floor((value - start) / width)];
  expect([at(0), at(1), at(1.5), counts.reduce((a, b) => a + b), below, above]).toEqual([1, 1, 1, 4, 1, 1]);
});

test("a density has its pairs in the cells that they belong to", () => {
  const density = new DensityAccumulator();
  density.add(columns([0, 10, 10, Number.POSITIVE_INFINITY], [5, -5, -5, 0]), 0, 4);
  const { x, y, counts } = density.binned();
  const at = (a: number, b: number) =>
    counts[Math.floor((b - y.start) / y.width) * x.bins + Math.floor((a - x.start) / x.width)];
  expect([at(0, 5), counts.reduce((a, b) => a + b)]).toEqual([1, 3]);
  // -5 is an edge: on the negative side it belongs to the bin that ends there.
  expect(at(10, -5 - y.width / 2)).toBe(2);
});

test("a sample has all pairs as long as there are few, with their rows", () => {
  const sample = new PairSampleAccumulator();
  const first = Array.from({ length: 5000 }, (_, i) => i % 1000);
  sample.add(columns(first), 0, first.length);
  expect(sample.dropped).toBe(false);
  expect(sample.pairs()).toHaveLength(1000);
  expect(sample.pairs().every(({ rows }) => rows === 5)).toBe(true);
});

test("a sample of many pairs is spread over them and counts the rows of those it has", () => {
  const sample = new PairSampleAccumulator();
  const first = Array.from({ length: 40_000 }, (_, i) => i % 20_000);
  sample.add(columns(first), 0, first.length);
  const pairs = sample.pairs();
  expect(sample.dropped).toBe(true);
  expect(pairs).toHaveLength(SAMPLE_PAIRS);
  expect(pairs.every(({ rows }) => rows === 2)).toBe(true);
  const mean = pairs.reduce((sum, pair) => sum + pair.first, 0) / pairs.length;
  // Five standard errors of the mean of so many of the numbers below 20,000.
  expect(Math.abs(mean - 9999.5)).toBeLessThan((5 * 20_000) / Math.sqrt(12 * SAMPLE_PAIRS));
});

test("scores have the weights of positive and of all rows; labels between share theirs", () => {
  const bins = new ScoreBinsAccumulator();
  bins.add({ ...columns([0.25, 0.25, 0.75], [1, 0, -1]), weights: Float64Array.of(2, 1, 0.5) }, 0, 3);
  bins.add(columns([0.75], [0.5]), 0, 1);
  const { start, width, positive, all } = bins.binned();
  const at = (score: number) => Math.floor((score - start) / width);
  expect([positive[at(0.25)], all[at(0.25)], positive[at(0.75)], all[at(0.75)]]).toEqual([2, 3, 0.5, 1.5]);
});

test("levels have the weight of their rows, and of those whose label is not above the forecast", () => {
  const shares = new LevelSharesAccumulator();
  const third = Float64Array.of(0.9, 0.1, 0.1, 0.9);
  shares.add({ ...columns([5, 1, 2, 5], [5, 2, 1, 6]), third, weights: Float64Array.of(1, 2, 0.5, 1) }, 0, 4);
  shares.add({ ...columns([5], [0]), third: Float64Array.of(0.9) }, 0, 1);
  expect(shares.levels()).toEqual([
    { level: 0.1, weight: 2.5, hits: 0.5 },
    { level: 0.9, weight: 3, hits: 2 },
  ]);
});

test("of more levels than a picture shows there are none, in whatever parts they came", () => {
  const part = (from: number, to: number): LevelSharesAccumulator => {
    const shares = new LevelSharesAccumulator();
    const levels = Array.from({ length: to - from }, (_, i) => (from + i) / 1000);
    shares.add({ ...columns(levels), third: Float64Array.from(levels) }, 0, levels.length);
    return shares;
  };
  expect(part(0, MOST_LEVELS).levels()).toHaveLength(MOST_LEVELS);
  const merged = part(0, 60);
  merged.merge(part(40, 101));
  merged.merge(part(0, 3));
  expect(merged.state()).toEqual(part(0, 101).state());
  expect(merged.levels()).toBeNull();
  expect(LevelSharesAccumulator.fromState(merged.state()).levels()).toBeNull();
});

test("a weight below the least number is not lost in a state", () => {
  const bins = new ScoreBinsAccumulator();
  bins.add({ ...columns([0.25], [0.5]), weights: Float64Array.of(Number.MIN_VALUE) }, 0, 1);
  const restored = ScoreBinsAccumulator.fromState(JSON.parse(JSON.stringify(bins.state())));
  for (const each of [restored, bins]) each.merge(bins);
  expect(restored.state()).toEqual(bins.state());
  expect(restored.binned().positive).toEqual([Number.MIN_VALUE]);
});

test("runs of lines hold all rows, and so many runs are enough for any file", () => {
  const profile = new OrderProfileAccumulator(1);
  const first = Array.from({ length: 10_000 }, (_, i) => (i < 5000 ? 1 : 3));
  for (let from = 0; from < first.length; from += 100) profile.add(columns(first), from, from + 100, places);
  const runs = profile.runs();
  expect(runs.length).toBeGreaterThan(64);
  expect(runs.length).toBeLessThanOrEqual(128);
  expect(runs.reduce((rows, run) => rows + run.rows, 0)).toBe(10_000);
  expect([runs[0]!.mean, runs.at(-1)!.mean]).toEqual([1, 3]);
});
