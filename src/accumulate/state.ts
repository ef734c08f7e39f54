/** What the states of all kinds have in common. */
import type { Accumulator, AccumulatorState } from "./types.ts";

/** A state that was made by another kind, version or set of terms, or that is damaged; or parts that don't match. */
export class StateError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StateError";
  }
}

/** @throws StateError unless `state` is of this kind and version. */
export function expectState(state: AccumulatorState, kind: string, version: number): void {
  if (state?.kind !== kind || state.version !== version) {
    throw new StateError(
      `expected a state of ${kind}, version ${version}, found ${state?.kind}, version ${state?.version}`,
    );
  }
}

/** @throws StateError unless `fits`: parts of different kinds or parameters don't add up. */
export function expectMerge(fits: boolean, kind: string, other: Accumulator): asserts fits {
  if (!fits)
    throw new StateError(`expected to merge another ${kind} of the same parameters, found ${other.kind}`);
}

/** @throws StateError unless `value` is a number of rows. */
export function expectCount(value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new StateError(`expected a number of rows, found ${JSON.stringify(value)}`);
}

/** JSON has no -0 (it prints 0), no infinities and no NaN: these travel as texts. */
export type JsonNumber = number | "-0" | "Infinity" | "-Infinity" | "NaN";

export function toJsonNumber(value: number): JsonNumber {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : (String(value) as JsonNumber);
}

/** @throws StateError on anything but a `JsonNumber`. */
export function fromJsonNumber(value: unknown): number {
  if (typeof value === "number") return value;
  if (value === "-0" || value === "Infinity" || value === "-Infinity" || value === "NaN")
    return Number(value);
  throw new StateError(`expected a number, found ${JSON.stringify(value)}`);
}
