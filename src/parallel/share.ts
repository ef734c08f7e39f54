/** One thread's share of the work: parts, as long as there are some, and their rows folded. */
import { LossctlError } from "../errors.ts";
import type { Chunk } from "../read/chunk.ts";
import { Irregular } from "../read/kernel-columns.ts";
import type { Part, PartReader } from "../read/parts.ts";
import type { Board } from "./board.ts";

/** So long a wait or a run of parts may keep signals, messages and progress waiting, in milliseconds. */
const PATIENCE = 50;

/**
 * Works until no part is left or somebody gave up. What can't be read by itself, and a row that must not be, makes
 * all give up: in order it shows what is wrong, and where.
 */
export async function workShare(
  board: Board,
  parts: readonly Part[],
  reader: PartReader,
  folding: { add(chunk: Chunk): void },
  pause: () => void = () => {},
): Promise<void> {
  try {
    let paused = Date.now();
    for (let index = board.claim(); index !== null; index = board.claim()) {
      const part = parts[index]!;
      const oddQuotes = reader.load(part);
      const quoted = await quotedAt(board, index);
      if (quoted === null) return;
      const quotedAtEnd = quoted !== oddQuotes;
      if (parts[index + 1]?.file === part.file) board.publish(index + 1, quotedAtEnd);
      for (const chunk of reader.chunks(part, quoted, quotedAtEnd)) {
        folding.add(chunk);
        board.addRows(chunk.rows);
      }
      if (Date.now() - paused > PATIENCE) {
        await turn();
        pause();
        paused = Date.now();
      }
    }
  } catch (error) {
    board.stop();
    if (!(error instanceof Irregular || error instanceof LossctlError)) throw error;
  } finally {
    reader.close();
  }
}

/** Waits to know whether a part begins inside quotes; null once somebody gave up. */
async function quotedAt(board: Board, part: number): Promise<boolean | null> {
  for (;;) {
    const quoted = board.quoted(part, PATIENCE);
    if (quoted !== null) return quoted;
    if (board.stopped) return null;
    // A thread that died can't say so; its end is an event here.
    await turn();
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
