/** A comparison in words: what the table and Markdown are made of. */
import { visible } from "../visible.ts";
import type {
  CompareReport,
  ConfidenceInterval,
  Difference,
  LossComparison,
  MarginResult,
} from "./compare-types.ts";
import { sliceText } from "./gate-lines.ts";
import { count, intervalWords, pairedRowsText } from "./heading.ts";
import { significant, significantBeside } from "./significant.ts";
import type { SliceTexts, Verdict } from "./types.ts";

/** Digits of changes and their intervals. */
const DIGITS = 3;

/** Inputs, and what else the heading says: `["8886 rows", "new against old"]`. */
export function compareHeading(report: CompareReport): { readonly inputs: string; readonly parts: string[] } {
  const { inputs, models, reference, rows, columns, level, lags, bootstrap, dialect } = report;
  const names = inputs.map((input) => (input === "-" ? "standard input" : visible(input)));
  const others = models.filter((model) => model !== reference).map(visible);
  const listed = others.length > 3 ? `${others.length} models` : others.join(", ");
  return {
    inputs: names.length > 2 ? `${names[0]} and ${names.length - 1} more files` : names.join(", "),
    parts: [
      pairedRowsText(rows),
      `${listed} against ${visible(reference)}`,
      ...(columns.id === undefined ? [] : [`joined by ${visible(columns.id)}`]),
      ...(columns.weight === null ? [] : [`weight ${visible(columns.weight)}`]),
      ...(dialect === undefined ? [] : [`dialect ${dialect}`]),
      ...(lags === undefined ? [] : [count(lags, "lag")]),
      ...intervalWords(level, bootstrap),
    ],
  };
}

export function valueText(value: number | null | undefined): string {
  return value === null || value === undefined ? "-" : significant(value);
}

/** `-0.841% (-1.52% to -0.160%)`, of a loss that is best at 0 in its own unit; a dash where there is none. */
export function changeText({ better, values }: LossComparison, difference: Difference): string {
  const { difference: change, relative, interval, reference } = difference;
  if (change === null) return "-";
  const base = Math.abs(values[reference] ?? 0);
  if (relative === null || better === "zero") return withInterval(change, interval, 1, "");
  return withInterval(relative, interval, base, "%");
}

function withInterval(
  value: number,
  interval: ConfidenceInterval | null,
  base: number,
  unit: "%" | "",
): string {
  const text = (number: number) => amount(number, unit);
  if (interval === null) return text(value);
  return `${text(value)} (${text(interval.low / base)} to ${text(interval.high / base)})`;
}

/** With its sign; a share as percent. */
function amount(number: number, unit: "%" | ""): string {
  const plus = number > 0 ? "+" : "";
  return `${plus}${significant(number, DIGITS, unit === "%")}${Number.isFinite(number) ? unit : ""}`;
}

/** The p value that counts: corrected where there are several. */
export function probabilityText({ pValue, adjustedPValue }: Difference): string {
  const p = adjustedPValue === undefined ? pValue : adjustedPValue;
  if (p === null) return "-";
  return p < 1e-4 ? "<0.0001" : significant(p, 2);
}

/** `53.1%` of the rows. */
export function winsText({ rowWins }: Difference): string {
  return rowWins === undefined ? "-" : `${significant(rowWins.better, DIGITS, true)}%`;
}

/** Why something is missing, and the tests that have no column. */
export function compareNotes(report: CompareReport): { readonly loss: string; readonly text: string }[] {
  const several = report.models.length > 2;
  return Object.entries(report.losses).flatMap(([loss, { reasons, differences }]) => {
    const values = Object.entries(reasons ?? {}).map(
      ([model, reason]) => `no value of ${visible(model)}: ${visible(reason)}`,
    );
    const others = differences.flatMap(
      ({ model, difference, interval, intervalReason, mcnemar, longRun }) => {
        const of = several ? ` of ${visible(model)}` : "";
        const missing =
          difference === null || interval !== null
            ? []
            : [`no interval${of}: ${visible(intervalReason ?? "")}`];
        const test =
          mcnemar === undefined || mcnemar.pValue === null
            ? []
            : [
                `McNemar${of}: ${mcnemar.better} rows better, ${mcnemar.worse} worse, p ${significant(mcnemar.pValue, 2)}`,
              ];
        const kernel =
          longRun?.kernel === "bartlett"
            ? [`Bartlett weights${of}: the autocovariances add up to less than 0`]
            : [];
        return [...missing, ...test, ...kernel];
      },
    );
    return [...values, ...slicesWithoutValue(report, loss), ...others].map((text) => ({
      loss: visible(loss),
      text,
    }));
  });
}

/** One note for each reason that is not already that of all rows; that a slice has no rows the table shows. */
function slicesWithoutValue({ slices, losses, columns }: CompareReport, loss: string): string[] {
  const known = new Set(Object.values(losses[loss]?.reasons ?? {}));
  const found = new Map<string, SliceTexts[]>();
  for (const slice of slices) {
    if (slice.rows.used === 0) continue;
    for (const reason of new Set(Object.values(slice.losses[loss]?.reasons ?? {}))) {
      if (!known.has(reason)) found.set(reason, [...(found.get(reason) ?? []), slice.by]);
    }
  }
  return [...found].map(([reason, [first, ...others]]) => {
    const where = others.length > 0 ? `${others.length + 1} slices` : sliceText(first ?? {}, columns.by);
    return `no value in ${where}: ${visible(reason)}`;
  });
}

const SIGNS: Readonly<Record<Verdict, string>> = { pass: "✓", fail: "✗", undecided: "?" };

export interface MarginLine {
  readonly verdict: Verdict;
  /** Sign and word, `✓ pass`. */
  readonly mark: string;
  /** Loss, and the model where there are several. */
  readonly what: string;
  readonly text: string;
}

export function marginLines({ gates, models }: CompareReport): MarginLine[] {
  return gates.map((gate) => ({
    verdict: gate.verdict,
    mark: `${SIGNS[gate.verdict]} ${gate.verdict}`,
    what: models.length > 2 ? `${visible(gate.loss)} of ${visible(gate.model)}` : visible(gate.loss),
    text: marginText(gate),
  }));
}

/** The change for the worse stands without a plus: `-0.899%` of an accuracy in the table is worse by `0.899%` here. */
function marginText(gate: MarginResult): string {
  const { value, interval, limit, verdict, reason, rowsNeeded, rule } = gate;
  const percent = gate.unit === "share";
  const text = (number: number) =>
    `${significantBeside(number, limit, percent, DIGITS)}${percent && Number.isFinite(number) ? "%" : ""}`;
  const margin = rule.slice(rule.lastIndexOf("=") + 1);
  if (value === null) return visible(reason ?? "no value");
  if (verdict === "pass") return `not worse by more than ${margin}`;
  const range = interval === null ? "" : ` (${text(interval.low)} to ${text(interval.high)})`;
  if (verdict === "fail") return `worse by more than ${margin}: by ${text(value)}${range}`;
  if (reason === undefined) {
    const rows = rowsNeeded === undefined ? "" : `; about ${upToTwoDigits(rowsNeeded)} rows would decide`;
    return `may be worse by more than ${margin}: by ${text(value)}${range}${rows}`;
  }
  // With an interval it is the number of rows that decides nothing.
  return interval === null
    ? `may be worse by more than ${margin}: by ${text(value)}; ${visible(reason)}`
    : `${visible(reason)}; worse by ${text(value)}${range}`;
}

/** Rounded up, so that it is never less than there are: more digits would promise what an estimate can't. */
function upToTwoDigits(rows: number): number {
  const unit = 10 ** Math.max(0, String(rows).length - 2);
  return Math.ceil(rows / unit) * unit;
}
