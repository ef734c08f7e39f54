/** Gathers the rows of a fit: by threads where that pays and can be done, else row by row in order. */
import type { LossAnswer, RowsElsewhere } from "../fit/part-losses.ts";
import { FitShare, type FitTask } from "../model/fit-share.ts";
import type { Table } from "../read/chunk.ts";
import { foldInOrder } from "./in-order.ts";
import type { Team } from "./team.ts";
import { type FoldOptions, threadsFor } from "./threads.ts";

export interface GatheredFit {
  /** What all rows come to, and those that this thread has read. */
  readonly share: FitShare;
  /** The rows that other threads have read; null where there are none. To be closed. */
  readonly elsewhere: RowsElsewhere | null;
  readonly threads: number;
}

/** `names` are the inputs' in messages. @throws LossctlError (input) for a row that may not be. */
export async function gatherFit(
  table: Table,
  task: FitTask,
  names: readonly string[],
  options: FoldOptions,
): Promise<GatheredFit> {
  let share = new FitShare(task, names);
  const { requests } = share;
  const files = table.parts(requests);
  // Who goes through the rows again and again needs them in order.
  const threads = files === null || !task.once ? 1 : threadsFor({ terms: [], requests }, files, options);
  if (files !== null && threads > 1) {
    const { foldByTeam } = await import("./fold-parts.ts");
    const folded = await foldByTeam({ kind: "fit", task }, names, files, threads, options);
    if (folded?.folding instanceof FitShare) {
      return { share: folded.folding, elsewhere: rowsOf(folded.team, task), threads };
    }
    options.onProgress(0, 0);
    share = new FitShare(task, names);
  }
  try {
    await foldInOrder(table, requests, share, options.onProgress);
  } catch (error) {
    share.close();
    throw error;
  }
  return { share, elsewhere: null, threads: 1 };
}

function rowsOf(team: Team, { weight }: FitTask): RowsElsewhere {
  return {
    weighted: weight !== null,
    // A thread answers what it is asked.
    ask: async (question) => (await team.ask(question)) as LossAnswer[],
    close: async () => team.end(),
  };
}
