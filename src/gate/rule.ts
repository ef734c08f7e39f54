/** From `--max mse=0.25` to a rule. */
import { usageError } from "../errors.ts";
import type { WorseRule } from "./worse.ts";

/** The options that state rules, without their dashes. */
export type RuleOption = "max" | "min" | "max-slice" | "min-slice" | "max-skipped";

/** A limit for the value of a loss over all rows, or in each slice; the limit itself is allowed. */
export interface LossRule {
  readonly option: Exclude<RuleOption, "max-skipped">;
  /** For the report: option, canonical key, limit as typed. */
  readonly text: string;
  readonly loss: string;
  readonly limit: number;
}

/** The most rows that may be left out: a number of rows, or a share of those read. */
export interface SkippedRule {
  readonly option: "max-skipped";
  readonly text: string;
  readonly unit: "rows" | "share";
  readonly limit: number;
}

export type Rule = LossRule | SkippedRule | WorseRule;

/**
 * Reads the text of one option. The last `=` of a loss rule splits, so that `huber:delta=2=0.5` is a limit for
 * `huber:delta=2`; `keyOf` gives a loss text's canonical key, and its errors pass through.
 * @throws LossctlError (usage) naming the option, for a missing or unreadable limit.
 */
export function parseRule(option: RuleOption, text: string, keyOf: (loss: string) => string): Rule {
  if (option === "max-skipped") return skippedRule(text.trim());
  const { loss, typed } = splitRule(option, text);
  const limit = parseLimit(typed);
  if (limit === null) {
    throw usageError(
      `--${option} ${text}: expected a finite decimal number after the last "=", found "${typed}"`,
      "for example mse=0.25 or error-rate=5%",
    );
  }
  const key = keyOf(loss);
  return { option, text: `${option} ${key}=${typed}`, loss: key, limit };
}

/**
 * The two sides of the last `=`.
 * @throws LossctlError (usage) where there is no loss on the left.
 */
export function splitRule(option: string, text: string): { readonly loss: string; readonly typed: string } {
  const split = text.lastIndexOf("=");
  const loss = text.slice(0, Math.max(0, split)).trim();
  if (split < 0 || loss === "") {
    throw usageError(`--${option}: expected LOSS=LIMIT, found "${text}"`, "for example mse=0.25");
  }
  return { loss, typed: text.slice(split + 1).trim() };
}

function skippedRule(typed: string): SkippedRule {
  const share = typed.endsWith("%");
  const limit = share || /^\d+$/.test(typed) ? parseLimit(typed) : null;
  if (limit === null || limit < 0) {
    throw usageError(
      `--max-skipped: expected a share of the rows read or a whole number of rows, found "${typed}"`,
      "for example 0.1% or 20",
    );
  }
  return {
    option: "max-skipped",
    text: `max-skipped ${typed}`,
    unit: share ? "share" : "rows",
    limit,
  };
}

/**
 * A decimal number, optionally with `%`; null if it is none or not finite. JavaScript's own reading is wider
 * (empty is 0, `0x10` is 16). The percent sign moves the exponent, so that 0.1% is the double nearest to 0.001.
 */
export function parseLimit(typed: string): number | null {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d+))?\s*(%?)$/.exec(typed);
  if (match === null) return null;
  const [, mantissa, exponent = "0", percent] = match;
  const limit = Number(`${mantissa}e${Number(exponent) - (percent === "%" ? 2 : 0)}`);
  return Number.isFinite(limit) ? limit : null;
}
