import { describe, expect, it } from "vitest";
import { kinkTerm } from "../../src/evaluate/kink-rows.ts";
import { parseLoss } from "../../src/losses/spec.ts";
import type { ScalarMeasure, VectorMeasure } from "../../src/losses/types.ts";
import { instances } from "../losses/instances.ts";
import { ordinaryRows } from "../losses/rows.ts";

function termOf(text: string) {
  const choice = parseLoss(text);
  return kinkTerm(choice, choice.definition.create(choice.parameters, choice.key));
}

function counts(text: string, rows: readonly (readonly [number | number[], number | number[]])[]): number[] {
  const term = termOf(text);
  if (term?.fold === "count") return rows.map(([y, p]) => term.of(Number(y), Number(p)));
  if (term?.fold !== "vector-count") throw new Error(`${text} counts no kinks`);
  return rows.map(([y, p]) => term.of(Float64Array.from([y].flat()), Float64Array.from([p].flat())));
}

describe("rows on a kink", () => {
  it("are those whose prediction is where the slope jumps", () => {
    expect(
      counts("mae", [
        [1, 1],
        [1, 1.5],
        [0, -0],
      ]),
    ).toEqual([1, 0, 1]);
    expect(
      counts("epsilon-insensitive:epsilon=0.25", [
        [1, 1],
        [1, 1.25],
        [1, 0.75],
      ]),
    ).toEqual([0, 1, 1]);
    expect(
      counts("hinge", [
        [1, 1],
        [0, 1],
        [0, -1],
        [-1, -1],
      ]),
    ).toEqual([1, 0, 1, 1]);
    expect(
      counts("smape", [
        [2, 2],
        [2, 0],
        [2, 1],
      ]),
    ).toEqual([1, 1, 0]);
    expect(
      counts("log-loss:eps=0.25", [
        [1, 0.25],
        [0, 0.25],
        [0, 0.75],
      ]),
    ).toEqual([1, 0, 1]);
    expect(
      counts("sparsity", [
        [[], [1, 0]],
        [[], [1, 2]],
      ]),
    ).toEqual([1, 0]);
    expect(
      counts("cross-entropy:eps=0.25", [
        [
          [0, 1],
          [0.75, 0.25],
        ],
        [
          [1, 0],
          [0.75, 0.25],
        ],
      ]),
    ).toEqual([1, 0]);
    const normalized = "cross-entropy:eps=0.25:normalize=true";
    expect(
      counts(normalized, [
        [
          [0, 1],
          [3, 1],
        ],
        [
          [0, 1],
          [1, 1],
        ],
      ]),
    ).toEqual([1, 0]);
  });

  it("are not asked for of losses without a corner: they are folded as before", () => {
    for (const text of ["mse", "huber", "squared-hinge", "log-loss", "cross-entropy", "auc", "r2"]) {
      expect(termOf(text)).toBeNull();
    }
  });

  it("can be counted for every loss with a corner", () => {
    const silent = instances.filter(({ definition, measure, traits, name }) => {
      if (traits?.smoothness !== 0) return false;
      const choice = { key: name, definition: { ...definition, traits: () => traits }, parameters: {} };
      return kinkTerm(choice, measure) === null;
    });
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it("are told by a comparison as by the list of kinks", () => {
    const found: string[] = [];
    for (const { name, measure } of instances) {
      const row = (measure as ScalarMeasure | VectorMeasure).row;
      if (measure.shape !== "scalar" || row === undefined || !("isKink" in row)) continue;
      for (const { label, prediction } of ordinaryRows(measure)) {
        const kinks = row.kinks?.(label[0]!) ?? [];
        const isKink = (x: number) => row.isKink?.(label[0]!, x) === true;
        // Beside a label other than 0 a kink may be no binary64 number.
        const exact = label[0] === 0 || measure.domain.label.kind !== "real";
        if (exact && !kinks.every(isKink))
          found.push(`${name} misses one of ${kinks} at the label ${label[0]}`);
        if (isKink(prediction[0]!) && !kinks.some((kink) => Math.abs(kink - prediction[0]!) < 1e-12)) {
          found.push(`${name} has no kink at ${prediction[0]} for the label ${label[0]}`);
        }
      }
    }
    expect(found).toEqual([]);
  });
});
