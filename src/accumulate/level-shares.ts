/**
 * For each level of quantile forecasts the weight of the rows, and of those whose label is not above the forecast. There
 * is room for so many levels as a picture shows; of more nothing is kept.
 */
import { type CellState, CellWeights } from "./cell-weights.ts";
import { expectMerge, expectState, StateError } from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns } from "./types.ts";

const KIND = "level-shares";
const VERSION = 1;
export const MOST_LEVELS = 100;

export interface LevelSharesState extends AccumulatorState {
  /** By level, ascending; null of too many. */
  readonly levels:
    | readonly { readonly level: number; readonly all: CellState; readonly hits: CellState }[]
    | null;
}

/** `weight` of all rows of a level, `hits` of those whose label is at or below the forecast. */
export interface LevelWeight {
  readonly level: number;
  readonly weight: number;
  readonly hits: number;
}

export class LevelSharesAccumulator implements Accumulator {
  readonly kind = KIND;
  /** The cell of each level. */
  readonly #cells = new Map<number, number>();
  #all = new CellWeights(MOST_LEVELS);
  #hits = new CellWeights(MOST_LEVELS);
  #many = false;

  /** `first` are forecasts, `second` labels, `third` levels; none is NaN. */
  add({ first, second, third, weights }: FoldColumns, from: number, to: number): void {
    if (second === null || third === null) throw new TypeError("level shares need labels and levels");
    for (let start = from; start < to && !this.#many; ) {
      const level = third[start]!;
      let end = start + 1;
      while (end < to && third[end] === level) end++;
      const cell = this.#cellOf(level);
      if (cell !== null && weights === null) {
        this.#all.count(cell, end - start);
        this.#hits.count(cell, countHits(first, second, start, end));
      } else if (cell !== null && weights !== null) {
        for (let row = start; row < end; row++) {
          this.#all.addProduct(cell, weights[row]!, 1);
          if (second[row]! <= first[row]!) this.#hits.addProduct(cell, weights[row]!, 1);
        }
      }
      start = end;
    }
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof LevelSharesAccumulator, KIND, other);
    if (other.#many) this.#forget();
    const [all, hits] =
      other === this ? [other.#all.clone(), other.#hits.clone()] : [other.#all, other.#hits];
    for (const [level, from] of [...other.#cells]) {
      const cell = this.#cellOf(level);
      if (cell === null) return;
      this.#all.mergeCell(cell, all, from);
      this.#hits.mergeCell(cell, hits, from);
    }
  }

  /** By level, ascending; null where there were more than `MOST_LEVELS`. */
  levels(): LevelWeight[] | null {
    if (this.#many) return null;
    return this.#sorted().map(([level, cell]) => ({
      level,
      weight: this.#all.value(cell),
      hits: this.#hits.value(cell),
    }));
  }

  state(): LevelSharesState {
    const levels = this.#sorted().map(([level, cell]) => ({
      level,
      all: this.#all.stateOf(cell),
      hits: this.#hits.stateOf(cell),
    }));
    return { kind: KIND, version: VERSION, levels: this.#many ? null : levels };
  }

  /** @throws StateError on another kind or version. */
  static fromState(state: AccumulatorState): LevelSharesAccumulator {
    expectState(state, KIND, VERSION);
    const { levels } = state as LevelSharesState;
    const accumulator = new LevelSharesAccumulator();
    if (levels === null) accumulator.#forget();
    else if (!Array.isArray(levels) || levels.length > MOST_LEVELS)
      throw new StateError(`expected at most ${MOST_LEVELS} levels`);
    for (const { level, all, hits } of levels ?? []) {
      const cell = accumulator.#cellOf(Number(level))!;
      accumulator.#all.restore(cell, all);
      accumulator.#hits.restore(cell, hits);
    }
    return accumulator;
  }

  #sorted(): [level: number, cell: number][] {
    return [...this.#cells].sort(([a], [b]) => a - b);
  }

  /** Null where there are too many. */
  #cellOf(level: number): number | null {
    if (this.#many) return null;
    const known = this.#cells.get(level);
    if (known !== undefined) return known;
    const cell = this.#cells.size;
    if (cell === MOST_LEVELS) {
      this.#forget();
      return null;
    }
    this.#cells.set(level, cell);
    return cell;
  }

  #forget(): void {
    this.#many = true;
    this.#cells.clear();
    this.#all = new CellWeights(0);
    this.#hits = new CellWeights(0);
  }
}

function countHits(forecasts: Float64Array, labels: Float64Array, from: number, to: number): number {
  let hits = 0;
  for (let row = from; row < to; row++) hits += +(labels[row]! <= forecasts[row]!);
  return hits;
}
