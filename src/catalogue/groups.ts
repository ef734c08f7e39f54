/** Losses by task, and by what they are for besides. */
import { catalogue } from "../losses/catalogue.ts";
import { parseLoss } from "../losses/spec.ts";
import type { Definition } from "../losses/types.ts";
import { lossEntry } from "./entry.ts";
import type { LossGroup, TaskName } from "./types.ts";

const HEADINGS: Readonly<Record<TaskName, string>> = {
  regression: "Regression: the prediction is a value",
  binary: "Two classes: the prediction is a probability",
  score: "Two classes: the prediction is a raw score",
  multiclass: "Many classes: a prediction column for each",
  distribution: "Distributions and vectors: several prediction columns",
  counts: "Counts, and other labels that are never negative",
  quantile: "Quantiles: the prediction is one, or several are",
};

/** What `--task` knows, tasks first. */
export const TASK_NAMES = Object.keys(HEADINGS) as readonly TaskName[];

/** The tasks in which each loss stands once. */
const TASKS = ["regression", "binary", "score", "multiclass", "distribution"] as const;

/** The whole catalogue by task, each loss once; or the losses of one task or topic. */
export function lossGroups(task?: TaskName): LossGroup[] {
  const names: readonly TaskName[] = task === undefined ? TASKS : [task];
  return names.map((name) => ({
    task: name,
    heading: HEADINGS[name],
    entries: catalogue
      .filter((definition) => belongsTo(definition, name))
      .map((definition) => lossEntry(parseLoss(definition.id))),
  }));
}

function belongsTo({ task, topics = [] }: Definition, name: TaskName): boolean {
  return task === name || topics.some((topic) => topic === name);
}
