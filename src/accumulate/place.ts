/** Which of two places comes first. */
import { StateError } from "./state.ts";
import type { RowPlace, RowPlaces } from "./types.ts";

/** The smaller place by file, then line; null is no place at all. */
export function firstPlace(a: RowPlace | null, b: RowPlace | null): RowPlace | null {
  if (a === null || b === null) return a ?? b;
  return a.file < b.file || (a.file === b.file && a.line <= b.line) ? a : b;
}

export function placeOf(places: RowPlaces, row: number): RowPlace {
  return { file: places.file, line: places.line(row) };
}

/** @throws StateError on anything but a place or null. */
export function placeFromState(state: unknown): RowPlace | null {
  if (state === null) return null;
  const { file, line } = (state ?? {}) as Partial<RowPlace>;
  if (typeof file !== "number" || typeof line !== "number") throw new StateError("expected a place");
  return { file, line };
}
