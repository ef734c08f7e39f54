/**
 * A derivative from values alone: differences at two steps, extrapolated to step 0 (Richardson, The deferred approach
 * to the limit, 1927), with a bound for what may be wrong with it.
 */

/** `error` is what the steps (`bend`) and the rounding of the values may have put into `value`. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
  /** The part of the error that shrinks with the step, unless the function has a kink there. */
  readonly bend: number;
  /** The part that grows as the step shrinks. */
  readonly rounding: number;
}

/** Of the values: a loss is right to some units in the last place, and so is its argument after one subtraction. */
const VALUE_ROUNDING = 32 * Number.EPSILON;
const ARGUMENT_ROUNDING = 8 * Number.EPSILON;
/** How much more than the slopes differ the extrapolation may be off. */
const SAFETY = 8;

/** What is known of the function's rounding. */
export interface Rounding {
  /** The size of the numbers that go into its argument. */
  readonly size: number;
  /** Besides what is in proportion to its values. */
  readonly noise: number;
}

const values = new Float64Array(5);

/**
 * The derivative of `of` at `x` from five values a quarter of the span apart. `side` 0 takes them around `x`, 1 and -1
 * on one side only. Null where a value is not finite.
 */
export function estimate(
  of: (x: number) => number,
  x: number,
  step: number,
  side: -1 | 0 | 1,
  { size, noise }: Rounding,
): Estimate | null {
  // Around x the span is two steps, beside it one.
  const cell = side === 0 ? step / 2 : (side * step) / 4;
  const first = side === 0 ? -2 : 0;
  let largest = 0;
  for (let place = 0; place < 5; place++) {
    const value = of(x + (first + place) * cell);
    if (!Number.isFinite(value)) return null;
    values[place] = value;
    largest = Math.max(largest, Math.abs(value));
  }
  // Points are what addition made of them: slopes divide by what lies between.
  const at = (place: number) => x + (first + place) * cell;
  const slope = (from: number, to: number) =>
    ((values[to] as number) - (values[from] as number)) / (at(to) - at(from));
  const slopes = [slope(0, 1), slope(1, 2), slope(2, 3), slope(3, 4)] as const;
  const steepest = Math.max(...slopes.map(Math.abs));
  const turns = [slopes[1] - slopes[0], slopes[2] - slopes[1], slopes[3] - slopes[2]] as const;
  // Equal but for the third derivative of a smooth function; a kink within the span stands out by its jump.
  const bend = Math.max(...turns) - Math.min(...turns);
  const value = side === 0 ? (4 * slope(1, 3) - slope(0, 4)) / 3 : 2 * slope(0, 2) - slope(0, 4);
  const rounding =
    (VALUE_ROUNDING * largest + ARGUMENT_ROUNDING * steepest * size + noise + 16 * Number.MIN_VALUE) /
    Math.abs(cell);
  if (!Number.isFinite(value) || !Number.isFinite(rounding + bend)) return null;
  return { value, error: SAFETY * bend + rounding, bend, rounding };
}
