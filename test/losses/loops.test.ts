import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  columnLoop,
  derivativeLoop,
  rowLoop,
  sharedLoops,
  sharedRowLoops,
  varianceLoop,
} from "../../src/losses/loops.ts";
import type { ScalarValue, VectorValue } from "../../src/losses/types.ts";
import { instances } from "./instances.ts";
import { extremeRows, ordinaryRows, rowLossOf } from "./rows.ts";

/** Element by element, as columns. */
function columnsOf(rows: readonly Float64Array[]): Float64Array[] {
  return Array.from(rows[0] ?? [], (_, column) => Float64Array.from(rows, (row) => row[column]!));
}

describe("the loop of a loss", () => {
  it("writes the loss of each row, for every loss of the catalogue", () => {
    for (const { measure } of instances) {
      const loss = rowLossOf(measure);
      if (loss === null) continue;
      const rows = [...ordinaryRows(measure), ...extremeRows(measure)];
      const labels = columnsOf(rows.map(({ label }) => label));
      const predictions = columnsOf(rows.map(({ prediction }) => prediction));
      const out = new Float64Array(rows.length);
      if (measure.shape === "scalar" && measure.varianceRow !== undefined) {
        const [prediction, variance] = predictions;
        varianceLoop(measure.varianceRow.value)(labels[0]!, prediction!, variance!, rows.length, out);
      } else if (measure.shape === "scalar")
        columnLoop(measure.row!.value)(labels[0]!, predictions[0]!, rows.length, out);
      else rowLoop(measure.row!.value)(labels, predictions, rows.length, out);
      expect(out).toEqual(Float64Array.from(rows, ({ label, prediction }) => loss.value(label, prediction)));
    }
  });

  it("writes the derivatives of each row of a vector loss, from columns or class indexes", () => {
    for (const { measure } of instances) {
      const loss = rowLossOf(measure);
      if (measure.shape === "scalar" || measure.row?.gradient === undefined || loss === null) continue;
      const rows = ordinaryRows(measure);
      const labels = columnsOf(rows.map(({ label }) => label));
      const predictions = columnsOf(rows.map(({ prediction }) => prediction));
      const expected = (label: (row: (typeof rows)[number]) => Float64Array) =>
        columnsOf(rows.map((row) => loss.gradient!(label(row), row.prediction)));
      const outs = predictions.map(() => new Float64Array(rows.length));
      const loop = derivativeLoop(measure.row.gradient);
      loop(labels, predictions, rows.length, outs);
      expect(outs).toEqual(expected(({ label }) => label));
      if (labels.length !== predictions.length) continue;
      const classes = Float64Array.from(rows, (_, row) => row % predictions.length);
      loop(classes, predictions, rows.length, outs);
      expect(outs).toEqual(
        expected((row) =>
          new Float64Array(predictions.length).fill(0).with(rows.indexOf(row) % predictions.length, 1),
        ),
      );
    }
  });

  it("is the same loop for the same function, and another for another", () => {
    const square = (label: number, prediction: number) => (prediction - label) ** 2;
    expect(columnLoop(square)).toBe(columnLoop(square));
    expect(columnLoop(square)).not.toBe(columnLoop((label, prediction) => prediction - label));
    const first = (label: Float64Array) => label[0]!;
    expect(rowLoop(first)).toBe(rowLoop(first));
  });

  it("is compiled from text of its own: the engine shares what it knows of functions with the same source", () => {
    const sources = [1, 2, 3].map((factor) => String(columnLoop((label) => factor * label)));

    expect(new Set(sources).size).toBe(3);
  });

  it("touches no row beyond those it is told to fold", () => {
    const out = Float64Array.of(7, 7, 7);
    columnLoop((label, prediction) => label + prediction)(
      Float64Array.of(1, 2, 3),
      Float64Array.of(1, 1, 1),
      2,
      out,
    );
    expect([...out]).toEqual([2, 3, 7]);
  });

  it("gives a row loss without labels an empty label", () => {
    const out = new Float64Array(2);
    rowLoop((label, prediction) => label.length + prediction[0]!)([], [Float64Array.of(5, 6)], 2, out);
    expect([...out]).toEqual([5, 6]);
  });

  it("makes one column of class indexes one-hot", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 20 }), (classes) => {
        const predictions = [0, 1, 2, 3].map(() => new Float64Array(classes.length));
        const out = new Float64Array(classes.length);
        const binaryDigits = (label: Float64Array) => label.reduce((sum, value) => sum * 2 + value, 0);
        rowLoop(binaryDigits)(Float64Array.from(classes), predictions, classes.length, out);
        expect([...out]).toEqual(classes.map((place) => [8, 4, 2, 1][place]));
      }),
    );
  });
});

/** Functions that no two are alike. */
const SCALARS: readonly ScalarValue[] = Array.from(
  { length: 11 },
  (_, place) => (label, prediction) => (place + 1) * prediction - label ** 2,
);

describe("loops that losses share", () => {
  const labels = Float64Array.of(1, -2, 0, 1e300, -0, Number.NaN, 7);
  const predictions = Float64Array.of(0, 2, -0, 1e300, -0, 1, 7);

  it("have each loss in one of them, a few in each, as evenly as can be", () => {
    for (let count = 0; count <= SCALARS.length; count++) {
      const losses = SCALARS.slice(0, count);
      const shared = sharedLoops(losses);
      const sizes = shared.map(({ of }) => of.length);
      expect(shared).toHaveLength(Math.ceil(count / 4));
      expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(4);
      if (count > 0) expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(new Set(shared.flatMap(({ of }) => of))).toEqual(new Set(losses));
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count);
    }
  });

  it("write what each loss has alone, in its own column and no further", () => {
    for (let count = 1; count <= SCALARS.length; count++) {
      for (const { of, loop } of sharedLoops(SCALARS.slice(0, count))) {
        const outs = of.map(() => new Float64Array(labels.length).fill(42));
        loop(labels, predictions, labels.length - 1, outs);
        for (const [place, value] of of.entries()) {
          const expected = Float64Array.from(labels, (label, row) => value(label, predictions[row]!));
          expected[labels.length - 1] = 42;
          expect(outs[place]).toEqual(expected);
        }
      }
    }
  });

  it("write what the losses of the catalogue have row by row", () => {
    const scalars = instances.flatMap(({ measure }) =>
      measure.shape === "scalar" && measure.varianceRow === undefined && measure.row !== undefined
        ? [measure]
        : [],
    );
    for (let from = 0; from < scalars.length; from += 4) {
      const neighbours = scalars.slice(from, from + 4);
      const rows = neighbours.flatMap((measure) => ordinaryRows(measure).slice(0, 40));
      const label = Float64Array.from(rows, (row) => row.label[0] ?? 0);
      const prediction = Float64Array.from(rows, (row) => row.prediction[0]!);
      const [{ of, loop }] = sharedLoops(neighbours.map(({ row }) => row!.value)) as [
        ReturnType<typeof sharedLoops>[number],
      ];
      const outs = of.map(() => new Float64Array(rows.length));
      loop(label, prediction, rows.length, outs);
      const alone = of.map((value) => Float64Array.from(label, (one, row) => value(one, prediction[row]!)));
      expect(outs).toEqual(alone);
    }
  });

  it("are made anew each time, of text of their own", () => {
    const [first, second] = [sharedLoops(SCALARS.slice(0, 2)), sharedLoops(SCALARS.slice(0, 2))];
    expect(first[0]!.loop).not.toBe(second[0]!.loop);
    expect(String(first[0]!.loop)).not.toBe(String(second[0]!.loop));
  });
});

describe("loops that losses of several columns share", () => {
  /** What a row is, in digits; no two are alike. */
  const VECTORS: readonly VectorValue[] = Array.from(
    { length: 6 },
    (_, place) => (label, prediction) =>
      label.reduce((sum, value, column) => sum + value * (column + 2), place) * 1000 +
      prediction.reduce((sum, value, column) => sum + value / (column + 1), 0),
  );
  const column = (seed: number) =>
    Float64Array.from({ length: 5 }, (_, row) => ((seed + 3) * (row + 1)) % 11);
  const columns = (count: number, seed: number) =>
    Array.from({ length: count }, (_, place) => column(seed + place));

  // More columns than are moved one by one, too.
  for (const width of [1, 3, 32, 33]) {
    const predictions = columns(width, 5);
    const rowOf = (of: readonly Float64Array[], row: number) =>
      Float64Array.from(of, (values) => values[row]!);

    it(`write what each has alone, of ${width} columns`, () => {
      for (const labelWidth of [0, 1, width]) {
        const labels = columns(labelWidth, 1);
        for (const { of, loop } of sharedRowLoops(VECTORS)) {
          expect(of.length).toBe(3);
          const outs = of.map(() => new Float64Array(5).fill(42));
          loop(labels, predictions, 4, outs);
          const expected = of.map((value) =>
            Float64Array.from({ length: 5 }, (_, row) =>
              row === 4 ? 42 : value(rowOf(labels, row), rowOf(predictions, row)),
            ),
          );
          expect(outs).toEqual(expected);
        }
      }
    });

    it(`take class indexes as one-hot labels of ${width} columns, chunk after chunk`, () => {
      const classes = Float64Array.from({ length: 5 }, (_, row) => (row * 7) % width);
      for (const { of, loop } of sharedRowLoops(VECTORS)) {
        const outs = of.map(() => new Float64Array(5));
        for (let chunk = 0; chunk < 2; chunk++) {
          loop(classes, predictions, 5, outs);
          const oneHot = (row: number) => new Float64Array(width).with(classes[row]!, 1);
          const expected = of.map((value) =>
            Float64Array.from({ length: 5 }, (_, row) => value(oneHot(row), rowOf(predictions, row))),
          );
          expect(outs).toEqual(expected);
        }
      }
    });
  }

  it("are the same for rows of another width", () => {
    const [{ of, loop }] = sharedRowLoops(VECTORS.slice(0, 1)) as [ReturnType<typeof sharedRowLoops>[number]];
    for (const width of [2, 5, 2]) {
      const outs = [new Float64Array(5)];
      loop(columns(width, 1), columns(width, 2), 5, outs);
      const row = (seed: number) => Float64Array.from(columns(width, seed), (values) => values[3]!);
      expect(outs[0]![3]).toBe(of[0]!(row(1), row(2)));
    }
  });
});
