/**
 * What functions of a row are of its residual r = prediction - label, for those that whoever has many rows can compute
 * without a call for each: their size |r|, their square r * r, or whether they are 0.
 */
export type ResidualValue = "size" | "square" | "zero";

const known = new WeakMap<object, ResidualValue>();

/** Returns `of`, which from now on is known to be that, to the last bit, of every residual; "zero" is 1 or true where it is 0. */
export function knownAs<Of extends (label: number, prediction: number) => number | boolean>(
  value: ResidualValue,
  of: Of,
): Of {
  known.set(of, value);
  return of;
}

/** Undefined where nothing is known. */
export function residualValue(
  of: (label: number, prediction: number) => number | boolean,
): ResidualValue | undefined {
  return known.get(of);
}
