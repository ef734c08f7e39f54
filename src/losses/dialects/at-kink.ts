/** Losses whose value is ours, and whose derivatives differ at the label, or are smoothed away. */
import type { Measure } from "../types.ts";

/** The gradient at p = y, where ours is 0. */
export function gradientAtLabel(measure: Measure, slope: number): Measure {
  if (measure.shape !== "scalar" || measure.row?.gradient === undefined) return measure;
  const { gradient } = measure.row;
  return {
    ...measure,
    row: { ...measure.row, gradient: (y: number, p: number) => (p === y ? slope : gradient(y, p)) },
  };
}

/** Only the value: the tool trains on another, smoothed loss. */
export function withoutDerivatives(measure: Measure): Measure {
  if (measure.shape !== "scalar" || measure.row === undefined) return measure;
  return { ...measure, row: { value: measure.row.value } };
}
