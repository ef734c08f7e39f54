/** How far from a point a function is looked at, to tell its derivative there. */

export interface Point {
  readonly x: number;
  /** The largest size of the row's numbers, x and labels too: the argument's rounding comes from all of them. */
  readonly size: number;
  /** The scale on which the function may change: of a vector the largest size of its predictions, else `size`. */
  readonly length: number;
  /** The largest size of the row's derivatives: rounding is in proportion to it where they come of differences. */
  readonly derivatives: number;
  /** The same of the function's values, where these are derivatives; else 0. */
  readonly values: number;
  /** Ends of the domain; the function is defined at both. */
  readonly low: number;
  readonly high: number;
  /** Where the first or second derivative is known to jump. */
  readonly kinks: readonly number[];
}

/** The first step, as a share of the numbers' size, or of the way to an end of the domain. */
const FIRST_STEP = 2 ** -7;
const SMALLER = 2 ** -5;
/** Smaller steps than this share of x are lost in its last digits. */
const LEAST_STEP = 2 ** -42;
/** Nearer to an end than this share of x there is no room for steps on both sides. */
const LEAST_ROOM = 2 ** -38;
/** Nearer to a kink than this share of x there is no room for steps on either side. */
const LEAST_TO_KINK = 2 ** -30;
/** Beside larger numbers no step shows what a loss does within 1 of its label. */
const LARGEST = 2 ** 40;
/** From the row's size, and again from `length`. */
const STEPS = 8;

export interface Steps {
  /** From wide to narrow. */
  readonly sizes: readonly number[];
  readonly side: -1 | 0 | 1;
  /** False where 1 is lost beside the numbers, or `length` beside them or 1: a step may be too wide to see all. */
  readonly visible: boolean;
  /** `visible`, and no end of the domain, at which the function may be singular, is nearer than the steps. */
  readonly sure: boolean;
}

/**
 * Around the point, and near an end of the domain also beside it: what is smooth up to that end, and beyond, is seen
 * better by wide steps. None where a kink is too near.
 */
export function stepsAt({ x, size, length, low, high, kinks }: Point): Steps[] {
  let toKink = Number.POSITIVE_INFINITY;
  for (const kink of kinks) {
    const distance = Math.abs(kink - x);
    if (distance <= LEAST_TO_KINK * Math.max(Math.abs(kink), Math.abs(x))) return [];
    toKink = Math.min(toKink, distance);
  }
  const below = x - low;
  const above = high - x;
  const room = Math.min(below, above);
  const widest = FIRST_STEP * Math.max(1, size);
  const sizes = (free: number): number[] => {
    const found: number[] = [];
    for (const scale of [Math.max(1, size), length]) {
      let step = Math.min(FIRST_STEP * scale, FIRST_STEP * free, toKink / 2);
      for (let count = 0; count < STEPS && step > 0 && step >= LEAST_STEP * Math.abs(x); count++) {
        if (step < (found.at(-1) ?? Number.POSITIVE_INFINITY)) found.push(step);
        step *= SMALLER;
      }
    }
    return found;
  };
  const visible = size <= LARGEST && (size === 0 || Math.max(1, size) <= LARGEST * length);
  const around: Steps = { sizes: sizes(room), side: 0, visible, sure: visible };
  if (FIRST_STEP * room >= widest) return [around];
  const side = below < above ? 1 : -1;
  const beside: Steps = { sizes: sizes(Math.max(below, above)), side, visible, sure: visible && room === 0 };
  return room <= LEAST_ROOM * Math.abs(x) ? [beside] : [around, beside];
}
