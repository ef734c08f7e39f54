/** The rule that an optimiser goes by, and its learning rate. */
import type { OptimiserState } from "./optimise.ts";
import type { Problem } from "./problem.ts";
import { startOf } from "./problem.ts";
import type { RowProblem } from "./row-problem.ts";
import { AdamSteps, FixedSteps, positionAt, SpectralSteps, type StepRule } from "./steps.ts";
import type { OptimizerRequest } from "./types.ts";

export interface ChosenRule {
  readonly rule: StepRule;
  /** Of the first epoch. */
  readonly learningRate: number;
}

/** `largest` is the Hessian's largest eigenvalue at the start: one over it is the rate that suits all directions. */
export function stepRule(
  request: OptimizerRequest,
  problem: Problem,
  _rows: () => RowProblem,
  largest: number,
  state: OptimiserState | null,
): ChosenRule {
  const memory = (state?.rule ?? null) as never;
  const { name, learningRate, schedule } = request;
  const own = learningRate === "auto";
  const safe = largest > 0 ? 1 / largest : 1;
  if (name === "adam") {
    const rate = own ? ADAM * adamUnit(problem) : learningRate;
    return { rule: new AdamSteps(problem, request, rate, memory), learningRate: rate };
  }
  if (name === "gd" && own && schedule === "constant") {
    return { rule: new SpectralSteps(problem, safe, memory), learningRate: safe };
  }
  const rate = own ? safe : learningRate;
  const kind = name === "sgd" ? "gd" : name;
  return { rule: new FixedSteps(problem, request, kind, rate, memory), learningRate: rate };
}

/** Adam's steps have the length of the rate: a share of how far the start is from the optimum, as its slopes tell. */
const ADAM = 0.01;

function adamUnit(problem: Problem): number {
  const { at } = positionAt(problem, startOf(problem.coordinates));
  const largest = at.gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
  return largest > 0 ? largest : 1;
}
