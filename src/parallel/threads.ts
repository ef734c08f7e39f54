/** How many threads pay. */
import { availableParallelism } from "node:os";
import type { Plan } from "../evaluate/plan.ts";
import type { PartedFile } from "../read/chunk.ts";

/** A thread costs 30 to 35 ms to start: below so many bytes two are not faster than one. */
const LEAST_BYTES = 2 ** 26;

export interface ThreadOptions {
  /** At most so many; else as many as there are processors. */
  readonly threads?: number;
  /** Bytes below which one thread is used. */
  readonly leastBytes?: number;
  /** Bytes of a part, a multiple of 64. */
  readonly partBytes?: number;
}

export interface FoldOptions extends ThreadOptions {
  /** Told now and then how many rows have been read, and of threads also how many bytes. */
  readonly onProgress: (rows: number, bytes?: number) => void;
  /** Told how threads read the inputs; of what one thread reads the table says that. */
  readonly onReader?: (note: string) => void;
}

/**
 * 1 where more would not pay, where a share's state is as large as its rows (medians, rankings), or where what one
 * thread has seen matters to another before the end (the other label of `--positive`).
 */
export function threadsFor(
  plan: Pick<Plan, "terms" | "requests">,
  files: readonly PartedFile[],
  options: ThreadOptions,
): number {
  const { leastBytes = LEAST_BYTES } = options;
  const bytes = files.reduce((sum, { size, start }) => sum + size - start, 0);
  const keeping = plan.terms.some(({ fold }) => fold === "median" || fold === "ranking");
  const learning = plan.requests.some(({ coding }) => coding.kind === "positive");
  if (bytes < leastBytes || keeping || learning) return 1;
  const paying = 1 + Math.floor(bytes / Math.max(1, leastBytes / 2));
  return Math.min(options.threads ?? availableParallelism(), paying);
}
