/** Evaluates a data set: by threads where that pays and can be done, else row by row in order. */
import { Evaluation } from "../evaluate/evaluation.ts";
import type { ColumnChoice, Plan, PlanOptions } from "../evaluate/plan.ts";
import type { Table } from "../read/chunk.ts";
import { foldInOrder } from "./in-order.ts";
import { type FoldOptions, threadsFor } from "./threads.ts";

/** What is to be evaluated. `losses` are the plan's, as `parseLossOrCombination` reads them. */
export interface EvaluationTask {
  readonly losses: readonly string[];
  readonly columns: ColumnChoice;
  readonly options: PlanOptions;
  readonly plan: Plan;
  /** The inputs as messages call them. */
  readonly names: readonly string[];
}

/** The evaluation, and the number of threads that made it. */
export async function evaluateTable(
  table: Table,
  task: EvaluationTask,
  options: FoldOptions,
): Promise<{ readonly evaluation: Evaluation; readonly threads: number }> {
  const files = table.parts(task.plan.requests);
  const threads = files === null ? 1 : threadsFor(task.plan, files, options);
  if (files !== null && threads > 1) {
    const { foldParts } = await import("./fold-parts.ts");
    const { losses, columns, options: how, names } = task;
    const folded = await foldParts(
      { kind: "evaluation", losses, columns, options: how },
      names,
      files,
      threads,
      options,
    );
    if (folded instanceof Evaluation) return { evaluation: folded, threads };
    options.onProgress(0, 0);
  }
  const evaluation = new Evaluation(task.plan, task.names);
  await foldInOrder(table, task.plan.requests, evaluation, options.onProgress);
  return { evaluation, threads: 1 };
}
