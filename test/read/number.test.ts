import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INFINITE, MISSING, NOT_A_NUMBER } from "../../src/read/chunk.ts";
import { canonicalNumber, parseNumber, statusOf } from "../../src/read/number.ts";

describe("a number is an optional sign, digits with an optional point, an optional exponent, spaces around", () => {
  it.each([
    ["0", 0],
    ["-0", -0],
    ["12", 12],
    ["+1", 1],
    ["-1.5", -1.5],
    [".00025", 0.00025],
    ["-.5", -0.5],
    ["3504.", 3504],
    ["+3504.e-1", 350.4],
    ["1e3", 1000],
    ["1E+3", 1000],
    ["1e-400", 0],
    [" 1 ", 1],
    ["\t1\t", 1],
    ["007", 7],
    ["1.7976931348623157e308", Number.MAX_VALUE],
    ["5e-324", Number.MIN_VALUE],
    // Half way between two doubles rounds to the even one, a trace above it up.
    ["9007199254740993", 9007199254740992],
    ["9007199254740993.0000000000000000000000000000000000001", 9007199254740994],
  ])("%j is %d", (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each([
    "12abc",
    "0x10",
    "0X1f",
    "0o7",
    "0b1",
    "1_000",
    "1,5",
    "1d3",
    "1 2",
    "- 1",
    "1e",
    "e5",
    ".",
    "+",
    "-.",
    "1e5.5",
    "--1",
    "1.2.3",
    "Infinity1",
    "infinit",
    "5%",
    "$5",
    "true",
    "1n",
    "1\n",
    "\n1",
    "\u00a01",
    "1\ufeff",
    "1\u2003",
    "1\v",
    "١",
    "nano",
    "-nan",
    "+NA",
  ])("%j is no number", (text) => {
    expect(parseNumber(text)).toBeNaN();
    expect(statusOf(text)).toBe(NOT_A_NUMBER);
  });

  it.each([
    "",
    " ",
    "\t ",
    "NA",
    "na",
    "N/A",
    "n/a",
    "NaN",
    "nan",
    "NAN",
    "null",
    "NULL",
    "None",
    "none",
    "?",
    "\\N",
    "\\n",
    " NA ",
  ])("%j is missing", (text) => {
    expect(parseNumber(text)).toBeNaN();
    expect(statusOf(text)).toBe(MISSING);
  });

  it.each([
    "inf",
    "Inf",
    "INF",
    "+inf",
    "-inf",
    "infinity",
    "Infinity",
    "-Infinity",
    "INFINITY",
    " inf ",
    "1e400",
    "-1e400",
    "+1e309",
    `1${"0".repeat(309)}`,
  ])("%j is infinite", (text) => {
    expect(parseNumber(text)).toBeNaN();
    expect(statusOf(text)).toBe(INFINITE);
  });

  it("reads what a double prints as that double", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (double) => {
        const value = double + 0; // -0 prints as 0
        expect(parseNumber(String(value))).toBe(value);
        expect(parseNumber(value.toExponential(20))).toBe(value);
      }),
    );
  });

  it("takes any text of number-like characters exactly if the grammar has it", () => {
    const grammar = /^[ \t]*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?[ \t]*$/;
    const character = fc.constantFrom(..."0123456789+-.eExXoOb_ \t\n\u00a0,".split(""));
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 8 }), (text) => {
        const value = parseNumber(text);
        const expected = grammar.test(text) ? Number(text) : Number.NaN;
        expect(value).toBe(Number.isFinite(expected) ? expected : Number.NaN);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("labels that are the same number are the same label", () => {
  it.each([
    ["1.0", "1"],
    ["+1", "1"],
    [" 1 ", "1"],
    ["1e0", "1"],
    ["-0", "0"],
    ["0.50", "0.5"],
    ["cat", "cat"],
    ["", ""],
    ["NaN", "NaN"],
    // Beyond 2^53 different texts would become one number.
    ["12345678901234567890", "12345678901234567890"],
  ])("%j stands for %j", (text, canonical) => {
    expect(canonicalNumber(text)).toBe(canonical);
  });
});
