/**
 * Non-inferiority margins: how much worse than the reference a model may be. One-sided: a better model passes however
 * much it differs, and where the interval holds the margin nothing is decided.
 */
import { usageError } from "../errors.ts";
import type {
  ConfidenceInterval,
  Difference,
  LossComparison,
  LossComparisons,
  MarginResult,
} from "../report/compare-types.ts";
import type { Verdict } from "../report/types.ts";
import { parseLimit } from "./rule.ts";

/** The most that a value may change in the worse direction; the limit itself is allowed. */
export interface Margin {
  /** Key of a loss; null for all that have no margin of their own. */
  readonly loss: string | null;
  /** As typed: `1%`. */
  readonly typed: string;
  /** Of the reference's value without its sign, or in the loss's own unit. */
  readonly unit: "share" | "absolute";
  /** At least 0. */
  readonly limit: number;
}

/**
 * Reads `1%`, `mse=1%` or `mse=0.01`; the last `=` splits, and `keyOf` gives a loss text's canonical key.
 * @throws LossctlError (usage) for what is no such limit.
 */
export function parseMargin(text: string, keyOf: (loss: string) => string): Margin {
  const split = text.lastIndexOf("=");
  const loss = split < 0 ? null : text.slice(0, split).trim();
  const typed = text.slice(split + 1).trim();
  const limit = parseLimit(typed);
  const examples = "for example 1%, mse=1% or mse=0.01";
  if (loss === "") throw usageError(`--margin: expected LIMIT or LOSS=LIMIT, found "${text}"`, examples);
  if (limit === null) {
    throw usageError(`--margin ${text}: expected a finite decimal number, found "${typed}"`, examples);
  }
  if (limit < 0) {
    throw usageError(`--margin ${text}: expected a limit of at least 0, found "${typed}"`, examples);
  }
  return {
    loss: loss === null ? null : keyOf(loss),
    typed,
    unit: typed.endsWith("%") ? "share" : "absolute",
    // -0 is a limit of 0.
    limit: limit === 0 ? 0 : limit,
  };
}

/** A loss of all rows, with the number of rows used. */
export interface MarginOptions {
  readonly used: number;
  /** With fewer rows used nothing is decided, unless there is nothing to decide. */
  readonly minRows: number;
}

export interface MarginJudgement {
  /** The comparisons with the verdict of each difference. */
  readonly losses: LossComparisons;
  readonly gates: readonly MarginResult[];
  /** Fail if any failed, else undecided if any is, else pass; null without margins. */
  readonly verdict: Verdict | null;
}

/**
 * Judges each difference by the margins of its loss, or else by those of all losses; of several each is an entry.
 * @throws Error where the results lack the loss of a margin: it should have been computed.
 */
export function judgeMargins(
  losses: LossComparisons,
  margins: readonly Margin[],
  options: MarginOptions,
): MarginJudgement {
  for (const { loss } of margins) {
    if (loss !== null && losses[loss] === undefined)
      throw new Error(`the margin of ${loss} has no result to judge`);
  }
  const gates: MarginResult[] = [];
  const judged: LossComparisons = Object.create(null);
  for (const [key, comparison] of Object.entries(losses)) {
    const own = margins.filter(({ loss }) => loss === key);
    const asked = own.length > 0 ? own : margins.filter(({ loss }) => loss === null);
    const differences = comparison.differences.map((difference) => {
      const results = asked.map((margin) => judgeDifference(key, comparison, difference, margin, options));
      gates.push(...results);
      return { ...difference, verdict: overall(results) };
    });
    (judged as Record<string, LossComparison>)[key] = { ...comparison, differences };
  }
  return { losses: judged, gates, verdict: overall(gates) };
}

function overall(gates: readonly { readonly verdict: Verdict }[]): Verdict | null {
  if (gates.length === 0) return null;
  const verdicts = gates.map(({ verdict }) => verdict);
  if (verdicts.includes("fail")) return "fail";
  return verdicts.includes("undecided") ? "undecided" : "pass";
}

function judgeDifference(
  loss: string,
  { values }: LossComparison,
  { model, reference, reason, worsening, intervalReason }: Difference,
  { typed, unit, limit }: Margin,
  { used, minRows }: MarginOptions,
): MarginResult {
  const entry = { rule: `margin ${loss}=${typed}`, loss, slice: null, model, reference, limit, unit };
  const none = { value: null, interval: null };
  if (worsening === null) return { ...entry, ...none, reason: reason ?? "no value", verdict: "fail" };
  const base = Math.abs(values[reference] ?? Number.NaN);
  if (unit === "share" && base === 0) {
    return { ...entry, ...none, reason: "the reference's value is 0: it has no share", verdict: "fail" };
  }
  if (!Number.isFinite(base) || !Number.isFinite(worsening.change)) {
    const at = Number.isFinite(base) ? model : reference;
    return { ...entry, ...none, reason: `the value of ${at} is infinite`, verdict: "fail" };
  }
  const scale = unit === "share" ? base : 1;
  const value = worsening.change / scale;
  const interval = scaled(worsening.interval, scale);
  if (interval === null) {
    return { ...entry, value, interval, reason: intervalReason ?? "no interval", verdict: "undecided" };
  }
  if (used < minRows) {
    const rows = `${used} ${used === 1 ? "row" : "rows"}`;
    return {
      ...entry,
      value,
      interval,
      reason: `${rows} of the ${minRows} that are asked for`,
      verdict: "undecided",
      rowsNeeded: minRows,
    };
  }
  if (interval.high <= limit) return { ...entry, value, interval, verdict: "pass" };
  if (interval.low > limit) return { ...entry, value, interval, verdict: "fail" };
  const needed = rowsNeeded(value, interval, limit, used);
  return {
    ...entry,
    value,
    interval,
    verdict: "undecided",
    ...(needed === null ? {} : { rowsNeeded: needed }),
  };
}

function scaled(interval: ConfidenceInterval | null, scale: number): ConfidenceInterval | null {
  if (interval === null) return null;
  const [low, high] = [interval.low / scale, interval.high / scale];
  return Number.isFinite(low) && Number.isFinite(high) ? { ...interval, low, high } : null;
}

/** An interval narrows with the root of the number of rows; null where the change is the limit, or no number says it. */
function rowsNeeded(value: number, interval: ConfidenceInterval, limit: number, used: number): number | null {
  const half = (interval.high - interval.low) / 2;
  const needed = Math.ceil(used * (half / (limit - value)) ** 2);
  return Number.isSafeInteger(needed) ? Math.max(needed, used + 1) : null;
}
