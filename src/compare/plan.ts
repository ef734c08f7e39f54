/**
 * What a comparison reads and folds, decided before the first row. Each model has a plan of its own, as an evaluation
 * of it would have; what is folded besides are the products and the order of paired row values.
 */
import { usageError } from "../errors.ts";
import type { BootstrapOptions } from "../evaluate/bootstrap.ts";
import { type ColumnChoice, makePlan, type Plan, type PlanOptions } from "../evaluate/plan.ts";
import type { LossChoice } from "../losses/spec.ts";
import type { Measure } from "../losses/types.ts";
import type { ColumnRequest } from "../read/chunk.ts";
import { type RowValue, rowValueOf } from "./row-value.ts";

/** A model by its name, and its columns; all but the first have neither weight nor slices, which belong to the rows. */
export interface ModelChoice {
  readonly name: string;
  readonly columns: ColumnChoice;
}

export interface CompareOptions {
  readonly plan: PlanOptions;
  /** Place of the model that the others are held against. */
  readonly reference: number;
  /** Lags of the long-run variance; null where rows count as independent. */
  readonly lags: number | null;
  /** Null where intervals come from formulas. */
  readonly bootstrap: BootstrapOptions | null;
}

/** One loss of all models. */
export interface ComparedLoss {
  readonly key: string;
  readonly better: Measure["better"];
  /** By model. */
  readonly measures: readonly Measure[];
  /** By model; null where the loss has no value of a row. */
  readonly rowValues: readonly RowValue[] | null;
  /** Whether its values are the means of row values. */
  readonly isMean: boolean;
  /** Of such a mean whether its divisor is the number of rows, not their weight. */
  readonly overRows: boolean;
}

export interface ComparePlan {
  readonly models: readonly ModelChoice[];
  readonly plans: readonly Plan[];
  readonly losses: readonly ComparedLoss[];
  readonly options: CompareOptions;
  /** Of all models together, where they stand in one data set; each column and coding once. */
  readonly requests: readonly ColumnRequest[];
  /** By model: where its own requests stand among those. */
  readonly places: readonly (readonly number[])[];
}

/**
 * @param models At least two.
 * @throws LossctlError (usage) where losses and columns don't go together.
 */
export function makeComparePlan(
  choices: readonly LossChoice[],
  models: readonly ModelChoice[],
  options: CompareOptions,
): ComparePlan {
  const plans = models.map(({ columns }) => withoutKinks(makePlan(choices, columns, options.plan)));
  const [first] = plans as [Plan, ...Plan[]];
  for (const [place, plan] of plans.entries()) {
    if (plan.shape === first.shape && plan.columns.prediction.length === first.columns.prediction.length)
      continue;
    const counts = [first, plan].map(({ columns }) => columns.prediction.length);
    throw usageError(
      `the models have different numbers of prediction columns: ${models[0]?.name} ${counts[0]}, ${models[place]?.name} ${counts[1]}`,
    );
  }
  const losses = choices.map((choice, place): ComparedLoss => {
    const measures = plans.map((plan) => (plan.measures[place] as Plan["measures"][number]).measure);
    const found = measures.map(rowValueOf).filter((value) => value !== null);
    const rowValues = found.length === measures.length ? found : null;
    return {
      key: choice.key,
      better: (measures[0] as Measure).better,
      measures,
      rowValues,
      isMean: rowValues?.every(({ isMean }) => isMean) === true,
      overRows: rowValues?.every(({ overRows }) => overRows) === true,
    };
  });
  return { models, plans, losses, options, ...together(plans) };
}

/** Rows on a kink are told by `eval`; here they would only cost time. */
function withoutKinks(plan: Plan): Plan {
  const asked = new Set(plan.measures.flatMap(({ measure }) => measure.terms.map(({ key }) => key)));
  return { ...plan, terms: plan.terms.filter(({ key }) => asked.has(key)) };
}

function together(plans: readonly Plan[]): Pick<ComparePlan, "requests" | "places"> {
  const requests: ColumnRequest[] = [];
  const known = new Map<string, number>();
  const places = plans.map((plan) =>
    plan.requests.map((request) => {
      const text = JSON.stringify([request.name, request.coding]);
      const place = known.get(text) ?? requests.length;
      if (!known.has(text)) requests.push(request);
      known.set(text, place);
      return place;
    }),
  );
  return { requests, places };
}
