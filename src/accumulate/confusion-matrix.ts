/** Weights of the rows of each class that are predicted to be of each class. */
import { type CellState, CellWeights } from "./cell-weights.ts";
import { expectMerge, expectState, StateError } from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns } from "./types.ts";

const KIND = "confusion-matrix";
const VERSION = 1;

export interface ConfusionMatrixState extends AccumulatorState {
  readonly classes: number;
  /** Line by line of the true class, sparse: place and weight. */
  readonly cells: readonly (readonly [number, CellState])[];
}

export class ConfusionMatrixAccumulator implements Accumulator {
  readonly kind = KIND;
  readonly classes: number;
  readonly #cells: CellWeights;

  constructor(classes: number) {
    this.classes = classes;
    this.#cells = new CellWeights(classes * classes);
  }

  /** `first` are true classes, `second` predicted ones: whole numbers from 0. */
  add({ first, second, weights }: FoldColumns, from: number, to: number): void {
    if (second === null) throw new TypeError("a confusion matrix needs predicted classes");
    for (let row = from; row < to; row++) {
      const cell = first[row]! * this.classes + second[row]!;
      if (weights === null) this.#cells.count(cell);
      else this.#cells.addProduct(cell, weights[row]!, 1);
    }
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof ConfusionMatrixAccumulator && other.classes === this.classes, KIND, other);
    const cells = other === this ? other.#cells.clone() : other.#cells;
    for (let cell = 0; cell < this.classes ** 2; cell++) this.#cells.mergeCell(cell, cells, cell);
  }

  /** Weights by true class, then predicted class. */
  matrix(): number[][] {
    const places = Array.from({ length: this.classes }, (_, i) => i);
    return places.map((truth) =>
      places.map((predicted) => this.#cells.value(truth * this.classes + predicted)),
    );
  }

  state(): ConfusionMatrixState {
    const cells: [number, CellState][] = [];
    for (let cell = 0; cell < this.classes ** 2; cell++) {
      const state = this.#cells.stateOf(cell);
      if (state !== 0) cells.push([cell, state]);
    }
    return { kind: KIND, version: VERSION, classes: this.classes, cells };
  }

  /** @throws StateError on another kind, version or number of classes. */
  static fromState(state: AccumulatorState, classes: number): ConfusionMatrixAccumulator {
    expectState(state, KIND, VERSION);
    if (state.classes !== classes || !Array.isArray(state.cells))
      throw new StateError(`expected cells of ${classes} classes`);
    const accumulator = new ConfusionMatrixAccumulator(classes);
    for (const [cell, weight] of (state as ConfusionMatrixState).cells)
      accumulator.#cells.restore(cell, weight);
    return accumulator;
  }
}
