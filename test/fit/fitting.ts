/** A fit of columns in memory, with the command's defaults. */
import { createFit, gatheringOf } from "../../src/fit/fit.ts";
import { GatheredRows } from "../../src/fit/gathered-rows.ts";
import type {
  DesignChunk,
  Epoch,
  FitOutcome,
  FitRequest,
  Model,
  Objective,
  OptimizerRequest,
} from "../../src/fit/types.ts";
import { type LossChoice, parseLoss } from "../../src/losses/spec.ts";

export interface Data {
  readonly features: Readonly<Record<string, readonly number[]>>;
  readonly target: readonly number[];
  readonly weights?: readonly number[];
  readonly parts?: readonly number[];
}

export interface Options extends Partial<Omit<OptimizerRequest, "name">> {
  readonly loss?: string;
  /** In place of `loss`. */
  readonly choice?: LossChoice;
  readonly optimizer?: OptimizerRequest["name"];
  readonly l1?: number;
  readonly l2?: number;
  readonly standardize?: boolean;
  readonly intercept?: boolean;
  readonly resume?: Model;
  readonly folds?: number;
  readonly gateLosses?: readonly string[];
  /** Bytes of rows in memory. */
  readonly memory?: number;
  /** Rows of a chunk; all in one without. */
  readonly chunk?: number;
  readonly onEpoch?: (epoch: Epoch) => void;
}

const OPTIMIZER: Omit<OptimizerRequest, "name"> = {
  learningRate: "auto",
  schedule: "constant",
  batchSize: null,
  epochs: 100_000,
  seed: 0,
  gtol: 1e-8,
  tol: null,
  patience: 5,
};

export function requestOf(features: readonly string[], options: Options): FitRequest {
  const { loss = "mse", optimizer = "gd", l1 = 0, l2 = 0, standardize = true, intercept = true } = options;
  const { resume = null, folds = null, gateLosses, onEpoch } = options;
  const choice = options.choice ?? parseLoss(loss);
  const objective: Objective = { loss: choice, l1, l2, standardize, intercept };
  const given = Object.keys(OPTIMIZER).filter((key) => key in options);
  const chosen = Object.fromEntries(given.map((key) => [key, options[key as keyof Options]]));
  return {
    target: "y",
    features,
    objective,
    optimizer: { ...OPTIMIZER, ...chosen, name: optimizer },
    resume,
    folds,
    ...(gateLosses === undefined ? {} : { gateLosses: gateLosses.map(parseLoss) }),
    ...(onEpoch === undefined ? {} : { onEpoch }),
  };
}

export function chunksOf(data: Data, size: number): DesignChunk[] {
  const rows = data.target.length;
  const chunks: DesignChunk[] = [];
  for (let from = 0; from < rows; from += size) {
    const cut = (column: readonly number[]) => Float64Array.from(column.slice(from, from + size));
    chunks.push({
      rows: Math.min(size, rows - from),
      features: Object.values(data.features).map(cut),
      target: cut(data.target),
      weights: data.weights === undefined ? null : cut(data.weights),
      parts: data.parts === undefined ? null : Uint8Array.from(data.parts.slice(from, from + size)),
    });
  }
  return chunks;
}

export async function fitted(data: Data, options: Options = {}): Promise<FitOutcome> {
  const request = requestOf(Object.keys(data.features), options);
  const { memory } = options;
  const rows = new GatheredRows({ ...gatheringOf(request), ...(memory === undefined ? {} : { memory }) });
  const run = createFit(request, rows);
  try {
    for (const chunk of chunksOf(data, options.chunk ?? Math.max(data.target.length, 1))) run.add(chunk);
    return await run.solve();
  } finally {
    await run.close();
  }
}

export async function epochsOf(data: Data, options: Options = {}): Promise<Epoch[]> {
  const epochs: Epoch[] = [];
  await fitted(data, { ...options, onEpoch: (epoch) => epochs.push(epoch) });
  return epochs;
}

/** Deterministic numbers between -1 and 1. */
export function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}
