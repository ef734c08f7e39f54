/** How an optimiser gets from a point to the next with gradients of all rows. */
import { numberOfCoordinates } from "./coordinates.ts";
import { type Evaluation, type Problem, proximal, residualNorm } from "./problem.ts";
import type { OptimizerRequest, Schedule } from "./types.ts";

export interface Position {
  readonly u: Float64Array;
  readonly at: Evaluation;
  /** Of the smallest subgradient. */
  readonly norm: number;
}

export interface Step {
  readonly to: Position;
  readonly rate: number;
  /** True where no step leads further down: what is left is rounding. */
  readonly stuck?: boolean;
  /** True as long as the gradient is that of another, rounded objective. */
  readonly open?: boolean;
  /** True at the optimum, whatever the gradient's norm. */
  readonly done?: boolean;
}

/** What a rule remembers survives JSON bit by bit. */
export interface StepRule {
  advance(from: Position, epoch: number): Step;
  memory(): unknown;
  /** True where the optimum has been found already. */
  readonly done?: boolean;
}

export function positionAt(problem: Problem, u: Float64Array): Position {
  const at = problem.evaluate(u);
  return { u, at, norm: residualNorm(problem.coordinates, u, at.gradient) };
}

export function isFinitePosition({ at, norm }: Position): boolean {
  return Number.isFinite(at.objective) && Number.isFinite(norm);
}

/** Share of the learning rate that an epoch (from 1) has. */
export function scheduled(schedule: Schedule, epoch: number): number {
  if (schedule === "inverse") return 1 / Math.sqrt(epoch);
  return schedule === "step" ? 0.5 ** Math.floor((epoch - 1) / EPOCHS_OF_A_STEP) : 1;
}

const EPOCHS_OF_A_STEP = 10;

/**
 * Gradient descent whose learning rate is one over the curvature along the step before (Barzilai and Borwein 1988),
 * measured in two ways by turns. A step is taken if it leads down, and else shortened. Close to the optimum, where the
 * objective no longer tells points apart, it may also be below the worst of the last ones only (Grippo, Lampariello and
 * Lucidi 1986; with L1 Wright, Nowak and Figueiredo 2009): by then the gradient says more.
 */
export class SpectralSteps implements StepRule {
  readonly #problem: Problem;
  /** Bounds of the rate. */
  readonly #first: number;
  /** The objective where the run began. */
  #start: number | null;
  #rate: number;
  #last: number[];

  constructor(problem: Problem, first: number, memory: SpectralMemory | null) {
    this.#problem = problem;
    this.#first = first;
    this.#start = memory?.start ?? null;
    this.#rate = memory?.rate ?? first;
    this.#last = [...(memory?.last ?? [])];
  }

  advance(from: Position, epoch: number): Step {
    const { coordinates } = this.#problem;
    const { objective } = from.at;
    this.#start ??= objective;
    const worst = Math.min(Math.max(objective, ...this.#last), objective + RISE * Math.abs(this.#start));
    let rate = this.#rate;
    for (let tries = 0; tries < TRIES; tries++) {
      const u = proximal(coordinates, from.u, from.at.gradient, rate);
      const to = positionAt(this.#problem, u);
      let square = 0;
      for (let j = 0; j < u.length; j++) square += (u[j]! - from.u[j]!) ** 2;
      const enough = worst - (SUFFICIENT / rate) * square + ROUNDING * Math.abs(worst);
      if (square > 0 && isFinitePosition(to) && to.at.objective <= enough) {
        this.#last.push(to.at.objective);
        if (this.#last.length > REMEMBERED) this.#last.shift();
        this.#rate = this.#next(from, to, epoch);
        return { to, rate };
      }
      if (square === 0 && Number.isFinite(to.at.objective)) break;
      rate /= isFinitePosition(to) ? 2 : 16;
    }
    return { to: from, rate, stuck: true };
  }

  memory(): SpectralMemory {
    return { start: this.#start, rate: this.#rate, last: [...this.#last] };
  }

  #next(from: Position, to: Position, epoch: number): number {
    let [ss, sy, yy] = [0, 0, 0];
    for (let j = 0; j < to.u.length; j++) {
      const s = to.u[j]! - from.u[j]!;
      const y = to.at.gradient[j]! - from.at.gradient[j]!;
      ss += s * s;
      sy += s * y;
      yy += y * y;
    }
    // Without any curvature along the step a much longer one is tried.
    const rate = sy > 0 ? (epoch % 2 === 0 ? ss / sy : sy / yy) : 10 * this.#rate;
    return Math.min(Math.max(rate, this.#first / RANGE), this.#first * RANGE);
  }
}

interface SpectralMemory {
  readonly start: number | null;
  readonly rate: number;
  readonly last: readonly number[];
}

const TRIES = 60;
const SUFFICIENT = 1e-4;
/** What a difference of objectives near the optimum may be by rounding alone. */
const ROUNDING = 1e-14;
const REMEMBERED = 10;
/** Share of the objective's start by which an epoch may end above the one before. */
const RISE = 1e-10;
const RANGE = 1e12;

/** Velocity that is left after a step. */
export const MOMENTUM = 0.9;

/**
 * Steps of a given learning rate: plain, with momentum (Polyak 1964), or Nesterov's (1983) with a restart when the
 * objective rises (O'Donoghue and Candès 2015). A rate of our own is halved where a step leads up.
 */
export class FixedSteps implements StepRule {
  readonly #problem: Problem;
  readonly #kind: "gd" | "momentum" | "nesterov";
  readonly #schedule: Schedule;
  readonly #own: boolean;
  readonly #least: number;
  #rate: number;
  #before: Float64Array | null;
  /** Nesterov's t. */
  #inertia: number;

  constructor(
    problem: Problem,
    request: OptimizerRequest,
    kind: "gd" | "momentum" | "nesterov",
    rate: number,
    memory: FixedMemory | null,
  ) {
    this.#problem = problem;
    this.#kind = kind;
    this.#schedule = request.schedule;
    this.#own = request.learningRate === "auto";
    this.#least = rate / RANGE;
    this.#rate = memory?.rate ?? rate;
    this.#before = memory?.before == null ? null : Float64Array.from(memory.before);
    this.#inertia = memory?.inertia ?? 1;
  }

  advance(from: Position, epoch: number): Step {
    const rate = this.#rate * scheduled(this.#schedule, epoch);
    const moving = this.#before !== null;
    const step = this.#step(from, rate);
    const rises =
      !isFinitePosition(step.to) ||
      step.to.at.objective > from.at.objective + ROUNDING * Math.abs(from.at.objective);
    if (!rises || !(this.#own || (moving && this.#kind === "nesterov"))) return step;
    this.#before = null;
    this.#inertia = 1;
    if (!moving) this.#rate /= 2;
    // A rise at any rate is rounding: nothing is left to gain.
    if (this.#rate < this.#least) return { ...step, to: from, stuck: true };
    return this.advance(from, epoch);
  }

  memory(): FixedMemory {
    return {
      rate: this.#rate,
      before: this.#before === null ? null : [...this.#before],
      inertia: this.#inertia,
    };
  }

  #step(from: Position, rate: number): Step {
    const { coordinates } = this.#problem;
    const before = this.#before;
    if (this.#kind === "gd" || before === null) {
      const u = proximal(coordinates, from.u, from.at.gradient, rate);
      if (this.#kind !== "gd") this.#before = from.u;
      return { to: positionAt(this.#problem, u), rate };
    }
    if (this.#kind === "momentum") {
      const ahead = from.u.map((value, j) => value + MOMENTUM * (value - before[j]!));
      this.#before = from.u;
      return { to: positionAt(this.#problem, proximal(coordinates, ahead, from.at.gradient, rate)), rate };
    }
    const inertia = (1 + Math.sqrt(1 + 4 * this.#inertia ** 2)) / 2;
    const share = (this.#inertia - 1) / inertia;
    this.#inertia = inertia;
    const ahead = from.u.map((value, j) => value + share * (value - before[j]!));
    const { gradient } = this.#problem.evaluate(ahead);
    this.#before = from.u;
    return { to: positionAt(this.#problem, proximal(coordinates, ahead, gradient, rate)), rate };
  }
}

interface FixedMemory {
  readonly rate: number;
  readonly before: readonly number[] | null;
  readonly inertia: number;
}

/** Kingma and Ba 2015, with the defaults of that paper. */
export class AdamMoments {
  readonly first: Float64Array;
  readonly second: Float64Array;
  steps: number;

  constructor(size: number, memory: AdamMemory | null) {
    this.first = memory === null ? new Float64Array(size) : Float64Array.from(memory.first);
    this.second = memory === null ? new Float64Array(size) : Float64Array.from(memory.second);
    this.steps = memory?.steps ?? 0;
  }

  /** Turns a gradient into a direction, in place. */
  direct(gradient: Float64Array): void {
    this.steps++;
    const [first, second] = [1 - 0.9 ** this.steps, 1 - 0.999 ** this.steps];
    for (let j = 0; j < gradient.length; j++) {
      const slope = gradient[j]!;
      this.first[j] = 0.9 * this.first[j]! + 0.1 * slope;
      this.second[j] = 0.999 * this.second[j]! + 0.001 * slope * slope;
      gradient[j] = this.first[j]! / first / (Math.sqrt(this.second[j]! / second) + 1e-8);
    }
  }

  memory(): AdamMemory {
    return { first: [...this.first], second: [...this.second], steps: this.steps };
  }
}

export interface AdamMemory {
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly steps: number;
}

export class AdamSteps implements StepRule {
  readonly #problem: Problem;
  readonly #schedule: Schedule;
  readonly #rate: number;
  readonly #moments: AdamMoments;

  constructor(problem: Problem, { schedule }: OptimizerRequest, rate: number, memory: AdamMemory | null) {
    this.#problem = problem;
    this.#schedule = schedule;
    this.#rate = rate;
    this.#moments = new AdamMoments(numberOfCoordinates(problem.coordinates), memory);
  }

  advance(from: Position, epoch: number): Step {
    const rate = this.#rate * scheduled(this.#schedule, epoch);
    const direction = from.at.gradient.slice();
    this.#moments.direct(direction);
    return {
      to: positionAt(this.#problem, proximal(this.#problem.coordinates, from.u, direction, rate)),
      rate,
    };
  }

  memory(): AdamMemory {
    return this.#moments.memory();
  }
}
