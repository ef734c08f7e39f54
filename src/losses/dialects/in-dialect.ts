/** From a loss as it was asked for to the loss that another tool computes under that name. */
import { type LossChoice, LossSpecError } from "../spec.ts";
import type { Definition, Measure, Parameters, Totals, VectorMeasure } from "../types.ts";
import { keras } from "./keras.ts";
import { lightgbm } from "./lightgbm.ts";
import { sklearn } from "./sklearn.ts";
import { torch } from "./torch.ts";
import type { Dialect, DialectLoss } from "./types.ts";
import { xgboost } from "./xgboost.ts";

export const dialects: readonly Dialect[] = [sklearn, keras, torch, xgboost, lightgbm];

/** The dialect of that name. */
export function findDialect(name: string): Dialect | undefined {
  return dialects.find((dialect) => dialect.name === name);
}

/**
 * The loss in the dialect, under the same key; null where the tool does not have it.
 * @throws LossSpecError for a stated parameter that the tool's loss does not have.
 */
export function inDialect(choice: LossChoice, dialect: Dialect): LossChoice | null {
  const { key, definition } = choice;
  const loss = dialect.losses.get(definition.id);
  if (loss === undefined) return null;
  const given = new Set(key.split(":").map((part) => part.split("=")[0]));
  const lacked = loss.lacks?.find((name) => given.has(name));
  if (lacked !== undefined) {
    throw new LossSpecError(`${definition.id} of ${dialect.name} has no parameter "${lacked}"`);
  }
  const parameters: Record<string, number | string | undefined> = { ...choice.parameters };
  for (const [name, value] of Object.entries(loss.parameters ?? {})) {
    if (!given.has(name)) parameters[name] = value;
  }
  return { key, definition: adapted(definition, loss, dialect), parameters };
}

/** In words how the tool's number differs from ours; null where it does not. */
export function differenceOf(id: string, dialect: Dialect, weighted: boolean): string | null {
  const { difference } = dialect.losses.get(id) ?? {};
  const mean = weighted && dialect.meanOver === "rows" ? ["divides the weighted sum by the rows"] : [];
  const words = [...(difference === undefined ? [] : [difference]), ...mean];
  return words.length === 0 ? null : words.join("; ");
}

function adapted(definition: Definition, loss: DialectLoss, dialect: Dialect): Definition {
  const { create, createVector } = definition;
  const adapt = (make: (parameters: Parameters) => Measure, parameters: Parameters): Measure => {
    const measure = loss.adapt === undefined ? make(parameters) : loss.adapt(make, parameters);
    return dialect.meanOver === "rows" ? overRows(measure) : measure;
  };
  return {
    ...definition,
    create: (parameters, key) => adapt((values) => create(values, key), parameters),
    ...(createVector === undefined
      ? {}
      : {
          createVector: (parameters, key) =>
            adapt((values) => createVector(values, key), parameters) as VectorMeasure,
        }),
  };
}

/** The mean of a row-wise loss over the number of rows, whatever their weights. Metrics keep the weights' sum. */
function overRows<M extends Measure>(measure: M): M {
  const ofRows =
    measure.row !== undefined || (measure.shape === "scalar" && measure.varianceRow !== undefined);
  const [term] = measure.terms;
  if (!ofRows || term === undefined) return measure;
  const mean = (totals: Pick<Totals, "sum" | "exact" | "used" | "rows">) =>
    totals.sum(term.key).over(totals.exact(totals.used ?? totals.rows));
  const finish = (totals: Totals) => ({ ...measure.finish(totals), value: mean(totals).toNumber() });
  return { ...measure, finish, estimate: (totals) => ({ above: mean(totals) }) };
}
