/** An evaluation or a comparison by several threads: the same bytes as by one, in less time where a file is large. */
import { Worker } from "node:worker_threads";
import type { PartedFile } from "../read/chunk.ts";
import { cutIntoParts } from "../read/parts.ts";
import { Board } from "./board.ts";
import { doShare, type Folded, type Job, type Work } from "./job.ts";
import type { FoldOptions } from "./threads.ts";

/** Large enough to cost nothing beside reading, small enough for the processor's cache. */
const PART_BYTES = 2 ** 19;

/**
 * Does the work with `threads` threads, this one among them. Null where the data can't be read in parts or has a row
 * that must not be: then they have to be read in order, which says what is wrong.
 */
export async function foldParts(
  work: Work,
  names: readonly string[],
  files: readonly PartedFile[],
  threads: number,
  options: FoldOptions,
): Promise<Folded | null> {
  const { partBytes = PART_BYTES, onProgress, onReader } = options;
  const parts = cutIntoParts(files, partBytes);
  const board = Board.create(parts.length);
  for (const [index, { file, from }] of parts.entries()) {
    // In NDJSON every newline ends a record.
    if (from === file.start || file.format === "ndjson") board.publish(index, false);
  }
  const job: Job = {
    work,
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
    const folding = await doShare(job, ({ claimed, rows }) => onProgress(rows, claimed * partBytes));
    const states = await shares;
    if (board.stopped) return null;
    // A thread's state is of the same kind: all have done the same work.
    for (const state of states) folding.merge(state as never);
    onProgress(board.rows, parts.length * partBytes);
    onReader?.(howRead(names, files, threads, board.parsed));
    return folding;
  } catch (error) {
    // Who is still at work has nothing to work for. Else each ends when it has said what it has.
    await Promise.all(workers.map((worker) => worker.terminate()));
    throw error;
  }
}

function howRead(names: readonly string[], files: readonly PartedFile[], threads: number, parsed: number) {
  const formats = new Set(files.map(({ format }) => (format === "ndjson" ? "NDJSON" : "delimited text")));
  const others = parsed === 0 ? "" : `, ${parsed} records of other shapes by JSON.parse`;
  return `${names.join(", ")}: ${[...formats].join(" and ")} read by the kernel in ${threads} threads${others}`;
}

/** A thread's state. A thread that ends without one makes the others give up. */
function shareOf(worker: Worker, board: Board): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let done = false;
    const fail = (error: unknown): void => {
      if (done) return;
      board.stop();
      reject(error);
    };
    worker.once("message", (state: unknown) => {
      done = true;
      resolve(state);
    });
    worker.once("error", fail);
    worker.once("exit", (code) => fail(new Error(`a thread ended with code ${code}`)));
  });
}
