import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LossctlError } from "../../src/errors.ts";
import { parseRule } from "../../src/gate/rule.ts";

const same = (text: string): string => text;

function refusal(run: () => unknown): LossctlError {
  try {
    run();
  } catch (error) {
    if (error instanceof LossctlError) return error;
  }
  throw new Error("expected a LossctlError");
}

describe("parseRule", () => {
  it("reads the loss before the last = and the limit after it", () => {
    expect(parseRule("max", "huber:delta=2=0.5", same)).toEqual({
      option: "max",
      text: "max huber:delta=2=0.5",
      loss: "huber:delta=2",
      limit: 0.5,
    });
  });

  it("reports the canonical key and the limit as typed", () => {
    const rule = parseRule("min-slice", " l2 = 3.0e3 ", (text) => (text === "l2" ? "mse" : text));
    expect(rule).toEqual({ option: "min-slice", text: "min-slice mse=3.0e3", loss: "mse", limit: 3000 });
  });

  it.each([
    ["0.25", 0.25],
    ["-3", -3],
    ["+.5", 0.5],
    ["5.", 5],
    ["1e-3", 0.001],
    ["1E+2", 100],
    ["5%", 0.05],
    ["-2.5%", -0.025],
    ["1e1%", 0.1],
    ["0", 0],
  ])("takes %s as a limit", (typed, limit) => {
    expect(parseRule("max", `mse=${typed}`, same).limit).toBe(limit);
  });

  it.each([
    "",
    " ",
    "NaN",
    "nan",
    "inf",
    "Infinity",
    "-Infinity",
    "1e400",
    "0x10",
    "1_000",
    "1,5",
    ".",
    "%",
    "5%%",
    "e5",
    "1 2",
  ])("refuses %j as a limit, as wrong usage of the option", (typed) => {
    for (const option of ["max", "min", "max-slice", "min-slice", "max-skipped"] as const) {
      const error = refusal(() => parseRule(option, option === "max-skipped" ? typed : `mse=${typed}`, same));
      expect(error.exitCode).toBe(2);
      expect(error.message).toContain(`--${option}`);
      expect(error.message).not.toContain("\n");
    }
  });

  it.each(["mse", "=3", ""])("refuses %j, which lacks a loss or a limit", (text) => {
    expect(refusal(() => parseRule("max", text, same)).message).toContain("--max");
  });

  it("divides by 100 in decimal, so that a percentage is the double nearest to what was typed", () => {
    fc.assert(
      fc.property(fc.nat(10 ** 9), fc.nat(6), (digits, places) => {
        const typed = `${digits}e-${places}%`;
        expect(parseRule("max", `mse=${typed}`, same).limit).toBe(Number(`${digits}e-${places + 2}`));
      }),
    );
  });

  it("passes on what the reader of loss texts throws", () => {
    const unknown = new Error("unknown loss");
    const refuse = (): string => {
      throw unknown;
    };
    expect(() => parseRule("max", "mes=1", refuse)).toThrow(unknown);
  });

  it("takes skipped rows as a share with % and as a whole number without", () => {
    expect(parseRule("max-skipped", "0.1%", same)).toEqual({
      option: "max-skipped",
      text: "max-skipped 0.1%",
      unit: "share",
      limit: 0.001,
    });
    expect(parseRule("max-skipped", "20", same)).toEqual({
      option: "max-skipped",
      text: "max-skipped 20",
      unit: "rows",
      limit: 20,
    });
  });

  it.each(["0.1", "-1", "-1%", "1e2", "2.0"])("refuses %s skipped rows", (typed) => {
    expect(refusal(() => parseRule("max-skipped", typed, same)).message).toContain("--max-skipped");
  });
});
