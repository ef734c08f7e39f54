/**
 * Losses with corners: their gradients alone never settle at the optimum, which is at corners. So the corners are
 * rounded off, within a width that shrinks whenever the rounded objective is near its least; once the bound from the
 * dual says that the point, or the corner beside it, is the optimum, the run is done.
 */
import { cornerBound } from "./corner-bound.ts";
import type { RowLoss } from "./row-loss.ts";
import type { RowProblem } from "./row-problem.ts";
import { type Position, positionAt, type Step, type StepRule } from "./steps.ts";

/** Share of the width that is left after a stage. */
const SHRINK = 0.25;
/** A stage ends at this share of the run's first gradient, or after so many epochs without a new low, or at all. */
const STAGE_END = 1e-6;
const STAGE_STALL = 500;
const STAGE_EPOCHS = 10_000;
/** Share of the first width that is no width any more. */
const LEAST_WIDTH = 1e-10;
/** Share of the objective below which a gap is rounding, whatever gtol asks for. */
const LEAST_GAP = 1e-13;

interface RoundedMemory {
  readonly width: number;
  readonly inner: unknown;
  readonly firstNorm: number;
  readonly lowest: number;
  readonly sinceLowest: number;
  readonly epochs: number;
  readonly optimum: number;
  readonly done: boolean;
}

export class RoundedSteps implements StepRule {
  readonly #problem: RowProblem;
  readonly #loss: RowLoss;
  readonly #firstWidth: number;
  readonly #gtol: number;
  readonly #inner: (share: number, memory: unknown) => StepRule;
  #rule: StepRule;
  #memory: Omit<RoundedMemory, "inner">;

  /** `inner` makes the rule for a width, given its share of the first width; it is the first rate's share too. */
  constructor(
    problem: RowProblem,
    loss: RowLoss,
    firstWidth: number,
    gtol: number,
    inner: (share: number, memory: unknown) => StepRule,
    memory: RoundedMemory | null,
  ) {
    this.#problem = problem;
    this.#loss = loss;
    this.#firstWidth = firstWidth;
    this.#gtol = gtol;
    this.#inner = inner;
    this.#memory = memory ?? {
      width: firstWidth,
      firstNorm: 0,
      lowest: 0,
      sinceLowest: 0,
      epochs: 0,
      optimum: 0,
      done: false,
    };
    problem.width = this.#memory.width;
    this.#rule = inner(this.#share, memory?.inner ?? null);
  }

  get done(): boolean {
    return this.#memory.done;
  }

  /** The best lower bound so far; 0 if there is none. */
  get optimum(): number {
    return this.#memory.optimum;
  }

  advance(from: Position, epoch: number): Step {
    if (this.#memory.firstNorm === 0)
      this.#memory = { ...this.#memory, firstNorm: from.norm, lowest: from.norm };
    // No loss is below 0.
    if (from.at.exact === 0) return this.#finish(from, 0, from.norm);
    const step = this.#rule.advance(from, epoch);
    const { to } = step;
    const lower = to.norm < this.#memory.lowest;
    this.#memory = {
      ...this.#memory,
      epochs: this.#memory.epochs + 1,
      lowest: lower ? to.norm : this.#memory.lowest,
      sinceLowest: lower ? 0 : this.#memory.sinceLowest + 1,
    };
    const { firstNorm, sinceLowest, epochs } = this.#memory;
    const settled = to.norm <= STAGE_END * firstNorm;
    const ends = settled || step.stuck === true || sinceLowest >= STAGE_STALL || epochs >= STAGE_EPOCHS;
    return ends ? this.#endStage(step) : { ...step, open: true };
  }

  memory(): RoundedMemory {
    return { ...this.#memory, inner: this.#rule.memory() };
  }

  get #share(): number {
    return this.#memory.width / this.#firstWidth;
  }

  #endStage({ to, rate }: Step): Step {
    const problem = this.#problem;
    const { width } = this.#memory;
    if (this.#loss.piecewiseLinear) {
      const bound = cornerBound(problem, this.#loss, to.u);
      const optimum = Math.max(bound.optimum, this.#memory.optimum);
      this.#memory = { ...this.#memory, optimum };
      problem.width = 0;
      const candidates = [to.u, ...(bound.corner === null ? [] : [bound.corner])];
      const best = candidates
        .map((u) => positionAt(problem, u))
        .reduce((a, b) => (b.at.objective < a.at.objective ? b : a));
      const { objective } = best.at;
      const gap = objective - optimum;
      if (gap <= Math.max(this.#gtol, LEAST_GAP) * Math.abs(objective))
        return this.#finish(best, rate, to.norm);
      problem.width = width;
    }
    if (this.#share * SHRINK < LEAST_WIDTH) {
      if (this.#loss.piecewiseLinear) return { to, rate, stuck: true };
      problem.width = 0;
      return this.#finish(positionAt(problem, to.u), rate, to.norm);
    }
    const narrower = width * SHRINK;
    problem.width = narrower;
    const at = positionAt(problem, to.u);
    this.#memory = { ...this.#memory, width: narrower, lowest: at.norm, sinceLowest: 0, epochs: 0 };
    this.#rule = this.#inner(this.#share, null);
    return { to: at, rate, open: true };
  }

  /** At a corner the least subgradient is what is left of the rounded gradient. */
  #finish(position: Position, rate: number, norm: number): Step {
    this.#memory = { ...this.#memory, width: 0, done: true };
    return { to: { ...position, norm: Math.min(norm, position.norm) }, rate, done: true };
  }
}
