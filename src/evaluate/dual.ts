/** Exact numbers that carry their derivatives along: what `estimate` of a measure is handed for its standard error. */
import type { Rational } from "../accumulate/rational.ts";
import type { Exact } from "../losses/types.ts";

/**
 * A number and its derivative in each of some quantities. The number is exact; derivatives are doubles, each a sum of
 * products that do not cancel more than the quantities themselves. Operations are those of one another only.
 */
export class Dual implements Exact {
  readonly value: Rational;
  /** null: constant. */
  readonly slopes: readonly number[] | null;

  constructor(value: Rational, slopes: readonly number[] | null) {
    this.value = value;
    this.slopes = slopes;
  }

  plus(other: Dual): Dual {
    return new Dual(this.value.plus(other.value), combined(this.slopes, 1, other.slopes, 1));
  }

  minus(other: Dual): Dual {
    return new Dual(this.value.minus(other.value), combined(this.slopes, 1, other.slopes, -1));
  }

  times(other: Dual): Dual {
    const [a, b] = [this.#factorFor(other), other.#factorFor(this)];
    return new Dual(this.value.times(other.value), combined(this.slopes, b, other.slopes, a));
  }

  over(other: Dual): Dual {
    const quotient = this.value.over(other.value);
    if (this.slopes === null && other.slopes === null) return new Dual(quotient, null);
    const divisor = other.value.toNumber();
    const slopes = combined(this.slopes, 1, other.slopes, other.slopes === null ? 0 : -quotient.toNumber());
    return new Dual(quotient, slopes?.map((slope) => slope / divisor) ?? null);
  }

  abs(): Dual {
    const sign = this.sign();
    return new Dual(this.value.abs(), this.slopes?.map((slope) => sign * slope) ?? null);
  }

  sign(): number {
    return this.value.sign();
  }

  toNumber(): number {
    return this.value.toNumber();
  }

  sqrt(): number {
    return this.value.sqrt();
  }

  /** This number, if the derivative of `other` is multiplied with it. */
  #factorFor(other: Dual): number {
    return other.slopes === null ? 0 : this.value.toNumber();
  }
}

function combined(
  one: readonly number[] | null,
  factor: number,
  other: readonly number[] | null,
  otherFactor: number,
): readonly number[] | null {
  if (one === null) return other?.map((slope) => slope * otherFactor) ?? null;
  if (other === null) return one.map((slope) => slope * factor);
  return one.map((slope, place) => slope * factor + (other[place] ?? 0) * otherFactor);
}
