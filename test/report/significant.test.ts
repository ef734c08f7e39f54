import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { significant, significantBeside } from "../../src/report/significant.ts";

describe("significant", () => {
  it.each([
    [2912.4123, "2912.4"],
    [43.94012, "43.940"],
    [0.511234, "0.51123"],
    [-0.0363636, "-0.036364"],
    [0.25, "0.25"],
    [3, "3"],
    [100, "100"],
    [0, "0"],
    [-0, "0"],
    [9.999996, "10.000"],
    [99999.6, "100000"],
    [999999.6, "1000000"],
    [123456.78, "123457"],
    [-123456.5, "-123457"],
    [123456789012, "123456789012"],
    [1234567890123, "1.2346e12"],
    [0.00000123456, "0.0000012346"],
    [9.87654e-7, "9.8765e-7"],
    [1e-7, "1e-7"],
    [-5e-324, "-4.9407e-324"],
    [1.7976931348623157e308, "1.7977e308"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
  ])("shows %d as %s", (value, text) => {
    expect(significant(value)).toBe(text);
  });

  it.each([
    [0.045, "4.5"],
    [0.0045045045, "0.45045"],
    [1, "100"],
    [12.5, "1250"],
    [0.29, "29"],
    [0, "0"],
  ])("shows %d in percent as %s, without an error of multiplication", (value, text) => {
    expect(significant(value, 5, true)).toBe(text);
  });

  it("is within half a unit of the fifth digit, and shows fewer digits only for the number itself", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e308, max: 1e308 }), (value) => {
        const text = significant(value);
        const shown = Number(text);
        const digits = text.replace(/e.*/, "").replace(/\D/g, "").replace(/^0+/, "");
        if (digits.length < 5) expect(shown).toBe(value === 0 ? 0 : value);
        else expect(Math.abs(shown - value)).toBeLessThanOrEqual(Math.abs(value) * 0.50001e-4);
      }),
    );
  });
});

describe("significantBeside", () => {
  it.each([
    [0.2500001, 0.25, "0.2500001"],
    [0.25, 0.25, "0.25"],
    [43.94012, 45, "43.940"],
    [45.0004, 45.0001, "45.0004"],
    [123456.3, 123456, "123456.3"],
    [0.1 + 0.2, 0.3, "0.30000000000000004"],
    [Number.POSITIVE_INFINITY, 1, "Infinity"],
  ])("shows %d against %d as %s", (value, limit, text) => {
    expect(significantBeside(value, limit)).toBe(text);
  });

  it("never shows a value on the other side of the limit, nor at it", () => {
    const near = fc.tuple(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
      fc.double({ noNaN: true, min: -1e-6, max: 1e-6 }),
    );
    fc.assert(
      fc.property(near, ([limit, difference]) => {
        const value = limit + difference;
        expect(Math.sign(Number(significantBeside(value, limit)) - limit)).toBe(Math.sign(value - limit));
      }),
    );
  });
});
