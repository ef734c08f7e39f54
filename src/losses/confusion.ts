/**
 * The weighted confusion counts at a threshold. Metrics of one threshold share them by their keys, so that they are
 * folded once.
 */
import { UNIT } from "./build.ts";
import type { Domain, Estimate, Exact, Parameter, ScalarMeasure, ScalarValue, Totals } from "./types.ts";

export const THRESHOLD: Parameter = {
  name: "threshold",
  about: "a prediction of at least this much counts as positive",
  interval: UNIT,
  default: 0.5,
};

/** `tp`: positive rows that are predicted positive, `fp`: negative rows that are, and so on. */
export type Cell = "tp" | "fp" | "tn" | "fn";

export interface ConfusionRatio<C extends Cell> {
  readonly threshold: number;
  readonly cells: readonly C[];
  readonly better: "lower" | "higher";
  /** From the cells' weights; 0/0 means that there is no value. */
  ratio(weights: Readonly<Record<C, Exact>>, totals: Pick<Totals, "weight" | "exact">): Exact;
  /** From the ratio to the value; without it the nearest number. */
  readonly round?: (ratio: Exact) => number;
  /** Of a ratio that `round` takes the root of. */
  readonly estimate?: (weights: Readonly<Record<C, Exact>>) => Estimate;
  /** Why there is none. */
  readonly whenUndefined: string;
}

const DOMAIN: Domain = { label: { kind: "binary", soft: false }, prediction: UNIT };

/** A ratio of sums of confusion counts. Hard labels, predictions from 0 to 1. */
export function confusionMeasure<C extends Cell>(definition: ConfusionRatio<C>): ScalarMeasure {
  const { threshold, cells, better, ratio, round = toNumber, estimate, whenUndefined } = definition;
  const keyOf = (cell: Cell) => `${cell}:threshold=${threshold}`;
  const weightsOf = (totals: Pick<Totals, "sum">) =>
    Object.fromEntries(cells.map((cell) => [cell, totals.sum(keyOf(cell))])) as Record<C, Exact>;
  return {
    shape: "scalar",
    domain: DOMAIN,
    terms: cells.map((cell) => ({ key: keyOf(cell), fold: "sum", of: cellIndicator(cell, threshold) })),
    better,
    indicators: true,
    estimate: (totals) => estimate?.(weightsOf(totals)) ?? { above: ratio(weightsOf(totals), totals) },
    finish: (totals) => {
      const value = round(ratio(weightsOf(totals), totals));
      return Number.isNaN(value) ? { value: null, reason: whenUndefined } : { value };
    },
  };
}

const toNumber = (ratio: Exact) => ratio.toNumber();

function cellIndicator(cell: Cell, threshold: number): ScalarValue {
  switch (cell) {
    case "tp":
      return (label, prediction) => (label === 1 && prediction >= threshold ? 1 : 0);
    case "fp":
      return (label, prediction) => (label === 0 && prediction >= threshold ? 1 : 0);
    case "tn":
      return (label, prediction) => (label === 0 && prediction < threshold ? 1 : 0);
    case "fn":
      return (label, prediction) => (label === 1 && prediction < threshold ? 1 : 0);
  }
}
