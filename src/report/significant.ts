/** Numbers for people: a fixed number of significant digits in plain decimals. */

/** Below 1e-6 and from 1e12 on the zeros outweigh the digits: powers of ten then. */
const LEAST_PLAIN = -6;
const LEAST_POWER = 12;

/**
 * `value` with `digits` significant digits, but never fewer than stand before the point. Fewer are shown only where
 * they are the number itself: `0.25`, but `0.25000` for 0.250001. With `percent` times 100, without the sign.
 * Correctly rounded; infinite values in words.
 */
export function significant(value: number, digits = 5, percent = false): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  return written(round(value, digits, percent), percent);
}

/**
 * `value` with as many digits as tell on which side of `limit` it is, but at least `least`: 0.2500001 against 0.25 is
 * not 0.25.
 */
export function significantBeside(value: number, limit: number, percent = false, least = 5): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  for (let digits = least; ; digits++) {
    const rounded = round(value, digits, percent);
    const shown = Number(`${rounded.sign}${rounded.digits}e${rounded.exponent - rounded.digits.length + 1}`);
    // 17 digits are the number itself.
    if (digits === 17 || Math.sign(shown - limit) === Math.sign(value - limit))
      return written(rounded, percent);
  }
}

/** d.ddd times ten to the exponent; trailing zeros are there only if something was rounded. */
interface Rounded {
  readonly sign: "" | "-";
  readonly digits: string;
  readonly exponent: number;
  readonly plain: boolean;
}

function round(value: number, digits: number, percent: boolean): Rounded {
  const size = Math.abs(value);
  const power = Number(size.toExponential().split("e")[1]) + (percent ? 2 : 0);
  const plain = power >= LEAST_PLAIN && power < LEAST_POWER;
  const text = size.toExponential((plain ? Math.max(digits, power + 1) : digits) - 1);
  const [mantissa = "", exponent] = text.split("e");
  const all = mantissa.replace(".", "");
  return {
    sign: value < 0 ? "-" : "",
    digits: Number(text) === size ? all.replace(/(?!^)0+$/, "") : all,
    exponent: Number(exponent),
    plain,
  };
}

function written({ sign, digits, exponent, plain }: Rounded, percent: boolean): string {
  if (digits === "0") return digits;
  const power = exponent + (percent ? 2 : 0);
  return plain ? sign + pointed(digits, power + 1) : `${sign}${pointed(digits, 1)}e${power}`;
}

/** The digits with the point after `before` of them, zeros where there are none. */
function pointed(digits: string, before: number): string {
  if (before <= 0) return `0.${"0".repeat(-before)}${digits}`;
  if (digits.length <= before) return digits.padEnd(before, "0");
  return `${digits.slice(0, before)}.${digits.slice(before)}`;
}
