/**
 * Decimal arithmetic for limits: a limit that is worked out is the number that a person would write down, `0.3` and
 * 10% of it `0.33`, not what is left of it after three roundings.
 */

/** digits * 10^exponent */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** A finite number as it is written: the shortest decimal that is read as it. */
export function decimalOf(value: number): Decimal {
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

export function sum(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (x: Decimal): bigint => x.digits * 10n ** BigInt(x.exponent - exponent);
  return { digits: scaled(a) + scaled(b), exponent };
}

export function product(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent };
}

/** Without its sign. */
export function size(a: Decimal): Decimal {
  return a.digits < 0n ? negated(a) : a;
}

export function negated({ digits, exponent }: Decimal): Decimal {
  return { digits: -digits, exponent };
}

/** The number nearest to a/b, infinite beyond the range; b is not 0. */
export function quotient(a: Decimal, b: Decimal): number {
  const [above, below] = [size(a).digits, size(b).digits];
  // More digits than any two neighbours share, and behind them whether something is left: so it is rounded once.
  const places = Math.max(0, 800 + `${below}`.length - `${above}`.length);
  const scaled = above * 10n ** BigInt(places);
  const digits = (scaled / below) * 10n + (scaled % below === 0n ? 0n : 1n);
  const sign = a.digits < 0n === b.digits < 0n ? 1n : -1n;
  return toNumber({ digits: sign * digits, exponent: a.exponent - b.exponent - places - 1 });
}

/** The nearest number, infinite beyond the range. */
export function toNumber({ digits, exponent }: Decimal): number {
  return Number(`${digits}e${exponent}`);
}
