/** Which columns a fit is of: what the options name, and what is taken where they name nothing. */
import { inputError, quoted, usageError } from "../errors.ts";
import { type Columns, LABEL_NAMES, selectColumns } from "../evaluate/columns.ts";

/** A column of the first records. */
export interface SampledColumn {
  readonly name: string;
  /** Fields that are not missing. */
  readonly present: number;
  /** The first of these that is no number; null where there is none. */
  readonly text: string | null;
}

/** The command line's side; texts as they were given. */
export interface FitColumnOptions {
  readonly target?: string;
  /** Names, patterns and, with a `!` before them, exclusions. */
  readonly features: readonly string[];
  readonly categorical: readonly string[];
  readonly weight?: string;
  readonly split?: string;
}

export interface FitColumns {
  readonly target: string;
  /** Whether `target` was not named. */
  readonly targetGuessed: boolean;
  /** In their order; `text` columns are one-hot. */
  readonly features: readonly { readonly name: string; readonly text: boolean }[];
  readonly weight: string | null;
  readonly split: string | null;
  /** `why` is null for those that `features` does not name. */
  readonly leftOut: readonly { readonly name: string; readonly why: string | null }[];
}

/**
 * The target is the one named, else the first of the label names, else the last numeric column that is not named for
 * anything else. Features are those named, else all other numeric columns; the target, the weight and the split are
 * none.
 * @throws LossctlError (input) for a column that is not there; (usage) where one is named for two things.
 */
export function chooseFitColumns(
  options: FitColumnOptions,
  sample: readonly SampledColumn[],
  columns: Columns,
): FitColumns {
  const one = (text: string | undefined, option: string): string | null => {
    if (text === undefined) return null;
    const [name, other] = selectColumns(text, columns);
    if (name !== undefined && other === undefined) return name;
    throw usageError(`${option} takes one column, found ${selectColumns(text, columns).join(", ")}`);
  };
  const weight = one(options.weight, "--weight");
  const split = one(options.split, "--split");
  const stated = one(options.target, "--target");
  const categorical = [...new Set(options.categorical.flatMap((text) => selectColumns(text, columns)))];
  const numeric = sample.filter(({ present, text }) => present > 0 && text === null).map(({ name }) => name);
  const items = itemsOf(options.features, columns);
  const named = new Set([...items.names, ...categorical]);

  const roles: readonly [string | null, string][] = [
    [weight, "--weight"],
    [split, "--split"],
  ];
  const free = (name: string) => name !== weight && name !== split && !named.has(name);
  const target =
    stated ??
    LABEL_NAMES.find((name) => columns.names.includes(name) && free(name)) ??
    numeric.findLast(free);
  if (target === undefined) {
    throw inputError(
      "no target column: no other column is numeric",
      { file: columns.file },
      "--target names it",
    );
  }
  for (const [name, role] of [...roles, [target, "the target"] as const]) {
    if (name !== null && named.has(name)) {
      throw usageError(
        `column "${name}" is ${role} and can't be a feature`,
        `--features leaves it out with '!${name}'`,
      );
    }
  }
  for (const [name, option] of roles) {
    if (name === target) throw usageError(`column "${name}" is both the target and ${option}`);
  }
  if (weight !== null && weight === split)
    throw usageError(`column "${weight}" is both --weight and --split`);

  const asked = items.selected ?? numeric;
  const excluded = new Set(items.excluded);
  const taken = new Set(
    asked.filter((name) => ![target, weight, split].includes(name) && !excluded.has(name)),
  );
  for (const name of categorical) taken.add(name);
  const order = items.selected === null ? columns.names.filter((name) => taken.has(name)) : [];
  const names = [...new Set([...order, ...taken])];
  return {
    target,
    targetGuessed: stated === null,
    features: names.map((name) => ({ name, text: categorical.includes(name) })),
    weight,
    split,
    leftOut: sample
      .filter(({ name }) => ![target, weight, split].includes(name) && !taken.has(name))
      .map(({ name, present, text }) => ({
        name,
        why: present === 0 ? "empty" : text !== null ? `text, as ${quoted(text)}` : null,
      })),
  };
}

interface Items {
  /** Columns that are wanted, in the order named; null where nothing is, or only what is not. */
  readonly selected: readonly string[] | null;
  /** Those of them that are named, not matched by a pattern. */
  readonly names: readonly string[];
  readonly excluded: readonly string[];
}

function itemsOf(texts: readonly string[], columns: Columns): Items {
  const selected: string[] = [];
  const names: string[] = [];
  const excluded: string[] = [];
  let any = false;
  const take = (item: string): void => {
    const exists = columns.names.includes(item);
    if (!exists && item.startsWith("!")) {
      excluded.push(...selectColumns(item.slice(1), columns));
      return;
    }
    any = true;
    selected.push(...selectColumns(item, columns));
    if (exists || !item.includes("*")) names.push(item);
  };
  for (const text of texts) {
    if (columns.names.includes(text)) take(text);
    else for (const item of text.split(",")) take(item.trim());
  }
  return { selected: any ? [...new Set(selected)] : null, names, excluded };
}
