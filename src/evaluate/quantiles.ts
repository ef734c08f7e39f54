/** Forecasts of quantiles: which level each prediction column has, and the measures that need to know it. */
import { usageError } from "../errors.ts";
import { placeOfLevel } from "../losses/quantile-levels.ts";
import type { LossChoice } from "../losses/spec.ts";
import type { VectorMeasure } from "../losses/types.ts";
import type { ColumnChoice, PlanOptions } from "./plan.ts";

/** The levels of the prediction columns, or null where a level column has them. */
export interface QuantileMeasures {
  readonly levels: readonly number[] | null;
  readonly measures: readonly VectorMeasure[];
}

/**
 * The measures of the choices if these are losses of quantile forecasts, else null.
 * @throws LossctlError (usage) where they are mixed with others, or a column has no level or one that does not fit.
 */
export function quantileMeasures(
  choices: readonly LossChoice[],
  columns: ColumnChoice,
  options: PlanOptions,
): QuantileMeasures | null {
  const [quantile] = choices.filter(({ definition }) => definition.quantiles !== undefined);
  const [other] = choices.filter(({ definition }) => definition.quantiles === undefined);
  const given = options.levels !== undefined ? "--levels" : columns.level !== null ? "--level" : null;
  if (given !== null && other !== undefined) {
    throw usageError(
      `${given} is for forecasts of quantiles, and ${other.key} takes none`,
      "quantile-score and wis do",
    );
  }
  if (quantile === undefined) return null;
  if (other !== undefined) {
    throw usageError(
      `${quantile.key} takes forecasts of quantiles, ${other.key} does not: they don't go in one report`,
    );
  }
  if (columns.label.length > 1) {
    throw usageError(
      `${quantile.key} takes one label column, found ${columns.label.length}: ${columns.label.join(", ")}`,
    );
  }
  if (columns.level !== null) {
    return { levels: null, measures: choices.map((choice) => longMeasure(choice, columns, options)) };
  }
  const levels = columnLevels(quantile.key, columns.prediction, options.levels);
  return { levels, measures: choices.map((choice) => wideMeasure(choice, levels)) };
}

/**
 * Numbers above 0 and below 1, as `--levels` gives them.
 * @throws LossctlError (usage) for anything else.
 */
export function parseLevels(text: string): number[] {
  return text.split(",").map((part) => {
    const level = LEVEL.test(part.trim()) ? Number(part) : Number.NaN;
    if (level > 0 && level < 1) return level;
    throw usageError(`--levels: expected numbers above 0 and below 1, found "${part.trim()}"`);
  });
}

const LEVEL = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The level that a column's name ends in: a decimal fraction above 0 and below 1, alone or after anything but a digit
 * (`0.05`, `q0.05`, `q_.5`, `forecast.0.975`). `p50` is no level: percents and places would look alike.
 */
export function levelOfName(name: string): number | null {
  const level = Number(/(?:^|[^\d.]\.?)(\d*\.\d+)$/.exec(name)?.[1] ?? Number.NaN);
  return level > 0 && level < 1 ? level : null;
}

function columnLevels(
  key: string,
  prediction: readonly string[],
  given: readonly number[] | undefined,
): readonly number[] {
  if (given !== undefined && given.length !== prediction.length) {
    throw usageError(
      `--levels has ${given.length} levels for ${prediction.length} prediction columns: ${prediction.join(", ")}`,
    );
  }
  const levels = prediction.map((name, place) => {
    const level = given?.[place] ?? levelOfName(name);
    if (level !== null) return level;
    throw usageError(
      `${key} needs the level of each prediction column, and the name "${name}" ends in none`,
      "--levels 0.05,0.5,0.95 gives them in the columns' order, --level names a column that holds them",
    );
  });
  levels.forEach((level, place) => {
    const before = placeOfLevel(levels, level);
    if (before === place) return;
    throw usageError(`columns "${prediction[before]}" and "${prediction[place]}" have one level, ${level}`);
  });
  return levels;
}

function wideMeasure(choice: LossChoice, levels: readonly number[]): VectorMeasure {
  const { key, parameters } = choice;
  const { wide, expectedLevels } = formsOf(choice);
  const expected = expectedLevels?.(parameters, levels) ?? null;
  if (expected !== null) throw usageError(`${key} needs ${expected}`);
  return wide(parameters, key, levels);
}

function longMeasure(choice: LossChoice, { prediction }: ColumnChoice, options: PlanOptions): VectorMeasure {
  const { key, parameters } = choice;
  if (options.levels !== undefined) throw usageError("--level and --levels contradict each other");
  if (prediction.length > 1) {
    throw usageError(
      `--level is for one prediction column, found ${prediction.length}: ${prediction.join(", ")}`,
    );
  }
  const { long } = formsOf(choice);
  if (typeof long === "string") throw usageError(`${key} takes no --level: ${long}`);
  return long(parameters, key);
}

function formsOf({ key, definition: { quantiles } }: LossChoice) {
  if (quantiles === undefined) throw new TypeError(`${key} takes no forecasts of quantiles`);
  return quantiles;
}
