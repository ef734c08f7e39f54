/** Which levels text columns have, by a pass over the rows. */
import { inputError } from "../errors.ts";
import { type Admission, REASONS } from "../evaluate/admission.ts";
import type { Plan } from "../evaluate/plan.ts";
import type { Chunk, ColumnRequest } from "../read/chunk.ts";
import { canonicalNumber, isMissing } from "../read/number.ts";

/** Beyond so many levels a column is most likely a name of each row, and the design would not fit the memory. */
const MOST_LEVELS = 1000;

/**
 * The levels of the plan's kept columns, sorted: those of the rows that count. Texts that are one number are one level,
 * by its shortest spelling.
 * @throws LossctlError (input) for a row that may not be, or a column of too many levels.
 */
export async function findLevels(
  table: { chunks(requests: readonly ColumnRequest[]): AsyncIterable<Chunk> },
  plan: Plan,
  admission: Admission,
  read: (rows: number) => void,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { keep } = plan.columns;
  const found = keep.map(() => new Set<string>());
  const firstText = plan.requests.length - keep.length;
  for await (const chunk of table.chunks(plan.requests)) {
    const { reasons } = admission.admit(chunk);
    read(chunk.rows);
    for (let row = 0; row < chunk.rows; row++) {
      if (reasons !== null && REASONS[(reasons[row] as number) - 1] !== undefined) continue;
      const texts = keep.map((_, place) => chunk.text(row, firstText + place));
      if (texts.some((text) => text === null || isMissing(text))) continue;
      for (const [place, levels] of found.entries()) levels.add(canonicalNumber(texts[place] ?? ""));
    }
    for (const [place, levels] of found.entries()) {
      if (levels.size <= MOST_LEVELS) continue;
      throw inputError(
        `column "${keep[place]}": more than ${MOST_LEVELS} levels`,
        undefined,
        "a name of each row says nothing of the next",
      );
    }
  }
  return new Map(keep.map((name, place) => [name, [...(found[place] ?? [])].sort(byText)]));
}

function byText(first: string, second: string): number {
  return first < second ? -1 : first > second ? 1 : 0;
}
