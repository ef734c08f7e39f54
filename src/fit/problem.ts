/** The objective as an optimiser sees it: a function of a point u in its coordinates, with a gradient. */
import { type Coordinates, numberOfCoordinates } from "./coordinates.ts";

export interface Evaluation {
  /** Weighted mean loss. */
  readonly loss: number;
  /** With the penalties: what is minimised, which rounds the corners of some losses off. */
  readonly objective: number;
  /** With the penalties and the corners. */
  readonly exact: number;
  /** Of all but the L1 penalty, which has none at 0. */
  readonly gradient: Float64Array;
}

export interface Problem {
  readonly coordinates: Coordinates;
  evaluate(u: Float64Array): Evaluation;
  /** Mean loss of the rows of a part, null where there are none. */
  lossOf(part: number, u: Float64Array): number | null;
}

/** Adds the penalties to the loss and its gradient, which is changed in place. */
export function penalised(
  { features, l1, l2 }: Coordinates,
  u: Float64Array,
  loss: number,
  gradient: Float64Array,
  rounded: number = loss,
): Evaluation {
  let penalty = 0;
  for (let j = 0; j < features; j++) {
    penalty += l1[j]! * Math.abs(u[j]!) + l2[j]! * u[j]! ** 2;
    gradient[j]! += 2 * l2[j]! * u[j]!;
  }
  return { loss, objective: rounded + penalty, exact: loss + penalty, gradient };
}

/** The point nearest to u - rate gradient, rates by coordinate, where the L1 penalty counts too (Daubechies 2004). */
export function proximal(
  { features, l1 }: Coordinates,
  u: Float64Array,
  gradient: Float64Array,
  rate: number,
): Float64Array {
  const moved = u.map((value, j) => value - rate * gradient[j]!);
  for (let j = 0; j < features; j++) moved[j] = shrunk(moved[j]!, rate * l1[j]!);
  return moved;
}

/** `value` moved towards 0 by at most `by`. */
export function shrunk(value: number, by: number): number {
  if (by === 0) return value;
  return value > by ? value - by : value < -by ? value + by : 0;
}

/** Length of the shortest subgradient: 0 exactly at the optimum. */
export function residualNorm({ features, l1 }: Coordinates, u: Float64Array, gradient: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < gradient.length; j++) {
    const penalty = j < features ? l1[j]! : 0;
    const at = u[j]!;
    const slope = gradient[j]!;
    const residual =
      penalty === 0 ? slope : at === 0 ? shrunk(slope, penalty) : slope + Math.sign(at) * penalty;
    sum += residual * residual;
  }
  return Math.sqrt(sum);
}

export function startOf(coordinates: Coordinates): Float64Array {
  return new Float64Array(numberOfCoordinates(coordinates));
}
