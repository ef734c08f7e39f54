/**
 * Epochs of many small steps, each by the gradient of a batch of rows. Rows are shuffled anew in each epoch, by seed
 * and epoch alone: the blocks among each other and the rows within a block, so that rows in a file need not jump.
 */
import { numberOfCoordinates } from "./coordinates.ts";
import { type Problem, proximal, shrunk } from "./problem.ts";
import { randomWords, shuffled } from "./random.ts";
import type { RowLoss } from "./row-loss.ts";
import type { RowProblem } from "./row-problem.ts";
import { BLOCK, type RowStore } from "./row-store.ts";
import {
  type AdamMemory,
  AdamMoments,
  isFinitePosition,
  MOMENTUM,
  type Position,
  positionAt,
  type Step,
  type StepRule,
  scheduled,
} from "./steps.ts";
import type { OptimizerRequest } from "./types.ts";

interface BatchMemory {
  readonly rate: number;
  readonly velocity: readonly number[] | null;
  readonly adam: AdamMemory | null;
}

export class BatchSteps implements StepRule {
  readonly #problem: Problem;
  readonly #rows: RowProblem;
  readonly #loss: RowLoss;
  readonly #store: RowStore;
  readonly #request: OptimizerRequest;
  readonly #size: number;
  #rate: number;
  #velocity: Float64Array;
  #adam: AdamMoments | null;

  /** `problem` says how an epoch ended, `rows` what a row's gradient is. */
  constructor(
    problem: Problem,
    rows: RowProblem,
    loss: RowLoss,
    store: RowStore,
    request: OptimizerRequest,
    rate: number,
    memory: BatchMemory | null,
  ) {
    this.#problem = problem;
    this.#rows = rows;
    this.#loss = loss;
    this.#store = store;
    this.#request = request;
    this.#size = numberOfCoordinates(problem.coordinates);
    this.#rate = memory?.rate ?? rate;
    this.#velocity =
      memory?.velocity == null ? new Float64Array(this.#size) : Float64Array.from(memory.velocity);
    this.#adam = request.name === "adam" ? new AdamMoments(this.#size, memory?.adam ?? null) : null;
  }

  advance(from: Position, epoch: number): Step {
    const rate = this.#rate * scheduled(this.#request.schedule, epoch);
    const velocity = this.#velocity.slice();
    const adam = this.#adam?.memory() ?? null;
    const to = positionAt(this.#problem, this.#epoch(from.u, rate, epoch));
    const own = this.#request.learningRate === "auto";
    const lost = !isFinitePosition(to) || to.at.exact > from.at.exact + WORSE * Math.abs(from.at.exact);
    if (!own || !lost || this.#rate < LEAST_RATE) return { to, rate };
    // A rate of our own that leads away was too large.
    this.#rate /= 2;
    this.#velocity = velocity;
    this.#adam = adam === null ? null : new AdamMoments(this.#size, adam);
    return this.advance(from, epoch);
  }

  memory(): BatchMemory {
    return {
      rate: this.#rate,
      velocity: this.#velocity.every((value) => value === 0) ? null : [...this.#velocity],
      adam: this.#adam?.memory() ?? null,
    };
  }

  #epoch(start: Float64Array, rate: number, epoch: number): Float64Array {
    const { seed, batchSize } = this.#request;
    const most = batchSize ?? Number.POSITIVE_INFINITY;
    const words = randomWords(seed, epoch);
    let u: Float64Array = start.slice();
    const gradient = new Float64Array(this.#size);
    let [count, weight] = [0, 0];
    const step = () => {
      if (weight > 0) u = this.#step(u, gradient, weight, rate);
      gradient.fill(0);
      count = 0;
      weight = 0;
    };
    for (const place of shuffled(this.#store.blocks, words)) {
      const rows = this.#rows.rowsOf(this.#store.block(place));
      for (const row of shuffled(rows.rows, randomWords(seed, epoch, place))) {
        const share = rows.weights[row]!;
        if (share === 0) continue;
        this.#addRow(rows.columns, row, rows.label[row]!, share, u, gradient);
        weight += share;
        count++;
        if (count >= most) step();
      }
    }
    step();
    return u;
  }

  #addRow(
    columns: readonly (Float64Array | null)[],
    row: number,
    label: number,
    share: number,
    u: Float64Array,
    gradient: Float64Array,
  ): void {
    const { features, intercept, interceptScale, offset } = this.#problem.coordinates;
    let eta = this.#loss.translates ? 0 : offset;
    if (intercept) eta += u[features]! / interceptScale;
    for (let j = 0; j < features; j++) {
      const column = columns[j];
      if (column != null) eta += u[j]! * column[row]!;
    }
    const slope = share * this.#loss.gradient(label, eta);
    for (let j = 0; j < features; j++) {
      const column = columns[j];
      if (column != null) gradient[j]! += slope * column[row]!;
    }
    if (intercept) gradient[features]! += slope / interceptScale;
  }

  /** `gradient` is the sum over the batch; it is used up. */
  #step(u: Float64Array, gradient: Float64Array, weight: number, rate: number): Float64Array {
    const { coordinates } = this.#problem;
    const { features, l2 } = coordinates;
    for (let j = 0; j < gradient.length; j++) {
      gradient[j]! /= weight;
      if (j < features) gradient[j]! += 2 * l2[j]! * u[j]!;
    }
    if (this.#adam !== null) {
      this.#adam.direct(gradient);
      return proximal(coordinates, u, gradient, rate);
    }
    const { name } = this.#request;
    if (name !== "momentum" && name !== "nesterov") return proximal(coordinates, u, gradient, rate);
    // Nesterov's as deep learning has it (Sutskever et al. 2013): the velocity counts once more.
    const velocity = this.#velocity;
    const moved = u.slice();
    for (let j = 0; j < gradient.length; j++) {
      velocity[j] = MOMENTUM * velocity[j]! + gradient[j]!;
      const by = name === "nesterov" ? gradient[j]! + MOMENTUM * velocity[j]! : velocity[j]!;
      moved[j] = shrunk(u[j]! - rate * by, j < features ? rate * coordinates.l1[j]! : 0);
    }
    return moved;
  }
}

/** By such a share of itself an epoch may raise the objective: near the optimum batches jump about. */
const WORSE = 0.5;
const LEAST_RATE = 2 ** -60;

/** The largest square of a row's length: no batch is steeper than it. */
export function largestRow(rows: RowProblem, intercept: boolean, interceptScale: number): number {
  let largest = 0;
  const squares = new Float64Array(BLOCK);
  rows.forEachBlock(({ rows: count, columns, weights }) => {
    squares.fill(intercept ? 1 / interceptScale ** 2 : 0, 0, count);
    for (const column of columns) {
      if (column !== null) for (let row = 0; row < count; row++) squares[row]! += column[row]! ** 2;
    }
    for (let row = 0; row < count; row++) if (weights[row]! > 0) largest = Math.max(largest, squares[row]!);
  });
  return largest;
}
