import { describe, expect, it } from "vitest";
import { lossEntry } from "../../src/catalogue/entry.ts";
import type { Pull } from "../../src/catalogue/types.ts";
import { catalogue } from "../../src/losses/catalogue.ts";
import { createMeasure, createVectorMeasure, parseLoss } from "../../src/losses/spec.ts";
import { instances } from "../losses/instances.ts";
import { rowLossOf } from "../losses/rows.ts";

const entry = (text: string) => lossEntry(parseLoss(text));

describe("an entry is of the loss with its parameters", () => {
  it("has values that were given, beside the defaults", () => {
    const [delta] = entry("huber:delta=2").parameters;
    expect(delta).toMatchObject({ name: "delta", value: 2, default: 1 });
    expect(entry("huber:delta=2").traits?.lipschitz).toBe(2);
    expect(entry("HUBER:delta=2.0").key).toBe("huber:delta=2");
  });

  it("says null of a parameter that is not applied", () => {
    expect(entry("log-loss").parameters[0]).toMatchObject({ name: "eps", value: null });
  });

  it("is found by an alias", () => {
    expect(entry("l2")).toEqual(entry("mse"));
  });

  it("says how many prediction columns there are", () => {
    for (const { id } of catalogue) {
      const choice = parseLoss(id);
      const one = createMeasure(choice).shape === "scalar";
      const several = createVectorMeasure(choice) !== undefined;
      expect(entry(id).columns, id).toBe(one && several ? "one or several" : one ? "one" : "several");
    }
  });
});

describe("how hard a row can pull", () => {
  // By calculus: the limits of the derivatives.
  const known: readonly (readonly [string, Pull | null])[] = [
    ["mse", "error"],
    ["mae", "bounded"],
    ["huber", "bounded"],
    ["huber:delta=1e6", "bounded"],
    ["log-cosh", "bounded"],
    ["tukey", "fading"],
    ["cauchy", "fading"],
    ["cauchy:c=100", "fading"],
    ["adaptive:alpha=0.5", "fading"],
    ["adaptive:alpha=1", "bounded"],
    ["adaptive:alpha=1.5", "error"],
    ["adaptive:alpha=2", "error"],
    ["poisson", "edge"],
    ["gamma", "edge"],
    ["msle", "edge"],
    ["poisson-nll-log", "error"],
    ["mape", "local"],
    ["log-loss", "certainty"],
    ["log-loss:eps=0.01", "bounded"],
    ["brier", "bounded"],
    ["logistic", "bounded"],
    ["hinge", "bounded"],
    ["exponential", "error"],
    ["cross-entropy", "certainty"],
    ["softmax-cross-entropy", "bounded"],
    ["kl", "edge"],
    ["cosine", "local"],
    ["reconstruction", "error"],
    ["rmse", null],
    ["auc", null],
  ];
  it.each(known)("%s: %s", (text, pull) => {
    expect(entry(text).pull).toBe(pull);
  });

  it("is unbounded where and only where there is no Lipschitz constant", () => {
    for (const { definition, traits } of instances) {
      const { pull, traits: own } = lossEntry(parseLoss(definition.id));
      if (own === null) expect(pull).toBeNull();
      else expect(["bounded", "fading"].includes(pull ?? ""), definition.id).toBe(own.lipschitz < Infinity);
      expect(traits === null && pull !== null && own === null).toBe(false);
    }
  });
});

describe("the example", () => {
  it("has the definition's own parameters, those given otherwise", () => {
    expect(entry("huber").example?.key).toBe("huber:delta=2");
    expect(entry("huber:delta=0.5").example?.key).toBe("huber:delta=0.5");
    expect(entry("mse").example).toEqual({
      key: "mse",
      table: [
        ["y", "p"],
        ["3", "1"],
      ],
      options: [],
    });
  });

  it("has a row for each label of a figure of all rows", () => {
    expect(entry("auc").example?.table).toEqual([
      ["y", "p"],
      ["1", "3"],
      ["0", "2"],
      ["1", "2"],
      ["0", "1"],
    ]);
  });

  it("names classes by the endings of columns", () => {
    expect(entry("cross-entropy").example).toEqual({
      key: "cross-entropy",
      table: [
        ["y", "p_a", "p_b", "p_c"],
        ["b", "0.25", "0.5", "0.25"],
      ],
      options: ["--pred", "p_*"],
    });
  });

  it("has label columns for a vector, and none where there is no label", () => {
    expect(entry("kl").example?.table[0]).toEqual(["y_1", "y_2", "p_1", "p_2"]);
    expect(entry("kl").example?.options).toEqual(["--label", "y_*", "--pred", "p_*"]);
    expect(entry("sparsity").example?.table[0]).toEqual(["p_1", "p_2"]);
  });

  it("names levels in the columns, and a column of variances", () => {
    expect(entry("coverage").example?.table[0]).toEqual(["y", "p_0.05", "p_0.95"]);
    expect(entry("gaussian-nll").example).toMatchObject({ options: ["--variance", "v"] });
  });

  it("is there for every loss, and row-wise is what has a row", () => {
    for (const { definition, measure } of instances) {
      const { example, rowWise } = entry(definition.id);
      expect(example, definition.id).not.toBeNull();
      if (rowLossOf(measure) !== null) expect(rowWise, definition.id).toBe(true);
    }
  });
});
