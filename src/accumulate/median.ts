/** The weighted median: the value where the exact cumulative weight passes one half. Keeps all values. */
import { ExactSum } from "./exact-sum.ts";
import { Rational } from "./rational.ts";
import { expectMerge, expectState } from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns } from "./types.ts";
import { type Sorted, WeightedValues, type WeightedValuesState } from "./weighted-values.ts";

const KIND = "median";
const VERSION = 1;

export interface MedianState extends AccumulatorState {
  readonly kept: WeightedValuesState;
}

export class MedianAccumulator implements Accumulator {
  readonly kind = KIND;
  #kept = new WeightedValues();

  add({ first, weights }: FoldColumns, from: number, to: number): void {
    for (let row = from; row < to; row++) this.#kept.push(first[row]!, weights === null ? 1 : weights[row]!);
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof MedianAccumulator, KIND, other);
    this.#kept.merge(other.#kept);
  }

  /** The mean of the two middle values where the half falls exactly between; NaN before any row or after a NaN. */
  median(): number {
    const { values, weights } = this.#kept.sorted();
    const { length } = values;
    if (length === 0 || Number.isNaN(values[length - 1]!)) return Number.NaN;
    if (weights !== null) return weightedMedian({ values, weights });
    return middle(values[(length - 1) >> 1]!, values[length >> 1]!);
  }

  /**
   * The least value up to which, inclusive, the weight is at least `depth`, and the largest from which upwards it is.
   * `depth` is at most the weight of all. NaN before any row or after a NaN.
   */
  within(depth: number): readonly [number, number] {
    const { values, weights } = this.#kept.sorted();
    const { length } = values;
    if (length === 0 || Number.isNaN(values[length - 1]!)) return [Number.NaN, Number.NaN];
    const wanted = Rational.fromNumber(depth);
    const low = rank(length, wanted, weights, (place) => place);
    const high = rank(length, wanted, weights, (place) => length - 1 - place);
    return [values[low]!, values[length - 1 - high]!];
  }

  state(): MedianState {
    return { kind: KIND, version: VERSION, kept: this.#kept.state() };
  }

  /** @throws StateError on another kind or version. */
  static fromState(state: AccumulatorState): MedianAccumulator {
    expectState(state, KIND, VERSION);
    const accumulator = new MedianAccumulator();
    accumulator.#kept = WeightedValues.fromState(state.kept as WeightedValuesState);
    return accumulator;
  }
}

/**
 * How many rows, less one, it takes from one end to reach a weight; `at` is the row's place. The doubles' sum is left
 * only where it comes near the weight.
 */
function rank(
  length: number,
  wanted: Rational,
  weights: Float64Array | null,
  at: (place: number) => number,
): number {
  const depth = wanted.toNumber();
  if (weights === null) return Math.min(length, Math.ceil(depth)) - 1;
  const sum = new ExactSum();
  let rough = 0;
  for (let place = 0; place < length; place++) {
    const weight = weights[at(place)]!;
    sum.add(weight);
    rough += weight;
    if (rough < depth * (1 - 1e-6)) continue;
    if (sum.exact().minus(wanted).sign() >= 0) return place;
  }
  return length - 1;
}

/** (a + b) / 2, rounded once and without overflow. */
function middle(a: number, b: number): number {
  if (a === b) return a;
  const sum = a + b;
  return Number.isFinite(sum) ? sum / 2 : a / 2 + b / 2;
}

/**
 * Bisects for the first row up to which, inclusive, the weight is at least half of all; the weight before the
 * interval is carried along, so that each row's weight is added about twice.
 */
function weightedMedian({ values, weights }: Sorted & { readonly weights: Float64Array }): number {
  const total = new ExactSum();
  total.addRange(weights, 0, weights.length);
  const half = total.exact().over(Rational.fromNumber(2));
  let before = new ExactSum();
  let low = 0;
  let high = weights.length - 1;
  while (low < high) {
    const mid = (low + high) >> 1;
    const upTo = new ExactSum();
    upTo.merge(before);
    upTo.addRange(weights, low, mid + 1);
    const distance = upTo.exact().minus(half).sign();
    if (distance === 0) return middle(values[mid]!, values[mid + 1]!);
    if (distance > 0) high = mid;
    else {
      low = mid + 1;
      before = upTo;
    }
  }
  return values[low]!;
}
