/** `--dialect`: losses as another tool computes them, or one loss as each does. */
import { usageError } from "../errors.ts";
import { dialects, differenceOf, findDialect, inDialect } from "../losses/dialects/in-dialect.ts";
import { createMeasure, type LossChoice, LossSpecError } from "../losses/spec.ts";
import type { DialectLine } from "../report/dialects.ts";
import type { LossResults } from "../report/types.ts";

export const ALL_DIALECTS = "all";

/** The tools that there are dialects of. */
export const TOOL_NAMES: readonly string[] = dialects.map(({ name }) => name);

/** What `--dialect` takes. */
export const DIALECT_NAMES: readonly string[] = [...TOOL_NAMES, ALL_DIALECTS];

/** Whether a weighted mean of row losses is over the number of rows there, and not over the sum of the weights. */
export function meansOverRows(name: string | undefined): boolean {
  return name !== undefined && findDialect(name)?.meanOver === "rows";
}

/**
 * The losses in the dialect of that name; as they are without one, and with `all`.
 * @throws LossctlError (usage) for a loss or a parameter that the tool does not have.
 */
export function inDialectNamed(choices: readonly LossChoice[], name: string | undefined): LossChoice[] {
  const dialect = name === undefined ? undefined : findDialect(name);
  if (dialect === undefined) return [...choices];
  return choices.map((choice) => {
    try {
      const spoken = inDialect(choice, dialect);
      if (spoken !== null) return spoken;
    } catch (error) {
      throw error instanceof LossSpecError ? usageError(error.message) : error;
    }
    const known = [...dialect.losses.keys()].join(", ");
    throw usageError(`--dialect ${dialect.name} has no ${choice.definition.id}`, `it has ${known}`);
  });
}

/** @throws LossctlError (usage) for a row-wise loss whose gradient the tool does not have in a form known here. */
export function expectGradientIn(name: string, choice: LossChoice): void {
  const { row } = createMeasure(choice);
  const dialect = findDialect(name);
  if (row === undefined || row.gradient !== undefined || dialect === undefined) return;
  const difference = differenceOf(choice.definition.id, dialect, false);
  throw usageError(
    `--dialect ${name} has no gradient of ${choice.key}${difference === null ? "" : `: ${difference}`}`,
  );
}

/**
 * One loss as lossctl and each tool compute it, to be folded side by side under keys of their own.
 * @throws LossctlError (usage) unless there is one loss.
 */
export function inAllDialects(choices: readonly LossChoice[]): LossChoice[] {
  const [choice, other] = choices;
  if (choice === undefined || other !== undefined) {
    throw usageError(`--dialect all compares one loss, found ${choices.length}`, "name it with --loss");
  }
  const spoken = dialects.flatMap((dialect) => {
    const inTool = spokenOrReason(choice, dialect.name);
    return typeof inTool === "string" ? [] : [{ ...inTool, key: keyIn(choice, dialect.name) }];
  });
  return [choice, ...spoken];
}

/** A line for lossctl and one for each tool. `weighted` says whether rows have weights. */
export function dialectLines(choice: LossChoice, results: LossResults, weighted: boolean): DialectLine[] {
  const own = results[choice.key] ?? { value: null, reason: "not computed" };
  const measure = createMeasure(choice);
  const ofRows =
    measure.row !== undefined || (measure.shape === "scalar" && measure.varianceRow !== undefined);
  const others = dialects.map((dialect): DialectLine => {
    const inTool = spokenOrReason(choice, dialect.name);
    const result = results[keyIn(choice, dialect.name)];
    if (typeof inTool === "string" || result === undefined) {
      const reason = typeof inTool === "string" ? inTool : "not computed";
      return { dialect: dialect.name, result: { value: null, reason }, difference: null };
    }
    const difference = differenceOf(choice.definition.id, dialect, weighted && ofRows);
    return { dialect: dialect.name, result, difference };
  });
  return [{ dialect: "lossctl", result: own, difference: null }, ...others];
}

function keyIn({ key }: LossChoice, dialect: string): string {
  return `${key} (${dialect})`;
}

/** Why the tool has no such loss, in words. */
function spokenOrReason(choice: LossChoice, name: string): LossChoice | string {
  const dialect = findDialect(name);
  if (dialect === undefined) throw new TypeError(`no dialect ${name}`);
  try {
    return inDialect(choice, dialect) ?? `has no ${choice.definition.id}`;
  } catch (error) {
    if (error instanceof LossSpecError) return error.message;
    throw error;
  }
}
