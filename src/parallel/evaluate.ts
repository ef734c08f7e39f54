/** An evaluation by several threads: the same bytes as by one, in less time where a file is large. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Evaluation, EvaluationState } from "../evaluate/evaluation.ts";
import type { ColumnChoice, Plan, PlanOptions } from "../evaluate/plan.ts";
import type { PartedFile } from "../read/chunk.ts";
import { cutIntoParts } from "../read/parts.ts";
import { Board } from "./board.ts";
import { doShare, type Job } from "./job.ts";

/** A thread costs 30 to 35 ms to start: below so many bytes two are not faster than one. */
const LEAST_BYTES = 64 * 2 ** 20;
/** Large enough to cost nothing beside reading, small enough for the processor's cache. */
const PART_BYTES = 2 ** 19;

export interface ParallelOptions {
  /** As asked for; else as many as there are processors. */
  readonly threads?: number;
  readonly leastBytes?: number;
  /** A multiple of 64. */
  readonly partBytes?: number;
  /** Bytes and rows read so far, now and then. */
  readonly onProgress?: (bytes: number, rows: number) => void;
}

/** What there is to evaluate. */
export interface ParallelTask {
  readonly losses: readonly string[];
  readonly columns: ColumnChoice;
  readonly options: PlanOptions;
  readonly plan: Plan;
  readonly names: readonly string[];
  readonly files: readonly PartedFile[];
}

/**
 * How many threads to use: 1 where more would not pay, or where a share's state is as large as its rows (medians,
 * rankings), or where what one thread saw matters to another before the end (the one other label of `--positive`).
 */
export function threadsFor({ plan, files }: ParallelTask, options: ParallelOptions): number {
  const { threads = availableParallelism(), leastBytes = LEAST_BYTES } = options;
  const bytes = files.reduce((sum, { size, start }) => sum + size - start, 0);
  const kept = plan.terms.some(({ fold }) => fold === "median" || fold === "ranking");
  const learning = plan.requests.some(({ coding }) => coding.kind === "positive");
  if (bytes < leastBytes || kept || learning) return 1;
  return Math.min(threads, Math.max(1, Math.ceil(bytes / Math.max(1, leastBytes / 2))));
}

/**
 * Evaluates with `threads` threads, this one among them. Null where the data can't be read in parts or has a row
 * that must not be: then they have to be read in order, which says what is wrong.
 */
export async function evaluateInParallel(
  task: ParallelTask,
  threads: number,
  options: ParallelOptions,
): Promise<Evaluation | null> {
  const { partBytes = PART_BYTES, onProgress } = options;
  const { losses, columns, names, files } = task;
  const parts = cutIntoParts(files, partBytes);
  const board = Board.create(parts.length);
  for (const [index, { file, from }] of parts.entries()) {
    if (from === file.start) board.publish(index, { quoted: false, newlines: file.firstLine - 1 });
  }
  const job: Job = {
    losses,
    columns,
    options: task.options,
    names,
    files,
    partBytes,
    board: board.memory,
  };
  const { workerText } = await import("./worker-text.generated.ts");
  const workers = Array.from(
    { length: threads - 1 },
    () => new Worker(workerText, { eval: true, workerData: job }),
  );
  const shares = Promise.all(workers.map((worker) => shareOf(worker, board)));
  // Whoever fails first is reported below, when this thread has come to an end too.
  shares.catch(() => {});
  try {
    const evaluation = await doShare(job, ({ claimed, rows }) => onProgress?.(claimed * partBytes, rows));
    const states = await shares;
    if (board.stopped) return null;
    for (const state of states) if (state !== null) evaluation.merge(state);
    return evaluation;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** A thread's state; null if all gave up. A thread that ends without one makes the others give up. */
function shareOf(worker: Worker, board: Board): Promise<EvaluationState | null> {
  return new Promise((resolve, reject) => {
    worker.once("message", (state: EvaluationState) => resolve(state));
    worker.once("error", (error) => {
      board.stop();
      reject(error);
    });
    worker.once("exit", (code) => {
      board.stop();
      reject(new Error(`a thread ended with code ${code}`));
    });
  });
}
