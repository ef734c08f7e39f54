/** Column names: as the header has them, and the error for one that it lacks. */
import { inputError, type LossctlError } from "../errors.ts";
import { nearest } from "../nearest.ts";

/** The header's names, each once: later columns of a name are `name#2`, `name#3`, unless a header is just that. */
export function uniqueNames(header: readonly string[]): string[] {
  const taken = new Set(header);
  const seen = new Set<string>();
  const next = new Map<string, number>();
  return header.map((name) => {
    if (!seen.has(name)) {
      seen.add(name);
      return name;
    }
    let number = next.get(name) ?? 2;
    while (taken.has(`${name}#${number}`)) number++;
    next.set(name, number + 1);
    taken.add(`${name}#${number}`);
    return `${name}#${number}`;
  });
}

/** Names of columns without a header: their numbers from 1. */
export function numberedNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index + 1));
}

/** A column that is asked for and not there: says what is, and which of it may be meant. */
export function missingColumn(name: string, names: readonly string[], file: string): LossctlError {
  const meant = nearest(name, names);
  const suggestion = meant === undefined ? "" : `; did you mean "${meant}"?`;
  return inputError(`no column "${name}"${suggestion}`, { file }, `it has ${listed(names)}`);
}

const LISTED = 20;

/** Column names in a message, the first of them where there are many. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "none";
  if (names.length <= LISTED) return names.join(", ");
  return `${names.slice(0, LISTED).join(", ")}, … ${names.length} in all`;
}
