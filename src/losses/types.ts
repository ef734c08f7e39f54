/**
 * What a loss is. The author of a loss writes one `Definition` in one file and lists it in `catalogue.ts`;
 * threads, weights, slices and files are not its concern. Everything here is plain, frozen data and pure
 * functions; scalar functions take `(label, prediction)` in that order everywhere.
 */

/** The ends of a range of numbers; an end is included unless it is marked open. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly lowOpen?: boolean;
  readonly highOpen?: boolean;
}

/**
 * Which labels a loss accepts.
 * - `real`: numbers in `interval` (open ends are strict for labels).
 * - `binary`: 0 or 1; with `soft` anything from 0 to 1.
 * - `sign`: 0 or 1, or -1 or 1 (0 counts as -1); with `soft` also anything from 0 to 1.
 * - `classes`: the class of the row: one class column, or one-hot/soft label columns from 0 to 1, one for each
 *   prediction column; with `normalized` the label columns of a row must add up to 1 (within 1e-6).
 * - `vector`: label columns in `interval`, one for each prediction column (a class column counts as one-hot).
 * - `level`: a number, and beside it the level of the quantile that is forecast, above 0 and below 1: two label numbers.
 * - `none`: the loss has no label.
 */
export type LabelDomain =
  | { readonly kind: "real"; readonly interval: Interval }
  | { readonly kind: "binary"; readonly soft: boolean }
  | { readonly kind: "sign"; readonly soft: boolean }
  | { readonly kind: "classes"; readonly normalized?: boolean }
  | { readonly kind: "vector"; readonly interval: Interval }
  | { readonly kind: "level" }
  | { readonly kind: "none" };

/**
 * Where a loss is defined. At an open end of the prediction's interval the limit counts (a probability of 0
 * under a log costs Infinity), so a prediction is invalid only beyond its ends.
 */
export interface Domain {
  readonly label: LabelDomain;
  readonly prediction: Interval;
  /** Of losses that need a variance; its ends are strict. */
  readonly variance?: Interval;
}

/** What the prediction stands for; it is never guessed from the numbers. */
export type Expects =
  | "value"
  | "probability"
  | "score"
  | "rate"
  | "log-rate"
  | "probabilities"
  | "log-probabilities"
  | "logits"
  | "distribution"
  | "vector";

/** Weakest first; the strongest true one is stated, the weaker ones follow. In the prediction, at any label. */
export type Convexity = "none" | "convex" | "strict" | "strong";

/** How often the loss is continuously differentiable in the prediction: 0 (has a corner), 1, or 2 and more. */
export type Smoothness = 0 | 1 | 2;

export interface Traits {
  readonly convexity: Convexity;
  readonly smoothness: Smoothness;
  /** Largest slope in the prediction over all labels, of vectors in one column; Infinity where there is none. */
  readonly lipschitz: number;
  /** Never below 0, and 0 where the prediction equals a hard label (or is its certain forecast). */
  readonly zeroAtPerfect: boolean;
}

/** A loss of one label and one prediction. Inside the domain no function returns NaN. */
export interface ScalarRow {
  value(label: number, prediction: number): number;
  /** Derivative in the prediction. At a kink 0 where 0 lies between the one-sided derivatives. */
  gradient?(label: number, prediction: number): number;
  /** Second derivative in the prediction; 0 at a corner. */
  hessian?(label: number, prediction: number): number;
  /** The predictions at which the first or second derivative jumps, for one label. */
  kinks?(label: number): readonly number[];
  /** Whether the prediction is one of the kinks, without making a list of them for each row. */
  isKink?(label: number, prediction: number): boolean;
}

/** `cosine` of a zero vector: which side is at fault, and what was expected of it. */
export interface RowFault {
  readonly role: "label" | "prediction";
  readonly expected: string;
}

/**
 * A loss of a row of K predictions and its label: K numbers (one-hot for a class), or one or two where the domain says
 * so (`real`, `level`). The arrays are reused: copy to keep.
 */
export interface VectorRow {
  value(label: Float64Array, prediction: Float64Array): number;
  /** Writes K derivatives to `out`. */
  gradient?(label: Float64Array, prediction: Float64Array, out: Float64Array): void;
  /** Writes the diagonal of the Hessian, K numbers, to `out`. */
  hessian?(label: Float64Array, prediction: Float64Array, out: Float64Array): void;
  /** What was expected of a row that is outside the domain although each of its numbers is inside, else null. */
  invalid?(label: Float64Array, prediction: Float64Array): RowFault | null;
  /** Whether one column, moved by at most `reach`, meets a jump of a derivative; with a reach of 0 whether it is at one. */
  nearKink?(label: Float64Array, prediction: Float64Array, reach: number): boolean;
}

/**
 * A loss of a label, a prediction and the variance that the forecast states, above 0. It has a derivative in each of
 * the two columns.
 */
export interface VarianceRow {
  value(label: number, prediction: number, variance: number): number;
  /** First and second derivative in the prediction. */
  gradient(label: number, prediction: number, variance: number): number;
  hessian(label: number, prediction: number, variance: number): number;
  /** First and second derivative in the variance. */
  varianceGradient(label: number, prediction: number, variance: number): number;
  varianceHessian(label: number, prediction: number, variance: number): number;
}

export type ScalarValue = (label: number, prediction: number) => number;
export type VarianceValue = (label: number, prediction: number, variance: number) => number;
export type VectorValue = (label: Float64Array, prediction: Float64Array) => number;
export type Factor = "label" | "prediction" | "residual";

/** Sums of a function of the row. */
export type SumTerm =
  /** sum(w * of(label, prediction)), the product w * of exact, the sum exact. Tracks the first row where `of` is infinite. */
  | { readonly key: string; readonly fold: "sum"; readonly of: ScalarValue }
  | { readonly key: string; readonly fold: "vector-sum"; readonly of: VectorValue }
  | { readonly key: string; readonly fold: "variance-sum"; readonly of: VarianceValue };

export interface ProductTerm {
  readonly key: string;
  readonly fold: "product";
  /** One to four. */
  readonly factors: readonly Factor[];
}

export interface PairTerm {
  readonly key: string;
  readonly fold: "pair";
  readonly first: SumTerm;
  readonly second: SumTerm;
}

/**
 * One quantity that is folded over the rows; `w` is the row's weight (1 without weights), and rows with w = 0
 * never count. Terms with the same key must be the same quantity: it is then folded once for all measures.
 * Keys therefore carry the parameters that matter (`huber:delta=2`).
 */
export type Term =
  | SumTerm
  /** sum(w * a * b) with exact products, or sum(w * a) for one factor; residual is prediction - label, rounded once. */
  | ProductTerm
  /** sum(w * first * second) of what two sums fold, with exact products; of one sum and itself the sum of its squares. */
  | PairTerm
  /** The largest `of` over the rows with w > 0, and the first row that attains it. */
  | { readonly key: string; readonly fold: "maximum"; readonly of: ScalarValue }
  | { readonly key: string; readonly fold: "vector-maximum"; readonly of: VectorValue }
  /** The number of rows with w > 0 where `of` is not 0. */
  | { readonly key: string; readonly fold: "count"; readonly of: ScalarValue }
  | { readonly key: string; readonly fold: "vector-count"; readonly of: VectorValue }
  /** Keeps every (`of`, w) for the weighted median: memory grows with the rows. */
  | { readonly key: string; readonly fold: "median"; readonly of: ScalarValue }
  /** Keeps every (label > 0, prediction, w) for the order of predictions: memory grows with the rows. */
  | { readonly key: string; readonly fold: "ranking" }
  /** For each of `bins` bins the exact sum(w * prediction) - sum(w * label) of the rows that `bin` puts there. */
  | {
      readonly key: string;
      readonly fold: "bins";
      readonly bins: number;
      readonly bin: ScalarValue;
    };

/**
 * An exact number: a fraction of integers, or an infinity, or undefined (0/0). Measures combine totals with it,
 * so that nothing cancels and the result is rounded once, by `toNumber` or `sqrt`.
 */
export interface Exact {
  plus(other: Exact): Exact;
  minus(other: Exact): Exact;
  times(other: Exact): Exact;
  /** x/0 is an infinity with the sign of x, 0/0 is undefined. */
  over(other: Exact): Exact;
  abs(): Exact;
  /** -1, 0, 1; NaN when undefined. */
  sign(): number;
  /** Nearest binary64, ties to even; beyond the range an infinity; undefined: NaN. */
  toNumber(): number;
  /** Nearest binary64 to the square root; negative or undefined: NaN. */
  sqrt(): number;
}

/** What the terms of a measure came to. `weight` is sum(w), `rows` the rows with w > 0; both are above 0 here. */
export interface Totals {
  readonly rows: number;
  /** All rows used, those with w = 0 too; absent where only folded rows are known. */
  readonly used?: number;
  readonly weight: Exact;
  /** Of a `sum`, `vector-sum`, `variance-sum`, `product` or `pair` term. */
  sum(key: string): Exact;
  /** Of a `maximum` or `vector-maximum` term. */
  maximum(key: string): number;
  /** Of a `count` or `vector-count` term. */
  count(key: string): number;
  /** Weighted median of a `median` term: the mean of the two middle values where the half falls between them. */
  median(key: string): number;
  /**
   * Of a `median` term: the least value up to which, inclusive, the weight is at least `depth`, and the largest from which
   * upwards it is.
   */
  within(key: string, depth: number): readonly [number, number];
  /** Of a `ranking` term: the weighted share of (positive, negative) pairs in order, ties half; undefined for one class. */
  concordance(key: string): Exact;
  /** Of a `ranking` term: the variance of `concordance`; undefined where a class weighs at most 1. */
  concordanceVariance(key: string): Exact;
  /** Of a `ranking` term: precision at each distinct prediction, weighted by the recall it adds; undefined without positives. */
  averagePrecision(key: string): Exact;
  /** Of a `bins` term. */
  bins(key: string): readonly Exact[];
  /** A whole or any binary64 number as an exact one. */
  exact(value: number): Exact;
}

/** The value of a measure, or null and the reason in a few words; `details` are further numbers for the report. */
export type Outcome =
  | { readonly value: number; readonly details?: Readonly<Record<string, number>> }
  | { readonly value: null; readonly reason: string; readonly details?: Readonly<Record<string, number>> };

/**
 * A value before it is rounded: `above`, or above / √underRoot. Both are built from sums of terms and the weight by the
 * operations of `Exact`, so that whoever needs the derivative in a term's mean can hand in sums that carry it along.
 */
export interface Estimate {
  readonly above: Exact;
  readonly underRoot?: Exact;
}

interface MeasureBase {
  readonly domain: Domain;
  /** Empty for row-wise losses built by `rowLoss`/`vectorLoss`, which state it themselves. */
  readonly terms: readonly Term[];
  finish(totals: Totals): Outcome;
  /**
   * What `finish` rounds, where it is a smooth function of sums that does not change when all rows are there twice: its
   * standard error follows from it. It asks for sums and the weight only, always for the same ones.
   */
  estimate?(totals: Pick<Totals, "weight" | "sum" | "exact" | "used" | "rows">): Estimate;
  /** Its sums are of 0 and 1, and no two of them are 1 in the same row. */
  readonly indicators?: true;
  /** In place of an estimate: the value is the median, or the concordance, of the term of that key. */
  readonly statistic?: { readonly of: "median" | "concordance"; readonly key: string };
  /** Why there is no standard error, in a few words, where that has a reason of its own. */
  readonly noInterval?: string;
  /** Which direction is worse: up for losses, down for scores, away from 0 for bias. */
  readonly better: "lower" | "higher" | "zero";
}

/**
 * A measure of one label column and one prediction column; `row` is there if it is a mean over rows, `varianceRow` in
 * its place if it needs a column of variances too.
 */
export interface ScalarMeasure extends MeasureBase {
  readonly shape: "scalar";
  readonly row?: ScalarRow;
  readonly varianceRow?: VarianceRow;
}

/**
 * A measure of K prediction columns. `minimumColumns` is the least K that makes sense (2 for classes), `columns` the
 * only one, where it is fixed.
 */
export interface VectorMeasure extends MeasureBase {
  readonly shape: "vector";
  readonly row?: VectorRow;
  readonly minimumColumns: number;
  readonly columns?: number;
}

export type Measure = ScalarMeasure | VectorMeasure;

/** A number in `interval`, or one of `choices`. Without a default it is optional: absent means not applied. */
export interface Parameter {
  readonly name: string;
  readonly about: string;
  /** An end that is infinite belongs to it: the text `-Infinity` is then a value too. */
  readonly interval?: Interval;
  /** Numbers inside the interval that are no values. */
  readonly hole?: Interval;
  /** Only whole numbers. */
  readonly integer?: true;
  readonly choices?: readonly string[];
  readonly default?: number | string;
}

export type Parameters = Readonly<Record<string, number | string | undefined>>;

export type Task = "regression" | "binary" | "score" | "multiclass" | "distribution";

/** What a loss is for besides its task: counts and other labels that are never negative, quantiles of a distribution. */
export type Topic = "counts" | "quantile";

/** What other tools call it: the name there, then what differs. */
export interface Equivalents {
  readonly sklearn?: string;
  readonly torch?: string;
  readonly keras?: string;
  readonly xgboost?: string;
  readonly lightgbm?: string;
}

/** How a loss of forecasts of quantiles is made: the levels of its columns are known before the first row. */
export interface QuantileForms {
  /** Columns side by side: `levels` are theirs, above 0 and below 1, in their order. The label is one number. */
  wide(parameters: Parameters, key: string, levels: readonly number[]): VectorMeasure;
  /** What is expected of levels that `wide` can't take, else null. */
  expectedLevels?(parameters: Parameters, levels: readonly number[]): string | null;
  /** One forecast a row, its level in a column of its own; or why there is no such form. */
  readonly long: ((parameters: Parameters, key: string) => VectorMeasure) | string;
}

/** One row, its value, and where they exist its derivatives; run by the tests. */
export interface Example {
  readonly label: number | readonly number[] | null;
  readonly prediction: number | readonly number[];
  readonly variance?: number;
  /** Of the prediction columns, in losses of quantile forecasts. */
  readonly levels?: readonly number[];
  readonly parameters?: Parameters;
  readonly value: number;
}

/** The catalogue's entry. `id` is kebab-case and the file's name. */
export interface Definition {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly title: string;
  readonly task: Task;
  readonly expects: Expects;
  /** In Unicode, with y the label, p the prediction, r = p - y. */
  readonly formula: string;
  readonly gradient?: string;
  readonly hessian?: string;
  /** The convention that bites: scale, kinks, edges. */
  readonly convention: string;
  readonly reference: string;
  readonly topics?: readonly Topic[];
  readonly equivalents?: Equivalents;
  readonly parameters: readonly Parameter[];
  /** Of the row loss; null for a metric that is not row-wise. May depend on the parameters. */
  traits(parameters: Parameters): Traits | null;
  /** True if it keeps every value, so that memory grows with the rows. */
  readonly keepsValues?: boolean;
  readonly example?: Example;
  /** What is expected of parameters that are fine one by one but not together, else null. */
  expectedTogether?(parameters: Parameters): string | null;
  /** Measures of scalars, and of vectors where `vector` is given too (only `mse` and `rmse` are both). */
  create(parameters: Parameters, key: string): Measure;
  createVector?(parameters: Parameters, key: string): VectorMeasure;
  /** Of losses of quantile forecasts, whose `create` takes levels that stand for any. */
  readonly quantiles?: QuantileForms;
}
