import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Model } from "../../src/fit/types.ts";
import { parseModel } from "../../src/model/model-file.ts";
import { modelText } from "../../src/report/model-json.ts";
import { dictionary } from "../../src/report/types.ts";

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const name = fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "1", "0", "é", 'a"b'));

const model: fc.Arbitrary<Model> = fc
  .record({
    features: fc.uniqueArray(name, { maxLength: 5 }),
    numbers: fc.array(number, { minLength: 5, maxLength: 5 }),
    intercept: number,
    link: fc.constantFrom("identity" as const, "logit" as const, "log" as const),
    l1: number,
    errors: fc.boolean(),
  })
  .map(({ features, numbers, intercept, link, l1, errors }) => ({
    schema: "lossctl.model/1",
    loss: "mse",
    link,
    target: "y",
    features,
    intercept,
    coefficients: dictionary(features.map((feature, place) => [feature, numbers[place] as number])),
    standardErrors: errors
      ? dictionary([["intercept", null], ...features.map((feature) => [feature, 0.5] as const)])
      : null,
    l1,
    l2: 0,
    standardize: true,
    categories: dictionary([["__proto__", ["a", "b"]]]),
    state: { epoch: 3, point: numbers },
  }));

describe("a model's file", () => {
  test("gives the model again, bit by bit", () => {
    fc.assert(
      fc.property(model, (written) => {
        const text = modelText(written);
        const read = parseModel(text, "m.json");
        expect(read.features).toEqual(written.features);
        for (const feature of written.features) {
          expect(read.coefficients[feature]).toBe(written.coefficients[feature]);
        }
        expect(modelText(read)).toBe(text);
      }),
    );
  });

  const good = {
    schema: "lossctl.model/1",
    loss: "mse",
    link: "identity",
    target: "y",
    features: ["x"],
    intercept: 1,
    coefficients: { x: 2 },
    standardErrors: null,
    l1: 0,
    l2: 0,
    standardize: true,
  };

  test.each<[string, unknown, RegExp]>([
    ["no object", [], /expected a model/],
    [
      "another schema",
      { ...good, schema: "lossctl.model/2" },
      /schema "lossctl.model\/1", found "lossctl.model\/2"/,
    ],
    ["an unknown link", { ...good, link: "probit" }, /identity, logit, log/],
    ["a feature that is no text", { ...good, features: [1] }, /features/],
    ["a feature twice", { ...good, features: ["x", "x"] }, /once/],
    ["no coefficient", { ...good, coefficients: {} }, /coefficient of x, found none/],
    [
      "a coefficient by inheritance",
      { ...good, features: ["toString"] },
      /coefficient of toString, found none/,
    ],
    ["an infinite intercept", { ...good, intercept: "Infinity" }, /intercept, found "Infinity"/],
    ["levels that are no texts", { ...good, categories: { city: [1] } }, /categories of city/],
  ])("with %s is refused in words", (_, json, message) => {
    expect(() => parseModel(JSON.stringify(json), "m.json")).toThrow(message);
    expect(() => parseModel(JSON.stringify(json), "m.json")).toThrow(/^m\.json: /);
  });

  test("that is cut off is no JSON", () => {
    expect(() => parseModel(JSON.stringify(good).slice(0, -1), "m.json")).toThrow(/not JSON/);
  });
});
