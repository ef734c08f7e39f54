/** Which losses are meant: `--loss`, the defaults of a task, and those that gates ask for. */
import { usageError } from "../errors.ts";
import { parseLossOrCombination } from "../losses/combination-spec.ts";
import { type LossChoice, LossSpecError, splitLosses } from "../losses/spec.ts";
import { nearest } from "../nearest.ts";

export type TaskOption = "regression" | "binary" | "multiclass";

const DEFAULTS: Readonly<Record<TaskOption, string>> = {
  regression: "mse,mae,r2",
  binary: "log-loss,brier,auc",
  multiclass: "cross-entropy,multi-accuracy",
};

/** One loss or combination, with the unknown name's nearest neighbour in the message. */
export function chooseLoss(text: string): LossChoice {
  try {
    return parseLossOrCombination(text);
  } catch (error) {
    if (!(error instanceof LossSpecError)) throw error;
    if (error.unknown === undefined) throw usageError(error.message);
    const suggestion = nearest(error.unknown.name, error.unknown.known);
    const meant = suggestion === undefined ? ";" : `; did you mean ${suggestion}?`;
    throw usageError(`${error.message}${meant} \`lossctl losses\` lists them all`);
  }
}

/** The losses of `--loss`, each once; empty where none is given. */
export function chooseLosses(texts: readonly string[]): LossChoice[] {
  const names = texts.flatMap(splitLosses);
  if (texts.length > 0 && names.length === 0) throw usageError('--loss: expected a loss, found ""');
  return distinct(names.map(chooseLoss));
}

/** The loss of a gate: one of those asked for, by its key or the name of a combination, or one more. */
export function chooseGateLoss(text: string, asked: readonly LossChoice[]): LossChoice {
  return asked.find(({ key }) => key === text.trim()) ?? chooseLoss(text);
}

/** What is computed where no loss is named: nothing is guessed from the numbers. */
export function defaultLosses(task: TaskOption | undefined, predictions: number): LossChoice[] {
  return splitLosses(DEFAULTS[task ?? (predictions > 1 ? "multiclass" : "regression")]).map(chooseLoss);
}

/**
 * The first of each key.
 * @throws LossctlError (usage) where a name stands for two combinations.
 */
export function distinct(choices: readonly LossChoice[]): LossChoice[] {
  const byKey = new Map<string, LossChoice>();
  for (const choice of choices) {
    const before = byKey.get(choice.key);
    const [one, other] = [before?.definition.formula, choice.definition.formula];
    if (before !== undefined && one !== other) {
      throw usageError(`${choice.key} stands for two combinations, ${one} and ${other}`);
    }
    byKey.set(choice.key, before ?? choice);
  }
  return [...byKey.values()];
}
