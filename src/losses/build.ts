/**
 * Builders that turn the scalar functions of a loss file into a measure: the mean over rows, the chain rule for
 * residuals and margins, and the term that the loss is folded by. Each is written once here.
 */
import { knownAs } from "./residual-values.ts";
import type {
  Domain,
  Interval,
  LabelDomain,
  ScalarMeasure,
  ScalarRow,
  Term,
  Totals,
  VarianceRow,
  VectorMeasure,
  VectorRow,
} from "./types.ts";

export const REAL: Interval = { low: -Number.MAX_VALUE, high: Number.MAX_VALUE };
export const UNIT: Interval = { low: 0, high: 1 };
export const NONNEGATIVE: Interval = { low: 0, high: Number.MAX_VALUE };
export const POSITIVE: Interval = { low: 0, high: Number.MAX_VALUE, lowOpen: true };

export const REAL_LABEL: LabelDomain = { kind: "real", interval: REAL };

/** sum(w * loss) / sum(w), rounded once. */
export function mean(key: string, totals: Totals) {
  return { value: totals.sum(key).over(totals.weight).toNumber() };
}

/** The mean before it is rounded, for `estimate`. */
export function meanEstimate(key: string) {
  return (totals: Pick<Totals, "sum" | "weight">) => ({ above: totals.sum(key).over(totals.weight) });
}

/** The root of sum(w * loss) / sum(w), rounded once. */
export function rootOfMean(key: string, totals: Totals) {
  return { value: totals.sum(key).over(totals.weight).sqrt() };
}

/** The root before it is rounded: the mean over its root. */
export function rootEstimate(key: string) {
  return (totals: Pick<Totals, "sum" | "weight">) => {
    const mean = totals.sum(key).over(totals.weight);
    return { above: mean, underRoot: mean };
  };
}

/** A row loss of one label and one prediction, reported as its weighted mean. `key` names its term. */
export function rowLoss(key: string, domain: Domain, row: ScalarRow): ScalarMeasure {
  const term: Term = { key, fold: "sum", of: row.value };
  return {
    shape: "scalar",
    domain,
    row,
    terms: [term],
    better: "lower",
    finish: (totals) => mean(key, totals),
    estimate: meanEstimate(key),
  };
}

/** Functions of the residual r = prediction - label; `kinks` are residuals. */
export interface ResidualFunctions {
  value(residual: number): number;
  /** The value from r/2, where r is beyond the range of numbers although the loss need not be. */
  valueOfHalf?(half: number): number;
  /** The gradient from r/2 then, where it is not what the gradient of an infinite residual is. */
  gradientOfHalf?(half: number): number;
  gradient(residual: number): number;
  /** The same of the Hessian. */
  hessianOfHalf?(half: number): number;
  hessian(residual: number): number;
  readonly kinks?: readonly number[];
  /** What the value is, where it is no more than that. */
  readonly valueIs?: "size" | "square";
}

/** A loss of the residual alone. Its derivative in the prediction is its derivative in the residual. */
export function residualLoss(key: string, functions: ResidualFunctions): ScalarMeasure {
  const { kinks, valueIs } = functions;
  const value = ofResidual(functions.value, functions.valueOfHalf);
  return rowLoss(
    key,
    { label: REAL_LABEL, prediction: REAL },
    {
      value: valueIs === undefined ? value : knownAs(valueIs, value),
      gradient: ofResidual(functions.gradient, functions.gradientOfHalf),
      hessian: ofResidual(functions.hessian, functions.hessianOfHalf),
      ...(kinks === undefined
        ? {}
        : {
            kinks: (label: number) => kinks.map((kink) => label + kink),
            isKink: kinksOfResidual(kinks),
          }),
    },
  );
}

function ofResidual(
  of: (residual: number) => number,
  ofHalf: ((half: number) => number) | undefined,
): NonNullable<ScalarRow["gradient"]> {
  if (ofHalf === undefined) return (label, prediction) => of(prediction - label);
  return (label, prediction) => {
    const residual = prediction - label;
    return Number.isFinite(residual) ? of(residual) : ofHalf(prediction / 2 - label / 2);
  };
}

function kinksOfResidual(kinks: readonly number[]) {
  const isKink = isOneOf(kinks, (label, prediction) => prediction - label);
  return kinks.length === 1 && kinks[0] === 0 ? knownAs("zero", isKink) : isKink;
}

/** Few losses have more than two kinks, and a list is slower than two comparisons. */
function isOneOf(kinks: readonly number[], place: (label: number, prediction: number) => number) {
  const [first, second = first] = kinks;
  if (second === first) {
    return (label: number, prediction: number) => place(label, prediction) === first;
  }
  return (label: number, prediction: number) => {
    const at = place(label, prediction);
    return at === first || at === second || (kinks.length > 2 && kinks.includes(at));
  };
}

/** Functions of the margin m = t * score, t in {-1, 1}; `kinks` are margins. */
export interface MarginFunctions {
  value(margin: number): number;
  gradient(margin: number): number;
  hessian(margin: number): number;
  readonly kinks?: readonly number[];
}

/** The side of a label coded 0/1 or -1/1: 0 counts as -1. */
function side(label: number): number {
  return label > 0 ? 1 : -1;
}

/** A loss of the margin alone. Its derivative in the score is t times its derivative in the margin. */
export function marginLoss(key: string, functions: MarginFunctions): ScalarMeasure {
  const { value, gradient, hessian, kinks } = functions;
  return rowLoss(
    key,
    { label: { kind: "sign", soft: false }, prediction: REAL },
    {
      value: (label, score) => value(side(label) * score),
      gradient: (label, score) => side(label) * gradient(side(label) * score),
      hessian: (label, score) => hessian(side(label) * score),
      ...(kinks === undefined
        ? {}
        : {
            kinks: (label: number) => kinks.map((kink) => side(label) * kink),
            isKink: isOneOf(kinks, (label, score) => side(label) * score),
          }),
    },
  );
}

/** A row loss of one label, one prediction and one variance, reported as its weighted mean. */
export function varianceLoss(key: string, domain: Domain, varianceRow: VarianceRow): ScalarMeasure {
  const term: Term = { key, fold: "variance-sum", of: varianceRow.value };
  return {
    shape: "scalar",
    domain,
    varianceRow,
    terms: [term],
    better: "lower",
    finish: (totals) => mean(key, totals),
    estimate: meanEstimate(key),
  };
}

/** A row loss of K labels and K predictions, reported as its weighted mean over rows. */
export function vectorLoss(
  key: string,
  domain: Domain,
  row: VectorRow,
  minimumColumns: number,
): VectorMeasure {
  const term: Term = { key, fold: "vector-sum", of: row.value };
  return {
    shape: "vector",
    domain,
    row,
    minimumColumns,
    terms: [term],
    better: "lower",
    finish: (totals) => mean(key, totals),
    estimate: meanEstimate(key),
  };
}
