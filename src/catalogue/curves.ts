/** A loss and its gradient along one prediction, for a picture: which label, which stretch of the axis, the values. */
import { createMeasure, type LossChoice } from "../losses/spec.ts";
import type {
  Example,
  Interval,
  Parameter,
  ScalarMeasure,
  ScalarRow,
  VarianceRow,
  VectorMeasure,
} from "../losses/types.ts";
import type { Curves } from "./types.ts";

/** Half the stretch, in scales of the loss where it has one. */
const REACH = 3;

/** Value and gradient of one number, and what was decided. */
interface Along extends Omit<Curves, "loss" | "gradient"> {
  value(prediction: number): number;
  readonly slope: ((prediction: number) => number) | null;
}

/** At `points` points; null for a loss that is no mean of row losses. */
export function lossCurves(choice: LossChoice, points: number): Curves | null {
  const measure = createMeasure(choice);
  const { definition, parameters } = choice;
  const scales = definition.parameters.filter(isScale).map(({ name }) => Number(parameters[name]));
  const along =
    measure.shape === "scalar"
      ? alongScalar(measure, definition.example, scales)
      : alongColumn(measure, definition.example);
  if (along === null) return null;
  const { axis, held, from, to, value, slope } = along;
  const places = Array.from({ length: points }, (_, index) => from + ((index + 0.5) / points) * (to - from));
  return {
    axis,
    held,
    from,
    to,
    loss: places.map(value),
    gradient: slope === null ? null : places.map(slope),
  };
}

/** A length in the unit of the residual. */
function isScale({ interval }: Parameter): boolean {
  return interval !== undefined && interval.low === 0 && interval.high === Number.MAX_VALUE;
}

function alongScalar(
  measure: ScalarMeasure,
  example: Example | undefined,
  scales: readonly number[],
): Along | null {
  const { domain } = measure;
  if (measure.varianceRow !== undefined) return alongResidual(measure.varianceRow, example?.variance ?? 1);
  const { row } = measure;
  if (row === undefined) return null;
  const at = (label: number) => ({
    value: (prediction: number) => row.value(label, prediction),
    slope: row.gradient === undefined ? null : (p: number) => row.gradient?.(label, p) ?? Number.NaN,
  });
  if (domain.label.kind === "sign" || domain.label.kind === "binary") {
    const unit = isUnit(domain.prediction);
    const [from, to] = unit ? [0, 1] : around(0, [...(row.kinks?.(1) ?? []), 1]);
    return { axis: "p", held: "y = 1", from, to, ...at(1) };
  }
  if (ofResidual(row) && isReal(domain.prediction)) {
    const [from, to] = around(0, [...(row.kinks?.(0) ?? []), ...scales]);
    return { axis: "r = p − y", held: "", from, to, ...at(0) };
  }
  const label = Math.abs(typeof example?.label === "number" && example.label !== 0 ? example.label : 1);
  const { low } = domain.prediction;
  const [from, to] = isReal(domain.prediction) ? [-label, 2 * label] : [Math.max(low, -label), REACH * label];
  return { axis: "p", held: `y = ${label}`, from, to, ...at(label) };
}

/** At one variance, whose root is the scale. */
function alongResidual(row: VarianceRow, variance: number): Along {
  const [from, to] = around(0, [Math.sqrt(variance)]);
  return {
    axis: "r = p − y",
    held: `v = ${variance}`,
    from,
    to,
    value: (residual) => row.value(0, residual, variance),
    slope: (residual) => row.gradient(0, residual, variance),
  };
}

/** The stretch around a place that shows the corners and scales at these distances. */
function around(place: number, distances: readonly number[]): [number, number] {
  const reach = REACH * (Math.max(0, ...distances.map((distance) => Math.abs(distance - place))) || 1);
  return [place - reach, place + reach];
}

/** True if only p − y counts. */
function ofResidual({ value }: ScalarRow): boolean {
  return [-2, -0.5, 1, 3].every((r) => {
    const here = value(0, r);
    return Number.isFinite(here) && Math.abs(here - value(8, 8 + r)) <= 1e-9 * Math.abs(here);
  });
}

/** Along the true class's column, or the first; the others stay as they are in the example. */
function alongColumn({ domain, row }: VectorMeasure, example: Example | undefined): Along | null {
  if (row === undefined || example === undefined || typeof example.prediction === "number") return null;
  const prediction = Float64Array.from(example.prediction);
  const label = Float64Array.from([example.label ?? []].flat());
  const classes = domain.label.kind === "classes";
  const column = classes ? label.indexOf(Math.max(...label)) : 0;
  const own = label[column] ?? 0;
  const others = example.prediction.filter((_, index) => index !== column);
  const out = new Float64Array(prediction.length);
  const placed = (value: number): Float64Array => {
    prediction[column] = value;
    return prediction;
  };
  // Scores count against the largest of the others, numbers against their labels.
  const [from, to] = stretch(domain.prediction, classes ? Math.max(...others) : own);
  const rest = `the others ${listed(others)}`;
  return {
    axis: classes ? "p of the class" : "p₁",
    held:
      classes || label.length === 0
        ? rest
        : `y = ${label.length === 1 ? own : `(${listed([...label])})`}, ${rest}`,
    from,
    to,
    value: (value) => row.value(label, placed(value)),
    slope:
      row.gradient === undefined
        ? null
        : (value) => {
            row.gradient?.(label, placed(value), out);
            return out[column] ?? Number.NaN;
          },
  };
}

function listed(values: readonly number[]): string {
  return values.map((value) => String(value).replace("-", "−")).join(", ");
}

function stretch(prediction: Interval, label: number): [number, number] {
  if (isUnit(prediction)) return [0, 1];
  if (isReal(prediction)) return [label - REACH, label + REACH];
  return prediction.high < REACH
    ? [prediction.high - 2 * REACH, prediction.high]
    : [prediction.low, REACH * (label || 1)];
}

function isUnit({ low, high }: Interval): boolean {
  return low === 0 && high === 1;
}

function isReal({ low, high }: Interval): boolean {
  return low === -Number.MAX_VALUE && high === Number.MAX_VALUE;
}
