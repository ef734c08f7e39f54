/** A column's sum and the sum of its squares, folded together: the same sums as one by one, in less time. */
import { LONGEST, RUN, sumsOfPowers } from "../kernel/column-sum.ts";
import type { PairAccumulator } from "./pair.ts";
import type { SumAccumulator } from "./sum.ts";
import type { FoldColumns, RowPlaces } from "./types.ts";

/** From so many rows on it is faster. */
const WORTH_ROWS = 64;

/** `columns` are those of a batch, which share their weights. */
export function isWorthPowers(columns: readonly FoldColumns[], from: number, to: number): boolean {
  return to - from >= WORTH_ROWS && columns[0]?.weights === null;
}

/** Folds rows `from` to `to` - 1, without weights, of a column into its sum and into the sum of its squares. */
export function addPowers(
  sum: SumAccumulator,
  squares: PairAccumulator,
  columns: FoldColumns,
  from: number,
  to: number,
  places: RowPlaces,
): void {
  for (let start = from; start < to; ) {
    const last = Math.min(start + LONGEST, to);
    const powers = sumsOfPowers(columns.first, start, last);
    sum.addSum(powers.sum);
    squares.addSum(powers.squares);
    start = powers.end;
    if (start === last) continue;
    // A run that the kernel does not take.
    const end = Math.min(start + RUN, to);
    sum.add(columns, start, end, places);
    squares.add(columns, start, end);
    start = end;
  }
}
