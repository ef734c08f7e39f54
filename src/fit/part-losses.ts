/** The losses of each part of the rows, from a last pass over them: what `eval` says of the model's predictions. */
import { LossctlError } from "../errors.ts";
import { Evaluation } from "../evaluate/evaluation.ts";
import { makePlan, type Plan } from "../evaluate/plan.ts";
import { results } from "../evaluate/results.ts";
import { type LossChoice, parseLoss } from "../losses/spec.ts";
import { dictionary, type LossResults } from "../report/types.ts";
import { predictColumn } from "./predictor.ts";
import { BLOCK, onlyPart, type RowStore } from "./row-store.ts";
import type { Link } from "./types.ts";

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

interface Model {
  readonly intercept: number;
  readonly coefficients: ArrayLike<number>;
  readonly link: Link;
}

/**
 * By part; only those with rows. A loss whose domain a label or a prediction is outside of has no value: the model
 * may be right for all that, as a probability is for labels between 0 and 1 that accuracy can't take.
 */
export function partLosses(
  store: RowStore,
  model: Model,
  losses: readonly LossChoice[],
  partOf: (part: number) => number,
): ReadonlyMap<number, LossResults> {
  const together = evaluated(store, model, losses, partOf);
  if (together !== null) return together;
  const each = losses.map((loss) => evaluated(store, model, [loss], partOf));
  const parts = [...new Set(each.flatMap((results) => [...(results?.keys() ?? [])]))];
  const outside = { value: null, reason: "a label or a prediction is outside its domain" };
  return new Map(
    parts.map((part) => [
      part,
      dictionary(losses.map(({ key }, place) => [key, each[place]?.get(part)?.[key] ?? outside])),
    ]),
  );
}

/** Null where a row is outside the domain of one of the losses. */
function evaluated(
  store: RowStore,
  model: Model,
  losses: readonly LossChoice[],
  partOf: (part: number) => number,
): ReadonlyMap<number, LossResults> | null {
  const evaluations = new Map<number, Evaluation>();
  const predictions = new Float64Array(BLOCK);
  let plan: Plan | null = null;
  let row = 0;
  for (let place = 0; place < store.blocks; place++) {
    const block = store.block(place);
    const { rows, features, target, weights, parts } = block;
    const only = onlyPart(block);
    predictColumn(model, features, rows, predictions);
    plan ??= planOf(losses, weights !== null);
    const present = only === null ? Array.from(parts.subarray(0, rows), partOf) : [partOf(only)];
    for (const part of new Set(present)) {
      let evaluation = evaluations.get(part);
      if (evaluation === undefined) {
        evaluation = new Evaluation(plan, [""]);
        evaluations.set(part, evaluation);
      }
      const all = [target, predictions, ...(weights === null ? [] : [weights])];
      let [columns, count]: [readonly Float64Array[], number] = [all, rows];
      if (only === null) {
        const of = Array.from({ length: rows }, (_, row) => row).filter(
          (row) => partOf(parts[row]!) === part,
        );
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
  return new Map([...evaluations].map(([part, evaluation]) => [part, results(evaluation).losses]));
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
