/** Options that may be given once. */
import { usageError } from "../errors.ts";

/**
 * The only text of an option, undefined where it is not given.
 * @throws LossctlError (usage) for a second one, which would be silently ignored.
 */
export function single(
  option: string,
  texts: readonly string[] | undefined,
  hint = "one is all that it takes",
): string | undefined {
  if (texts === undefined || texts.length <= 1) return texts?.[0];
  throw usageError(`${option} is given ${texts.length} times`, hint);
}

/** The same of an option whose columns are those of a vector. */
export function singleList(option: string, texts: readonly string[] | undefined): string | undefined {
  return single(option, texts, `a vector is one list: ${option} a,b,c`);
}

/** The parser of such an option whose value stays a text. */
export function once(option: string): (text: string, before: string | undefined) => string {
  return (text, before) => single(option, before === undefined ? [text] : [before, text]) ?? text;
}
