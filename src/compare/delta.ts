/**
 * Differences of measures that are smooth functions of sums (a root, a ratio, a share of variance), by the delta method:
 * `evaluate/linear.ts` has the slopes of one model; here are those of two, and the products of their terms.
 */
import { Rational } from "../accumulate/rational.ts";
import type { FoldColumns } from "../accumulate/types.ts";
import {
  estimatedTerms,
  type JointSums,
  type Slopes,
  type Summed,
  slopesOf,
  varianceOfMeans,
} from "../evaluate/linear.ts";
import { isResolved, isTwofold } from "../evaluate/resolution.ts";
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
 * The square of the difference's standard error, and whether it is more than rounding, beside values of the size `size`.
 * Undefined (0/0) where it has none: a value is at the end of its range. Null where nothing varies: both values are 0 and,
 * being such ends, so are all their rows.
 */
export function smoothSquaredError(
  plan: ComparePlan,
  loss: ComparedLoss,
  model: number,
  totals: Totals,
  size: number,
): { readonly squared: Rational; readonly resolved: boolean } | null {
  const slopes = new Map<string, number>();
  const twofold = new Set<string>();
  for (const [place, sign] of [
    [model, 1],
    [plan.options.reference, -1],
  ] as const) {
    const measure = loss.measures[place] as ComparedLoss["measures"][number];
    const own: Slopes = slopesOf(measure, totalsOfModel(totals, plan, place)) ?? new Map();
    for (const term of termsOf(plan, loss, place)) {
      const folded = plan.plans[place]?.terms[term.place];
      const slope = own.get(folded?.key ?? "") ?? Number.NaN;
      slopes.set(term.key, (slopes.get(term.key) ?? 0) + sign * slope);
      if (folded !== undefined && isTwofold(folded)) twofold.add(term.key);
    }
  }
  if (![...slopes.values()].every(Number.isFinite)) return null;
  const sums: JointSums = {
    weight: totals.weight as Rational,
    sum: (key) => totals.sum(key) as Rational,
    pair: (one, other) => totals.sum(keyOf(one, other)) as Rational,
  };
  const variance = varianceOfMeans(slopes, sums);
  // Of nothing but rounding it may be below 0.
  const squared = variance.sign() < 0 ? Rational.zero : variance;
  return { squared, resolved: isResolved(squared.sqrt(), slopes, sums, twofold, size) };
}
