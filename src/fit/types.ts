/**
 * What a fit is given and what it comes to, as plain data. Reading files, choosing columns and printing are not its
 * concern: rows arrive as chunks of columns of finite numbers.
 */
import type { LossChoice } from "../losses/spec.ts";
import type { LossResult } from "../report/types.ts";

/** Which rows a model learns from, which say when to stop, and which only judge it. */
export const PART = Object.freeze({ train: 0, validation: 1, test: 2 });

/** A run of rows. Columns may be longer than `rows`, and are reused after the call: copy to keep. */
export interface DesignChunk {
  readonly rows: number;
  /** One column for each feature, in the order of `FitRequest.features`; text columns are one-hot already. */
  readonly features: readonly Float64Array[];
  readonly target: Float64Array;
  /** Frequency weights, 0 or more; null where all are 1. */
  readonly weights: Float64Array | null;
  /** A `PART` for each row, or with `FitRequest.folds` the row's fold; null where all are `train`. */
  readonly parts: Uint8Array | null;
}

/** From the linear predictor to the label's scale: itself, a probability, a mean. */
export type Link = "identity" | "logit" | "log";

/** weighted mean loss + l1·Σ|c| + l2·Σc², the intercept free. */
export interface Objective {
  readonly loss: LossChoice;
  readonly l1: number;
  readonly l2: number;
  /** The penalised c belong to columns scaled to standard deviation 1; else to the columns as they are. */
  readonly standardize: boolean;
  readonly intercept: boolean;
}

export type OptimizerName = "gd" | "momentum" | "nesterov" | "sgd" | "adam";

/** In epoch e the rate is: itself; itself over √e; halved every 10 epochs. */
export type Schedule = "constant" | "inverse" | "step";

export interface OptimizerRequest {
  readonly name: OptimizerName;
  readonly learningRate: number | "auto";
  readonly schedule: Schedule;
  /** Rows of a step; null takes all of them. */
  readonly batchSize: number | null;
  /** In all: a run that goes on counts those before too. */
  readonly epochs: number;
  readonly seed: number;
  /** Ends when the gradient's norm is at most this share of its start. */
  readonly gtol: number;
  /** Ends when the objective's relative change stays below this for `patience` epochs; null: it does not matter. */
  readonly tol: number | null;
  readonly patience: number;
}

export interface FitRequest {
  readonly target: string;
  /** Names of the design columns: `city=Paris` for a level of a text column. */
  readonly features: readonly string[];
  readonly objective: Objective;
  readonly optimizer: OptimizerRequest;
  /** Goes on from here instead of from 0. */
  readonly resume: Model | null;
  /** K of K-fold cross-validation of the same objective, besides the fit itself; null without. */
  readonly folds: number | null;
  /** Losses to report of each part besides those that people ask for: gates judge them. On the label's scale. */
  readonly gateLosses?: readonly LossChoice[];
  /** Told of each epoch, in order. */
  readonly onEpoch?: (epoch: Epoch) => void;
}

/** One line of the history. */
export interface Epoch {
  readonly epoch: number;
  /** The objective on the training rows, penalty included. */
  readonly objective: number;
  /** The weighted mean loss of the training rows, and of the validation rows. */
  readonly train: number;
  readonly validation: number | null;
  readonly gradientNorm: number;
  readonly learningRate: number;
}

export type StopReason = "gradient" | "stalled" | "change" | "validation" | "epochs";

/** The model file, `lossctl.model/1`: equal bytes for the same input and seed. Keyed by names of the user: no prototype. */
export interface Model {
  readonly schema: "lossctl.model/1";
  /** Key of the objective's loss. */
  readonly loss: string;
  readonly link: Link;
  readonly target: string;
  readonly features: readonly string[];
  readonly intercept: number;
  readonly coefficients: Readonly<Record<string, number>>;
  /** `intercept` and each feature; null where the loss has none. */
  readonly standardErrors: Readonly<Record<string, number | null>> | null;
  readonly l1: number;
  readonly l2: number;
  readonly standardize: boolean;
  /** Levels of each text column, sorted; absent without text columns. */
  readonly categories?: Readonly<Record<string, readonly string[]>>;
  /** Text of the class that counts as 1, where labels are texts. */
  readonly positive?: string;
  /** What an optimiser needs to go on as if it had not stopped; plain data that survives JSON bit by bit. */
  readonly state?: unknown;
}

/** How close the model is to the best one. */
export interface Certificate {
  readonly objective: number;
  /** The least value the objective can have (closed form), or a lower bound of it; null where none is known. */
  readonly optimum: number | null;
  /** objective - optimum, never below 0; null where no optimum is known. */
  readonly gap: number | null;
  /** How the optimum is known. */
  readonly method: "closed-form" | "duality-gap" | "kkt-residual";
  /** Why there is no optimum, where there is none. */
  readonly reason?: string;
  /** Of the objective (with L1: of the smallest subgradient, the KKT residual), in the optimiser's coordinates. */
  readonly gradientNorm: number;
  /** Of the Hessian in the optimiser's coordinates; null where the loss has no Hessian. */
  readonly conditionNumber: number | null;
  /** Why there is no condition number, where there is none. */
  readonly conditionNumberReason?: string;
  readonly collinear: readonly string[];
  readonly constant: readonly string[];
  /** Whether the loss has no least value, as the classes can be parted: coefficients grow as long as the descent goes on. */
  readonly separable: boolean;
}

export interface FitOutcome {
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
  readonly model: Model;
  readonly optimizer: {
    readonly name: OptimizerName;
    readonly learningRate: number;
    readonly seed: number;
    readonly epochs: number;
    readonly stop: StopReason;
    readonly converged: boolean;
  };
  readonly certificate: Certificate;
  /**
   * What makes the loss fall for ever: all labels are on one side, so that the intercept grows, or the columns part them.
   * Null where it does not.
   */
  readonly separation: "labels" | "columns" | null;
  /** The objective's loss and those that people ask for, on the label's scale; null for a part without rows. */
  readonly losses: {
    readonly train: Readonly<Record<string, LossResult>>;
    readonly validation: Readonly<Record<string, LossResult>> | null;
    readonly test: Readonly<Record<string, LossResult>> | null;
  };
  /** Mean over the folds of the loss on the rows left out, with its standard error over folds; null without folds. */
  readonly crossValidation: {
    readonly folds: readonly number[];
    readonly mean: number;
    readonly standardError: number | null;
  } | null;
  /** Of least squares with an intercept; null otherwise. */
  readonly adjustedR2: number | null;
  /** Coefficients over standard errors; null where there are no standard errors. */
  readonly tValues: Readonly<Record<string, number | null>> | null;
}

/**
 * Made by `createFit(request)` in `fit.ts`. `solve` is called once, after the last `add`.
 * A run that diverges or meets a number that is not finite rejects with a LossctlError (exit 3).
 */
export interface Fit {
  add(chunk: DesignChunk): void;
  solve(): Promise<FitOutcome>;
  /** Frees files and threads; safe to call twice. */
  close(): Promise<void>;
}
