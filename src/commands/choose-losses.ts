/** Which losses are meant: `--loss`, the defaults of a task, and those that gates ask for. */
import { usageError } from "../errors.ts";
import { catalogue } from "../losses/catalogue.ts";
import { type LossChoice, LossSpecError, parseLoss, splitLosses } from "../losses/spec.ts";
import { nearest } from "../nearest.ts";

export type TaskOption = "regression" | "binary" | "multiclass";

const DEFAULTS: Readonly<Record<TaskOption, string>> = {
  regression: "mse,mae,r2",
  binary: "log-loss,brier,auc",
  multiclass: "cross-entropy,multi-accuracy",
};

/** One loss text, with the unknown name's nearest neighbour in the message. */
export function chooseLoss(text: string): LossChoice {
  try {
    return parseLoss(text);
  } catch (error) {
    if (!(error instanceof LossSpecError)) throw error;
    if (error.unknown === undefined) throw usageError(error.message);
    const suggestion = nearest(error.unknown.name, error.unknown.known);
    if (suggestion !== undefined) throw usageError(`${error.message}; did you mean ${suggestion}?`);
    throw usageError(error.message, `there are ${catalogue.map(({ id }) => id).join(", ")}`);
  }
}

/** The losses of `--loss`, each once; empty where none is given. */
export function chooseLosses(texts: readonly string[]): LossChoice[] {
  const names = texts.flatMap(splitLosses);
  if (texts.length > 0 && names.length === 0) throw usageError('--loss: expected a loss, found ""');
  return distinct(names.map(chooseLoss));
}

/** What is computed where no loss is named: nothing is guessed from the numbers. */
export function defaultLosses(task: TaskOption | undefined, predictions: number): LossChoice[] {
  return splitLosses(DEFAULTS[task ?? (predictions > 1 ? "multiclass" : "regression")]).map(chooseLoss);
}

/** The first of each key. */
export function distinct(choices: readonly LossChoice[]): LossChoice[] {
  return [...new Map(choices.map((choice) => [choice.key, choice])).values()];
}
