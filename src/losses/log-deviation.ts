import { linearMinusLog1p } from "./linear-minus-log1p.ts";
import { logRatio } from "./log-ratio.ts";

/**
 * y*ln(y/p) - y + p, the term of Poisson deviance and Kullback-Leibler divergence: at least 0, and 0 at p = y, where
 * the three terms as they stand cancel. It is y*h(d) with d = (p-y)/y and h(d) = d - ln(1+d).
 *
 * @param label y >= 0; y = 0 gives p.
 * @param prediction p >= 0; at p = 0 Infinity unless y = 0.
 */
export function logDeviation(label: number, prediction: number): number {
  if (label === 0) return prediction;
  const residual = prediction - label;
  const relative = residual / label;
  // Far below the label, and where the quotient by a label near 0 overflows, nothing cancels in the formula itself.
  if (!(relative > -0.5 && relative < Infinity)) return residual + label * logRatio(label, prediction);
  return label * linearMinusLog1p(relative);
}
