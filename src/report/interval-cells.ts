/** Values beside their intervals, for people: as many digits as the interval supports. */
import { alignPoint } from "./columns.ts";
import { significant } from "./significant.ts";
import type { ConfidenceInterval, LossResult } from "./types.ts";

/** Digits of the half-width. */
const DIGITS = 2;
/** Powers of ten between which numbers are written without an exponent, as `significant` does. */
const LEAST_PLAIN = -6;
const LEAST_POWER = 12;

export interface IntervalCells {
  /** The value; a dash where there is none. */
  readonly value: string;
  /** `± half-width`, or `low to high` where the value is not in the middle; empty without an interval. */
  readonly interval: string;
}

/** The value to the decimal at which its half-width has two digits; without an interval, or a width, with five. */
export function intervalCells(result: LossResult): IntervalCells {
  const { value, interval } = result;
  if (value === null) return { value: "-", interval: "" };
  if (interval === undefined || interval === null || !Number.isFinite(value)) {
    return { value: significant(value), interval: "" };
  }
  const half = halfWidth(value, interval);
  if (half === 0) return { value: significant(value), interval: "± 0" };
  const width = half ?? (interval.high - interval.low) / 2;
  const write = writer(value, width);
  return {
    value: write(value),
    interval: half === null ? `${write(interval.low)} to ${write(interval.high)}` : `± ${write(half)}`,
  };
}

/** Cells of several losses, aligned at their decimal points. */
export function alignedCells(results: readonly LossResult[]): readonly IntervalCells[] {
  const cells = results.map(intervalCells);
  const values = alignPoint(cells.map(({ value }) => value));
  const halves = alignPoint(cells.map(({ interval }) => /^± (.*)$/.exec(interval)?.[1] ?? ""));
  return cells.map(({ interval }, place) => ({
    value: values[place] ?? "",
    interval: interval.startsWith("±") ? `± ${halves[place]}` : interval,
  }));
}

/** Null where the value is not in the middle, but for the rounding of the ends. */
function halfWidth(value: number, { low, high }: ConfidenceInterval): number | null {
  const half = (high - low) / 2;
  if (!Number.isFinite(half)) return high - value === value - low ? high - value : null;
  const rounding = 4 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high));
  return Math.abs(high - value - (value - low)) <= 2 * rounding ? half : null;
}

/** Writes numbers to the decimal that a width has its digits at. */
function writer(value: number, width: number): (number: number) => string {
  const widthPower = power(Number(width.toPrecision(DIGITS)));
  const plain =
    widthPower >= LEAST_PLAIN && Math.max(power(value), widthPower) < LEAST_POWER && Number.isFinite(width);
  if (!plain) {
    const digits = (number: number) => Math.min(17, Math.max(1, power(number) - widthPower + DIGITS));
    return (number) => significant(number, Number.isFinite(width) ? digits(number) : undefined);
  }
  // A value that five digits hold is not cut: 2.25 stays 2.25, however wide its interval.
  const whole = significant(value);
  const own = Number(whole) === value ? (/\.(\d+)$/.exec(whole)?.[1]?.length ?? 0) : 0;
  const decimals = Math.max(own, DIGITS - 1 - widthPower);
  return (number) => number.toFixed(decimals).replace(/^-(0(?:\.0*)?)$/, "$1");
}

function power(number: number): number {
  return number === 0 ? Number.NEGATIVE_INFINITY : Math.floor(Math.log10(Math.abs(number)));
}
