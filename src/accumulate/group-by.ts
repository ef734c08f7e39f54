/** Slices: a series and a count of rows for each key, a key being the texts of the columns that slice. */
import type { Term } from "../losses/types.ts";
import { RowCounts, type RowCountsState } from "./row-counts.ts";
import { RunSorter } from "./runs.ts";
import { expectTerms, Series, type SeriesContent, termName } from "./series.ts";
import { expectState, StateError } from "./state.ts";
import type { AccumulatorState, Batch } from "./types.ts";

const KIND = "group-by";
const VERSION = 1;
export const DEFAULT_MAX_SLICES = 100_000;

/** There are more slices than allowed; `limit` were. */
export class SliceLimitError extends Error {
  readonly limit: number;

  constructor(limit: number) {
    super(`more than ${limit} slices`);
    this.name = "SliceLimitError";
    this.limit = limit;
  }
}

export interface Slice {
  readonly key: readonly string[];
  readonly series: Series;
  readonly rows: RowCounts;
}

export interface SliceState extends SeriesContent {
  readonly key: readonly string[];
  readonly rows: RowCountsState;
}

export interface GroupByState extends AccumulatorState {
  readonly terms: readonly string[];
  /** Sorted by key, in the order of UTF-16 units. */
  readonly slices: readonly SliceState[];
}

export class GroupBy {
  readonly terms: readonly Term[];
  readonly limit: number;
  /** By group number. */
  #slices: Slice[] = [];
  #groups = new Map<string, number>();
  #sorter = new RunSorter();

  constructor(terms: readonly Term[], limit = DEFAULT_MAX_SLICES) {
    this.terms = terms;
    this.limit = limit;
  }

  /**
   * The number of the key's group, given in order of appearance: numbers of different parts don't agree, keys do.
   * @throws SliceLimitError if the key is one too many.
   */
  group(key: readonly string[]): number {
    const text = JSON.stringify(key);
    const known = this.#groups.get(text);
    if (known !== undefined) return known;
    const group = this.#slices.length;
    if (group >= this.limit) throw new SliceLimitError(this.limit);
    this.#slices.push({ key: [...key], series: new Series(this.terms), rows: new RowCounts() });
    this.#groups.set(text, group);
    return group;
  }

  /** In order of appearance. */
  get slices(): readonly Slice[] {
    return this.#slices;
  }

  /** Folds a batch made for these terms. Row i, which counts as used, belongs to group `groups[i]`. */
  add(batch: Batch, groups: Int32Array): void {
    const sorted = this.#sorter.sort(batch, groups, this.#slices.length);
    for (const { group, from, to } of sorted.runs) {
      const slice = this.#slices[group]!;
      slice.series.add(sorted.batch, from, to);
      slice.rows.use(to - from);
    }
  }

  /**
   * Folds in what `other` has seen, which stays as it is.
   * @throws StateError unless it has the same terms; SliceLimitError if there are too many keys together.
   */
  merge(other: GroupBy): void {
    if (other.terms !== this.terms) expectTerms(other.terms.map(termName), this.terms);
    for (const { key, series, rows } of other.#slices) {
      const slice = this.#slices[this.group(key)]!;
      slice.series.merge(series);
      slice.rows.merge(rows);
    }
  }

  /** All slices as one. */
  total(): { series: Series; rows: RowCounts } {
    const total = { series: new Series(this.terms), rows: new RowCounts() };
    for (const { series, rows } of this.#slices) {
      total.series.merge(series);
      total.rows.merge(rows);
    }
    return total;
  }

  state(): GroupByState {
    const sorted = this.#slices.toSorted((a, b) => compareKeys(a.key, b.key));
    return {
      kind: KIND,
      version: VERSION,
      terms: this.terms.map(termName),
      slices: sorted.map(({ key, series, rows }) => ({ key, rows: rows.state(), ...series.content() })),
    };
  }

  /** @throws StateError on a state of other terms or another version; SliceLimitError. */
  static fromState(state: GroupByState, terms: readonly Term[], limit = DEFAULT_MAX_SLICES): GroupBy {
    expectState(state, KIND, VERSION);
    expectTerms(state.terms, terms);
    if (!Array.isArray(state.slices)) throw new StateError("expected slices");
    const groupBy = new GroupBy(terms, limit);
    for (const slice of state.slices) {
      const group = groupBy.group(slice.key);
      groupBy.#slices[group] = {
        key: slice.key,
        series: Series.fromContent(slice, terms),
        rows: RowCounts.fromState(slice.rows),
      };
    }
    return groupBy;
  }
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a[i]! < b[i]!) return -1;
    if (a[i]! > b[i]!) return 1;
  }
  return a.length - b.length;
}
