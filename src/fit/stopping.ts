/** When a run ends, and which of its points is the model. */
import type { OptimizerRequest, StopReason } from "./types.ts";

/** Epochs without a new low of the gradient's norm, or with it of the validation loss: then no more are to come. */
const STALL = 100;

/** Of a point, as an epoch ends. */
export interface Progress {
  readonly objective: number;
  readonly norm: number;
  readonly validation: number | null;
  /** The rule sees no way further down. */
  readonly stuck: boolean;
  /** The norm is that of another objective, which is on its way to the right one. */
  readonly open: boolean;
  /** The rule knows that this is the optimum. */
  readonly done: boolean;
}

/** What is remembered from epoch to epoch; survives JSON bit by bit. */
export interface StoppingMemory {
  readonly epoch: number;
  readonly startNorm: number;
  readonly startObjective: number;
  readonly lowestNorm: number;
  readonly sinceLowest: number;
  readonly lastObjective: number;
  readonly quiet: number;
  readonly lowestValidation: number | null;
  readonly sinceValidation: number;
}

export class Stopping {
  readonly #request: OptimizerRequest;
  #memory: StoppingMemory;

  constructor(request: OptimizerRequest, start: Progress, memory: StoppingMemory | null) {
    this.#request = request;
    this.#memory = memory ?? {
      epoch: 0,
      startNorm: start.norm,
      startObjective: start.objective,
      lowestNorm: start.norm,
      sinceLowest: 0,
      lastObjective: start.objective,
      quiet: 0,
      lowestValidation: start.validation,
      sinceValidation: 0,
    };
  }

  get epoch(): number {
    return this.#memory.epoch;
  }

  get memory(): StoppingMemory {
    return this.#memory;
  }

  /** Whether the last point has the lowest gradient norm, and the lowest validation loss, so far. */
  get lowestNorm(): boolean {
    return this.#memory.sinceLowest === 0;
  }

  get lowestValidation(): boolean {
    return this.#memory.sinceValidation === 0;
  }

  /** Takes note of an epoch's end. */
  see({ objective, norm, validation, open }: Progress): void {
    const before = this.#memory;
    const { tol } = this.#request;
    const change = Math.abs(objective - before.lastObjective);
    const quiet = tol !== null && change <= tol * Math.abs(before.lastObjective);
    const lower = open || norm < before.lowestNorm;
    const better =
      validation !== null && (before.lowestValidation === null || validation < before.lowestValidation);
    this.#memory = {
      ...before,
      epoch: before.epoch + 1,
      lowestNorm: lower ? norm : before.lowestNorm,
      sinceLowest: lower ? 0 : before.sinceLowest + 1,
      lastObjective: objective,
      quiet: quiet ? before.quiet + 1 : 0,
      lowestValidation: better ? validation : before.lowestValidation,
      sinceValidation: validation === null || better ? 0 : before.sinceValidation + 1,
    };
  }

  /** Why the run ends at this point, or null. */
  reason({ norm, validation, stuck, open, done }: Progress): StopReason | null {
    const { startNorm, sinceLowest, quiet, sinceValidation, epoch } = this.#memory;
    const { gtol, tol, patience, epochs } = this.#request;
    if (done || (!open && norm <= gtol * startNorm)) return "gradient";
    if (stuck || sinceLowest >= STALL) return "stalled";
    if (!open && tol !== null && quiet >= patience) return "change";
    if (validation !== null && sinceValidation >= patience) return "validation";
    return epoch >= epochs ? "epochs" : null;
  }
}

/** Of the gradient's norm at the start: a stall below this is the optimum but for rounding. */
const OPTIMUM = 1e-6;

/** Whether a run that ended so has found what it looked for. */
export function hasConverged(reason: StopReason, { startNorm, lowestNorm }: StoppingMemory): boolean {
  return reason === "stalled" ? lowestNorm <= OPTIMUM * startNorm : reason !== "epochs";
}
