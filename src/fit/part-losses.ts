/** The losses of each part of the rows, from a last pass over them: what `eval` says of the model's predictions. */
import { LossctlError } from "../errors.ts";
import { Evaluation, type EvaluationState } from "../evaluate/evaluation.ts";
import { makePlan, type Plan } from "../evaluate/plan.ts";
import { results } from "../evaluate/results.ts";
import { parseLossOrCombination } from "../losses/combination-spec.ts";
import { type LossChoice, parseLoss } from "../losses/spec.ts";
import { dictionary, type LossResults } from "../report/types.ts";
import { predictColumn } from "./predictor.ts";
import { BLOCK, onlyPart, type RowStore } from "./row-store.ts";
import { type Link, PART } from "./types.ts";

/** What people ask of a model, by what it predicts. */
const ASKED: Readonly<Record<Link, string>> = {
  identity: "mse,rmse,mae,r2",
  log: "mse,rmse,mae,r2",
  logit: "log-loss,brier,accuracy,auc",
};

/** The objective's loss first, each once. A raw score or a logarithm is not compared with its label otherwise. */
export function lossesToReport(
  loss: LossChoice,
  link: Link,
  gateLosses: readonly LossChoice[],
): readonly LossChoice[] {
  const { expects } = loss.definition;
  const compares = link !== "identity" || expects === "value";
  const asked = compares ? ASKED[link].split(",").map(parseLoss) : [];
  const byKey = new Map([loss, ...asked, ...gateLosses].map((choice) => [choice.key, choice]));
  return [...byKey.values()];
}

/** A linear model as numbers. */
export interface PlainModel {
  readonly intercept: number;
  readonly coefficients: ArrayLike<number>;
  readonly link: Link;
}

/** What is asked of rows: plain data, for threads. */
export interface LossQuestion {
  readonly model: PlainModel;
  /** As `parseLossOrCombination` reads them. */
  readonly losses: readonly string[];
  /** Whether the rows are in folds, which are no parts: all are of the training part. */
  readonly inFolds: boolean;
}

/** By part; null where a row is outside the domain of one of the losses. */
export type LossAnswer = readonly (readonly [part: number, state: EvaluationState])[] | null;

/** Rows that others have gathered and keep. */
export interface RowsElsewhere {
  readonly weighted: boolean;
  /** An answer from each of them. */
  ask(question: LossQuestion): Promise<readonly LossAnswer[]>;
  /** Safe to call twice. */
  close(): Promise<void>;
}

/**
 * By part; only those with rows. A loss whose domain a label or a prediction is outside of has no value: the model
 * may be right for all that, as a probability is for labels between 0 and 1 that accuracy can't take.
 */
export async function partLosses(
  store: RowStore,
  elsewhere: RowsElsewhere | null,
  model: PlainModel,
  losses: readonly LossChoice[],
  inFolds: boolean,
): Promise<ReadonlyMap<number, LossResults>> {
  const evaluated = (of: readonly LossChoice[]) => evaluatedTogether(store, elsewhere, model, of, inFolds);
  const together = await evaluated(losses);
  if (together !== null) return together;
  const each: (ReadonlyMap<number, LossResults> | null)[] = [];
  for (const loss of losses) each.push(await evaluated([loss]));
  const parts = [...new Set(each.flatMap((results) => [...(results?.keys() ?? [])]))];
  const outside = { value: null, reason: "a label or a prediction is outside its domain" };
  return new Map(
    parts.map((part) => [
      part,
      dictionary(losses.map(({ key }, place) => [key, each[place]?.get(part)?.[key] ?? outside])),
    ]),
  );
}

/** What the losses come to on the rows here and elsewhere; null where a row is outside the domain of one of them. */
async function evaluatedTogether(
  store: RowStore,
  elsewhere: RowsElsewhere | null,
  model: PlainModel,
  losses: readonly LossChoice[],
  inFolds: boolean,
): Promise<ReadonlyMap<number, LossResults> | null> {
  // They are at work while the rows here are evaluated.
  const asked = elsewhere?.ask({ model, losses: losses.map(({ key, text }) => text ?? key), inFolds });
  const here = evaluateParts(store, model, losses, inFolds);
  const there = (await asked) ?? [];
  if (here === null || there.includes(null)) return null;
  for (const [part, state] of there.flatMap((answer) => answer ?? [])) {
    evaluationOf(here, part, losses, elsewhere?.weighted === true).merge(state);
  }
  return new Map([...here].map(([part, evaluation]) => [part, results(evaluation).losses]));
}

/** Answers what is asked of the rows of a store. */
export function answerOf(store: RowStore, { model, losses, inFolds }: LossQuestion): LossAnswer {
  const found = evaluateParts(store, model, losses.map(parseLossOrCombination), inFolds);
  return found && [...found].map(([part, evaluation]) => [part, evaluation.state()] as const);
}

/** Null where a row is outside the domain of one of the losses. */
function evaluateParts(
  store: RowStore,
  model: PlainModel,
  losses: readonly LossChoice[],
  inFolds: boolean,
): Map<number, Evaluation> | null {
  const evaluations = new Map<number, Evaluation>();
  const predictions = new Float64Array(BLOCK);
  let row = 0;
  for (let place = 0; place < store.blocks; place++) {
    const block = store.block(place);
    const { rows, features, target, weights, parts } = block;
    const only = inFolds ? PART.train : onlyPart(block);
    predictColumn(model, features, rows, predictions);
    for (const part of only === null ? new Set(parts.subarray(0, rows)) : [only]) {
      const evaluation = evaluationOf(evaluations, part, losses, weights !== null);
      const all = [target, predictions, ...(weights === null ? [] : [weights])];
      let [columns, count]: [readonly Float64Array[], number] = [all, rows];
      if (only === null) {
        const of = Array.from({ length: rows }, (_, row) => row).filter((row) => parts[row] === part);
        columns = all.map((column) => Float64Array.from(of, (row) => column[row]!));
        count = of.length;
      }
      try {
        evaluation.add({
          rows: count,
          file: 0,
          firstRecord: row + 1,
          columns: columns.map((values) => ({ kind: "number", values, status: null })),
          line: (at) => row + 1 + at,
          text: () => null,
        });
      } catch (error) {
        if (error instanceof LossctlError) return null;
        throw error;
      }
    }
    row += rows;
  }
  return evaluations;
}

function evaluationOf(
  evaluations: Map<number, Evaluation>,
  part: number,
  losses: readonly LossChoice[],
  weighted: boolean,
): Evaluation {
  let evaluation = evaluations.get(part);
  if (evaluation === undefined) {
    evaluation = new Evaluation(planOf(losses, weighted), [""]);
    evaluations.set(part, evaluation);
  }
  return evaluation;
}

function planOf(losses: readonly LossChoice[], weighted: boolean): Plan {
  const columns = {
    label: ["label"],
    prediction: ["prediction"],
    weight: weighted ? "weight" : null,
    variance: null,
    level: null,
    by: [],
    keep: [],
    note: null,
  };
  return makePlan(losses, columns, {
    by: [],
    missing: "error",
    invalid: "error",
    maxSlices: 1,
    header: true,
  });
}
