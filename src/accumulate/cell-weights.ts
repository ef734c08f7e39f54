/**
 * Exact sums of weights, one for each of many cells: whole numbers of rows as counts, an exact sum only for a cell
 * whose rows have weights. The state is the same whichever way they came.
 */
import { ExactSum, type ExactSumState } from "./exact-sum.ts";
import { expectCount } from "./state.ts";

/** A whole number as it is, anything else exactly. */
export type CellState = number | ExactSumState;

export class CellWeights {
  #counts: Float64Array;
  readonly #sums = new Map<number, ExactSum>();

  constructor(cells: number) {
    this.#counts = new Float64Array(cells);
  }

  /** More rows in a cell. */
  count(cell: number, rows = 1): void {
    this.#counts[cell]! += rows;
  }

  /** A row of weight a * b. */
  addProduct(cell: number, a: number, b: number): void {
    this.#sum(cell).addProduct(a, b);
  }

  /** Adds what cell `from` of `other` holds; `other` is another one. */
  mergeCell(cell: number, other: CellWeights, from: number): void {
    this.#counts[cell]! += other.#counts[from]!;
    const sum = other.#sums.get(from);
    if (sum !== undefined) this.#sum(cell).merge(sum);
  }

  /** The same cells elsewhere; several may come together in one. */
  moved(to: (cell: number) => number): CellWeights {
    const target = new CellWeights(this.#counts.length);
    this.#counts.forEach((count, cell) => {
      if (count !== 0) target.#counts[to(cell)]! += count;
    });
    for (const [cell, sum] of this.#sums) target.#sum(to(cell)).merge(sum);
    return target;
  }

  /** The nearest number to the cell's weight. */
  value(cell: number): number {
    const sum = this.#sums.get(cell);
    return sum === undefined ? this.#counts[cell]! : this.#whole(cell, sum).value();
  }

  stateOf(cell: number): CellState {
    const sum = this.#sums.get(cell);
    if (sum === undefined) return this.#counts[cell]!;
    const whole = this.#whole(cell, sum);
    const value = whole.value();
    if (!Number.isSafeInteger(value)) return whole.state();
    const rest = new ExactSum();
    rest.merge(whole);
    rest.add(-value);
    // Exactly, since a product of weights may be below the least number.
    return rest.exact().sign() === 0 ? value : whole.state();
  }

  /** @throws StateError */
  restore(cell: number, state: CellState): void {
    if (typeof state === "number") this.#counts[cell] = expectCount(state);
    else this.#sums.set(cell, ExactSum.fromState(state));
  }

  /** The same in other memory. */
  clone(): CellWeights {
    return this.moved((cell) => cell);
  }

  #whole(cell: number, sum: ExactSum): ExactSum {
    const whole = new ExactSum();
    whole.merge(sum);
    whole.add(this.#counts[cell]!);
    return whole;
  }

  #sum(cell: number): ExactSum {
    let sum = this.#sums.get(cell);
    if (sum === undefined) {
      sum = new ExactSum();
      this.#sums.set(cell, sum);
    }
    return sum;
  }
}
