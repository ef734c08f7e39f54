import { describe, expect, test } from "vitest";
import { LossctlError } from "../../src/errors.ts";
import {
  chooseFitColumns,
  type FitColumnOptions,
  type SampledColumn,
} from "../../src/model/choose-columns.ts";

const numeric = (name: string): SampledColumn => ({ name, present: 3, text: null });
const textual = (name: string): SampledColumn => ({ name, present: 3, text: "Oslo" });
const empty = (name: string): SampledColumn => ({ name, present: 0, text: null });

function choose(sample: readonly SampledColumn[], options: Partial<FitColumnOptions> = {}) {
  const names = sample.map(({ name }) => name);
  return chooseFitColumns({ features: [], categorical: [], ...options }, sample, {
    names,
    open: false,
    file: "f.csv",
  });
}

const features = (...args: Parameters<typeof choose>) => choose(...args).features.map(({ name }) => name);
const house = [
  numeric("id"),
  textual("city"),
  numeric("area"),
  numeric("rooms"),
  numeric("price"),
  empty("note"),
];

describe("the target", () => {
  test("is the last numeric column where no name says more", () => {
    expect(choose(house).target).toBe("price");
  });

  test("is the first of the label names, wherever it stands", () => {
    expect(choose([numeric("y"), numeric("target"), numeric("x")]).target).toBe("target");
  });

  test("is neither the weight nor the split nor what is named as a feature", () => {
    expect(choose(house, { weight: "price" }).target).toBe("rooms");
    expect(choose([numeric("x"), numeric("y"), numeric("target")], { split: "target" }).target).toBe("y");
    expect(choose(house, { features: ["price"] }).target).toBe("rooms");
    expect(choose(house, { categorical: ["price"] }).target).toBe("rooms");
  });

  test("can be named, also where it looks like text", () => {
    expect(choose(house, { target: "city" })).toMatchObject({ target: "city", targetGuessed: false });
  });

  test("must be there", () => {
    expect(() => choose([textual("a"), empty("b")])).toThrow(/no target column/);
  });
});

describe("features", () => {
  test("are all other numeric columns, in the order of the file", () => {
    const { features: chosen, leftOut } = choose(house);
    expect(chosen).toEqual(["id", "area", "rooms"].map((name) => ({ name, text: false })));
    expect(leftOut).toEqual([
      { name: "city", why: 'text, as "Oslo"' },
      { name: "note", why: "empty" },
    ]);
  });

  test.each([
    [["rooms,area"], ["rooms", "area"]],
    [
      ["rooms", "area"],
      ["rooms", "area"],
    ],
    [["!id"], ["area", "rooms"]],
    [["!r*,!id"], ["area"]],
    [
      ["*", "!city", "!note"],
      ["id", "area", "rooms"],
    ],
    [["r*", "!rooms"], []],
    [["area,area"], ["area"]],
  ])("of %j are %j", (texts, expected) => {
    expect(features(house, { features: texts })).toEqual(expected);
  });

  test("take a name with a comma, a star or an exclamation mark as the column that it is", () => {
    const odd = [numeric("a,b"), numeric("!x"), numeric("x"), numeric("p*"), numeric("pq"), numeric("y")];
    expect(features(odd, { features: ["a,b"] })).toEqual(["a,b"]);
    expect(features(odd, { features: ["!x"] })).toEqual(["!x"]);
    expect(features(odd, { features: ["p*"] })).toEqual(["p*"]);
  });

  test("take text columns that are asked for in their place, and keep the order of a list", () => {
    expect(choose(house, { categorical: ["city"] }).features).toEqual([
      { name: "id", text: false },
      { name: "city", text: true },
      { name: "area", text: false },
      { name: "rooms", text: false },
    ]);
    expect(features(house, { features: ["rooms"], categorical: ["city"] })).toEqual(["rooms", "city"]);
  });

  test("are never the weight or the split, which patterns pass over", () => {
    const weighted = { features: ["*", "!city", "!note"], weight: "rooms" };
    expect(features(house, weighted)).toEqual(["id", "area"]);
    expect(() => choose(house, { features: ["rooms"], weight: "rooms" })).toThrow(LossctlError);
    expect(() => choose(house, { categorical: ["city"], split: "city" })).toThrow(/--split/);
    expect(() => choose(house, { features: ["price"], target: "price" })).toThrow(/is the target/);
  });
});

test("a column is not two things", () => {
  expect(() => choose(house, { weight: "rooms", split: "rooms" })).toThrow(/both/);
  expect(() => choose(house, { weight: "rooms", target: "rooms" })).toThrow(/both/);
  expect(() => choose(house, { weight: "r*,id" })).toThrow(/takes one column/);
});
