/** Rows to try a measure on, made from its domain; and one face for losses of one and of several columns. */

import type {
  Interval,
  LabelDomain,
  Measure,
  VarianceRow,
  VectorMeasure,
  VectorRow,
} from "../../src/losses/types.ts";
import type { Instance } from "./instances.ts";

export interface Row {
  readonly label: Float64Array;
  readonly prediction: Float64Array;
}

/** A row loss of arrays; those of a scalar loss have one element. */
export interface RowLoss {
  value(label: Float64Array, prediction: Float64Array): number;
  readonly gradient: ((label: Float64Array, prediction: Float64Array) => Float64Array) | undefined;
  readonly hessian: ((label: Float64Array, prediction: Float64Array) => Float64Array) | undefined;
  /** Of scalar losses; of those of several columns `nearKink` tells. */
  readonly kinks: ((label: Float64Array) => readonly number[]) | undefined;
  readonly nearKink: VectorRow["nearKink"];
  invalid(row: Row): boolean;
}

export function rowLossOf(measure: Measure): RowLoss | null {
  if (measure.shape === "scalar" && measure.varianceRow !== undefined)
    return ofTwoColumns(measure.varianceRow);
  const { shape, row } = measure;
  if (row === undefined) return null;
  if (shape === "scalar") {
    const { value, gradient, hessian, kinks } = measure.row!;
    const single =
      (of: (label: number, prediction: number) => number) =>
      (label: Float64Array, prediction: Float64Array) =>
        Float64Array.of(of(label[0] ?? 0, prediction[0]!));
    return {
      value: (label, prediction) => value(label[0] ?? 0, prediction[0]!),
      gradient: gradient && single(gradient),
      hessian: hessian && single(hessian),
      kinks: (label) => kinks?.(label[0] ?? 0) ?? [],
      nearKink: undefined,
      invalid: () => false,
    };
  }
  const { value, gradient, hessian, invalid, nearKink } = measure.row!;
  const written =
    (write: (label: Float64Array, prediction: Float64Array, out: Float64Array) => void) =>
    (label: Float64Array, prediction: Float64Array) => {
      const out = new Float64Array(prediction.length).fill(Number.NaN);
      write(label, prediction, out);
      return out;
    };
  return {
    value,
    gradient: gradient && written(gradient),
    hessian: hessian && written(hessian),
    kinks: undefined,
    nearKink,
    invalid: (row) => invalid?.(row.label, row.prediction) != null,
  };
}

/** A loss of the prediction and its variance: their derivatives side by side. */
function ofTwoColumns(row: VarianceRow): RowLoss {
  type Of = (label: number, prediction: number, variance: number) => number;
  const both = (first: Of, second: Of) => (label: Float64Array, columns: Float64Array) =>
    Float64Array.of(first(label[0]!, columns[0]!, columns[1]!), second(label[0]!, columns[0]!, columns[1]!));
  return {
    value: (label, columns) => row.value(label[0]!, columns[0]!, columns[1]!),
    gradient: both(row.gradient, row.varianceGradient),
    hessian: both(row.hessian, row.varianceHessian),
    kinks: undefined,
    nearKink: undefined,
    // A variance of 0 or below does not get as far as a loss.
    invalid: ({ prediction: columns }) => !(columns[1]! > 0),
  };
}

const ORDINARY = [-6.5, -2, -1, -0.75, -0.3, 0.0625, 0.4, 0.9, 1.25, 3, 9.5];
const ORDINARY_SHARES = [0.001, 0.02, 0.2, 0.45, 0.61, 0.93, 0.999];
const LABELS = [-3.75, -1, -0.25, 0, 0.5, 1, 2, 7.25];
const MAX = Number.MAX_VALUE;
const EXTREMES = [
  0,
  -0,
  5e-324,
  -5e-324,
  2 ** -1022,
  1e-160,
  -1e-160,
  1e-17,
  2 ** -53,
  1 - 2 ** -53,
  1,
  -1,
  1 + 2 ** -52,
  40,
  -40,
  745,
  -745,
  1e3,
  -1e3,
  1e16,
  -1e16,
  1e154,
  -1e154,
  1e200,
  1e308,
  -1e308,
  MAX,
  -MAX,
];

/** Inside, without an end that is open. */
export function within({ low, high, lowOpen, highOpen }: Interval, value: number): boolean {
  return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
}

function isUnit({ low, high }: Interval): boolean {
  return low === 0 && high === 1;
}

function closed({ low, high }: Interval): Interval {
  return { low, high };
}

function scalarLabels(domain: LabelDomain, extreme: boolean): number[] {
  switch (domain.kind) {
    case "real":
      return (extreme ? EXTREMES : LABELS).filter((label) => within(domain.interval, label));
    case "binary":
      return [
        0,
        1,
        ...(domain.soft ? [0.25, 0.5, 0.8] : []),
        ...(domain.soft && extreme ? [5e-324, 1 - 2 ** -53] : []),
      ];
    case "sign":
      return [
        -1,
        0,
        1,
        ...(domain.soft ? [0.25, 0.5, 0.8] : []),
        ...(domain.soft && extreme ? [5e-324, 1 - 2 ** -53] : []),
      ];
    default:
      return [0];
  }
}

/** Rows in the middle of the domain, and those whose derivatives exist at each number's neighbours. */
export function ordinaryRows(measure: Measure): Row[] {
  const { label, prediction } = measure.domain;
  const numbers = (isUnit(prediction) ? ORDINARY_SHARES : ORDINARY).filter(
    (value) => value > prediction.low && value < prediction.high,
  );
  if (measure.domain.variance !== undefined) {
    return withVariances(scalarLabels(label, false), numbers, [0.25, 1.5, 6]);
  }
  if (measure.shape === "scalar") return pairs(scalarLabels(label, false), numbers);
  const columns = columnsOf(measure);
  const predictions = numbers.map((_, start) => spread(numbers, start, columns));
  if (isUnit(prediction)) predictions.push(...predictions.map(normalized));
  return vectorRows(measure, vectorLabels(label, columns, false), predictions);
}

/** Rows at the ends of the domain and of binary64. */
export function extremeRows(measure: Measure): Row[] {
  const { label, prediction } = measure.domain;
  const ends = [prediction.low, prediction.high];
  const numbers = [...new Set([...EXTREMES, ...ends])].filter((value) => within(closed(prediction), value));
  const { variance } = measure.domain;
  if (variance !== undefined) {
    const variances = EXTREMES.filter((value) => within(variance, value));
    return withVariances(scalarLabels(label, true), numbers, variances);
  }
  if (measure.shape === "scalar") return pairs(scalarLabels(label, true), numbers);
  const columns = columnsOf(measure);
  const predictions = numbers.flatMap((value, index) => [
    new Float64Array(columns).fill(value),
    new Float64Array(columns).fill(0).with(0, value),
    new Float64Array(columns).fill(value).with(columns - 1, 0),
    new Float64Array(columns).fill(1).with(Math.min(1, columns - 1), value),
    spread(numbers, index, columns),
  ]);
  const inside = predictions.filter((row) => row.every((value) => within(closed(prediction), value)));
  return vectorRows(measure, vectorLabels(label, columns, true), inside);
}

/** Rows whose prediction is the label, or a hard label's certain forecast. */
export function perfectRows({ measure, definition }: Instance): Row[] {
  const { label, prediction } = measure.domain;
  const columns = measure.shape === "scalar" ? 1 : columnsOf(measure);
  const hard =
    measure.shape === "scalar"
      ? scalarLabels(label, false).map((value) => Float64Array.of(value))
      : vectorLabels(label, columns, false);
  const rows = hard.flatMap((value): Row[] => {
    switch (definition.expects) {
      case "probability":
      case "probabilities":
        return value.every((part) => part === 0 || part === 1) ? [{ label: value, prediction: value }] : [];
      case "score":
        return [-1, 0, 1].includes(value[0]!)
          ? [{ label: value, prediction: Float64Array.of(value[0]! > 0 ? 1e4 : -1e4) }]
          : [];
      case "logits":
        return value.every((part) => part === 0 || part === 1)
          ? [{ label: value, prediction: value.map((part) => (2 * part - 1) * 1e4) }]
          : [];
      case "log-probabilities":
        return value.every((part) => part === 0 || part === 1)
          ? [{ label: value, prediction: value.map((part) => (part - 1) * 1e4) }]
          : [];
      default: {
        if (label.kind === "none") return [{ label: value, prediction: new Float64Array(columns) }];
        const all = measure.shape === "vector" && (label.kind === "real" || label.kind === "level");
        return [{ label: value, prediction: all ? new Float64Array(columns).fill(value[0]!) : value }];
      }
    }
  });
  const invalid = rowLossOf(measure)?.invalid ?? (() => false);
  return rows.filter(
    (row) => row.prediction.every((value) => within(closed(prediction), value)) && !invalid(row),
  );
}

function columnsOf({ columns, minimumColumns }: VectorMeasure): number {
  return columns ?? Math.max(3, minimumColumns);
}

function pairs(labels: readonly number[], predictions: readonly number[]): Row[] {
  return labels.flatMap((label) =>
    predictions.map((prediction) => ({
      label: Float64Array.of(label),
      prediction: Float64Array.of(prediction),
    })),
  );
}

function withVariances(
  labels: readonly number[],
  predictions: readonly number[],
  variances: readonly number[],
): Row[] {
  return variances.flatMap((variance) =>
    pairs(labels, predictions).map(({ label, prediction }) => ({
      label,
      prediction: Float64Array.of(prediction[0]!, variance),
    })),
  );
}

function vectorRows(
  measure: Measure,
  labels: readonly Float64Array[],
  predictions: readonly Float64Array[],
): Row[] {
  const invalid = rowLossOf(measure)?.invalid ?? (() => false);
  return labels
    .flatMap((label) => predictions.map((prediction) => ({ label, prediction })))
    .filter((row) => !invalid(row));
}

function vectorLabels(domain: LabelDomain, columns: number, extreme: boolean): Float64Array[] {
  if (domain.kind === "none") return [new Float64Array(0)];
  if (domain.kind === "real") return scalarLabels(domain, extreme).map((label) => Float64Array.of(label));
  if (domain.kind === "level") {
    const levels = extreme ? [5e-324, 1e-160, 1 - 2 ** -53] : [0.05, 0.5, 0.75];
    return levels.flatMap((level) =>
      (extreme ? EXTREMES : LABELS).map((label) => Float64Array.of(label, level)),
    );
  }
  const oneHot = Array.from({ length: columns }, (_, place) =>
    new Float64Array(columns).fill(0).with(place, 1),
  );
  const soft = [spread([0.2, 0.5, 0.3, 0], 0, columns), new Float64Array(columns).fill(0.5).fill(0, 2)];
  if (domain.kind !== "vector") return [...oneHot, ...soft];
  const numbers = (extreme ? EXTREMES : LABELS).filter((label) => within(domain.interval, label));
  return [...oneHot, ...soft, ...numbers.map((_, start) => spread(numbers, start, columns))];
}

/** `columns` of the numbers, round and round in unequal steps. */
function spread(numbers: readonly number[], start: number, columns: number): Float64Array {
  return new Float64Array(columns).map(
    (_, column) => numbers[(start + column * (column + 2)) % numbers.length]!,
  );
}

function normalized(row: Float64Array): Float64Array {
  const sum = row.reduce((total, value) => total + value, 0);
  return row.map((value) => value / sum);
}
