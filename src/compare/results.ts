/** From folded totals of paired rows to the plain data of a comparison. */
import type { RowCounts as FoldedRows } from "../accumulate/row-counts.ts";
import type { Series } from "../accumulate/series.ts";
import { isOneRow, percentiles, replicateTotals } from "../evaluate/replicate-intervals.ts";
import { UNRESOLVED } from "../evaluate/resolution.ts";
import { orderSlices, reportColumns, rowCounts } from "../evaluate/results.ts";
import { byReplicates } from "../evaluate/uncertainty.ts";
import type { Exact, Outcome, Totals } from "../losses/types.ts";
import type {
  CompareColumns,
  ComparedSlice,
  CompareReport,
  ConfidenceInterval,
  Contribution,
  Difference,
  LossComparison,
  LossComparisons,
  PairedRowCounts,
} from "../report/compare-types.ts";
import { dictionary } from "../report/types.ts";
import type { Comparison } from "./comparison.ts";
import { isSmooth, smoothSquaredError } from "./delta.ts";
import { dieboldMariano, type LongRunEstimate } from "./diebold-mariano.ts";
import { pairKey, totalKey } from "./pair-terms.ts";
import { type Estimate, estimateFrom, holm, pairTest, squaredError, studentEstimate } from "./paired-test.ts";
import type { ComparedLoss, ComparePlan } from "./plan.ts";
import { isArea } from "./rankings.ts";
import { type ReplicatePair, replicateEstimate, replicatePairs } from "./replicates.ts";
import { divisorOf, exactDifference, outcomeOf } from "./values.ts";

/** All of a report but what names the run, and its gates. */
export type CompareResults = Pick<
  CompareReport,
  | "models"
  | "reference"
  | "columns"
  | "rows"
  | "level"
  | "lags"
  | "bootstrap"
  | "losses"
  | "slices"
  | "contributions"
>;

/** Reads the comparison without changing it. `level` is that of the intervals. */
export function compareResults(comparison: Comparison, level: number): CompareResults {
  const { plan, groups } = comparison;
  const total = groups.total();
  const { lags, reference, bootstrap } = plan.options;
  const of = (series: Series, rows: FoldedRows, group: number) =>
    losses(comparison, series, rows.used, group, level);
  const slices = plan.options.plan.by.length === 0 ? [] : orderSlices(groups.slices);
  const groupOf = new Map(groups.slices.map(({ series }, place) => [series, place + 1]));
  return {
    models: plan.models.map(({ name }) => name),
    reference: plan.models[reference]?.name ?? "",
    columns: columnsOf(comparison),
    rows: rowCounts(total.rows),
    level,
    ...(lags === null ? {} : { lags }),
    ...(bootstrap === null ? {} : { bootstrap }),
    losses: of(total.series, total.rows, 0),
    slices: slices.map(({ key, series, rows }): ComparedSlice => {
      return {
        by: textsOf(plan, key),
        rows: rowCounts(rows),
        losses: of(series, rows, groupOf.get(series) ?? 0),
      };
    }),
    contributions: contributions(plan, total.series, total.rows.used, slices),
  };
}

function textsOf(plan: ComparePlan, key: readonly string[]) {
  const by = plan.plans[0]?.columns.by ?? [];
  return dictionary(by.map((name, place) => [name, key[place] ?? ""]));
}

function columnsOf({ plan, labelCoding }: Comparison): CompareColumns {
  const own = plan.plans.map((model) => reportColumns(model, null));
  const [first] = plan.plans;
  const { label, weight, variance, level, levels, by } = reportColumns(
    first as NonNullable<typeof first>,
    null,
  );
  return {
    label,
    prediction: dictionary(plan.models.map(({ name }, place) => [name, own[place]?.prediction ?? ""])),
    weight,
    ...(variance === undefined ? {} : { variance }),
    ...(level === undefined ? {} : { level }),
    ...(levels === undefined ? {} : { levels }),
    by,
    ...(labelCoding === null ? {} : { labelCoding }),
  };
}

/** One loss of one set of rows. */
interface Compared {
  readonly comparison: Comparison;
  readonly place: number;
  readonly loss: ComparedLoss;
  readonly totals: Totals;
  readonly values: readonly Outcome[];
  readonly group: number;
  readonly level: number;
  /** What the replicates of these rows came to; null where intervals come from formulas. */
  readonly replicates: readonly Totals[] | null;
}

function losses(
  comparison: Comparison,
  series: Series,
  used: number,
  group: number,
  level: number,
): LossComparisons {
  const { plan } = comparison;
  const totals: Totals = { ...series.totals(), used };
  const replicates = replicatesOf(comparison, group, totals);
  return dictionary(
    plan.losses.map((loss, place) => {
      const values = plan.models.map((_, model) => outcomeOf(plan, loss, model, totals, used));
      return [
        loss.key,
        lossComparison({ comparison, place, loss, totals, values, group, level, replicates }),
      ];
    }),
  );
}

/** Group 0 is all rows, group 1 slice 0. */
function replicatesOf({ bootstrap }: Comparison, group: number, totals: Totals): Totals[] | null {
  if (bootstrap === null) return null;
  const slice = group === 0 ? null : group - 1;
  return Array.from({ length: bootstrap.replicates }, (_, replicate) =>
    replicateTotals(bootstrap.series(replicate, slice) as Series, totals),
  );
}

function lossComparison(compared: Compared): LossComparison {
  const { comparison, loss, values } = compared;
  const { models, options } = comparison.plan;
  const names = models.map(({ name }) => name);
  const reasons = values.flatMap((outcome, model): [string, string][] =>
    outcome.value === null ? [[names[model] as string, outcome.reason]] : [],
  );
  const others = [...models.keys()].filter((model) => model !== options.reference);
  const differences = others.map((model) => differenceOf(compared, model));
  const adjusted = holm(differences.map(({ pValue }) => pValue));
  return {
    better: loss.better,
    values: dictionary(names.map((name, model) => [name, values[model]?.value ?? null])),
    ...(reasons.length === 0 ? {} : { reasons: dictionary(reasons) }),
    differences:
      others.length === 1
        ? differences
        : differences.map((difference, place) => ({
            ...difference,
            adjustedPValue: adjusted[place] ?? null,
          })),
  };
}

function differenceOf(compared: Compared, model: number): Difference {
  const { comparison, loss, values } = compared;
  const { models, options } = comparison.plan;
  const [own, other] = [values[model] as Outcome, values[options.reference] as Outcome];
  const names = { model: models[model]?.name ?? "", reference: models[options.reference]?.name ?? "" };
  const none = { standardError: null, interval: null, pValue: null };
  if (own.value === null || other.value === null) {
    const reason = own.value === null ? own : other;
    return {
      ...names,
      difference: null,
      reason: reason.value === null ? reason.reason : "",
      ...none,
      intervalReason: "there is no difference",
      relative: null,
      relativeReason: "there is no difference",
      ...rowTests(compared, model),
      verdict: null,
      worsening: null,
    };
  }
  const difference =
    exactDifference(comparison.plan, loss, model, compared.totals)?.toNumber() ?? own.value - other.value;
  const relative = relativeOf(difference, other.value);
  if (!Number.isFinite(difference)) {
    const lost = Number.isNaN(difference);
    return {
      ...names,
      ...(lost ? { difference: null, reason: "both values are infinite" } : { difference }),
      ...none,
      intervalReason: "a value is infinite",
      ...relative,
      ...rowTests(compared, model),
      verdict: null,
      worsening: lost
        ? null
        : { change: loss.better === "higher" ? -difference : difference, interval: null },
    };
  }
  const pairs = compared.replicates && replicatePairs(comparison.plan, loss, model, compared.replicates);
  const estimate =
    pairs === null
      ? estimateOf(compared, model, difference)
      : isOneRow(compared.totals)
        ? ({ standardError: null, reason: "one row" } as const)
        : replicateEstimate(
            pairs.map((pair) => pair.difference),
            compared.level,
          );
  return {
    ...names,
    difference,
    ...(estimate.standardError === null
      ? { ...none, intervalReason: estimate.reason }
      : { standardError: estimate.standardError, interval: estimate.interval }),
    ...relative,
    pValue: estimate.standardError === null ? null : estimate.pValue,
    ...rowTests(compared, model),
    ...longRunOf(estimate),
    verdict: null,
    worsening: worsening(compared, model, difference, estimate, pairs),
  };
}

function longRunOf(estimate: Estimate | LongRunEstimate): Pick<Difference, "longRun"> {
  return "longRun" in estimate ? { longRun: estimate.longRun } : {};
}

function relativeOf(difference: number, reference: number) {
  if (reference === 0) {
    return difference === 0
      ? { relative: null, relativeReason: "both values are 0" }
      : { relative: null, relativeReason: "the reference's value is 0" };
  }
  const relative = difference / Math.abs(reference);
  if (Number.isFinite(reference) && !Number.isNaN(relative)) return { relative };
  return { relative: null, relativeReason: "the reference's value is infinite" };
}

function sumsOf({ comparison, loss, totals }: Compared, model: number) {
  const { reference } = comparison.plan.options;
  return {
    weight: totals.weight,
    model: totals.sum(totalKey(loss, model)),
    reference: totals.sum(totalKey(loss, reference)),
    modelSquared: totals.sum(pairKey("square", loss, model)),
    cross: totals.sum(pairKey("cross", loss, model)),
    referenceSquared: totals.sum(pairKey("square", loss, reference)),
  };
}

/** A mean over rows is the weighted mean times their mean weight, which counts as known. */
function scaleOf({ loss, totals }: Compared): number {
  return loss.overRows ? totals.weight.over(divisorOf(loss, totals)).toNumber() : 1;
}

function estimateOf(compared: Compared, model: number, difference: number): Estimate | LongRunEstimate {
  const { comparison, place, loss, totals, group, level } = compared;
  const { plan, longRun, rankings } = comparison;
  const { reference, lags } = plan.options;
  const { weight } = totals;
  const none = (reason: string): Estimate => ({ standardError: null, reason });
  const enough = weight.minus(totals.exact(1)).sign() > 0;
  if (!enough) return none(totals.rows === 1 ? "one row" : "the weights add up to at most 1");
  if (loss.isMean) {
    const series = longRun?.of(group, place, model) ?? null;
    if (series !== null) return dieboldMariano(series, difference, level);
    const scale = scaleOf(compared);
    const squared = squaredError(sumsOf(compared, model), scale, scale);
    return studentEstimate(difference, squared, weight.toNumber(), level);
  }
  if (lags !== null) return none("a time series takes losses that are means over rows");
  if (isSmooth(loss)) {
    const [own, other] = [compared.values[model]?.value, compared.values[reference]?.value];
    const size = Math.max(Math.abs(own ?? 0), Math.abs(other ?? 0));
    const found = smoothSquaredError(plan, loss, model, totals, size);
    if (found?.resolved === false) return none(byReplicates(UNRESOLVED));
    if (found !== null) return studentEstimate(difference, found.squared, weight.toNumber(), level);
    // Roots of means that are 0: so are all rows of both.
    if (own === 0 && other === 0) return estimateFrom(0, 0, weight.toNumber() - 1, level);
    return none("a value is at the end of its range");
  }
  if (rankings !== null && loss.measures.every(isArea)) {
    const error = rankings.squaredError(group, model, reference).sqrt();
    if (Number.isNaN(error)) return none("one of the classes has one row");
    return estimateFrom(difference, error, Number.POSITIVE_INFINITY, level);
  }
  return none(byReplicates(loss.measures[model]?.noInterval ?? "there is no formula for the difference"));
}

/** The change in the worse direction. Of a value that is best at 0 its size counts, not its sign. */
function worsening(
  compared: Compared,
  model: number,
  difference: number,
  estimate: Estimate,
  pairs: readonly ReplicatePair[] | null,
): Difference["worsening"] {
  const { loss, values, comparison, totals, level } = compared;
  const interval = estimate.standardError === null ? null : estimate.interval;
  if (loss.better === "lower") return { change: difference, interval };
  if (loss.better === "higher") {
    return { change: 0 - difference, interval: interval && mirrored(interval) };
  }
  const [own, other] = [values[model]?.value ?? 0, values[comparison.plan.options.reference]?.value ?? 0];
  const change = Math.abs(own) - Math.abs(other);
  if (interval === null) return { change, interval: null };
  if (Math.sign(own) === Math.sign(other))
    return { change, interval: own >= 0 ? interval : mirrored(interval) };
  // |a| - |b| is the sum of a and b, or less that, where their signs differ: its variance is not that of a - b.
  const [s, t] = [Math.sign(own) || 1, Math.sign(other) || 1];
  if (pairs !== null) {
    const sizes = pairs.map((pair) => s * pair.own - t * pair.other);
    return { change, interval: percentiles(sizes, level).interval };
  }
  if (comparison.longRun !== null || !loss.isMean) return { change, interval: null };
  const scale = scaleOf(compared);
  const squared = squaredError(sumsOf(compared, model), s * scale, t * scale);
  const both = studentEstimate(change, squared, totals.weight.toNumber(), level);
  return { change, interval: both.standardError === null ? null : both.interval };
}

/** Of the number with the other sign. */
function mirrored(interval: ConfidenceInterval): ConfidenceInterval {
  return { ...interval, low: 0 - interval.high, high: 0 - interval.low };
}

/** Who wins how many rows, and the test of that. */
function rowTests(
  { loss, totals }: Compared,
  model: number,
): Pick<Difference, "rowWins" | "mcnemar" | "signTest"> {
  if (loss.rowValues === null || totals.rows === 0) return {};
  const [better, worse] = (["better", "worse"] as const).map((side) =>
    totals.sum(pairKey(side, loss, model)),
  ) as [Exact, Exact];
  const { weight } = totals;
  const test = pairTest(better.toNumber(), worse.toNumber());
  const rowWins = {
    better: better.over(weight).toNumber(),
    worse: worse.over(weight).toNumber(),
    equal: weight.minus(better).minus(worse).over(weight).toNumber(),
  };
  return { rowWins, ...(isRightOrWrong(loss.key) ? { mcnemar: test } : { signTest: test }) };
}

/** Whether a row's value is 0 or 1. */
function isRightOrWrong(key: string): boolean {
  return /^(?:accuracy|error-rate|multi-accuracy|top-k|coverage)(?::|$)/.test(key);
}

/** Of losses that are means over rows: what each slice adds to the difference. */
function contributions(
  plan: ComparePlan,
  all: Series,
  used: number,
  slices: readonly { key: readonly string[]; series: Series }[],
): Contribution[] {
  const { reference } = plan.options;
  const total: Totals = { ...all.totals(), used };
  if (slices.length === 0 || total.rows === 0) return [];
  return plan.losses.flatMap((loss) => {
    if (!loss.isMean) return [];
    return [...plan.models.keys()].flatMap((model) => {
      if (model === reference) return [];
      const change = (totals: Totals) =>
        totals
          .sum(totalKey(loss, model))
          .minus(totals.sum(totalKey(loss, reference)))
          .over(divisorOf(loss, total));
      const whole = change(total);
      if (!Number.isFinite(whole.toNumber())) return [];
      const list = slices.map(({ key, series }): Contribution => {
        const own = change(series.totals());
        return {
          loss: loss.key,
          model: plan.models[model]?.name ?? "",
          slice: textsOf(plan, key),
          contribution: own.toNumber(),
          share: whole.sign() === 0 ? null : own.over(whole).toNumber(),
        };
      });
      return list.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
    });
  });
}

/** Counts of rows that are left out before they are paired. */
export function withUnpaired(
  rows: PairedRowCounts,
  unpaired: { readonly unmatchedId: number; readonly duplicateId: number },
): PairedRowCounts {
  const { unmatchedId, duplicateId } = unpaired;
  return {
    read: rows.read + unmatchedId + duplicateId,
    used: rows.used,
    skipped: {
      ...rows.skipped,
      ...(unmatchedId === 0 ? {} : { unmatchedId }),
      ...(duplicateId === 0 ? {} : { duplicateId }),
    },
  };
}
