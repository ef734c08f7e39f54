/** Losses that are wrong on purpose: each law must find what is wrong with its specimen, and nothing with the true one. */
import { describe, expect, it } from "vitest";
import { REAL, residualLoss, rowLoss, UNIT, vectorLoss } from "../../src/losses/build.ts";
import { mae } from "../../src/losses/mae.ts";
import { mse } from "../../src/losses/mse.ts";
import type { Definition, Measure, ScalarRow, Traits } from "../../src/losses/types.ts";
import type { Instance } from "./instances.ts";
import { instancesOf } from "./instances.ts";
import * as laws from "./laws.ts";

const SQUARE: Traits = { convexity: "strong", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: true };
const CORNER: Traits = { convexity: "convex", smoothness: 0, lipschitz: 1, zeroAtPerfect: true };

function specimen(traits: Traits, measure: Measure, changes: Partial<Definition> = {}): Instance {
  const definition = { ...mse, traits: () => traits, create: () => measure, ...changes };
  return { name: "specimen", definition, traits, measure };
}

/** Of any label and prediction; the square but for what is given. */
function square(changes: Partial<ScalarRow>): Measure {
  return rowLoss("specimen", mse.create({}, "mse").domain, {
    value: (label, prediction) => (prediction - label) ** 2,
    gradient: (label, prediction) => 2 * (prediction - label),
    hessian: () => 2,
    ...changes,
  });
}

/** The absolute error but for what is given. */
function corner(changes: Partial<ScalarRow>): Measure {
  return rowLoss("specimen", mse.create({}, "mse").domain, {
    value: (label, prediction) => Math.abs(prediction - label),
    gradient: (label, prediction) => Math.sign(prediction - label),
    hessian: () => 0,
    kinks: (label) => [label],
    ...changes,
  });
}

const specimens: [string, laws.Law, Instance][] = [
  [
    "a gradient that is half of the value's",
    laws.derivatives,
    specimen(SQUARE, square({ gradient: (y, p) => p - y })),
  ],
  ["a Hessian of half the size", laws.derivatives, specimen(SQUARE, square({ hessian: () => 1 }))],
  [
    "a gradient that is wrong in one column of one label only",
    laws.derivatives,
    specimen(
      SQUARE,
      vectorLoss(
        "specimen",
        { label: { kind: "classes" }, prediction: UNIT },
        {
          value: (label, prediction) => prediction.reduce((sum, p, j) => sum + (p - label[j]!) ** 2, 0),
          gradient(label, prediction, out) {
            for (const [j, p] of prediction.entries())
              out[j] = 2 * (p - label[j]!) * (j === 2 && label[2] === 1 ? 2 : 1);
          },
        },
        2,
      ),
    ),
  ],
  [
    "a slope of one side at the kink",
    laws.kinks,
    specimen(CORNER, corner({ gradient: (y, p) => (p >= y ? 1 : -1) })),
  ],
  ["a Hessian at a corner", laws.kinks, specimen(CORNER, corner({ hessian: (y, p) => (p === y ? 1 : 0) }))],
  [
    "a gradient at the kink that neither side has",
    laws.kinks,
    specimen(CORNER, corner({ gradient: (y, p) => (p === y ? 5 : Math.sign(p - y) + 2) })),
  ],
  ["a corner that is said to be smooth", laws.smoothness, specimen({ ...CORNER, smoothness: 1 }, corner({}))],
  ["a corner that is not among the kinks", laws.smoothness, specimen(CORNER, corner({ kinks: () => [] }))],
  [
    "a Hessian that jumps in a loss said to be smooth twice",
    laws.smoothness,
    specimen(
      { ...SQUARE, convexity: "convex" },
      square({ hessian: (y, p) => (p - y > 1 ? 0 : 1), kinks: (y) => [y + 1] }),
    ),
  ],
  [
    "log cosh as it stands: NaN at infinite over infinite",
    laws.neverNaN,
    specimen(SQUARE, square({ hessian: (y, p) => Math.sinh(p - y) / Math.cosh(p - y) })),
  ],
  [
    "0 * ln 0",
    laws.neverNaN,
    specimen(
      SQUARE,
      rowLoss(
        "specimen",
        { label: { kind: "binary", soft: false }, prediction: UNIT },
        {
          value: (y, p) => -(y * Math.log(p) + (1 - y) * Math.log(1 - p)),
        },
      ),
    ),
  ],
  [
    "an overflow in the middle of the domain",
    laws.finiteInside,
    specimen(SQUARE, square({ value: (y, p) => Math.exp(1000 * Math.abs(p - y)) })),
  ],
  [
    "a loss below 0",
    laws.zeroAtPerfect,
    specimen(SQUARE, square({ value: (y, p) => (p < y ? -5e-324 : (p - y) ** 2) })),
  ],
  [
    "a loss above 0 at the perfect prediction",
    laws.zeroAtPerfect,
    specimen(SQUARE, square({ value: (y, p) => (p - y) ** 2 + 1e-12 })),
  ],
  [
    "a loss that is not convex and says so of itself",
    laws.convexity,
    specimen({ ...CORNER, convexity: "convex" }, corner({ value: (y, p) => Math.sqrt(Math.abs(p - y)) })),
  ],
  ["a line that is said to bend", laws.convexity, specimen({ ...CORNER, convexity: "strict" }, corner({}))],
  [
    "log cosh that is said to be strongly convex",
    laws.convexity,
    specimen(SQUARE, corner({ value: (y, p) => Math.log(Math.cosh(Math.min(Math.abs(p - y), 700))) })),
  ],
  [
    "a square that is said not to be convex",
    laws.convexity,
    specimen({ ...SQUARE, convexity: "none" }, square({})),
  ],
  ["a slope above the bound", laws.lipschitz, specimen({ ...SQUARE, lipschitz: 10 }, square({}))],
  ["a bound that is never attained", laws.lipschitz, specimen({ ...CORNER, lipschitz: 2 }, corner({}))],
  ["no bound where there is one", laws.lipschitz, specimen({ ...CORNER, lipschitz: Infinity }, corner({}))],
  ["a loss that remembers", laws.purity, specimen(SQUARE, square({ value: counting() }))],
  [
    "a loss that writes into its row",
    laws.purity,
    specimen(
      SQUARE,
      vectorLoss(
        "specimen",
        { label: { kind: "vector", interval: REAL }, prediction: REAL },
        { value: (_label, prediction) => prediction.sort()[0]! },
        1,
      ),
    ),
  ],
  [
    "a report that divides by the rows and not by their weight",
    laws.meanOfRows,
    specimen(SQUARE, {
      ...residualLoss("specimen", { value: (r) => r * r, gradient: (r) => 2 * r, hessian: () => 2 }),
      finish: (totals) => ({ value: totals.sum("specimen").over(totals.exact(totals.rows)).toNumber() }),
    }),
  ],
  [
    "an example that is off",
    laws.example,
    specimen(SQUARE, square({}), { example: { label: 3, prediction: 1, value: 4.000000000001 } }),
  ],
  ["an entry that can be changed", laws.entry, specimen(SQUARE, square({}))],
];

function counting(): (label: number, prediction: number) => number {
  let calls = 0;
  return () => calls++;
}

describe("a law rejects", () => {
  it.each(specimens)("%s", (_, law, instance) => {
    expect(law(instance)).not.toEqual([]);
  });

  it("a constant that is not the minimiser", () => {
    const [absolute] = instancesOf(mae);
    expect(laws.minimiser(absolute!, [0, 1, 5], 2)).not.toEqual([]);
  });

  it("an alias of another loss, a reference left out and a default outside its range", () => {
    const definition: Definition = {
      ...mse,
      aliases: ["l1"],
      reference: " ",
      parameters: [{ name: "scale", about: "", interval: UNIT, default: 2 }],
    };
    expect(laws.entry({ ...specimen(SQUARE, square({})), definition })).toEqual([
      "is not frozen",
      "mse names another loss",
      "l1 names another loss",
      "l1 has a key of its own",
      "has no reference",
      "the default of scale is outside its range",
    ]);
  });
});

it("the specimens are rejected for their fault alone: without it they pass", () => {
  const sound = [specimen(SQUARE, square({})), specimen(CORNER, corner({}))];
  for (const [sentence, law] of Object.entries(laws.laws)) {
    if (law === laws.entry || law === laws.example) continue;
    for (const instance of sound) expect({ sentence, found: law(instance) }).toEqual({ sentence, found: [] });
  }
});

it("every law has a specimen", () => {
  const tried = new Set(specimens.map(([, law]) => law));
  expect(Object.entries(laws.laws).filter(([, law]) => !tried.has(law))).toEqual([]);
});
