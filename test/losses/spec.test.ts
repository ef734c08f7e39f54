import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/losses/catalogue.ts";
import {
  createMeasure,
  createVectorMeasure,
  findDefinition,
  LossSpecError,
  parseLoss,
  splitLosses,
} from "../../src/losses/spec.ts";

const keyOf = (text: string) => parseLoss(text).key;

function errorOf(text: string): LossSpecError {
  try {
    parseLoss(text);
  } catch (error) {
    if (error instanceof LossSpecError) return error;
  }
  throw new Error(`"${text}" is no error`);
}

describe("the key of a loss", () => {
  it("is its canonical id, then the parameters that were given", () => {
    expect(splitLosses("l2,huber:delta=1.0,log_loss:eps=1e-15").map(keyOf)).toEqual([
      "mse",
      "huber:delta=1",
      "log-loss:eps=1e-15",
    ]);
  });

  it("leaves out parameters that were not given and keeps those given at their default", () => {
    expect(keyOf("huber")).toBe("huber");
    expect(keyOf("quantile:q=0.5")).toBe("quantile:q=0.5");
  });

  it("has the parameters in the catalogue's order", () => {
    expect(keyOf("cross-entropy:normalize=true:eps=0.1")).toBe("cross-entropy:eps=0.1:normalize=true");
    expect(keyOf("cross-entropy:eps=0.1:normalize=true")).toBe("cross-entropy:eps=0.1:normalize=true");
  });

  it.each([
    ["1.50", "1.5"],
    ["+2", "2"],
    [".25", "0.25"],
    ["3.", "3"],
    ["1E2", "100"],
    ["0.000000001", "1e-9"],
    ["1e21", "1e+21"],
    ["100000000000000000000", "100000000000000000000"],
    ["0.1000000000000000055", "0.1"],
  ])("writes the number %s as JavaScript prints it: %s", (given, shown) => {
    expect(keyOf(`huber:delta=${given}`)).toBe(`huber:delta=${shown}`);
  });

  it("writes -0 as 0, and means it", () => {
    const choice = parseLoss("log-loss:eps=-0");
    expect(choice.key).toBe("log-loss:eps=0");
    expect(Object.is(choice.parameters.eps, 0)).toBe(true);
  });

  it.each(["-Infinity", "-inf", "-INF"])("writes %s, where a parameter may be it, as -Infinity", (given) => {
    const choice = parseLoss(`barron:alpha=${given}`);
    expect(choice.key).toBe("adaptive:alpha=-Infinity");
    expect(parseLoss(choice.key)).toEqual(choice);
  });

  it("takes the ends of a hole in a range", () => {
    expect(["tweedie:power=0", "tweedie:power=1", "tweedie:power=-2"].map(keyOf)).toEqual([
      "tweedie:power=0",
      "tweedie:power=1",
      "tweedie:power=-2",
    ]);
  });

  it("read again gives itself and the same parameters", () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true }), (delta) => {
        const choice = parseLoss(`huber:delta=${delta}`);
        expect(choice.parameters.delta).toBe(delta);
        expect(parseLoss(choice.key)).toEqual(choice);
      }),
    );
  });
});

describe("the name of a loss", () => {
  it("has - or _, any case of letters, and spaces around it", () => {
    for (const text of ["max_error", "max-error", "Max-Error", " MAX_ERROR "])
      expect(keyOf(text)).toBe("max-error");
  });

  it("may be an alias, which means the same as the id", () => {
    for (const { id, aliases } of catalogue) {
      for (const alias of [...aliases, ...aliases.map((name) => name.replaceAll("-", "_"))]) {
        expect(parseLoss(alias)).toEqual(parseLoss(id));
      }
    }
    expect(keyOf("pinball:q=0.9")).toBe("quantile:q=0.9");
  });

  it("belongs to one loss only", () => {
    const names = catalogue.flatMap(({ id, aliases }) => [id, ...aliases]);
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  });

  it("is undefined for a name that no loss has", () => {
    expect(findDefinition("constructor")).toBeUndefined();
    expect(findDefinition("")).toBeUndefined();
  });
});

describe("parameters", () => {
  it("have the catalogue's default where they are not given, and are absent without one", () => {
    expect(parseLoss("huber").parameters).toEqual({ delta: 1 });
    expect(parseLoss("mape").parameters).toEqual({ zero: "infinity" });
    expect(parseLoss("mse").parameters).toEqual({});
    expect(parseLoss("log-loss").parameters.eps).toBeUndefined();
  });

  it("may have spaces around them, and names and words in any case", () => {
    expect(keyOf("huber : Delta = 2 ")).toBe("huber:delta=2");
    expect(keyOf("mape:zero=SKIP")).toBe("mape:zero=skip");
  });
});

describe("a loss text is an error", () => {
  it("that gives the name and all known ones, when no loss has the name", () => {
    const error = errorOf("hubber:delta=1");
    expect(error.message).toBe('unknown loss "hubber"');
    expect(error.unknown?.name).toBe("hubber");
    expect(error.unknown?.known).toEqual(expect.arrayContaining(["huber", "l2", "max-error"]));
  });

  it.each([
    ["mse:delta=1", 'mse has no parameters, found "delta=1"'],
    ["huber:gamma=1", 'huber has no parameter "gamma"; it has delta'],
    ["huber:delta", "huber: delta needs a value: delta=…"],
    ["huber:delta=1:delta=2", "huber: delta is given twice"],
    ["huber:delta=0", 'huber: delta is a number above 0, found "0"'],
    ["quantile:q=1", 'quantile: q is a number above 0 and below 1, found "1"'],
    ["pinball:q=-0.1", 'quantile: q is a number above 0 and below 1, found "-0.1"'],
    ["ece:bins=2.5", 'ece: bins is a whole number at least 1 and at most 1000000, found "2.5"'],
    ["adaptive:alpha=Infinity", 'adaptive: alpha is a number or -Infinity, found "Infinity"'],
    ["adaptive:scale=-inf", 'adaptive: scale is a number above 0, found "-inf"'],
    ["tweedie:power=0.5", 'tweedie: power is a number, but not between 0 and 1, found "0.5"'],
    ["tweedie:power=-inf", 'tweedie: power is a number, but not between 0 and 1, found "-inf"'],
    ["mape:zero=drop", 'mape: zero is one of infinity, skip, found "drop"'],
  ])("%s: %s", (text, message) => {
    const error = errorOf(text);
    expect(error.message).toBe(message);
    expect(error.unknown).toBeUndefined();
  });

  it.each([
    "",
    "abc",
    "0x10",
    "0b1",
    "0o7",
    "1_000",
    "1,5",
    "1d3",
    "1e400",
    "nan",
    "inf",
    "Infinity",
    "=2",
    "1 2",
  ])("when a number is given as %j", (text) => {
    expect(errorOf(`huber:delta=${text}`).message).toBe(`huber: delta is a number above 0, found "${text}"`);
  });
});

it("a list of losses is split at commas, without the spaces and what is empty", () => {
  expect(splitLosses(" mse, mae ,,huber:delta=2,")).toEqual(["mse", "mae", "huber:delta=2"]);
});

it("a measure of several columns exists for vector losses, and of the others for mse and rmse", () => {
  const both = catalogue.filter(
    ({ id }) =>
      createVectorMeasure(parseLoss(id)) !== undefined && createMeasure(parseLoss(id)).shape === "scalar",
  );
  expect(both.map(({ id }) => id)).toEqual(["mse", "rmse"]);
  expect(createVectorMeasure(parseLoss("mae"))).toBeUndefined();
  expect(createVectorMeasure(parseLoss("cross-entropy"))?.shape).toBe("vector");
});
