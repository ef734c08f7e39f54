/** Standard errors: against the derivative in each row's weight, closed forms, and where there is none. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MedianAccumulator } from "../../src/accumulate/median.ts";
import { Series } from "../../src/accumulate/series.ts";
import {
  estimatedTerms,
  jointSums,
  pairTerm,
  pairTerms,
  slopesOf,
  varianceOfMeans,
} from "../../src/evaluate/linear.ts";
import { Intervals, signDepth } from "../../src/evaluate/uncertainty.ts";
import { dialects, inDialect } from "../../src/losses/dialects/in-dialect.ts";
import { createMeasure, parseLoss } from "../../src/losses/spec.ts";
import type { Measure, Outcome } from "../../src/losses/types.ts";
import { studentQuantile } from "../../src/statistics/student.ts";
import { instances } from "../losses/instances.ts";
import { ordinaryRows, type Row } from "../losses/rows.ts";
import { totalsOf, type WeightedRow } from "../losses/totals.ts";

function foldedTotals(measure: Measure, rows: readonly WeightedRow[]) {
  return { ...totalsOf({ terms: [...measure.terms, ...pairTerms(measure)] }, rows), used: rows.length };
}

function uncertaintyOf(measure: Measure, rows: readonly WeightedRow[], level = 0.95) {
  const totals = foldedTotals(measure, rows);
  return new Intervals(level).of(measure, totals, measure.finish(totals).value);
}

/** Some of the ordinary rows, with weights. */
function someRows(measure: Measure): WeightedRow[] {
  const hasNumber = ({ value }: Outcome) => value === null || Number.isFinite(value);
  const rows = ordinaryRows(measure).filter((row) =>
    hasNumber(measure.finish(totalsOf(measure, [plain(measure, row)]))),
  );
  const step = Math.max(1, Math.floor(rows.length / 14));
  return rows
    .filter((_, place) => place % step === 0)
    .map((row, place) => ({ ...plain(measure, row), weight: 1 + ((place * 5) % 7) / 2 }));
}

function plain({ shape }: Measure, { label, prediction }: Row): WeightedRow {
  return {
    label: shape === "scalar" ? (label[0] ?? 0) : [...label],
    prediction: prediction.length === 1 && shape === "scalar" ? prediction[0]! : [...prediction],
  };
}

const adapted = dialects.flatMap((dialect) =>
  [...dialect.losses.keys()].map((id) => {
    const choice = inDialect(parseLoss(id), dialect)!;
    return { name: `${id} in ${dialect.name}`, measure: createMeasure(choice) };
  }),
);
const estimated = [...instances, ...adapted].filter(({ measure }) => measure.estimate !== undefined);

describe.each(estimated.map(({ name, measure }) => [name, measure] as const))("%s", (_, measure) => {
  const rows = someRows(measure);
  const totals = foldedTotals(measure, rows);
  const { value } = measure.finish(totals);

  test("its estimate is what finish rounds", () => {
    const { above, underRoot } = measure.estimate!(totals);
    expect(estimatedTerms(measure).length).toBeGreaterThan(0);
    if (underRoot === undefined) expect(above.toNumber()).toBe(value);
    else expect(above.toNumber() / underRoot.sqrt()).toBeCloseTo(value!, 12);
  });

  /** value in one row's weight, times W, is what the row pulls; the pulls' mean square over W - 1 is the variance. */
  test("its standard error is that of the pull of each row", () => {
    const step = 2 ** -14;
    const weight = rows.reduce((sum, row) => sum + row.weight!, 0);
    const at = (changed: number, by: number) => {
      const moved = rows.map((row, place) =>
        place === changed ? { ...row, weight: row.weight! + by } : row,
      );
      return measure.finish({ ...totalsOf(measure, moved), used: rows.length }).value!;
    };
    // A sum, and a mean over rows instead of weights, grow with the weights themselves.
    const drift = rows.reduce(
      (sum, row, place) => sum + (row.weight! * (at(place, step) - at(place, -step))) / (2 * step),
      0,
    );
    const pulls = rows.map(
      (_, place) => (weight * (at(place, step) - at(place, -step))) / (2 * step) - drift,
    );
    const square = rows.reduce((sum, row, place) => sum + row.weight! * pulls[place]! ** 2, 0);
    const expected = Math.sqrt(square / (weight * (weight - 1)));
    const { standardError } = uncertaintyOf(measure, rows);
    expect(Math.abs(standardError! - expected)).toBeLessThanOrEqual(
      1e-6 * expected + 1e-9 * Math.abs(value!),
    );
  });

  test("weights of whole numbers are repeated rows", () => {
    const weighted = rows.map((row, place) => ({ ...row, weight: 1 + (place % 3) }));
    const repeated = weighted.flatMap((row) =>
      Array.from({ length: row.weight }, () => ({ ...row, weight: 1 })),
    );
    const used = { used: repeated.length };
    const of = (all: readonly WeightedRow[]) => {
      const sums = { ...foldedTotals(measure, all), ...used };
      return new Intervals(0.9).of(measure, sums, measure.finish(sums).value);
    };
    expect(of(weighted)).toEqual(of(repeated));
  });
});

test("every loss has an estimate or says why it has no interval, but for ranks and medians", () => {
  const silent = instances.filter(
    ({ measure }) => measure.estimate === undefined && measure.noInterval === undefined,
  );
  expect([...new Set(silent.map(({ definition }) => definition.id))]).toEqual(["medae", "auc"]);
});

describe("the interval of a mean", () => {
  const mse = createMeasure(parseLoss("mse"));
  const rowsOf = (residuals: readonly number[], weights: readonly number[] = []) =>
    residuals.map((prediction, place) => ({ label: 0, prediction, weight: weights[place] ?? 1 }));

  test("is mean ± t times the sample's deviation over the root of n", () => {
    // Losses 1, 4, 4, 9: mean 4.5, squared deviations 12.25 + 0.25 + 0.25 + 20.25 = 33.
    const { standardError, interval } = uncertaintyOf(mse, rowsOf([1, 2, -2, 3]));
    expect(standardError).toBe(Math.sqrt(33 / 3 / 4));
    const half = studentQuantile(0.975, 3) * Math.sqrt(33 / 12);
    expect(interval).toEqual({ level: 0.95, low: 4.5 - half, high: 4.5 + half });
  });

  test("is a t interval of the weights' sum, whole or not", () => {
    // Losses 0 and 4 with weights 1 and 1.5: mean 2.4, Σw(l - m)² = 5.76 + 3.84 = 9.6, W (W - 1) = 3.75.
    const { standardError, interval } = uncertaintyOf(mse, rowsOf([0, 2], [1, 1.5]));
    expect(standardError).toBe(1.6);
    expect(interval!.high).toBe(2.4 + studentQuantile(0.975, 1.5) * 1.6);
  });

  test("has no width where all losses are equal, however large", () => {
    for (const residual of [0, 0.1, 1e-150, 3e8, 1e153]) {
      const { standardError, interval } = uncertaintyOf(mse, rowsOf([residual, -residual, residual]));
      const value = residual * residual;
      expect([standardError, interval?.low, interval?.high]).toEqual([0, value, value]);
    }
    const rmse = createMeasure(parseLoss("rmse"));
    expect(uncertaintyOf(rmse, rowsOf([0, 0])).standardError).toBe(0);
  });

  test("tells a spread of 1e-8 of the mean", () => {
    const bias = createMeasure(parseLoss("bias"));
    const { standardError } = uncertaintyOf(bias, rowsOf([1e8, 1e8 + 1, 1e8 + 2]));
    expect(standardError).toBe(Math.sqrt(1 / 3));
  });

  test.each([
    ["one row", [2], [1], "one row"],
    ["one row of little weight", [2], [0.5], "one row"],
    ["little weight", [2, 3], [0.5, 0.5], "the weights add up to at most 1"],
    ["an infinite loss", [2, 1e200], [1, 1], "the value is infinite"],
  ] as const)("does not exist for %s", (_, residuals, weights, reason) => {
    expect(uncertaintyOf(mse, rowsOf(residuals, weights))).toEqual({
      standardError: null,
      interval: null,
      intervalReason: reason,
    });
  });

  test("one row of weight 2 is two equal rows", () => {
    expect(uncertaintyOf(mse, rowsOf([2], [2])).standardError).toBe(0);
  });
});

describe("the interval of an area under the ROC curve", () => {
  const auc = createMeasure(parseLoss("auc"));
  const rowsOf = (positives: readonly number[], negatives: readonly number[], weight = 1): WeightedRow[] => [
    ...positives.map((prediction) => ({ label: 1, prediction, weight })),
    ...negatives.map((prediction) => ({ label: 0, prediction, weight })),
  ];

  /** Series fold it; what `totalsOf` gives is the definition, row by row. */
  function folded(rows: readonly WeightedRow[]) {
    const series = new Series(auc.terms);
    const column = (of: (row: WeightedRow) => number) => Float64Array.from(rows, of);
    const columns = {
      first: column((row) => Number(row.prediction)),
      second: column((row) => Number(row.label)),
      third: null,
      weights: rows.every(({ weight = 1 }) => weight === 1) ? null : column(({ weight = 1 }) => weight),
    };
    series.add({ rows: rows.length, columns: [columns], places: { file: 0, line: (row) => row + 2 } });
    const totals = series.totals();
    return new Intervals(0.95).of(auc, totals, auc.finish(totals).value);
  }

  test("is DeLong's: by hand", () => {
    // Shares of positives 3/3, 2/3, 1/3, of negatives 3/3, 2/3, 1/3: each with variance 1/9, over 3.
    const { standardError, interval } = folded(rowsOf([5, 3, 1], [4, 2, 0]));
    expect(standardError).toBeCloseTo(Math.sqrt(2 / 27), 15);
    expect(interval!.high - interval!.low).toBeCloseTo(2 * 1.959963984540054 * Math.sqrt(2 / 27), 14);
  });

  test("is the pull of each row, with ties and weights, in any order", () => {
    const score = fc.integer({ min: 0, max: 5 });
    const row = fc.record({
      label: fc.integer({ min: 0, max: 1 }),
      prediction: score,
      weight: fc.constantFrom(1, 2, 3, 0.5),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 4, maxLength: 20 }), (rows) => {
        const expected = uncertaintyOf(auc, rows);
        const found = folded(rows);
        expect(folded(rows.toReversed())).toEqual(found);
        if (expected.standardError === null) expect(found.standardError).toBeNull();
        else expect(found.standardError).toBeCloseTo(expected.standardError, 12);
      }),
    );
  });

  test("has no width where all pairs are in order; whole weights are repeated rows", () => {
    expect(folded(rowsOf([3, 4], [1, 2])).standardError).toBe(0);
    const twice = rowsOf([5, 3, 3], [4, 3, 0]);
    expect(folded(rowsOf([5, 3, 3], [4, 3, 0], 2))).toEqual(folded([...twice, ...twice]));
  });

  test("does not exist where a class has one row", () => {
    expect(folded(rowsOf([3], [1, 2])).intervalReason).toBe("one of the classes has one row");
  });
});

describe("far from 0", () => {
  const label = [0, 2, 3, 5, -4, 1, 7, 2.5];
  const prediction = [1, 2.5, 1, 6, -5, 0, 6, 4];
  const at = (key: string, offset: number) =>
    uncertaintyOf(
      createMeasure(parseLoss(key)),
      label.map((y, row) => ({ label: y + offset, prediction: prediction[row]! + offset })),
    );

  test.each(["r2", "explained-variance", "pearson"])("%s has its standard error or none", (key) => {
    const { standardError } = at(key, 0);
    const found = Array.from({ length: 16 }, (_, power) => at(key, 10 ** power));
    for (const one of found) {
      if (one.standardError === null) {
        expect(one.intervalReason).toMatch(/^numbers are too large beside what varies/);
      } else expect(Math.abs(one.standardError / standardError! - 1)).toBeLessThan(0.01);
    }
    // As far as 1e5 times how they vary, but not for ever.
    expect(found.slice(0, 6).every((one) => one.standardError !== null)).toBe(true);
    expect(found.at(-1)?.standardError).toBeNull();
  });

  test("a mean of losses has one at any size", () => {
    expect(at("mae", 1e15).standardError).not.toBeNull();
    const mae = createMeasure(parseLoss("mae"));
    const rows = [1e200, 2, -2e200].map((y) => ({ label: y, prediction: 0 }));
    expect(uncertaintyOf(mae, rows).standardError).toBeCloseTo(0.577e200, -198);
    expect(uncertaintyOf(createMeasure(parseLoss("r2")), rows).interval).toBeNull();
  });

  test("a perfect correlation has no width", () => {
    const rows = label.map((y) => ({ label: y, prediction: 0.1 * y + 0.3 }));
    const { standardError } = uncertaintyOf(createMeasure(parseLoss("pearson")), rows);
    expect(standardError).toBeLessThan(1e-12);
  });
});

describe("the interval of a median", () => {
  const medae = createMeasure(parseLoss("medae"));
  const rowsOf = (errors: readonly number[], weight = 1) =>
    errors.map((prediction) => ({ label: 0, prediction, weight }));

  test("lies between ranks of a fair coin", () => {
    // Of 10 coins 1.07% fall on at most one head, 5.47% on at most two: the second from either end.
    const rows = rowsOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(uncertaintyOf(medae, rows).interval).toEqual({ level: 0.95, low: 2, high: 9 });
    expect(uncertaintyOf(medae, rows, 0.8).interval).toEqual({ level: 0.8, low: 3, high: 8 });
    expect(signDepth(10, 0.95)).toBe(2);
    expect(signDepth(100, 0.95)).toBe(40);
    expect(signDepth(1e6, 0.95)).toBe(499_020);
  });

  test("is found for weights of any size", () => {
    for (const weight of [5e13, 5e16, 5e20]) {
      expect((weight / 2 - signDepth(weight, 0.95)) / Math.sqrt(weight)).toBeCloseTo(0.98, 4);
    }
    expect(signDepth(1e300, 0.95) / 1e300).toBeCloseTo(0.5, 12);
    const { interval } = uncertaintyOf(medae, rowsOf([1, 2, 3], 1e17));
    expect(interval).toEqual({ level: 0.95, low: 2, high: 2 });
  });

  test("needs six rows at 95%", () => {
    expect(uncertaintyOf(medae, rowsOf([1, 2, 3, 4, 5])).intervalReason).toBe(
      "too few rows for an interval of ranks",
    );
    expect(uncertaintyOf(medae, rowsOf([1, 2, 3, 4, 5, 6])).interval).toEqual({
      level: 0.95,
      low: 1,
      high: 6,
    });
  });

  test("takes weights for repeated rows, in the accumulator too", () => {
    const errors = [4, 1, 3, 9, 2];
    const weights = [3, 2, 4, 1, 2];
    const repeated = errors.flatMap((error, place) => new Array<number>(weights[place]!).fill(error));
    const within = (values: readonly number[], all: readonly number[] | null, depth: number) => {
      const median = new MedianAccumulator();
      median.add(
        {
          first: Float64Array.from(values),
          second: null,
          third: null,
          weights: all === null ? null : Float64Array.from(all),
        },
        0,
        values.length,
      );
      return median.within(depth);
    };
    for (const depth of [1, 2, 3, 5, 6, 12]) {
      expect(within(errors, weights, depth)).toEqual(within(repeated, null, depth));
    }
    expect(within(repeated, null, 3)).toEqual([2, 4]);
  });
});

describe("the difference of two models on the same rows", () => {
  const mse = createMeasure(parseLoss("mse"));
  const number = fc.double({ min: -100, max: 100, noNaN: true });

  test("comes from one map of slopes, and is the error of the rows' differences", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, number), { minLength: 2, maxLength: 9 }), (triples) => {
        const [term] = estimatedTerms(mse);
        if (term?.fold !== "sum") throw new Error("mse is folded as a sum");
        // Each model's terms under keys of its own, over rows that hold both predictions.
        const of = (model: 0 | 1) =>
          ({
            key: `${model}/mse`,
            fold: "vector-sum",
            of: (y: Float64Array, p: Float64Array) => term.of(y[0]!, p[model]!),
          }) as const;
        const [one, other] = [of(0), of(1)];
        const pairs = [pairTerm(one, one), pairTerm(one, other), pairTerm(other, other)];
        const rows = triples.map(([label, first, second]) => ({
          label: [label],
          prediction: [first, second],
        }));
        const totals = totalsOf({ terms: [one, other, ...pairs] }, rows);
        const variance = varianceOfMeans(
          new Map([
            [one.key, 1],
            [other.key, -1],
          ]),
          {
            weight: totals.weight as never,
            sum: (key) => totals.sum(key) as never,
            pair: (key, next) => totals.sum([key, next].sort().join(" × ")) as never,
          },
        );
        const differences = triples.map(([y, p, q]) => (p - y) ** 2 - (q - y) ** 2);
        const mean = differences.reduce((sum, x) => sum + x, 0) / differences.length;
        const squares = differences.reduce((sum, x) => sum + (x - mean) ** 2, 0);
        const expected = Math.sqrt(squares / differences.length / (differences.length - 1));
        expect(Math.abs(variance.sqrt() - expected)).toBeLessThanOrEqual(1e-9 * expected + 1e-9);
      }),
    );
  });

  test("slopes and sums of one measure are what its own error comes from", () => {
    const r2 = createMeasure(parseLoss("r2"));
    const rows = someRows(r2);
    const totals = foldedTotals(r2, rows);
    const variance = varianceOfMeans(slopesOf(r2, totals)!, jointSums(r2, totals));
    expect(variance.sqrt()).toBe(uncertaintyOf(r2, rows).standardError);
  });
});
