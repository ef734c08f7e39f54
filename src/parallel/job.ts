/** What a thread has to be told to do its share: plain data. */
import { Comparison, type ComparisonState } from "../compare/comparison.ts";
import { type CompareOptions, type ComparePlan, type ModelChoice, makeComparePlan } from "../compare/plan.ts";
import { Evaluation, type EvaluationState } from "../evaluate/evaluation.ts";
import { type ColumnChoice, makePlan, type Plan, type PlanOptions } from "../evaluate/plan.ts";
import { useKernelModule } from "../kernel/module.ts";
import { parseLossOrCombination } from "../losses/combination-spec.ts";
import { FitShare, type FitTask } from "../model/fit-share.ts";
import type { Chunk, ColumnRequest, PartedFile } from "../read/chunk.ts";
import { cutIntoParts, PartReader } from "../read/parts.ts";
import { Board, type BoardMemory } from "./board.ts";
import { workShare } from "./share.ts";

/**
 * One evaluation, the comparison of several models, or what a fit needs to know of its rows. `losses` are texts as
 * `parseLossOrCombination` reads them.
 */
export type Work =
  | {
      readonly kind: "evaluation";
      readonly losses: readonly string[];
      readonly columns: ColumnChoice;
      readonly options: PlanOptions;
    }
  | {
      readonly kind: "comparison";
      readonly losses: readonly string[];
      readonly models: readonly ModelChoice[];
      readonly options: CompareOptions;
    }
  | { readonly kind: "fit"; readonly task: FitTask };

export interface Job {
  readonly work: Work;
  /** The inputs' names in messages. */
  readonly names: readonly string[];
  readonly files: readonly PartedFile[];
  readonly partBytes: number;
  readonly board: BoardMemory;
  readonly kernel: WebAssembly.Module;
}

/** What rows are folded into, by whichever thread has them. */
export interface Folding<State> {
  /** Whether it matters which numbers records have over all inputs. */
  readonly numbered?: boolean;
  add(chunk: Chunk): void;
  state(): State;
  merge(state: State): void;
  /** Of what keeps files: frees them when nobody goes on with it. */
  close?(): void;
}

export type Folded = Folding<EvaluationState> | Folding<ComparisonState> | FitShare;

/** The plan that the work comes to, the same in each thread, and what folds its rows. */
function foldingOf(
  work: Work,
  names: readonly string[],
): { requests: readonly ColumnRequest[]; folding: Folded } {
  if (work.kind === "fit") {
    const folding = new FitShare(work.task, names);
    return { requests: folding.requests, folding };
  }
  const choices = work.losses.map(parseLossOrCombination);
  if (work.kind === "evaluation") {
    const plan: Plan = makePlan(choices, work.columns, work.options);
    return { requests: plan.requests, folding: new Evaluation(plan, names) };
  }
  const plan: ComparePlan = makeComparePlan(choices, work.models, work.options);
  const files = work.models.map(() => names);
  return { requests: plan.requests, folding: new Comparison(plan, files) };
}

/** Does a share of the job; `pause` is called now and then. */
export async function doShare(job: Job, pause?: (board: Board) => void): Promise<Folded> {
  useKernelModule(job.kernel);
  const board = new Board(job.board);
  const { requests, folding } = foldingOf(job.work, job.names);
  const onParsed = (rows: number) => board.addParsed(rows);
  const reader = new PartReader(requests, job.partBytes, board.lines, onParsed);
  await workShare(board, cutIntoParts(job.files, job.partBytes), reader, folding, () => pause?.(board));
  if (folding instanceof Evaluation) folding.settle();
  return folding;
}
