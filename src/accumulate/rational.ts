/** Exact numbers for the last step of a measure: nothing cancels, and the result is rounded once. */
import type { Exact } from "../losses/types.ts";
import { bitLength, exponentOf, nearestNumber, significandOf, trailingZeros } from "./binary64.ts";

/**
 * numerator * 2^exponent / denominator. All twos stand in the exponent, so numerator (unless 0) and denominator
 * are odd and stay short for sums of doubles, whose denominators are powers of two. Common odd factors stay:
 * a measure takes too few steps for them to matter. Infinities are ±1/0, undefined is 0/0.
 */
export class Rational implements Exact {
  static readonly zero = new Rational(0n, 1n, 0);
  static readonly infinity = new Rational(1n, 0n, 0);
  static readonly negativeInfinity = new Rational(-1n, 0n, 0);
  static readonly undefined = new Rational(0n, 0n, 0);

  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly exponent: number;

  private constructor(numerator: bigint, denominator: bigint, exponent: number) {
    this.numerator = numerator;
    this.denominator = denominator;
    this.exponent = exponent;
  }

  /** integer * 2^exponent; `exponent` is a whole number. */
  static scaled(integer: bigint, exponent: number): Rational {
    return Rational.#reduced(integer, 1n, exponent);
  }

  /** Exactly `value`; NaN is undefined, -0 is 0. */
  static fromNumber(value: number): Rational {
    if (Number.isFinite(value)) return Rational.scaled(significandOf(value), exponentOf(value));
    return Rational.#infinite(Math.sign(value));
  }

  /** `denominator` is odd and above 0. */
  static #reduced(numerator: bigint, denominator: bigint, exponent: number): Rational {
    if (numerator === 0n) return Rational.zero;
    const zeros = trailingZeros(numerator);
    return new Rational(numerator >> BigInt(zeros), denominator, exponent + zeros);
  }

  static #infinite(sign: number): Rational {
    if (sign > 0) return Rational.infinity;
    return sign < 0 ? Rational.negativeInfinity : Rational.undefined;
  }

  plus(other: Rational): Rational {
    if (this.denominator === 0n || other.denominator === 0n) {
      if (this.denominator !== 0n) return other;
      if (other.denominator !== 0n || this.numerator === other.numerator) return this;
      return Rational.undefined;
    }
    if (this.numerator === 0n) return other;
    if (other.numerator === 0n) return this;
    const exponent = Math.min(this.exponent, other.exponent);
    const left = this.numerator << BigInt(this.exponent - exponent);
    const right = other.numerator << BigInt(other.exponent - exponent);
    if (this.denominator === other.denominator) {
      return Rational.#reduced(left + right, this.denominator, exponent);
    }
    return Rational.#reduced(
      left * other.denominator + right * this.denominator,
      this.denominator * other.denominator,
      exponent,
    );
  }

  minus(other: Rational): Rational {
    return this.plus(other.#negated());
  }

  times(other: Rational): Rational {
    if (this.denominator === 0n || other.denominator === 0n) {
      return Rational.#infinite(this.sign() * other.sign());
    }
    return Rational.#reduced(
      this.numerator * other.numerator,
      this.denominator * other.denominator,
      this.exponent + other.exponent,
    );
  }

  over(other: Rational): Rational {
    if (other.denominator === 0n) {
      return this.denominator === 0n || other.numerator === 0n ? Rational.undefined : Rational.zero;
    }
    if (other.numerator === 0n) return Rational.#infinite(this.sign());
    if (this.denominator === 0n) return Rational.#infinite(this.sign() * other.sign());
    const numerator = this.numerator * other.denominator;
    const denominator = this.denominator * other.numerator;
    return Rational.#reduced(
      denominator < 0n ? -numerator : numerator,
      denominator < 0n ? -denominator : denominator,
      this.exponent - other.exponent,
    );
  }

  abs(): Rational {
    return this.numerator < 0n ? this.#negated() : this;
  }

  sign(): number {
    if (this.numerator === 0n) return this.denominator === 0n ? Number.NaN : 0;
    return this.numerator > 0n ? 1 : -1;
  }

  toNumber(): number {
    const sign = this.sign();
    if (this.denominator === 0n) return sign * Number.POSITIVE_INFINITY;
    if (sign === 0) return 0;
    const magnitude = sign < 0 ? -this.numerator : this.numerator;
    if (this.denominator === 1n) return sign * nearestNumber(magnitude, this.exponent);
    // 64 bits of the quotient, and one more that says whether anything follows, decide every rounding.
    const shift = Math.max(64 - bitLength(magnitude) + bitLength(this.denominator), 0);
    const dividend = magnitude << BigInt(shift);
    const quotient = dividend / this.denominator;
    const rest = quotient * this.denominator === dividend ? 0n : 1n;
    return sign * nearestNumber((quotient << 1n) | rest, this.exponent - shift - 1);
  }

  sqrt(): number {
    const sign = this.sign();
    if (sign === 0) return 0;
    if (!(sign > 0)) return Number.NaN;
    if (this.denominator === 0n) return Number.POSITIVE_INFINITY;
    // floor(this / 2^(2 half)) with 126 to 128 bits: its root has 63 or 64, and one more says what follows.
    const length = bitLength(this.numerator) - bitLength(this.denominator) + this.exponent;
    const half = Math.floor((length - 126) / 2);
    const shift = this.exponent - 2 * half;
    const dividend = shift > 0 ? this.numerator << BigInt(shift) : this.numerator;
    const divisor = shift < 0 ? this.denominator << BigInt(-shift) : this.denominator;
    const quotient = dividend / divisor;
    const root = integerRoot(quotient);
    const rest = root * root === quotient && quotient * divisor === dividend ? 0n : 1n;
    return nearestNumber((root << 1n) | rest, half - 1);
  }

  #negated(): Rational {
    return this.numerator === 0n ? this : new Rational(-this.numerator, this.denominator, this.exponent);
  }
}

/** Floor of the square root: Newton's steps from a start that is not below it. */
function integerRoot(square: bigint): bigint {
  let root = 1n << BigInt((bitLength(square) + 1) >> 1);
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
