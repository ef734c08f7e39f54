/** The check of derivatives: no false alarm over the catalogue, and no silence about a derivative that is wrong. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type Comparison, DEFAULT_TOLERANCES, type Verdict } from "../../src/gradient/check-derivative.ts";
import { checkRow } from "../../src/gradient/check-row.ts";
import { type RowWise, rowWise } from "../../src/gradient/row-wise.ts";
import { REAL } from "../../src/losses/build.ts";
import type { Interval, ScalarRow } from "../../src/losses/types.ts";
import { type Instance, instances } from "../losses/instances.ts";
import { extremeRows, ordinaryRows, type Row, rowLossOf } from "../losses/rows.ts";

const differentiable = instances.filter(({ measure }) => rowLossOf(measure)?.gradient !== undefined);
const each = differentiable.map((instance) => [instance.name, instance] as const);

function lossOf({ definition, measure }: Instance): RowWise {
  return rowWise({ key: definition.id, definition, parameters: {} }, measure);
}

interface Found extends Comparison {
  readonly derivative: "gradient" | "hessian";
  readonly label: readonly number[];
  readonly prediction: readonly number[];
}

function comparisons(instance: Instance, rows: readonly Row[], loss = lossOf(instance)): Found[] {
  const check = checkRow(loss, instance.measure.domain, DEFAULT_TOLERANCES);
  return rows.flatMap(({ label, prediction }) => {
    const place = { label: [...label], prediction: [...prediction] };
    const { gradient, hessian } = check(label, prediction);
    return [
      ...gradient.map((comparison) => ({ ...comparison, derivative: "gradient" as const, ...place })),
      ...hessian.map((comparison) => ({ ...comparison, derivative: "hessian" as const, ...place })),
    ];
  });
}

/** The verdicts on a loss of one column at one row, gradient first. */
function verdicts(row: ScalarRow, domain: Interval, label: number, prediction: number): Verdict[] {
  const gradient = row.gradient as NonNullable<ScalarRow["gradient"]>;
  const check = checkRow(
    { shape: "scalar", row: { ...row, gradient } },
    { prediction: domain },
    DEFAULT_TOLERANCES,
  );
  const found = check(Float64Array.of(label), Float64Array.of(prediction));
  return [...found.gradient, ...found.hessian].map(({ verdict }) => verdict);
}

describe("no right derivative is called wrong, not even at the ends of binary64", () => {
  test.each(each)("%s", (_, instance) => {
    const rows = [...ordinaryRows(instance.measure), ...extremeRows(instance.measure)];
    expect(comparisons(instance, rows).filter(({ verdict }) => verdict === "differs")).toEqual([]);
  });
});

describe("on ordinary rows every derivative agrees, but at a kink or where it is infinite", () => {
  test.each(each)("%s", (_, instance) => {
    const found = comparisons(instance, ordinaryRows(instance.measure));
    expect(found.filter(({ verdict }) => verdict === "unresolved")).toEqual([]);
    expect(found.filter(({ verdict }) => verdict === "agrees").length).toBeGreaterThan(found.length / 2);
  });
});

/** Ten orders of magnitude on both sides of 1, round numbers, probabilities that nearly or quite end at 0 and 1. */
function numbersIn({ low, high }: Interval): fc.Arbitrary<number> {
  const digits = fc.double({ min: -1, max: 1, noNaN: true });
  const size = fc.integer({ min: -10, max: 10 });
  const scaled = fc.tuple(digits, size).map(([value, exponent]) => value * 10 ** exponent);
  const near = fc.double({ min: 0, max: 16, noNaN: true }).map((exponent) => 10 ** -exponent);
  const unit = fc.oneof(
    near,
    near.map((value) => 1 - value),
    fc.constantFrom(0, 0.5, 1),
  );
  const numbers = low === 0 && high === 1 ? unit : fc.oneof(scaled, fc.integer({ min: -9, max: 9 }));
  return numbers.map((value) => (low >= -1 ? Math.abs(value) : value));
}

function rowsOf({ measure }: Instance): fc.Arbitrary<Row> {
  const { label, prediction } = measure.domain;
  const predictions = numbersIn(prediction);
  const labels =
    label.kind === "real" || label.kind === "vector"
      ? numbersIn(label.interval).filter((value) => value > label.interval.low || !label.interval.lowOpen)
      : fc.constantFrom(0, 1);
  if (measure.shape === "scalar") {
    return fc
      .tuple(labels, predictions)
      .map(([y, p]) => ({ label: Float64Array.of(y), prediction: Float64Array.of(p) }));
  }
  const invalid = rowLossOf(measure)?.invalid ?? (() => false);
  // An overlap with smaller ones changes a loss of 1 by no more than its rounding: no difference can tell it.
  const seen = (y: number) => y === 0 || Math.abs(y) >= 1e-12;
  return fc
    .integer({ min: Math.max(2, measure.minimumColumns), max: 4 })
    .chain((columns) => {
      const several = fc.array(predictions, { minLength: columns, maxLength: columns });
      const place = fc.nat(columns - 1).map((one) => Array.from({ length: columns }, (_, k) => +(k === one)));
      const vector = fc.array(labels.filter(seen), { minLength: columns, maxLength: columns });
      const label_ = label.kind === "vector" ? vector : label.kind === "none" ? fc.constant([]) : place;
      return fc.tuple(label_, several);
    })
    .map(([y, p]) => ({ label: Float64Array.from(y), prediction: Float64Array.from(p) }))
    .filter((row) => !invalid(row));
}

describe("nor on rows of any magnitude", () => {
  test.each(each)("%s", (_, instance) => {
    fc.assert(
      fc.property(rowsOf(instance), (row) => {
        expect(comparisons(instance, [row]).filter(({ verdict }) => verdict === "differs")).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

// Of a gradient of 1e-4 that is 1e-8, well beyond atol.
describe("control: a gradient that is wrong by 1 in 10,000 is found on every row where it can be", () => {
  test.each(each)("%s", (_, instance) => {
    const loss = lossOf(instance);
    const { gradient } = loss.row;
    const wrong =
      loss.shape === "scalar"
        ? {
            ...loss,
            row: { ...loss.row, gradient: (y: number, p: number) => 1.0001 * loss.row.gradient(y, p) },
          }
        : {
            ...loss,
            row: {
              ...loss.row,
              gradient(y: Float64Array, p: Float64Array, out: Float64Array) {
                (gradient as typeof loss.row.gradient)(y, p, out);
                out.forEach((value, column) => {
                  out[column] = 1.0001 * value;
                });
              },
            },
          };
    const found = comparisons(instance, ordinaryRows(instance.measure), wrong as RowWise);
    const told = found.filter(
      ({ derivative, analytic }) => derivative === "gradient" && Math.abs(analytic) > 1e-4,
    );
    const silent = told.filter(({ verdict }) => verdict !== "differs" && verdict !== "infinite");
    expect(told.length).toBeGreaterThan(10);
    expect(silent.filter(({ verdict }) => verdict !== "kink")).toEqual([]);
  });
});

describe("control: what is wrong only in some places is found there", () => {
  const square: ScalarRow = {
    value: (y, p) => (p - y) ** 2,
    gradient: (y, p) => 2 * (p - y),
    hessian: () => 2,
  };

  it("a sign", () => {
    expect(verdicts({ ...square, gradient: (y, p) => 2 * (y - p) }, REAL, 1, 3)).toEqual([
      "differs",
      "differs",
    ]);
  });

  it("the gradient of half the loss, with the Hessian that belongs to it", () => {
    const half = { ...square, gradient: (y: number, p: number) => p - y, hessian: () => 1 };
    expect(verdicts(half, REAL, 1, 3)).toEqual(["differs", "agrees"]);
  });

  it("a Hessian alone", () => {
    expect(verdicts({ ...square, hessian: () => 1 }, REAL, 1, 3)).toEqual(["agrees", "differs"]);
  });

  it("a gradient that is 0 where the loss is narrow beside the size of its numbers", () => {
    const scale = 1e-6;
    const narrow = { value: (y: number, p: number) => Math.log1p(((p - y) / scale) ** 2), gradient: () => 0 };
    expect(verdicts(narrow, REAL, 0, 1e-6)).toEqual(["differs"]);
  });

  it("one at the end of the domain, from inside", () => {
    const unit = { low: 0, high: 1 };
    const brier = { ...square, gradient: (y: number, p: number) => (p === 1 ? 0 : 2 * (p - y)) };
    const inside = (y: number, p: number) => (p < 0 || p > 1 ? Number.NaN : square.value(y, p));
    expect(verdicts({ ...brier, value: inside }, unit, 0, 1)[0]).toBe("differs");
    expect(verdicts({ ...square, value: inside }, unit, 0, 1)).toEqual(["agrees", "agrees"]);
    expect(verdicts({ ...square, value: inside }, unit, 1, 0)).toEqual(["agrees", "agrees"]);
  });
});

describe("where differences can't tell", () => {
  const absolute: ScalarRow = {
    value: (y, p) => Math.abs(p - y),
    gradient: (y, p) => Math.sign(p - y),
    hessian: () => 0,
    kinks: (y) => [y],
  };

  it("a row at a kink is skipped, also if the loss does not tell of it", () => {
    expect(verdicts(absolute, REAL, 3, 3)).toEqual(["kink", "kink"]);
    const { kinks: _, ...silent } = absolute;
    const one = { ...silent, gradient: (y: number, p: number) => (p > y ? 1 : p < y ? -1 : 0.5) };
    expect(verdicts(one, REAL, 3, 3)).toEqual(["kink", "kink"]);
  });

  it("a row near a kink is checked by steps that do not reach it", () => {
    for (const distance of [1, 1e-3, 1e-6]) {
      expect(verdicts(absolute, REAL, 3, 3 + distance)).toEqual(["agrees", "agrees"]);
      expect(verdicts(absolute, REAL, 3, 3 - distance)).toEqual(["agrees", "agrees"]);
    }
  });

  it("an infinite loss or derivative is skipped", () => {
    const log: ScalarRow = {
      value: (_, p) => -Math.log(p),
      gradient: (_, p) => -1 / p,
      hessian: (_, p) => p ** -2,
    };
    expect(verdicts(log, { low: 0, high: 1 }, 1, 0)).toEqual(["infinite", "infinite"]);
  });

  it("rounding that hides the derivative is said, and not taken for agreement", () => {
    const hidden: ScalarRow = { value: (_, p) => 1e20 + p, gradient: () => 1 };
    expect(verdicts(hidden, REAL, 0, 1)).toEqual(["unresolved"]);
  });
});
