/** The largest value and the first row that attains it. */
import { firstPlace, placeFromState, placeOf } from "./place.ts";
import { expectMerge, expectState, fromJsonNumber, type JsonNumber, toJsonNumber } from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns, RowPlace, RowPlaces } from "./types.ts";

const KIND = "maximum";
const VERSION = 1;

export interface MaximumState extends AccumulatorState {
  readonly value: JsonNumber;
  readonly place: RowPlace | null;
}

export class MaximumAccumulator implements Accumulator {
  readonly kind = KIND;
  #value = Number.NEGATIVE_INFINITY;
  #place: RowPlace | null = null;

  add({ first }: FoldColumns, from: number, to: number, places: RowPlaces): void {
    let best = -1;
    let largest = Number.NEGATIVE_INFINITY;
    for (let row = from; row < to; row++) {
      const value = first[row]!;
      if (best >= 0 && !exceeds(value, largest)) continue;
      best = row;
      largest = value;
    }
    if (best < 0 || (this.#place !== null && exceeds(this.#value, largest))) return;
    // + 0 makes 0 of -0, which is as large: else the value would depend on the order.
    this.#keep(largest + 0, placeOf(places, best));
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof MaximumAccumulator, KIND, other);
    if (other.#place === null || (this.#place !== null && exceeds(this.#value, other.#value))) return;
    this.#keep(other.#value, other.#place);
  }

  /** -Infinity before any row. A NaN counts as larger than all numbers. */
  get value(): number {
    return this.#value;
  }

  /** Place of the first row that attains the value; null before any row. */
  get place(): RowPlace | null {
    return this.#place;
  }

  state(): MaximumState {
    return { kind: KIND, version: VERSION, value: toJsonNumber(this.#value), place: this.#place };
  }

  /** @throws StateError on another kind or version. */
  static fromState(state: AccumulatorState): MaximumAccumulator {
    expectState(state, KIND, VERSION);
    const accumulator = new MaximumAccumulator();
    accumulator.#value = fromJsonNumber(state.value);
    accumulator.#place = placeFromState(state.place);
    return accumulator;
  }

  /** `value` is at least the one there is. */
  #keep(value: number, place: RowPlace): void {
    const larger = this.#place === null || exceeds(value, this.#value);
    this.#place = larger ? place : firstPlace(this.#place, place);
    this.#value = value;
  }
}

function exceeds(a: number, b: number): boolean {
  return a > b || (Number.isNaN(a) && !Number.isNaN(b));
}
