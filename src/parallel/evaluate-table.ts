/** Evaluates a data set: by threads where that pays and can be done, else row by row in order. */
import { Evaluation } from "../evaluate/evaluation.ts";
import type { ColumnChoice, Plan, PlanOptions } from "../evaluate/plan.ts";
import type { Table } from "../read/chunk.ts";
import { type ThreadOptions, threadsFor } from "./threads.ts";

/** What is to be evaluated. `losses` are the plan's, as `parseLossOrCombination` reads them. */
export interface EvaluationTask {
  readonly losses: readonly string[];
  readonly columns: ColumnChoice;
  readonly options: PlanOptions;
  readonly plan: Plan;
  /** The inputs as messages call them. */
  readonly names: readonly string[];
}

export interface EvaluateTableOptions extends ThreadOptions {
  /** Told now and then how many rows have been read, and of threads also how many bytes. */
  readonly onProgress: (rows: number, bytes?: number) => void;
}

/** The evaluation, and the number of threads that made it. */
export async function evaluateTable(
  table: Table,
  task: EvaluationTask,
  options: EvaluateTableOptions,
): Promise<{ readonly evaluation: Evaluation; readonly threads: number }> {
  const files = table.parts(task.plan.requests);
  const threads = files === null ? 1 : threadsFor(task.plan, files, options);
  if (files !== null && threads > 1) {
    const { evaluateParts } = await import("./evaluate-parts.ts");
    const evaluation = await evaluateParts(task, files, threads, options);
    if (evaluation !== null) return { evaluation, threads };
    options.onProgress(0, 0);
  }
  const evaluation = new Evaluation(task.plan, task.names);
  let rows = 0;
  for await (const chunk of table.chunks(task.plan.requests)) {
    evaluation.add(chunk);
    rows += chunk.rows;
    options.onProgress(rows);
  }
  return { evaluation, threads: 1 };
}
