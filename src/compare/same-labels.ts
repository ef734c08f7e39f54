/** Rows that are paired have the same label: what differs was not meant to be paired. */
import { inputError, quoted } from "../errors.ts";
import type { Chunk, NumberColumn } from "../read/chunk.ts";
import type { ComparePlan } from "./plan.ts";

/** Where a row of a side stands, for messages. */
export interface SidePlace {
  file(row: number): string;
  line(row: number): number;
  /** The label as it stands in the file, null if that is not known. */
  text(row: number, column: number): string | null;
}

/**
 * Holds the labels of each other side against those of the first, in the rows that all can use.
 * @throws LossctlError (input) at the first that differ.
 */
export function expectSameLabels(
  plan: ComparePlan,
  chunks: readonly Chunk[],
  reasons: readonly (Uint8Array | null)[],
  places: readonly SidePlace[],
  hint?: string,
): void {
  const [first] = chunks as readonly [Chunk, ...Chunk[]];
  const names = plan.plans[0]?.labels ?? [];
  for (let model = 1; model < chunks.length; model++) {
    const chunk = chunks[model] as Chunk;
    for (const [column, name] of names.entries()) {
      const [expected, found] = [first, chunk].map(
        (each) => (each.columns[column] as NumberColumn).values,
      ) as [Float64Array, Float64Array];
      for (let row = 0; row < first.rows; row++) {
        if (expected[row] === found[row]) continue;
        if (reasons[0]?.[row] || reasons[model]?.[row]) continue;
        const [before, here] = [places[0] as SidePlace, places[model] as SidePlace];
        const label = (place: SidePlace, value: number) =>
          quoted(place.text(row, column) ?? labelText(plan, model, column, value));
        throw inputError(
          `column "${name}": expected the label ${label(before, expected[row] as number)} of ${before.file(row)}:${before.line(row)}, found ${label(here, found[row] as number)}`,
          { file: here.file(row), line: here.line(row) },
          hint,
        );
      }
    }
  }
}

/** Of a class its column's name; without the file's text. */
function labelText({ plans }: ComparePlan, model: number, column: number, value: number): string {
  const coding = plans[model]?.requests[column]?.coding;
  return coding?.kind === "class" ? (coding.classes[value] ?? String(value)) : String(value);
}
