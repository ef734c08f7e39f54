/** Poisson negative log-likelihoods whose logarithm is kept from -Infinity. */
import { rowLoss } from "../build.ts";
import type { Measure } from "../types.ts";

/** p - y ln(p + eps). */
export function addedRate(measure: Measure, tool: string, eps: number): Measure {
  return rowLoss(`poisson-nll@${tool}`, measure.domain, {
    value: (label, rate) => rate - (label === 0 ? 0 : label * Math.log(rate + eps)),
    gradient: (label, rate) => 1 - label / (rate + eps),
    hessian: (label, rate) => label / (rate + eps) / (rate + eps),
  });
}

/** p - y ln max(p, eps). */
export function liftedRate(measure: Measure, tool: string, eps: number): Measure {
  return rowLoss(`poisson-nll@${tool}`, measure.domain, {
    value: (label, rate) => rate - (label === 0 ? 0 : label * Math.log(Math.max(rate, eps))),
    gradient: (label, rate) => (rate > eps ? (rate - label) / rate : 1),
    hessian: (label, rate) => (rate > eps ? label / rate / rate : 0),
    kinks: () => [eps],
  });
}
