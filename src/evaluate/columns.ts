/** Which columns are meant: names, lists, patterns, and the names that are tried when none is given. */
import { inputError, type LossctlError } from "../errors.ts";
import { listed, missingColumn } from "../read/names.ts";

/** Tried in this order; the first that exists is taken. */
export const LABEL_NAMES = ["y_true", "label", "target", "actual", "y", "truth", "observed"] as const;
export const PREDICTION_NAMES = [
  "y_pred",
  "prediction",
  "pred",
  "yhat",
  "y_hat",
  "forecast",
  "predicted",
  "y_prob",
  "y_score",
  "prob",
  "score",
  "p",
] as const;

/** The columns that the inputs have. */
export interface Columns {
  readonly names: readonly string[];
  /** NDJSON: records may hold paths that the first one lacks, so unknown names are left to the reader. */
  readonly open: boolean;
  /** File whose header this is, for messages. */
  readonly file: string;
}

/**
 * The columns that a text names: the column of that very name, else a list of names and patterns (`p_*`, in file
 * order). A column is listed once.
 * @throws LossctlError (input) for a name or pattern that matches nothing.
 */
export function selectColumns(text: string, columns: Columns): string[] {
  if (columns.names.includes(text)) return [text];
  const selected = new Set<string>();
  for (const part of text.split(",").map((item) => item.trim())) {
    if (columns.names.includes(part)) selected.add(part);
    else if (part.includes("*")) {
      const matches = columns.names.filter((name) => matchesPattern(part, name));
      if (matches.length === 0) throw missingColumn(part, columns.names, columns.file);
      for (const match of matches) selected.add(match);
    } else if (columns.open && part !== "") selected.add(part);
    else throw missingColumn(part, columns.names, columns.file);
  }
  return [...selected];
}

/** `*` stands for any run of characters, also none. */
function matchesPattern(pattern: string, name: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (!name.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop() ?? "";
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

/** A guessed column and the later names of the list that exist too. */
export interface Guess {
  readonly name: string;
  readonly others: readonly string[];
}

/**
 * The first of `candidates` that exists.
 * @throws LossctlError (input) where none does; `option` is what states it.
 */
export function guessColumn(
  candidates: readonly string[],
  columns: Columns,
  role: string,
  option: string,
): Guess {
  const [name, ...others] = candidates.filter((candidate) => columns.names.includes(candidate));
  if (name === undefined) throw noColumn(candidates, columns, role, option);
  return { name, others };
}

function noColumn(
  candidates: readonly string[],
  columns: Columns,
  role: string,
  option: string,
): LossctlError {
  return inputError(
    `no ${role} column: expected one of ${candidates.join(", ")}, found ${listed(columns.names)}`,
    { file: columns.file },
    `state it with ${option}`,
  );
}
