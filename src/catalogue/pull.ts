/** How hard one row can pull: what the traits say, and where they say "without bound", what the gradient does at which end. */
import type { Example, Measure, Traits } from "../losses/types.ts";
import type { Pull } from "./types.ts";

/** Far off for every scale that a parameter is likely to have. */
const FAR = 1e9;
/** A redescending gradient has then died away: even one that falls like the square root of the error. */
const FADED = 1e-3;
/** What a gradient that has a limit does not grow by a thousand times farther off. */
const GROWTH = 1.001;

export function pullOf(measure: Measure, traits: Traits, example: Example | undefined): Pull {
  const { low, high } = measure.domain.prediction;
  if (low === 0 && high === 1) return traits.lipschitz < Infinity ? "bounded" : "certainty";
  const slope = (prediction: number): number => slopeAt(measure, example, prediction);
  const far = Math.max(slope(FAR), low <= -FAR ? slope(-FAR) : 0);
  if (traits.lipschitz < Infinity) {
    return traits.convexity === "none" && far < FADED * traits.lipschitz ? "fading" : "bounded";
  }
  const nearer = Math.max(slope(FAR / 1000), low <= -FAR ? slope(-FAR / 1000) : 0);
  if (far === Infinity || far > GROWTH * nearer) return "error";
  return low <= -FAR ? "local" : "edge";
}

/** Size of the gradient at the example's label, of vectors in the first column. */
function slopeAt(measure: Measure, example: Example | undefined, prediction: number): number {
  if (measure.shape === "scalar") {
    const label = typeof example?.label === "number" ? example.label : 1;
    if (measure.varianceRow !== undefined)
      return Math.abs(measure.varianceRow.gradient(label, prediction, 1));
    return Math.abs(measure.row?.gradient?.(label, prediction) ?? 0);
  }
  const [labels, predictions] = [example?.label, example?.prediction].map((numbers) =>
    Float64Array.from(Array.isArray(numbers) ? numbers : [1, 0]),
  ) as [Float64Array, Float64Array];
  predictions[0] = prediction;
  const out = new Float64Array(predictions.length);
  measure.row?.gradient?.(labels, predictions, out);
  return Math.abs(out[0] ?? 0);
}
