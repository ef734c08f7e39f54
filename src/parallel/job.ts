/** What a thread has to be told to do its share: plain data. */
import { Evaluation } from "../evaluate/evaluation.ts";
import { type ColumnChoice, makePlan, type Plan, type PlanOptions } from "../evaluate/plan.ts";
import { parseLossOrCombination } from "../losses/combination-spec.ts";
import type { PartedFile } from "../read/chunk.ts";
import { cutIntoParts, PartReader } from "../read/parts.ts";
import { Board, type BoardMemory } from "./board.ts";
import { workShare } from "./share.ts";

export interface Job {
  /** As `parseLossOrCombination` reads them. */
  readonly losses: readonly string[];
  readonly columns: ColumnChoice;
  readonly options: PlanOptions;
  /** The inputs' names in messages. */
  readonly names: readonly string[];
  readonly files: readonly PartedFile[];
  readonly partBytes: number;
  readonly board: BoardMemory;
}

/** The plan that the job's losses and columns come to, the same in each thread. */
export function planOf(job: Pick<Job, "losses" | "columns" | "options">): Plan {
  return makePlan(job.losses.map(parseLossOrCombination), job.columns, job.options);
}

/** Does a share of the job; `pause` is called now and then. */
export async function doShare(job: Job, pause?: (board: Board) => void): Promise<Evaluation> {
  const board = new Board(job.board);
  const plan = planOf(job);
  const evaluation = new Evaluation(plan, job.names);
  const reader = new PartReader(plan.requests, job.partBytes);
  await workShare(board, cutIntoParts(job.files, job.partBytes), reader, evaluation, () => pause?.(board));
  return evaluation;
}
