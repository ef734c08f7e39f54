/** From the domains of the losses to checks of whole columns, each distinct one run once. */
import type { Interval, LabelDomain, VectorRow } from "../losses/types.ts";
import type { NamedMeasure, Plan } from "./plan.ts";

/** Reports a row outside the domain: the row, the index of its column among the requests, what was expected. */
export type Refuse = (row: number, column: number, expected: string) => void;

/** Looks at all rows that have no reason yet to be left out. */
export type DomainCheck = (
  label: readonly Float64Array[],
  prediction: readonly Float64Array[],
  rows: number,
  reasons: Uint8Array | null,
  refuse: Refuse,
) => void;

/** Sum of a row of soft labels may differ from 1 by this much. */
const LABEL_SUM_TOLERANCE = 1e-6;

/** The checks that a plan's rows have to pass. Numbers are finite already. */
export function domainChecks(plan: Plan): DomainCheck[] {
  const checks = new Map<string, DomainCheck>();
  const { labels } = plan;
  const { prediction } = plan.columns;
  for (const named of plan.measures) {
    const { domain } = named.measure;
    if (plan.labelShape === "number" || plan.labelShape === "columns") {
      const test = labelTest(domain.label);
      if (test !== null) {
        addColumnChecks(checks, "label", named, labels.length, 0, test);
      }
    }
    if (
      plan.labelShape === "columns" &&
      domain.label.kind === "classes" &&
      domain.label.normalized === true
    ) {
      checks.set("label sum", labelSumCheck(named.key));
    }
    const test = intervalTest(domain.prediction, true);
    if (test !== null) {
      addColumnChecks(checks, "prediction", named, prediction.length, labels.length, test);
    }
    if (domain.label.kind === "level") addColumnChecks(checks, "level", named, 1, 1, LEVEL);
    const invalid = named.measure.shape === "vector" ? named.measure.row?.invalid : undefined;
    if (invalid !== undefined) checks.set(`row ${named.key}`, rowCheck(invalid, plan, named));
  }
  return [...checks.values()];
}

/** As numbers, not as a function, so that one loop serves all checks without an indirect call a row. */
interface NumberTest {
  /** Both included. */
  readonly low: number;
  readonly high: number;
  /** Only whole numbers. */
  readonly whole: boolean;
  /** A number that is accepted too, or NaN. */
  readonly also: number;
  readonly expected: string;
}

function labelTest(domain: LabelDomain): NumberTest | null {
  const unit = { low: 0, high: 1, whole: false, also: Number.NaN };
  switch (domain.kind) {
    case "none":
    case "level":
      return null;
    case "real":
    case "vector":
      return intervalTest(domain.interval, false);
    case "classes":
      return { ...unit, expected: "a number from 0 to 1" };
    case "binary":
      return domain.soft
        ? { ...unit, expected: "a label from 0 to 1" }
        : { ...unit, whole: true, expected: "a label 0 or 1" };
    case "sign":
      return domain.soft
        ? { ...unit, also: -1, expected: "a label from 0 to 1, or -1 or 1" }
        : { ...unit, low: -1, whole: true, expected: "a label 0 or 1, or -1 or 1" };
  }
}

/** The next numbers to 0 and 1 are inside. */
const LEVEL: NumberTest = {
  low: Number.MIN_VALUE,
  high: 1 - Number.EPSILON / 2,
  whole: false,
  also: Number.NaN,
  expected: "a level above 0 and below 1",
};

/** Null where every finite number is inside. `closed` takes open ends as included. */
function intervalTest(interval: Interval, closed: boolean): NumberTest | null {
  const { low, high } = interval;
  const lowOpen = interval.lowOpen === true && !closed;
  const highOpen = interval.highOpen === true && !closed;
  const from = low > -Number.MAX_VALUE;
  const to = high < Number.MAX_VALUE;
  if (!from && !to) return null;
  const lowText = `${lowOpen ? "above" : from && to ? "from" : "of at least"} ${low}`;
  const highText = `${highOpen ? "below" : from ? "to" : "of at most"} ${high}`;
  return {
    low: lowOpen ? nextUp(low) : low,
    high: highOpen ? -nextUp(-high) : high,
    whole: false,
    also: Number.NaN,
    expected: `a number ${from ? lowText : ""}${from && to ? " " : ""}${to ? highText : ""}`,
  };
}

/** The next binary64 above a finite number. */
function nextUp(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0] = (bits[0] as bigint) + (value > 0 ? 1n : -1n);
  return new Float64Array(bits.buffer)[0] as number;
}

function addColumnChecks(
  checks: Map<string, DomainCheck>,
  role: "label" | "level" | "prediction",
  named: NamedMeasure,
  count: number,
  firstColumn: number,
  test: NumberTest,
): void {
  const key = `${role} ${test.expected}`;
  if (checks.has(key)) return;
  checks.set(key, (label, prediction, rows, reasons, refuse) => {
    const columns = role === "prediction" ? prediction : role === "level" ? label.slice(1) : label;
    for (let index = 0; index < count; index++) {
      const values = columns[index] as Float64Array;
      let row = firstOutside(values, 0, rows, test);
      while (row < rows) {
        if (reasons === null || reasons[row] === 0) {
          refuse(row, firstColumn + index, `${test.expected} (${named.key})`);
        }
        row = firstOutside(values, row + 1, rows, test);
      }
    }
  });
}

/** `to` where none is. */
function firstOutside(values: Float64Array, from: number, to: number, test: NumberTest): number {
  const { low, high, whole, also } = test;
  let row = from;
  while (row < to) {
    row = whole ? firstNotWhole(values, row, to, low, high) : firstBeyond(values, row, to, low, high);
    if (row < to && values[row] !== also) return row;
    row++;
  }
  return to;
}

function firstBeyond(values: Float64Array, from: number, to: number, low: number, high: number): number {
  for (let row = from; row < to; row++) {
    const value = values[row] as number;
    if (!(value >= low && value <= high)) return row;
  }
  return to;
}

function firstNotWhole(values: Float64Array, from: number, to: number, low: number, high: number): number {
  for (let row = from; row < to; row++) {
    const value = values[row] as number;
    if (!(value >= low && value <= high) || value !== Math.trunc(value)) return row;
  }
  return to;
}

function labelSumCheck(key: string): DomainCheck {
  return (label, _prediction, rows, reasons, refuse) => {
    for (let row = 0; row < rows; row++) {
      if (reasons !== null && reasons[row] !== 0) continue;
      let sum = 0;
      for (const column of label) sum += column[row] as number;
      if (Math.abs(sum - 1) > LABEL_SUM_TOLERANCE) {
        refuse(row, 0, `labels of the row that add up to 1, not ${Number(sum.toPrecision(9))} (${key})`);
      }
    }
  };
}

function rowCheck(invalid: NonNullable<VectorRow["invalid"]>, plan: Plan, named: NamedMeasure): DomainCheck {
  const width = plan.columns.prediction.length;
  const labels = new Float64Array(width);
  const predictions = new Float64Array(width);
  return (label, prediction, rows, reasons, refuse) => {
    for (let row = 0; row < rows; row++) {
      if (reasons !== null && reasons[row] !== 0) continue;
      for (let k = 0; k < width; k++) {
        predictions[k] = prediction[k]?.[row] as number;
        if (plan.labelShape === "columns") labels[k] = label[k]?.[row] as number;
      }
      if (plan.labelShape === "class") labels.fill(0)[label[0]?.[row] as number] = 1;
      const fault = invalid(labels, predictions);
      if (fault === null) continue;
      refuse(row, fault.role === "label" ? 0 : plan.labels.length, `${fault.expected} (${named.key})`);
    }
  };
}
