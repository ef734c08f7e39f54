/** The rule that an optimiser goes by, and its learning rate. */
import { BatchSteps, largestRow } from "./batch-steps.ts";
import type { OptimiserState } from "./optimise.ts";
import { type Problem, startOf } from "./problem.ts";
import { RoundedSteps } from "./rounded-steps.ts";
import type { RowLoss } from "./row-loss.ts";
import { RowProblem } from "./row-problem.ts";
import type { RowStore } from "./row-store.ts";
import { AdamSteps, FixedSteps, MOMENTUM, positionAt, SpectralSteps, type StepRule } from "./steps.ts";
import type { OptimizerRequest } from "./types.ts";

export interface ChosenRule {
  readonly rule: StepRule;
  /** Of the first epoch. */
  readonly learningRate: number;
}

/** What the rule is chosen by, besides what was asked for. */
export interface Circumstances {
  readonly problem: Problem;
  readonly loss: RowLoss;
  readonly store: RowStore;
  /** The same problem row by row. */
  rows(): RowProblem;
  /** Mean second derivative of the row loss at the start. */
  readonly curvature: number;
  /** In which corners are rounded off at first. */
  readonly width: number;
  /** Of the Hessian's eigenvalues at the start: one over it is the rate that suits all directions. */
  readonly largest: number;
  readonly state: OptimiserState | null;
}

export function stepRule(request: OptimizerRequest, circumstances: Circumstances): ChosenRule {
  const { problem, loss, largest, state } = circumstances;
  const memory = (state?.rule ?? null) as never;
  const { name, learningRate, schedule, batchSize } = request;
  const own = learningRate === "auto";
  if (batchSize !== null) return batchRule(request, batchSize, circumstances);
  if (name === "adam") {
    const rate = own ? ADAM * farthest(problem) : learningRate;
    return { rule: new AdamSteps(problem, request, rate, memory), learningRate: rate };
  }
  const rate = own ? (largest > 0 ? 1 / largest : 1) : learningRate;
  const kind = name === "sgd" ? "gd" : name;
  const steps = (share: number, inner: unknown): StepRule =>
    kind === "gd" && own && schedule === "constant"
      ? new SpectralSteps(problem, share * rate, inner as never)
      : new FixedSteps(problem, request, kind, share * rate, inner as never);
  // A rate of the user's belongs to the loss as it is.
  if (!own || loss.corners === null || !(problem instanceof RowProblem)) {
    return { rule: steps(1, memory), learningRate: rate };
  }
  const { width } = circumstances;
  const rule = new RoundedSteps(problem, loss, width, request.gtol, steps, memory);
  return { rule, learningRate: rate };
}

function batchRule(request: OptimizerRequest, batchSize: number, circumstances: Circumstances): ChosenRule {
  const { problem, loss, store, largest, curvature, state } = circumstances;
  const { name, learningRate } = request;
  const rows = circumstances.rows();
  let rate = learningRate;
  if (rate === "auto") {
    const { intercept, interceptScale } = problem.coordinates;
    // Gower et al. 2019: a batch is as steep as all rows and a share of the steepest row.
    const steepest = curvature * largestRow(rows, intercept, interceptScale);
    const inertia = name === "momentum" || name === "nesterov" ? 1 - MOMENTUM : 1;
    rate =
      name === "adam" ? ADAM * farthest(problem) : (CAUTION * inertia) / (largest + steepest / batchSize);
  }
  const memory = (state?.rule ?? null) as never;
  return {
    rule: new BatchSteps(problem, rows, loss, store, request, rate, memory),
    learningRate: rate,
  };
}

/** Batches of a quarter of the steepest rate that can go well jump about the optimum a quarter as much. */
const CAUTION = 0.25;

/** Adam's steps have the length of the rate: a share of how far the optimum is, as the slopes at the start tell. */
const ADAM = 0.01;

function farthest(problem: Problem): number {
  const { at } = positionAt(problem, startOf(problem.coordinates));
  const largest = at.gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
  return largest > 0 ? largest : 1;
}
