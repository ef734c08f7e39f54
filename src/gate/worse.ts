/** `--max-worse`: how much worse than in an earlier report a loss may be. */
import { usageError } from "../errors.ts";
import type { GateResult, LossResult, Report } from "../report/types.ts";
import { type Baseline, baselineValue } from "./baseline.ts";
import { decimalOf, negated, product, quotient, size, sum, toNumber } from "./decimal.ts";
import { parseLimit, splitRule } from "./rule.ts";

/** Which values are better: low ones, high ones, those near 0. */
export type Better = "lower" | "higher" | "zero";

export interface WorseRule {
  readonly option: "max-worse";
  /** `max-worse mse=2%` with the canonical key. */
  readonly text: string;
  readonly loss: string;
  readonly better: Better;
  /** Whether changes are shares of the baseline's size. */
  readonly share: boolean;
  /** Value in the earlier report. */
  readonly baseline: number;
  /** The value that may not be passed; of losses that are best at 0 the distance from it. */
  readonly limit: number;
}

/** A loss as a rule names it, and how it is computed. */
export interface JudgedLoss {
  readonly key: string;
  readonly better: Better;
  readonly formula?: string;
}

/**
 * Reads `LOSS=LIMIT`, the limit a share of the baseline's size (`2%`) or a number in the unit of the loss.
 * @throws LossctlError (usage) for an unreadable or negative limit, and for a baseline that can't be held against.
 */
export function parseWorseRule(
  text: string,
  baseline: Baseline,
  dialect: string | undefined,
  lossOf: (loss: string) => JudgedLoss,
): WorseRule {
  const asked = `--max-worse ${text}`;
  const { loss, typed } = splitRule("max-worse", text);
  const allowed = parseLimit(typed);
  if (allowed === null || allowed < 0) {
    throw usageError(
      `${asked}: expected a number of at least 0 after the last "=", found "${typed}"`,
      "for example mse=2% or mse=0.1",
    );
  }
  const share = typed.endsWith("%");
  const { key, better, formula } = lossOf(loss);
  const value = baselineValue(baseline, {
    asked,
    key,
    ...(formula === undefined ? {} : { formula }),
    ...(dialect === undefined ? {} : { dialect }),
  });
  if (share && value === 0) {
    throw usageError(
      `${asked}: the baseline ${baseline.name} has ${key} 0, of which there are no shares`,
      `${key}=0.01 is an absolute limit`,
    );
  }
  const limit = limitOf(value, better, share, allowed);
  if (!Number.isFinite(limit)) throw usageError(`${asked}: the limit is beyond the range of numbers`);
  return {
    option: "max-worse",
    text: `max-worse ${key}=${typed}`,
    loss: key,
    better,
    share,
    baseline: value,
    limit,
  };
}

/** In decimals, rounded once. */
function limitOf(baseline: number, better: Better, share: boolean, allowed: number): number {
  const from = decimalOf(baseline);
  const room = share ? product(size(from), decimalOf(allowed)) : decimalOf(allowed);
  if (better === "higher") return toNumber(sum(from, negated(room)));
  return toNumber(sum(better === "zero" ? size(from) : from, room));
}

/** What has no finite value fails. */
export function judgeWorse(rule: WorseRule, losses: Report["losses"]): GateResult {
  const result: LossResult | undefined = losses[rule.loss];
  if (result === undefined) throw new Error(`the gate "${rule.text}" has no result to judge`);
  const { baseline, limit } = rule;
  const entry = { rule: rule.text, loss: rule.loss, slice: null, limit, baseline };
  if (result.value === null || Number.isNaN(result.value)) {
    const reason = result.value === null ? result.reason : "not a number";
    return { ...entry, value: null, reason, change: null, verdict: "fail" };
  }
  const { value } = result;
  return {
    ...entry,
    value,
    change: changeOf(rule, value),
    verdict: Number.isFinite(value) && isWithin(rule, value) ? "pass" : "fail",
  };
}

function isWithin({ better, limit }: WorseRule, value: number): boolean {
  return better === "higher" ? value >= limit : (better === "zero" ? Math.abs(value) : value) <= limit;
}

/** How much worse, in the unit of the limit; below 0 where it is better. In decimals too. */
function changeOf({ better, share, baseline }: WorseRule, value: number): number {
  if (!Number.isFinite(value))
    return better === "higher" ? -value : better === "zero" ? Math.abs(value) : value;
  const [before, now] = [decimalOf(baseline), decimalOf(value)];
  const [low, high] =
    better === "higher" ? [now, before] : better === "zero" ? [size(before), size(now)] : [before, now];
  const worse = sum(high, negated(low));
  return share ? quotient(worse, size(before)) : toNumber(worse);
}
