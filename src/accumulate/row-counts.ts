/** What became of the rows of a slice: used, or left out for a reason. */
import { expectCount } from "./state.ts";

export interface RowCountsState {
  readonly used: number;
  /** By reason, in the order of its text; only those that occur. */
  readonly skipped: Readonly<Record<string, number>>;
}

export class RowCounts {
  #used = 0;
  /** Made with the first: most slices skip nothing. */
  #skipped: Map<string, number> | null = null;

  /** Counts rows that take part, also those whose weight is 0, which no accumulator sees. */
  use(rows: number): void {
    this.#used += rows;
  }

  skip(reason: string, rows: number): void {
    if (rows === 0) return;
    this.#skipped ??= new Map();
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + rows);
  }

  get used(): number {
    return this.#used;
  }

  /** Rows left out for the reason. */
  skippedFor(reason: string): number {
    return this.#skipped?.get(reason) ?? 0;
  }

  /** Adds the counts of `other`, which stays as it is; `other` may be this one itself. */
  merge(other: RowCounts): void {
    this.#used += other.#used;
    for (const [reason, rows] of [...(other.#skipped ?? [])]) this.skip(reason, rows);
  }

  /** The same text as JSON for the same rows. */
  state(): RowCountsState {
    const reasons = [...(this.#skipped ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return { used: this.#used, skipped: Object.fromEntries(reasons) };
  }

  /** @throws StateError on what is no such state. */
  static fromState(state: RowCountsState): RowCounts {
    const counts = new RowCounts();
    counts.use(expectCount(state?.used));
    for (const [reason, rows] of Object.entries(state.skipped ?? {})) counts.skip(reason, expectCount(rows));
    return counts;
  }
}
