/** What is a number, and what else may stand where a number should: this is the product's grammar, not JavaScript's. */
import { type FieldStatus, INFINITE, MISSING, NOT_A_NUMBER } from "./chunk.ts";

const GRAMMAR = /^[ \t]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[ \t]*$/;
const INFINITY = /^[ \t]*[+-]?inf(?:inity)?[ \t]*$/i;
const BLANK = /^[ \t]*$/;
const MISSING_TOKENS = new Set(["na", "n/a", "nan", "null", "none", "?", "\\n"]);

/**
 * The nearest binary64 of an optional sign, digits with an optional point on either side and an optional exponent,
 * with spaces and tabs around; NaN for every other text and for numbers beyond binary64: see `statusOf`.
 */
export function parseNumber(text: string): number {
  const value = Number(text);
  if (value - value !== 0) return Number.NaN;
  // Number() rounds correctly, but also reads white space of every kind, nothing at all, and 0x10, 0o7, 0b1.
  // Ends that are part of a number and a second character that is no such letter rule these out.
  const first = text.charCodeAt(0);
  const second = text.charCodeAt(1);
  const last = text.charCodeAt(text.length - 1);
  const plainEnds =
    (isDigit(first) || first === 43 || first === 45 || first === 46) && (isDigit(last) || last === 46);
  if (plainEnds && !(second > 57 && second !== 101 && second !== 69)) return value;
  return GRAMMAR.test(text) ? value : Number.NaN;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Empty, blank, or one of the words for a missing value, in any case of letters. */
export function isMissing(text: string): boolean {
  if (BLANK.test(text)) return true;
  return text.length < 32 && MISSING_TOKENS.has(text.replace(/^[ \t]+|[ \t]+$/g, "").toLowerCase());
}

/** Why a text that `parseNumber` does not read has no number. */
export function statusOf(text: string): FieldStatus {
  if (isMissing(text)) return MISSING;
  return INFINITY.test(text) || GRAMMAR.test(text) ? INFINITE : NOT_A_NUMBER;
}

/**
 * One spelling for each number, so that `1`, `1.0` and ` 1` are the same label; other texts, and numbers that
 * binary64 can't tell from their neighbours, as they are.
 */
export function canonicalNumber(text: string): string {
  const value = parseNumber(text);
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : text;
}
