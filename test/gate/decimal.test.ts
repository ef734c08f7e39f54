import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalOf, quotient } from "../../src/gate/decimal.ts";

describe("a quotient of decimals", () => {
  const whole = fc.maxSafeInteger();

  it("is rounded once: of whole numbers it is what the processor says", () => {
    fc.assert(
      fc.property(
        whole,
        whole.filter((below) => below !== 0),
        (above, below) => {
          expect(quotient(decimalOf(above), decimalOf(below)) + 0).toBe(above / below + 0);
        },
      ),
    );
  });

  it("knows decimals for what they are", () => {
    expect(quotient(decimalOf(0.3), decimalOf(0.1))).toBe(3);
    expect(quotient(decimalOf(-0.007), decimalOf(0.07))).toBe(-0.1);
    expect(quotient(decimalOf(5e-324), decimalOf(5e-324))).toBe(1);
    expect(quotient(decimalOf(1e308), decimalOf(1e-308))).toBe(Number.POSITIVE_INFINITY);
  });

  it("tells a number just above the middle of two from the middle", () => {
    // 1 + 2^-53 is the middle of 1 and the next number.
    const middle = { digits: 2n ** 53n + 1n, exponent: 0 };
    const above = { digits: middle.digits * 10n ** 40n + 1n, exponent: -40 };
    const below = { digits: 2n ** 53n, exponent: 0 };
    expect(quotient(middle, below)).toBe(1);
    expect(quotient(above, below)).toBe(1 + Number.EPSILON);
  });
});
