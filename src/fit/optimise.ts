/** Epoch after epoch until there is a reason to stop. */
import { inputError } from "../errors.ts";
import type { Problem } from "./problem.ts";
import { isFinitePosition, type Position, positionAt, type Step, type StepRule } from "./steps.ts";
import { hasConverged, type Progress, Stopping, type StoppingMemory } from "./stopping.ts";
import type { Epoch, OptimizerRequest, StopReason } from "./types.ts";

/** What goes on from here as if nothing had been between: plain data that survives JSON bit by bit. */
export interface OptimiserState {
  readonly version: 1;
  readonly optimizer: string;
  readonly u: readonly number[];
  /** Where the gradient's norm, and the validation loss, were lowest; null where that is here. */
  readonly lowestNorm: readonly number[] | null;
  readonly lowestValidation: readonly number[] | null;
  readonly stopping: StoppingMemory;
  readonly rule: unknown;
}

export interface Optimised {
  /** The model's point. */
  readonly position: Position;
  readonly stop: StopReason;
  readonly converged: boolean;
  readonly epochs: number;
  readonly state: OptimiserState;
}

/**
 * `rule` is made from `state.rule` where there is a state, which belongs to the same problem; `validation` is the part
 * whose loss may end the run.
 * @throws LossctlError (input) where the run diverges.
 */
export function optimise(
  problem: Problem,
  request: OptimizerRequest,
  rule: StepRule,
  start: Float64Array,
  state: OptimiserState | null,
  validation: number | null,
  onEpoch?: (epoch: Epoch) => void,
): Optimised {
  let position = positionAt(problem, state === null ? start : Float64Array.from(state.u));
  if (!isFinitePosition(position)) throw notFinite(0, request);
  const validationAt = (u: Float64Array) => (validation === null ? null : problem.lossOf(validation, u));
  const progressAt = ({ u, at, norm }: Position, step: Partial<Step>): Progress => ({
    objective: at.exact,
    norm,
    validation: validationAt(u),
    stuck: step.stuck === true,
    open: step.open === true,
    done: step.done === true,
  });
  let progress = progressAt(position, { done: rule.done === true });
  const stopping = new Stopping(request, progress, state?.stopping ?? null);
  const restored = (u: readonly number[] | null | undefined) =>
    u == null ? position : positionAt(problem, Float64Array.from(u));
  let lowest = restored(state?.lowestNorm);
  let best = restored(state?.lowestValidation);
  let reason = stopping.reason(progress);
  while (reason === null) {
    const step: Step = rule.advance(position, stopping.epoch + 1);
    position = step.to;
    if (!isFinitePosition(position)) throw notFinite(stopping.epoch + 1, request);
    progress = progressAt(position, step);
    stopping.see(progress);
    if (stopping.lowestNorm) lowest = position;
    if (stopping.lowestValidation) best = position;
    onEpoch?.({
      epoch: stopping.epoch,
      objective: position.at.exact,
      train: position.at.loss,
      validation: progress.validation,
      gradientNorm: position.norm,
      learningRate: step.rate,
    });
    reason = stopping.reason(progress);
    if (hasRisen(progress, stopping.memory, reason)) throw diverged(stopping.epoch, request);
  }
  const chosen = reason === "stalled" ? lowest : reason === "validation" ? best : position;
  return {
    position: chosen,
    stop: reason,
    converged: hasConverged(reason, stopping.memory),
    epochs: stopping.epoch,
    state: {
      version: 1,
      optimizer: request.name,
      u: numbers(position.u),
      lowestNorm: lowest === position ? null : numbers(lowest.u),
      lowestValidation: best === position ? null : numbers(best.u),
      stopping: stopping.memory,
      rule: rule.memory(),
    },
  };
}

/** JSON has no -0. */
function numbers(values: Float64Array): number[] {
  return Array.from(values, (value) => (value === 0 ? 0 : value));
}

/** At a run's end the objective is not above its start; on the way it may be, but not by orders. */
function hasRisen({ objective }: Progress, memory: StoppingMemory, reason: StopReason | null): boolean {
  const { startObjective } = memory;
  const room = reason === null ? 1e3 * (Math.abs(startObjective) + 1) : 1e-9 * Math.abs(startObjective);
  return objective > startObjective + room && reason !== "gradient";
}

function diverged(epoch: number, { learningRate }: OptimizerRequest): Error {
  return inputError(
    `the fit diverges: at epoch ${epoch} the objective is above its start`,
    undefined,
    hintOf(learningRate),
  );
}

function notFinite(epoch: number, { learningRate }: OptimizerRequest): Error {
  const what = "the objective is not finite";
  return epoch === 0
    ? inputError(
        `the fit can't begin: ${what} at its start`,
        undefined,
        "the data are too large, or not what the loss takes",
      )
    : inputError(`the fit diverges: at epoch ${epoch} ${what}`, undefined, hintOf(learningRate));
}

function hintOf(learningRate: number | "auto"): string {
  return learningRate === "auto"
    ? "--optimizer gd chooses its steps so that it can't"
    : `a smaller --learning-rate than ${learningRate}, or auto, which is chosen from the curvature`;
}
