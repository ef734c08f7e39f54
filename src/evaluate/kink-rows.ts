/**
 * How many rows lie exactly on a kink of a loss with a corner: there the gradient that is used is one choice of many.
 * Losses without a corner are not asked, so that they cost what they cost.
 */

import { knownAs, residualValue } from "../losses/residual-values.ts";
import type { LossChoice } from "../losses/spec.ts";
import type { Measure, ScalarRow, ScalarValue, Term } from "../losses/types.ts";

/** The count of such rows as one more term, or null where the loss has no corner or does not say where. */
export function kinkTerm({ key, definition, parameters }: LossChoice, measure: Measure): Term | null {
  if (definition.traits(parameters)?.smoothness !== 0) return null;
  const name = `${key}:kink-rows`;
  if (measure.shape === "scalar") {
    const of = measure.row === undefined ? null : atKink(measure.row);
    return of === null ? null : { key: name, fold: "count", of };
  }
  const near = measure.row?.nearKink;
  if (near === undefined) return null;
  return { key: name, fold: "vector-count", of: (label, prediction) => (near(label, prediction, 0) ? 1 : 0) };
}

function atKink({ kinks, isKink }: ScalarRow): ScalarValue | null {
  if (isKink !== undefined) {
    const of: ScalarValue = (label, prediction) => (isKink(label, prediction) ? 1 : 0);
    return residualValue(isKink) === "zero" ? knownAs("zero", of) : of;
  }
  if (kinks === undefined) return null;
  return (label, prediction) => (kinks(label).includes(prediction) ? 1 : 0);
}
