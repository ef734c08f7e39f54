import { describe, expect, it } from "vitest";
import { type Coding, INFINITE, MISSING, NOT_A_NUMBER, UNKNOWN_CLASS } from "../../src/read/chunk.ts";
import { CodingFault, createCoder } from "../../src/read/coding.ts";

function coder(coding: Exclude<Coding, { kind: "key" | "text" }>) {
  const made = createCoder(coding);
  return (text: string): number | { status: number } => {
    const value = made.number(text);
    return Number.isNaN(value) ? { status: made.status(text) } : value;
  };
}

describe("numbers with words", () => {
  const code = coder({ kind: "number", words: { true: 1, false: 0 } });

  it.each([
    ["true", 1],
    ["false", 0],
    ["0.5", 0.5],
    ["toString", { status: NOT_A_NUMBER }],
    ["yes", { status: NOT_A_NUMBER }],
    ["NA", { status: MISSING }],
    ["inf", { status: INFINITE }],
  ])("%j is %j", (text, expected) => {
    expect(code(text)).toEqual(expected);
  });
});

describe("classes by the prediction columns' names", () => {
  const named = (classes: string[], places = true) => coder({ kind: "class", classes, exact: false, places });

  it("are the column that is the label", () => {
    expect(["cat", "dog"].map(named(["cat", "dog"]))).toEqual([0, 1]);
  });

  it.each(["p_cat", "p.cat", "p-cat", "p cat", "p:cat", "proba(cat", "p→cat", "a_b_cat", "_cat"])(
    "are the column %j, which ends in a separator and the label cat",
    (column) => {
      expect(named(["p_dog", column])("cat")).toBe(1);
    },
  );

  it.each(["pcat", "p_cats", "p_cat_", "p2cat", "pécat", "P_CAT"])("are not the column %j", (column) => {
    expect(named(["p_dog", column])("cat")).toEqual({ status: UNKNOWN_CLASS });
  });

  it("may have separators themselves", () => {
    expect(["new york", "san_jose"].map(named(["p_new york", "p_san_jose"]))).toEqual([0, 1]);
  });

  it.each([
    [["p_1", "p_2"], "1", 0],
    [["p_1", "p_2"], "1.0", 0],
    [["p_1", "p_2"], " 2 ", 1],
    [["p_1", "p_2"], "0", { status: UNKNOWN_CLASS }],
    [["p_1.0", "p_2.0"], "2", 1],
    [["1.0", "2.0"], "1", 0],
  ])("%j: the label %j is the same number as its class", (classes, label, expected) => {
    expect(named(classes, false)(label)).toEqual(expected);
  });

  it("go by place where the endings are not all integers", () => {
    expect(["0", "1.0", "2", "-1", "0.5", "cat"].map(named(["p_cat", "p_dog"]))).toEqual([
      0,
      1,
      { status: UNKNOWN_CLASS },
      { status: UNKNOWN_CLASS },
      { status: UNKNOWN_CLASS },
      0,
    ]);
  });

  it.each([
    [["a_cat", "b_cat"], "cat", '"cat" could be "a_cat" and "b_cat"'],
    [["p_spam", "p_not spam"], "spam", '"spam" could be "p_spam" and "p_not spam"'],
    [["p_cat", "p_dog", "p_1"], "1", '"1" could be "p_1" and "p_dog"'],
  ])("%j: %j is ambiguous, which no policy skips", (classes, label, message) => {
    expect(() => named(classes)(label)).toThrow(CodingFault);
    expect(() => named(classes)(label)).toThrow(message);
  });

  it("are the whole name rather than an ending", () => {
    expect(["spam", "not spam"].map(named(["spam", "not spam"]))).toEqual([0, 1]);
  });

  it("are named before they are missing", () => {
    expect(["none", "NONE", "", "mild"].map(named(["p_none", "p_mild"]))).toEqual([
      0,
      { status: MISSING },
      { status: MISSING },
      1,
    ]);
  });
});

describe("stated classes", () => {
  const code = coder({ kind: "class", classes: ["cat", "p_dog", "1"], exact: true, places: false });

  it.each([
    ["cat", 0],
    ["p_dog", 1],
    ["1", 2],
    ["1.0", 2],
    ["dog", { status: UNKNOWN_CLASS }],
    ["0", { status: UNKNOWN_CLASS }],
    ["NA", { status: MISSING }],
  ])("%j is %j", (text, expected) => {
    expect(code(text)).toEqual(expected);
  });
});

describe("the positive class", () => {
  it("is 1, the one other text 0, and missing stays missing", () => {
    const code = coder({ kind: "positive", positive: "spam" });
    expect(["ham", "spam", "", "ham", "NA"].map(code)).toEqual([
      0,
      1,
      { status: MISSING },
      0,
      { status: MISSING },
    ]);
  });

  it("does not have a third text", () => {
    const code = coder({ kind: "positive", positive: "spam" });
    code("ham");
    expect(() => code("eggs")).toThrow(CodingFault);
    expect(() => code("eggs")).toThrow('expected "spam" or "ham", found "eggs"');
  });

  it("is the same number in another spelling", () => {
    expect(["1.0", "0", "1", "0.0"].map(coder({ kind: "positive", positive: "1" }))).toEqual([1, 0, 1, 0]);
  });
});
