/**
 * Differences of measures that are smooth functions of sums (a root, a ratio, a share of variance), by the delta method:
 * `evaluate/linear.ts` has the slopes of one model; here are those of two, and the products of their terms.
 */
import type { Rational } from "../accumulate/rational.ts";
import type { FoldColumns } from "../accumulate/types.ts";
import {
  errorOfMeans,
  estimatedTerms,
  type JointSums,
  type Slopes,
  type Summed,
  slopesOf,
} from "../evaluate/linear.ts";
import type { Totals } from "../losses/types.ts";
import { modelKey, totalsOfModel } from "./model-keys.ts";
import type { ComparedLoss, ComparePlan } from "./plan.ts";

/** A term of a model, by its place among those of the model's plan. */
export interface ModelTerm {
  readonly key: string;
  readonly model: number;
  readonly place: number;
}

/** Two of them whose product is folded. */
export interface TermPair {
  readonly key: string;
  readonly first: ModelTerm;
  readonly second: ModelTerm;
}

/** Whether a loss's differences are estimated this way. */
export function isSmooth({ isMean, measures }: ComparedLoss): boolean {
  return !isMean && measures.every(({ estimate }) => estimate !== undefined);
}

/** What has to be folded for the difference of a model from the reference. */
export function termPairs(plan: ComparePlan, loss: ComparedLoss, model: number): TermPair[] {
  const terms = [...termsOf(plan, loss, plan.options.reference), ...termsOf(plan, loss, model)];
  const distinct = [...new Map(terms.map((term) => [term.key, term])).values()];
  return distinct.flatMap((first, place) =>
    distinct.slice(place).map((second) => ({ key: keyOf(first.key, second.key), first, second })),
  );
}

function termsOf(plan: ComparePlan, loss: ComparedLoss, model: number): ModelTerm[] {
  const measure = loss.measures[model] as ComparedLoss["measures"][number];
  const own = plan.plans[model]?.terms ?? [];
  return estimatedTerms(measure).map((term: Summed) => ({
    key: modelKey(model, term),
    model,
    place: own.findIndex(({ key }) => key === term.key),
  }));
}

function keyOf(one: string, other: string): string {
  return one <= other ? `product ${one} × ${other}` : `product ${other} × ${one}`;
}

/** The columns whose product is that of two terms: a term is a column, or a product of two. */
export function productColumns(first: FoldColumns, second: FoldColumns): FoldColumns {
  const factors = [first, second].flatMap((columns) =>
    [columns.first, columns.second].filter((column) => column !== null),
  );
  const [one, two = null, three = null, four = null] = factors;
  return { first: one as Float64Array, second: two, third: three, fourth: four, weights: first.weights };
}

/**
 * The difference's standard error, NaN where a sum is infinite; or why there is none, which is also so where nothing
 * varies: both values are 0 and, being such ends, so are all their rows. `scale` is the size of the values.
 */
export function smoothError(
  plan: ComparePlan,
  loss: ComparedLoss,
  model: number,
  totals: Totals,
  scale: number,
): number | "end" | "lost" {
  const slopes = new Map<string, number>();
  for (const [place, sign] of [
    [model, 1],
    [plan.options.reference, -1],
  ] as const) {
    const measure = loss.measures[place] as ComparedLoss["measures"][number];
    const own: Slopes = slopesOf(measure, totalsOfModel(totals, plan, place)) ?? new Map();
    for (const term of termsOf(plan, loss, place)) {
      const key = plan.plans[place]?.terms[term.place]?.key ?? "";
      slopes.set(term.key, (slopes.get(term.key) ?? 0) + sign * (own.get(key) ?? Number.NaN));
    }
  }
  if (![...slopes.values()].every(Number.isFinite)) return "end";
  const sums: JointSums = {
    weight: totals.weight as Rational,
    sum: (key) => totals.sum(key) as Rational,
    pair: (one, other) => totals.sum(keyOf(one, other)) as Rational,
  };
  return errorOfMeans(slopes, sums, scale) ?? "lost";
}
