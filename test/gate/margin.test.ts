/** Margins: what passes, what fails, what can't be decided, and what never passes. */
import { describe, expect, test } from "vitest";
import { judgeMargins, type Margin, parseMargin } from "../../src/gate/margin.ts";
import type { Difference, LossComparisons } from "../../src/report/compare-types.ts";

const key = (loss: string): string => loss;
const OPTIONS = { used: 100, minRows: 1 };

interface Change {
  readonly reference?: number | null;
  readonly change: number | null;
  readonly half?: number | null;
  readonly reason?: string;
}

/** A loss `mse` whose value gets worse by `change`, plus or minus `half`. */
function losses({ reference = 10, change, half = 1, reason }: Change): LossComparisons {
  const interval =
    change === null || half === null ? null : { level: 0.95, low: change - half, high: change + half };
  const difference: Difference = {
    model: "new",
    reference: "old",
    difference: change,
    ...(reason === undefined ? {} : { reason }),
    standardError: null,
    interval,
    ...(interval === null ? { intervalReason: "not a mean over rows" } : {}),
    relative: null,
    pValue: null,
    verdict: null,
    worsening: change === null ? null : { change, interval },
  };
  return { mse: { better: "lower", values: { old: reference, new: null }, differences: [difference] } };
}

function verdictOf(change: Change, margin: string, options: Partial<typeof OPTIONS> = {}) {
  const [gate] = judgeMargins(losses(change), [parseMargin(margin, key)], { ...OPTIONS, ...options }).gates;
  if (gate === undefined) throw new Error("no gate");
  return gate;
}

describe("with d the change for the worse", () => {
  test.each([
    ["passes where the interval ends below the margin", { change: 0 }, "mse=2", "pass"],
    ["passes where it ends at the margin", { change: 1 }, "mse=2", "pass"],
    ["fails where it begins above", { change: 3.5 }, "mse=2", "fail"],
    ["is undecided where it begins at the margin", { change: 3 }, "mse=2", "undecided"],
    ["is undecided where it holds the margin", { change: 2 }, "mse=2", "undecided"],
    ["passes where it is much better", { change: -1000 }, "mse=2", "pass"],
    ["passes where it is much better than a margin of 0", { change: -1000 }, "0", "pass"],
    ["passes at a margin of 0 where nothing differs", { change: 0, half: 0 }, "0", "pass"],
    ["fails at a margin of 0 where all is worse", { change: 2 }, "0", "fail"],
    ["takes a share of the reference's value", { change: 0 }, "10%", "pass"],
    ["which is not enough here", { change: 0 }, "mse=9%", "undecided"],
    ["takes a share of its size where it is below 0", { change: 0, reference: -10 }, "10%", "pass"],
  ] as const)("%s", (_, change, margin, verdict) => {
    expect(verdictOf(change, margin).verdict).toBe(verdict);
  });
});

describe("never passes, with the reason", () => {
  test.each([
    [
      "a share of 0",
      { change: -5, reference: 0 },
      "1%",
      "fail",
      "the reference's value is 0: it has no share",
    ],
    [
      "a share of 0 of equal models",
      { change: 0, half: 0, reference: 0 },
      "1%",
      "fail",
      "the reference's value is 0: it has no share",
    ],
    ["no value", { change: null, reason: "the label is constant" }, "1%", "fail", "the label is constant"],
    ["a null reference", { change: null, reference: null, reason: "no rows" }, "mse=1", "fail", "no rows"],
    ["an infinite value", { change: Infinity, half: null }, "mse=1", "fail", "the value of new is infinite"],
    [
      "an infinite reference",
      { change: -Infinity, half: null, reference: Infinity },
      "1%",
      "fail",
      "the value of old is infinite",
    ],
    ["NaN", { change: Number.NaN, half: null }, "mse=1", "fail", "the value of new is infinite"],
    ["no interval", { change: -5, half: null }, "mse=1", "undecided", "not a mean over rows"],
  ] as const)("%s", (_, change, margin, verdict, reason) => {
    expect(verdictOf(change, margin)).toMatchObject({ verdict, reason });
  });
});

test("values and intervals of a share are shares", () => {
  expect(verdictOf({ change: 2 }, "1%")).toMatchObject({
    rule: "margin mse=1%",
    unit: "share",
    limit: 0.01,
    value: 0.2,
    interval: { level: 0.95, low: 0.1, high: 0.3 },
  });
});

describe("an undecided one says how many rows would decide", () => {
  test("from the root of the number of rows", () => {
    // The interval has to be four times as narrow: 16 times the rows.
    expect(verdictOf({ change: 1.75 }, "mse=2").rowsNeeded).toBe(1600);
    expect(verdictOf({ change: 2.25 }, "mse=2").rowsNeeded).toBe(1600);
  });

  test("none where the change is the margin, or there is no interval", () => {
    expect(verdictOf({ change: 2 }, "mse=2")).not.toHaveProperty("rowsNeeded");
    expect(verdictOf({ change: 2, half: null }, "mse=2")).not.toHaveProperty("rowsNeeded");
  });

  test("with too few rows it is the least number of rows", () => {
    expect(verdictOf({ change: 0 }, "mse=2", { minRows: 500 })).toMatchObject({
      verdict: "undecided",
      rowsNeeded: 500,
      reason: "100 rows of the 500 that are asked for",
    });
    expect(verdictOf({ change: 0 }, "mse=2", { minRows: 100 }).verdict).toBe("pass");
  });
});

describe("which margin is whose", () => {
  const margins = (...texts: string[]): Margin[] => texts.map((text) => parseMargin(text, key));

  test("a margin of all losses is for those without one of their own", () => {
    const { gates } = judgeMargins(losses({ change: 0 }), margins("1%", "mse=50%"), OPTIONS);
    expect(gates.map(({ rule }) => rule)).toEqual(["margin mse=50%"]);
  });

  test("the verdict of a difference is the worst of its margins", () => {
    const judged = judgeMargins(losses({ change: 1.5 }), margins("mse=50%", "mse=0.1"), OPTIONS);
    expect(judged.gates.map(({ verdict }) => verdict)).toEqual(["pass", "fail"]);
    expect(judged.losses.mse?.differences[0]?.verdict).toBe("fail");
    expect(judged.verdict).toBe("fail");
  });

  test("without margins there is no verdict", () => {
    expect(judgeMargins(losses({ change: 0 }), [], OPTIONS)).toMatchObject({ gates: [], verdict: null });
  });
});

describe("a limit is read", () => {
  test.each([
    ["1%", { loss: null, unit: "share", limit: 0.01 }],
    ["0.1%", { loss: null, unit: "share", limit: 0.001 }],
    ["huber:delta=2=1%", { loss: "huber:delta=2", unit: "share", limit: 0.01 }],
    ["mse=0.01", { loss: "mse", unit: "absolute", limit: 0.01 }],
    ["mse=-0", { loss: "mse", unit: "absolute", limit: 0 }],
  ] as const)("%s", (text, expected) => {
    expect(parseMargin(text, key)).toMatchObject(expected);
  });

  test.each([
    "",
    "%",
    "mse=",
    "=1%",
    "mse=nan",
    "nan",
    "NaN%",
    "Infinity",
    "1e400",
    "-1%",
    "mse=-0.1",
    "0x10",
    "1,5",
  ])("%j is refused", (text) => {
    expect(() => parseMargin(text, key)).toThrow(/--margin/);
  });
});
