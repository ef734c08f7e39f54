/** Which losses are advised for which data, and that they are losses which take them. */
import { describe, expect, it } from "vitest";
import { type Advised, advise } from "../../src/advise/advice.ts";
import type { ColumnFacts } from "../../src/advise/column-profile.ts";
import type { DataFacts } from "../../src/advise/data-profile.ts";
import { createMeasure, createVectorMeasure, parseLoss } from "../../src/losses/spec.ts";

const column = (parts: Partial<ColumnFacts>): ColumnFacts => ({
  numbers: 100,
  missing: 0,
  infinite: 0,
  others: 0,
  texts: [],
  least: 0,
  largest: 1,
  whole: false,
  zeros: 0,
  values: null,
  ...parts,
});

const BINARY = column({ whole: true, zeros: 40, values: [0, 1] });
const REAL = column({ least: -3.5, largest: 4 });

const scalar = (
  label: ColumnFacts,
  prediction: ColumnFacts,
  errors: Partial<DataFacts["errors"]> = {},
): Advised => {
  const facts: DataFacts = {
    rows: 100,
    complete: 100,
    labelForm: "number",
    label,
    predictions: 1,
    levels: null,
    prediction,
    errors: { rmse: 1.25, mae: 1, certainAndWrong: 0, ...errors },
    sums: null,
  };
  return advise(facts);
};

const vector = (
  label: ColumnFacts,
  prediction: ColumnFacts,
  sums: Partial<DataFacts["sums"]> = {},
  labelForm: DataFacts["labelForm"] = "class",
  levels: DataFacts["levels"] = null,
): Advised =>
  advise({
    rows: 100,
    complete: 100,
    labelForm,
    label,
    predictions: 3,
    levels,
    prediction,
    errors: null,
    sums: { predictions: 0, exponentials: 1, labels: 0, certainAndWrong: 0, ...sums },
  });

const losses = ({ advice }: Advised): string[] => advice.map((each) => each.losses.join(","));
const CLASSES = column({ least: 0, largest: 2, whole: true, values: [0, 1, 2] });

const CASES: Readonly<Record<string, { readonly advised: Advised; readonly first: string }>> = {
  "labels 0 and 1 with probabilities": {
    advised: scalar(BINARY, column({})),
    first: "log-loss,brier,auc,ece",
  },
  "labels 0 and 1 with decisions": { advised: scalar(BINARY, BINARY), first: "accuracy,f1,mcc" },
  "labels 0 and 1 with raw scores": { advised: scalar(BINARY, REAL), first: "logistic,hinge,auc" },
  "labels −1 and 1": {
    advised: scalar(column({ least: -1, whole: true, values: [-1, 1] }), column({})),
    first: "logistic,hinge,auc",
  },
  "two words for labels with probabilities": {
    advised: scalar(
      column({ numbers: 0, others: 100, texts: ["no", "yes"], least: null, largest: null }),
      column({}),
    ),
    first: "log-loss,brier,auc,ece",
  },
  "soft labels with probabilities": { advised: scalar(column({}), column({})), first: "log-loss,brier" },
  counts: {
    advised: scalar(column({ largest: 9, whole: true, zeros: 25 }), column({ least: 0.5, largest: 4 })),
    first: "poisson,mae",
  },
  "amounts with zeros": {
    advised: scalar(column({ largest: 9.5, zeros: 25 }), column({ least: 0.5, largest: 4 })),
    first: "tweedie:power=1.5,mae",
  },
  "positive labels over three orders of magnitude": {
    advised: scalar(column({ least: 0.5, largest: 900 }), column({ least: 0.1, largest: 700 })),
    first: "gamma,mape,msle",
  },
  "errors without heavy tails": { advised: scalar(REAL, REAL), first: "mse,rmse,r2" },
  // 1.345·√(π/2) = 1.6857: two digits of it.
  "errors with heavy tails": { advised: scalar(REAL, REAL, { rmse: 2 }), first: "mae,huber:delta=1.7,medae" },
  "classes with probabilities": {
    advised: vector(CLASSES, column({})),
    first: "cross-entropy,multi-brier,multi-accuracy",
  },
  "classes with probabilities that are not normalized": {
    advised: vector(CLASSES, column({}), { predictions: 0.2 }),
    first: "cross-entropy:normalize=true,multi-brier,multi-accuracy",
  },
  "classes with raw scores": {
    advised: vector(CLASSES, REAL),
    first: "softmax-cross-entropy,multi-hinge,multi-accuracy",
  },
  "classes with logarithms of probabilities": {
    advised: vector(CLASSES, column({ least: -9, largest: -0.1 }), { exponentials: 1e-12 }),
    first: "nll",
  },
  "soft label columns with probabilities": {
    advised: vector(column({}), column({}), {}, "columns"),
    first: "cross-entropy,kl,js",
  },
  "one-hot label columns with probabilities": {
    advised: vector(BINARY, column({}), {}, "columns"),
    first: "cross-entropy,multi-brier,multi-accuracy",
  },
  vectors: { advised: vector(REAL, REAL, { labels: 7 }, "columns"), first: "mse,reconstruction,cosine" },
  "quantiles in pairs about the median": {
    advised: vector(REAL, REAL, {}, "number", [0.05, 0.5, 0.95]),
    first: "quantile-score,wis,coverage:level=0.9",
  },
  "quantiles without pairs": {
    advised: vector(REAL, REAL, {}, "number", [0.1, 0.5]),
    first: "quantile-score",
  },
  masks: { advised: vector(BINARY, column({}), { labels: 2 }, "columns"), first: "tversky,dice,jaccard" },
};

describe.each(Object.entries(CASES))("%s", (_, { advised, first }) => {
  it(`get ${first}`, () => {
    expect(losses(advised)[0]).toBe(first);
  });

  it("are advised with a reason and evidence", () => {
    for (const { because, evidence } of advised.advice) {
      expect(because).not.toBe("");
      expect(evidence.length).toBeGreaterThan(0);
    }
  });

  it("get losses of the catalogue that take as many columns", () => {
    const several = /cross-entropy|nll|reconstruction|dice|quantile-score/.test(first);
    for (const text of advised.advice.flatMap((each) => each.losses)) {
      const choice = parseLoss(text);
      if (several) expect(createVectorMeasure(choice), text).toBeDefined();
      else expect(createMeasure(choice).shape, text).toBe("scalar");
    }
  });
});

describe("notes", () => {
  it("say what makes a loss infinite", () => {
    expect(scalar(BINARY, column({}), { certainAndWrong: 3 }).cautions.join()).toMatch(
      /log-loss is infinite.* 3 rows/,
    );
    expect(vector(CLASSES, column({}), { certainAndWrong: 1 }).cautions.join()).toMatch(
      /cross-entropy is infinite.* 1 row;/,
    );
    expect(scalar(column({ largest: 9, zeros: 25 }), REAL).cautions.join()).toMatch(/mape is infinite: 25%/);
  });

  it("say that a rare class needs other losses than accuracy", () => {
    const rare = column({ whole: true, zeros: 98, values: [0, 1] });
    expect(losses(scalar(rare, column({})))[1]).toBe("average-precision,mcc,balanced-accuracy");
    expect(scalar(rare, column({})).advice[1]?.evidence).toEqual(["2% of the labels are of the rarer class"]);
    expect(losses(scalar(BINARY, column({})))).toHaveLength(1);
  });

  it("name the option for rows that can't be used", () => {
    const { options, cautions } = scalar(REAL, column({ least: -3, missing: 2, others: 1, texts: ["abc"] }));
    expect(options).toEqual(["--missing", "skip", "--invalid", "skip"]);
    expect(cautions).toHaveLength(2);
  });

  it("ask for a choice between two words, and for classes that no column has", () => {
    const words = column({ numbers: 0, others: 100, texts: ["no", "yes"], least: null, largest: null });
    expect(scalar(words, column({})).options).toEqual(["--positive", "yes"]);
    const many = column({ numbers: 0, others: 100, texts: ["a", "b", "c"], least: null, largest: null });
    expect(losses(scalar(many, column({})))).toEqual([]);
    expect(scalar(many, column({})).cautions.join()).toContain("--pred 'p_*'");
    expect(vector(many, column({})).cautions.join()).toContain("--classes");
  });

  it("say that r2 has no value for a constant label", () => {
    expect(scalar(column({ least: 4, largest: 4, values: [4] }), REAL).cautions.join()).toContain("r2");
  });
});
