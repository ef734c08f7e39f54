/** Gates as words: one entry for each rule, with the worst slice of a rule about slices. */

import { visible } from "../visible.ts";
import { count } from "./heading.ts";
import { significant, significantBeside } from "./significant.ts";
import type { GateResult, SliceTexts, Verdict } from "./types.ts";

const SIGNS: Readonly<Record<Verdict, string>> = { pass: "✓", fail: "✗", undecided: "?" };

export interface GateLine {
  readonly verdict: Verdict;
  /** Sign and word, `✓ pass`. */
  readonly mark: string;
  readonly rule: string;
  /** In the unit of the rule's limit, with enough digits to tell them apart; a dash if there is none. */
  readonly value: string;
  /** `1.06 under`, or why there is no such distance. */
  readonly distance: string;
  /** `region south`, and how many other slices fail. */
  readonly slice: string;
}

/** `by` gives the order of the slice columns. */
export function gateLines(gates: readonly GateResult[], by: readonly string[]): GateLine[] {
  return groups(gates).map(([worst, ...others]) => {
    const failing = others.filter((gate) => gate.verdict === "fail").length;
    const more =
      failing === 0 ? "" : `, and ${count(failing, "more slice")} ${failing === 1 ? "fails" : "fail"}`;
    return {
      verdict: worst.verdict,
      mark: `${SIGNS[worst.verdict]} ${worst.verdict}`,
      rule: visible(worst.rule),
      value: valueText(worst),
      distance: distanceText(worst),
      slice: worst.slice === null ? "" : sliceText(worst.slice, by) + more,
    };
  });
}

/** A gate in one sentence, where nothing stands below it: `max-slice mae=46: found 46.87, 0.87 over, in region south`. */
export function gateSentence({ rule, value, distance, slice }: GateLine): string {
  const found = value === "-" ? [distance] : [`found ${value}`, distance];
  return `${rule}: ${[...found, ...(slice === "" ? [] : [`in ${slice}`])].join(", ")}`;
}

/** The entries of one rule about slices follow each other; the same rule given twice begins with the same slice. */
function groups(gates: readonly GateResult[]): [GateResult, ...GateResult[]][] {
  const result: [GateResult, ...GateResult[]][] = [];
  for (const gate of gates) {
    const group = result.at(-1);
    const [first] = group ?? [];
    if (
      gate.slice !== null &&
      first !== undefined &&
      gate.rule === first.rule &&
      gate.slice !== first.slice
    ) {
      group?.push(gate);
    } else result.push([gate]);
  }
  return result;
}

/** `region south, sex f`; an empty text is `""`. */
export function sliceText(slice: SliceTexts, by: readonly string[]): string {
  return by.map((name) => `${visible(name)} ${sliceCell(slice[name] ?? "")}`).join(", ");
}

/** A slice's text as it is shown. */
export function sliceCell(text: string): string {
  return text === "" ? '""' : visible(text);
}

function valueText({ rule, value, limit, baseline }: GateResult): string {
  if (value === null) return "-";
  if (baseline !== undefined) return significantBeside(value, limit);
  const percent = rule.endsWith("%");
  const text = significantBeside(value, limit, percent);
  return percent && Number.isFinite(value) ? `${text}%` : text;
}

function distanceText(gate: GateResult): string {
  const { rule, value, reason, limit } = gate;
  if (value === null) return visible(reason ?? "no value");
  if (!Number.isFinite(value)) return "not finite";
  if (gate.baseline !== undefined) return changeText(rule, gate.change ?? 0, gate.baseline);
  if (value === limit) return "at the limit";
  const percent = rule.endsWith("%");
  // The difference of two doubles has noise in its last digits, so that zeros at the end say nothing.
  const distance = significant(Math.abs(value - limit), 3, percent)
    .replace(/(?<=\.\d*)0+(?=e|$)/, "")
    .replace(/\.(?=e|$)/, "");
  return `${distance}${percent ? "%" : ""} ${value < limit ? "under" : "over"}`;
}

/** `1.2% worse than baseline 3008.2`, with enough digits to tell the change from what is allowed. */
function changeText(rule: string, change: number, baseline: number): string {
  if (change === 0) return `as baseline ${significant(baseline)}`;
  const percent = rule.endsWith("%");
  const allowed = Number(/=([^=%]*)%?$/.exec(rule)?.[1]) / (percent ? 100 : 1);
  const amount =
    change > 0 ? significantBeside(change, allowed, percent, 3) : significant(-change, 3, percent);
  return `${amount}${percent ? "%" : ""} ${change > 0 ? "worse" : "better"} than baseline ${significant(baseline)}`;
}
