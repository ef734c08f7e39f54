/** The rows that cost most, with their places and fields. Keeps as many as are asked for, however many there are. */
import { firstPlace, placeFromState, placeOf } from "./place.ts";
import {
  expectMerge,
  expectState,
  fromJsonNumber,
  type JsonNumber,
  StateError,
  toJsonNumber,
} from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns, RowPlace, RowPlaces } from "./types.ts";

const KIND = "worst";
const VERSION = 1;

/** A row costs `weight * value`. */
export interface WorstRow {
  readonly value: number;
  readonly weight: number;
  readonly place: RowPlace;
  /** As `RowPlaces.fields` has them. */
  readonly fields: readonly (string | null)[];
}

interface RowState extends Omit<WorstRow, "value"> {
  readonly value: JsonNumber;
}

export interface WorstState extends AccumulatorState {
  readonly limit: number;
  /** The costliest first. */
  readonly rows: readonly RowState[];
}

export class WorstAccumulator implements Accumulator {
  readonly kind = KIND;
  /** Rows that are kept at most. */
  readonly limit: number;
  /** Some more rows than are kept, so that they are not sorted for each. */
  #rows: WorstRow[] = [];
  /** The last row that is kept; rows after it are none. Null as long as fewer were seen. */
  #last: WorstRow | null = null;

  constructor(limit: number) {
    this.limit = limit;
  }

  add({ first, weights }: FoldColumns, from: number, to: number, places: RowPlaces): void {
    // Lines ascend: once a row as costly as the last comes after it, all further ones do.
    let after = false;
    for (let row = from; row < to; row++) {
      const value = first[row]!;
      const weight = weights === null ? 1 : weights[row]!;
      if (this.#last !== null) {
        const order = compareCosts(weight * value, costOf(this.#last));
        if (order < 0 || (order === 0 && after)) continue;
        if (order === 0 && !comesBefore(placeOf(places, row), this.#last.place)) {
          after = true;
          continue;
        }
      }
      this.#keep({ value, weight, place: placeOf(places, row), fields: places.fields?.(row) ?? [] });
    }
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof WorstAccumulator && other.limit === this.limit, KIND, other);
    // A copy: the other may be this one.
    for (const row of [...other.#rows]) this.#keep(row);
  }

  /** The costliest first, rows that cost the same by their place. */
  rows(): readonly WorstRow[] {
    return this.#rows.toSorted(compareRows).slice(0, this.limit);
  }

  state(): WorstState {
    return {
      kind: KIND,
      version: VERSION,
      limit: this.limit,
      rows: this.rows().map((row) => ({ ...row, value: toJsonNumber(row.value) })),
    };
  }

  /** @throws StateError on another kind, version or limit. */
  static fromState(state: AccumulatorState, limit: number): WorstAccumulator {
    expectState(state, KIND, VERSION);
    if (state.limit !== limit || !Array.isArray(state.rows))
      throw new StateError(`expected ${limit} worst rows`);
    const accumulator = new WorstAccumulator(limit);
    for (const { value, weight, place, fields } of state.rows as readonly RowState[]) {
      const where = placeFromState(place);
      if (where === null || !Array.isArray(fields)) throw new StateError("expected a row with its place");
      accumulator.#keep({
        value: fromJsonNumber(value),
        weight: fromJsonNumber(weight),
        place: where,
        fields,
      });
    }
    return accumulator;
  }

  #keep(row: WorstRow): void {
    this.#rows.push(row);
    if (this.#rows.length < 2 * this.limit) return;
    this.#rows = [...this.rows()];
    this.#last = this.#rows.at(-1) ?? null;
  }
}

function costOf({ value, weight }: WorstRow): number {
  return weight * value;
}

/** The costlier first. */
function compareRows(a: WorstRow, b: WorstRow): number {
  const order = compareCosts(costOf(b), costOf(a));
  if (order !== 0) return order;
  return comesBefore(a.place, b.place) ? -1 : comesBefore(b.place, a.place) ? 1 : 0;
}

/** A NaN costs more than all numbers. */
function compareCosts(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a > b ? 1 : a < b ? -1 : 0;
}

function comesBefore(a: RowPlace, b: RowPlace): boolean {
  return firstPlace(b, a) === a;
}
