/** Values that are kept, with their weights: what order statistics need. Memory grows with the rows. */
import { fromJsonNumber, type JsonNumber, StateError, toJsonNumber } from "./state.ts";

/** Sorted by value, then weight. `weights` is null where all are 1. */
export interface WeightedValuesState {
  readonly values: readonly JsonNumber[];
  readonly weights: readonly number[] | null;
}

/** Columns of `values.length` rows; null weights are all 1. */
export interface Sorted {
  readonly values: Float64Array;
  readonly weights: Float64Array | null;
}

const FIRST_CAPACITY = 8;
const EMPTY = new Float64Array(0);

export class WeightedValues {
  #values = EMPTY;
  /** null as long as all weights are 1. */
  #weights: Float64Array | null = null;
  #length = 0;
  /** Until the next change. */
  #sorted: Sorted | null = null;

  get length(): number {
    return this.#length;
  }

  /** -0 is kept as 0: they are equal, and which of them stands first must not show. */
  push(value: number, weight: number): void {
    this.#sorted = null;
    if (this.#length === this.#values.length) this.#reserve(this.#length + 1);
    if (weight !== 1) this.#weights ??= new Float64Array(this.#values.length).fill(1);
    if (this.#weights !== null) this.#weights[this.#length] = weight;
    this.#values[this.#length++] = value + 0;
  }

  /** Appends what `other` holds; `other` may be this one itself. */
  merge(other: WeightedValues): void {
    this.#sorted = null;
    const length = other.#length;
    this.#reserve(this.#length + length);
    this.#values.set(other.#values.subarray(0, length), this.#length);
    if (this.#weights !== null || other.#weights !== null) {
      this.#weights ??= new Float64Array(this.#values.length).fill(1);
      if (other.#weights === null) this.#weights.fill(1, this.#length, this.#length + length);
      else this.#weights.set(other.#weights.subarray(0, length), this.#length);
    }
    this.#length += length;
  }

  /** In order of arrival. Valid until the next change. */
  unsorted(): Sorted {
    return {
      values: this.#values.subarray(0, this.#length),
      weights: this.#weights?.subarray(0, this.#length) ?? null,
    };
  }

  /** Ascending by value, then weight; NaN last. Valid until the next change. */
  sorted(): Sorted {
    this.#sorted ??= this.#sort();
    return this.#sorted;
  }

  #sort(): Sorted {
    const { values, weights } = this.unsorted();
    if (weights === null) return { values: values.slice().sort(), weights: null };
    const order = Uint32Array.from(values, (_, row) => row).sort(
      (a, b) => compare(values[a]!, values[b]!) || weights[a]! - weights[b]!,
    );
    return {
      values: Float64Array.from(order, (row) => values[row]!),
      weights: Float64Array.from(order, (row) => weights[row]!),
    };
  }

  state(): WeightedValuesState {
    const { values, weights } = this.sorted();
    return { values: Array.from(values, toJsonNumber), weights: weights === null ? null : [...weights] };
  }

  /** @throws StateError on what is no such state. */
  static fromState(state: WeightedValuesState): WeightedValues {
    const { values, weights } = state ?? {};
    if (!Array.isArray(values) || !(weights === null || weights?.length === values.length)) {
      throw new StateError("expected values with their weights");
    }
    const kept = new WeightedValues();
    kept.#reserve(values.length);
    values.forEach((value, row) => {
      kept.push(fromJsonNumber(value), weights === null ? 1 : fromJsonNumber(weights[row]));
    });
    return kept;
  }

  #reserve(length: number): void {
    if (length <= this.#values.length) return;
    const capacity = Math.max(length, 2 * this.#values.length, FIRST_CAPACITY);
    const values = new Float64Array(capacity);
    values.set(this.#values.subarray(0, this.#length));
    this.#values = values;
    if (this.#weights === null) return;
    const weights = new Float64Array(capacity).fill(1);
    weights.set(this.#weights.subarray(0, this.#length));
    this.#weights = weights;
  }
}

/** Ascending, NaN last. */
function compare(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}
