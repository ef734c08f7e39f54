import { describe, expect, test } from "vitest";
import { createDesign, DesignColumns, designOf } from "../../src/model/design.ts";
import { Predictor } from "../../src/model/predictor.ts";

const sources = [
  { name: "city", levels: ["a", "b", "c"] },
  { name: "x", levels: null },
  { name: "kind", levels: ["p", "q"] },
];
const names = (design: ReturnType<typeof createDesign>) => design.columns.map(({ name }) => name);

describe("a design", () => {
  test("leaves the first level of each text column to the intercept", () => {
    expect(names(createDesign(sources, true))).toEqual(["city=b", "city=c", "x", "kind=q"]);
  });

  test("has all levels of the first text column without one, and no more", () => {
    expect(names(createDesign(sources, false))).toEqual(["city=a", "city=b", "city=c", "x", "kind=q"]);
  });

  test("refuses two columns of one name", () => {
    expect(() => createDesign([...sources, { name: "city=b", levels: null }], true)).toThrow(/"city=b"/);
  });

  test("is found again in the names of a model's features", () => {
    const design = createDesign(sources, true);
    const found = designOf({
      features: names(design),
      categories: { city: ["a", "b", "c"], kind: ["p", "q"] },
    });
    expect(names(found)).toEqual(names(design));
    expect(found.columns.map(({ source, level }) => [found.sources[source]?.name, level])).toEqual([
      ["city", 1],
      ["city", 2],
      ["x", null],
      ["kind", 1],
    ]);
  });

  test("makes ones and zeros of the places of levels", () => {
    const columns = new DesignColumns(createDesign(sources, true));
    const city = Float64Array.of(0, 1, 2, 1);
    const x = Float64Array.of(5, 6, 7, 8);
    const kind = Float64Array.of(1, 0, 1, 1);
    const found = columns.of([city, x, kind], 3).map((column) => [...column.subarray(0, 3)]);
    expect(found).toEqual([
      [0, 1, 0],
      [0, 0, 1],
      [5, 6, 7],
      [1, 0, 1],
    ]);
  });
});

describe("a prediction", () => {
  const base = {
    schema: "lossctl.model/1" as const,
    loss: "mse",
    target: "y",
    features: ["x", "city=b"],
    intercept: -1,
    coefficients: { x: 0.5, "city=b": 3 },
    standardErrors: null,
    l1: 0,
    l2: 0,
    standardize: true,
    categories: { city: ["a", "b"] },
  };
  const rows = (link: "identity" | "logit" | "log") => {
    const predictor = new Predictor({ ...base, link });
    const columns = { x: Float64Array.of(2, 4), city: Float64Array.of(0, 1) };
    const inputs = predictor.design.sources.map(({ name }) => columns[name as keyof typeof columns]);
    return [...predictor.predict(inputs, 2)];
  };

  test("is the sum, its logistic function or its exponential", () => {
    expect(rows("identity")).toEqual([0, 4]);
    expect(rows("logit")).toEqual([0.5, 1 / (1 + Math.exp(-4))]);
    expect(rows("log")).toEqual([1, Math.exp(4)]);
  });
});
