/** Holds results against rules. What has no finite value never passes. */
import type { GateResult, LossResult, Report, Slice, Verdict } from "../report/types.ts";
import type { LossRule, Rule, SkippedRule } from "./rule.ts";
import { judgeWorse } from "./worse.ts";

export interface Judgement {
  readonly gates: readonly GateResult[];
  /** Fail if any failed, else undecided if any is, else pass; null without rules. */
  readonly verdict: Verdict | null;
}

/**
 * One entry for each rule in the order given; a rule about slices has one for each slice with at least `minRows`
 * rows used, worst first, or a single undecided one where there is no such slice.
 * @throws Error where the results lack the loss of a rule: it should have been computed.
 */
export function judge(
  results: Pick<Report, "rows" | "losses" | "slices">,
  rules: readonly Rule[],
  options: { readonly minRows: number },
): Judgement {
  const gates = rules.flatMap((rule) => {
    if (rule.option === "max-skipped") return [judgeSkipped(rule, results.rows)];
    if (rule.option === "max-worse") return [judgeWorse(rule, results.losses)];
    if (rule.option === "max" || rule.option === "min") return [judgeLoss(rule, results.losses, null)];
    return judgeSlices(rule, results.slices, options.minRows);
  });
  return { gates, verdict: overall(gates) };
}

function overall(gates: readonly GateResult[]): Verdict | null {
  if (gates.length === 0) return null;
  const verdicts = gates.map((gate) => gate.verdict);
  if (verdicts.includes("fail")) return "fail";
  return verdicts.includes("undecided") ? "undecided" : "pass";
}

function judgeSkipped(rule: SkippedRule, rows: Report["rows"]): GateResult {
  const skipped = rows.read - rows.used;
  const entry = { rule: rule.text, loss: null, slice: null, limit: rule.limit };
  if (rule.unit === "share" && rows.read === 0) {
    return { ...entry, value: null, reason: "no rows were read", verdict: "fail" };
  }
  const value = rule.unit === "share" ? skipped / rows.read : skipped;
  return { ...entry, value, verdict: value <= rule.limit ? "pass" : "fail" };
}

function judgeLoss(rule: LossRule, losses: Report["losses"], slice: GateResult["slice"]): GateResult {
  const result: LossResult | undefined = losses[rule.loss];
  if (result === undefined) throw new Error(`the gate "${rule.text}" has no result to judge`);
  const entry = { rule: rule.text, loss: rule.loss, slice, limit: rule.limit };
  if (result.value === null) return { ...entry, value: null, reason: result.reason, verdict: "fail" };
  const { value } = result;
  if (Number.isNaN(value)) return { ...entry, value: null, reason: "not a number", verdict: "fail" };
  const passes = Number.isFinite(value) && excess(rule, value) <= 0;
  return { ...entry, value, verdict: passes ? "pass" : "fail" };
}

function judgeSlices(rule: LossRule, slices: readonly Slice[], minRows: number): GateResult[] {
  const judged = slices.filter((slice) => slice.rows.used >= minRows);
  if (judged.length === 0) {
    const reason = `no slice has ${minRows} ${minRows === 1 ? "row" : "rows"}`;
    return [
      {
        rule: rule.text,
        loss: rule.loss,
        slice: null,
        value: null,
        reason,
        limit: rule.limit,
        verdict: "undecided",
      },
    ];
  }
  return judged
    .map((slice) => judgeLoss(rule, slice.losses, slice.by))
    .sort((first, second) => compare(badness(rule, second), badness(rule, first)));
}

/** How far beyond the limit; what is infinite or has no value is the worst, in either direction. */
function badness(rule: LossRule, { value }: GateResult): number {
  return value === null || !Number.isFinite(value) ? Number.POSITIVE_INFINITY : excess(rule, value);
}

/** Above 0 beyond the limit, below 0 inside; 0 only at the limit, since doubles have gradual underflow. */
function excess(rule: LossRule, value: number): number {
  return rule.option.startsWith("max") ? value - rule.limit : rule.limit - value;
}

/** A difference would be NaN for two infinities. */
function compare(first: number, second: number): number {
  return first < second ? -1 : first > second ? 1 : 0;
}
