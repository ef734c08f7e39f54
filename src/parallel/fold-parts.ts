/** An evaluation or a comparison by several threads: the same bytes as by one, in less time where a file is large. */
import { kernelModule } from "../kernel/module.ts";
import type { PartedFile } from "../read/chunk.ts";
import { cutIntoParts } from "../read/parts.ts";
import { Board } from "./board.ts";
import { doShare, type Folded, type Job, type Work } from "./job.ts";
import { Team } from "./team.ts";
import type { FoldOptions } from "./threads.ts";

/** Large enough to cost nothing beside reading, small enough for the processor's cache. */
const PART_BYTES = 2 ** 20;

/** What threads have come to, and those that are still there: whoever is given them ends them. */
export interface FoldedByTeam {
  readonly folding: Folded;
  readonly team: Team;
}

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
  const folded = await foldByTeam(work, names, files, threads, options);
  folded?.team.end();
  return folded?.folding ?? null;
}

/** The same, without sending the threads home: they can be asked for more. */
export async function foldByTeam(
  work: Work,
  names: readonly string[],
  files: readonly PartedFile[],
  threads: number,
  options: FoldOptions,
): Promise<FoldedByTeam | null> {
  const { partBytes = PART_BYTES, onProgress, onReader } = options;
  const parts = cutIntoParts(files, partBytes);
  const board = Board.create(parts.length);
  for (const [index, { file, from }] of parts.entries()) {
    // In NDJSON every newline ends a record.
    if (from === file.start || file.format === "ndjson") board.publish(index, false);
  }
  if (parts.length > 0) board.publishRecords(0, 0);
  const job: Job = {
    work,
    names,
    files,
    partBytes,
    board: board.memory,
    kernel: kernelModule(),
  };
  const { workerText } = await import("./worker-text.generated.ts");
  const team = new Team(workerText, threads - 1, job, () => board.stop());
  try {
    const folding = await doShare(job, ({ claimed, rows }) => onProgress(rows, claimed * partBytes));
    const states = await team.heard();
    if (board.stopped) {
      folding.close?.();
      team.end();
      return null;
    }
    // A thread's state is of the same kind: all have done the same work.
    for (const state of states) folding.merge(state as never);
    onProgress(board.rows, parts.length * partBytes);
    onReader?.(howRead(names, files, threads, board.parsed));
    return { folding, team };
  } catch (error) {
    team.end();
    throw error;
  }
}

function howRead(names: readonly string[], files: readonly PartedFile[], threads: number, parsed: number) {
  const formats = new Set(files.map(({ format }) => (format === "ndjson" ? "NDJSON" : "delimited text")));
  const others = parsed === 0 ? "" : `, ${parsed} records of other shapes by JSON.parse`;
  return `${names.join(", ")}: ${[...formats].join(" and ")} read by the kernel in ${threads} threads${others}`;
}
