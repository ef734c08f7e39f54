/** Options that may be given once. */
import { usageError } from "../errors.ts";

/**
 * The only text of an option, undefined where it is not given.
 * @throws LossctlError (usage) for a second one, which would be silently ignored.
 */
export function single(
  option: string,
  texts: readonly string[] | undefined,
  hint = `a vector is one list: ${option} a,b,c`,
): string | undefined {
  if (texts === undefined || texts.length <= 1) return texts?.[0];
  throw usageError(`${option} is given ${texts.length} times`, hint);
}

/** The same of an option that names one column of numbers or names. */
export function singleColumn(option: string, texts: readonly string[] | undefined): string | undefined {
  return single(option, texts, "it takes one column");
}
