/**
 * Autocovariances of the paired differences in the order of the rows, for the test of Diebold and Mariano. The sums are
 * exact, so that chunks do not matter; the order of the rows does.
 */
import { addProducts } from "../accumulate/exact-products.ts";
import { ExactSum } from "../accumulate/exact-sum.ts";
import { Rational } from "../accumulate/rational.ts";
import type { PairedRows } from "./pair-terms.ts";
import type { ComparePlan } from "./plan.ts";

/** The differences of one loss and one model, as they come. */
export class LaggedSums {
  readonly lags: number;
  #rows = 0;
  readonly #sum = new ExactSum();
  /** By lag: sum(d[t] * d[t - lag]). */
  readonly #products: readonly ExactSum[];
  /** The first `lags` differences. */
  readonly #first: number[] = [];
  /** The last of them, at most `lags`. */
  #last: Float64Array = new Float64Array(0);

  constructor(lags: number) {
    this.lags = lags;
    this.#products = Array.from({ length: lags + 1 }, () => new ExactSum());
  }

  /** The next differences, which are copied. */
  add(differences: Float64Array): void {
    const rows = differences.length;
    this.#rows += rows;
    this.#sum.addRange(differences, 0, rows);
    for (let row = 0; row < rows && this.#first.length < this.lags; row++)
      this.#first.push(differences[row] as number);
    const before = this.#last.length;
    const all = new Float64Array(before + rows);
    all.set(this.#last);
    all.set(differences, before);
    for (const [lag, sum] of this.#products.entries()) {
      const from = Math.max(before, lag);
      if (from < all.length)
        addProducts(sum, all.subarray(from), all.subarray(from - lag), 0, all.length - from);
    }
    this.#last = all.slice(Math.max(0, all.length - this.lags));
  }

  get rows(): number {
    return this.#rows;
  }

  mean(): Rational {
    return this.#sum.exact().over(Rational.fromNumber(this.#rows));
  }

  /** n times the autocovariance at each lag from 0, each a sum over the pairs of rows divided by n. */
  covariances(): Rational[] {
    const total = this.#sum.exact();
    const mean = this.mean();
    const square = mean.times(mean);
    let firstOut = Rational.zero;
    let lastOut = Rational.zero;
    return this.#products.map((sum, lag) => {
      if (lag > 0) {
        firstOut = firstOut.plus(Rational.fromNumber(this.#first[lag - 1] ?? 0));
        lastOut = lastOut.plus(Rational.fromNumber(this.#last[this.#last.length - lag] ?? 0));
      }
      // sum over t > lag of (d[t] - m)(d[t - lag] - m); the sums of d[t] and of d[t - lag] each lack `lag` ends.
      const ends = total.minus(firstOut).plus(total.minus(lastOut));
      const pairs = Rational.fromNumber(Math.max(0, this.#rows - lag));
      return sum.exact().minus(mean.times(ends)).plus(pairs.times(square));
    });
  }
}

/** The sums of every loss that is a mean of row values, every model and every group. */
export class LongRunSums {
  readonly #plan: ComparePlan;
  readonly #lags: number;
  /** By group, then by loss and model. */
  readonly #groups: Map<string, LaggedSums>[] = [];

  constructor(plan: ComparePlan, lags: number) {
    this.#plan = plan;
    this.#lags = lags;
    this.#groups.push(this.#empty());
  }

  /** Null where the loss has no mean of row values, or the group no rows. */
  of(group: number, loss: number, model: number): LaggedSums | null {
    return this.#groups[group]?.get(`${loss} ${model}`) ?? null;
  }

  /** `slices` holds the group of each row below `count`, and group 0 of `of` is then all rows, group 1 slice 0; null: all rows only. */
  add(count: number, paired: PairedRows, slices: Int32Array | null): void {
    while (this.#groups.length <= count) this.#groups.push(this.#empty());
    const members = slices === null ? [] : rowsBySlice(slices, paired.rows);
    for (const [loss, { isMean }] of this.#plan.losses.entries()) {
      if (!isMean) continue;
      const reference = paired.value(loss, this.#plan.options.reference);
      for (const model of this.#plan.models.keys()) {
        if (model === this.#plan.options.reference) continue;
        const own = paired.value(loss, model);
        const differences = Float64Array.from(
          { length: paired.rows },
          (_, row) => (own[row] as number) - (reference[row] as number),
        );
        this.of(0, loss, model)?.add(differences);
        for (const [slice, rows] of members) {
          this.of(slice + 1, loss, model)?.add(Float64Array.from(rows, (row) => differences[row] as number));
        }
      }
    }
  }

  #empty(): Map<string, LaggedSums> {
    const sums = new Map<string, LaggedSums>();
    for (const [loss, { isMean }] of this.#plan.losses.entries()) {
      if (!isMean) continue;
      for (const model of this.#plan.models.keys()) {
        if (model !== this.#plan.options.reference) sums.set(`${loss} ${model}`, new LaggedSums(this.#lags));
      }
    }
    return sums;
  }
}

function rowsBySlice(slices: Int32Array, rows: number): [number, number[]][] {
  const members = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const slice = slices[row] as number;
    const list = members.get(slice);
    if (list === undefined) members.set(slice, [row]);
    else list.push(row);
  }
  return [...members];
}
