/** One thread's share of the work: parts, as long as there are some, and their rows folded. */
import { LossctlError } from "../errors.ts";
import type { Chunk } from "../read/chunk.ts";
import { Irregular } from "../read/kernel-columns.ts";
import type { Part, PartReader } from "../read/parts.ts";
import type { Board } from "./board.ts";

/** So long a wait or a run of parts may keep signals, messages and progress waiting, in milliseconds. */
const PATIENCE = 50;

/** What rows are folded into. */
interface Folding {
  /** Whether it matters which numbers records have over all inputs. */
  readonly numbered?: boolean;
  add(chunk: Chunk): void;
}

/**
 * Works until no part is left or somebody gave up. What can't be read by itself, and a row that must not be, makes
 * all give up: in order it shows what is wrong, and where.
 */
export async function workShare(
  board: Board,
  parts: readonly Part[],
  reader: PartReader,
  folding: Folding,
  pause: () => void = () => {},
): Promise<void> {
  try {
    let paused = Date.now();
    for (let claimed = board.claim(); claimed !== null; claimed = board.claim()) {
      const index = claimed;
      const part = parts[index]!;
      const oddQuotes = reader.load(part);
      const quoted = await known(board, (patience) => board.quoted(index, patience));
      if (quoted === null) return;
      const quotedAtEnd = quoted !== oddQuotes;
      if (parts[index + 1]?.file === part.file) board.publish(index + 1, quotedAtEnd);
      const records = reader.index(part, quoted, quotedAtEnd);
      let before: number | null = 0;
      if (folding.numbered === true) {
        before = await known(board, (patience) => board.recordsBefore(index, patience));
        if (before === null) return;
        if (index + 1 < parts.length) board.publishRecords(index + 1, before + records);
      }
      for (const chunk of reader.chunks(part, before + 1)) {
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

/** Waits for what `ask` may know within its time; null once somebody gave up. */
async function known<Value>(board: Board, ask: (patience: number) => Value | null): Promise<Value | null> {
  for (;;) {
    const found = ask(PATIENCE);
    if (found !== null) return found;
    if (board.stopped) return null;
    // A thread that died can't say so; its end is an event here.
    await turn();
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
