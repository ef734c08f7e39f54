import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnLoop, derivativeLoop, rowLoop, varianceLoop } from "../../src/losses/loops.ts";
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
