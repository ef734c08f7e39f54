/** Functions of the residual that the kernel computes: the same bits as by the functions themselves. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kinkTerm } from "../../src/evaluate/kink-rows.ts";
import { scalarLoops } from "../../src/evaluate/scalar-loops.ts";
import { knownAs, residualValue } from "../../src/losses/residual-values.ts";
import { createMeasure, parseLoss } from "../../src/losses/spec.ts";
import type { ScalarValue } from "../../src/losses/types.ts";
import { instances } from "../losses/instances.ts";
import { extremeRows, ordinaryRows } from "../losses/rows.ts";

/** More than one run of the kernel, and not a whole number of pairs. */
const MANY = 5001;

function differing(losses: readonly ScalarValue[], labels: Float64Array, predictions: Float64Array): number {
  const rows = labels.length;
  let differing = 0;
  for (const { of, loop } of scalarLoops(losses)) {
    const outs = of.map(() => new Float64Array(rows));
    loop(labels, predictions, rows, outs);
    of.forEach((value, i) => {
      for (let row = 0; row < rows; row++) {
        if (!Object.is(outs[i]![row], value(labels[row]!, predictions[row]!))) differing++;
      }
    });
  }
  return differing;
}

function kinkOf(text: string): ScalarValue[] {
  const choice = parseLoss(text);
  const term = kinkTerm(choice, createMeasure(choice));
  return term?.fold === "count" ? [term.of] : [];
}

const repeated = (values: readonly number[], rows: number, step: number) =>
  Float64Array.from({ length: rows }, (_, row) => values[(row * step) % values.length]!);

describe("scalar losses by column", () => {
  const functions = instances.flatMap(({ measure, definition, name }) => {
    if (measure.shape !== "scalar" || measure.row === undefined || name !== definition.id) return [];
    const of = [measure.row.value, ...kinkOf(definition.id)];
    return [{ of, rows: [...ordinaryRows(measure), ...extremeRows(measure)] }];
  });

  test.each([1, 100, MANY])("are those of each row, for every loss of the catalogue and %i rows", (rows) => {
    for (const { of, rows: sample } of functions) {
      const labels = repeated(
        sample.map(({ label }) => label[0]!),
        rows,
        1,
      );
      const predictions = repeated(
        sample.map(({ prediction }) => prediction[0]!),
        rows,
        1,
      );
      expect(differing(of, labels, predictions)).toBe(0);
    }
  });

  test("are the kernel's for mse, mae and the rows at its corner", () => {
    const [mse, mae] = ["mse", "mae"].map((text) => createMeasure(parseLoss(text)));
    const values = [mse, mae].map((measure) =>
      measure?.shape === "scalar" ? measure.row?.value : undefined,
    );
    expect([...values, ...kinkOf("mae")].map((of) => residualValue(of!))).toEqual(["square", "size", "zero"]);
  });

  const numbers = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -0, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 1, 1 + 2 ** -52),
  );
  const square: ScalarValue = (label, prediction) => (prediction - label) ** 2;
  const size: ScalarValue = (label, prediction) => Math.abs(prediction - label);
  const zero: ScalarValue = (label, prediction) => (prediction - label === 0 ? 1 : 0);
  const copy: ScalarValue = (label, prediction) => Math.abs(prediction - label);

  test("are any numbers', several of a kind and some that are of none", () => {
    const losses = [
      knownAs("square", square),
      (label: number, prediction: number) => prediction - label,
      knownAs("zero", zero),
      knownAs("size", size),
      knownAs("size", copy),
    ];
    fc.assert(
      fc.property(
        fc.array(numbers, { minLength: 1, maxLength: 20 }),
        fc.array(numbers, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(1, 511, 512, 2048, MANY),
        (labels, predictions, rows) =>
          differing(losses, repeated(labels, rows, 1), repeated(predictions, rows, 3)) === 0,
      ),
      { numRuns: 50 },
    );
  });

  test("that are said to be what they are not are found out", () => {
    const wrong = knownAs("size", (label: number, prediction: number) => Math.abs(prediction - label) / 2);
    const rows = repeated([1, 2, 4], MANY, 1);
    expect(differing([wrong], rows, new Float64Array(MANY))).toBe(MANY);
  });
});
