/** `--worst`: the rows that cost most, by the first loss of the plan that is a cost of each row. */
import { Rational } from "../accumulate/rational.ts";
import type { Series } from "../accumulate/series.ts";
import type { WorstAccumulator, WorstRow } from "../accumulate/worst.ts";
import { usageError } from "../errors.ts";
import type { Measure, Term } from "../losses/types.ts";
import type { Located, WorstSummary } from "../report/types.ts";
import { dictionary } from "../report/types.ts";
import type { NamedMeasure, Plan } from "./plan.ts";

/** How many rows are sought, and by what they are ranked. */
export interface WorstChoice {
  readonly count: number;
  /** Key of the loss. */
  readonly loss: string;
  /** The sum of the row's loss; one of the plan's terms. */
  readonly term: Term;
}

/** @throws LossctlError (usage) where no loss is a mean over rows that is better the lower it is. */
export function chooseWorst(measures: readonly NamedMeasure[], count: number): WorstChoice {
  for (const { key, measure } of measures) {
    const term = measure.better === "lower" ? costTerm(key, measure) : null;
    if (term !== null) return { count, loss: key, term };
  }
  const keys = measures.map(({ key }) => key).join(", ");
  throw usageError(
    `--worst needs a loss that is a cost of each row, and ${keys} ${measures.length === 1 ? "is none" : "are none"}`,
    "mse and log-loss are such losses",
  );
}

/** The measure's own term where that is the sum of its row loss, else one more (of a combination). */
function costTerm(key: string, measure: Measure): Term | null {
  const [own] = measure.terms;
  const isOwn = (of: unknown): boolean => own !== undefined && "of" in own && own.of === of;
  const name = `${key}:row`;
  if (measure.shape === "vector") {
    const of = measure.row?.value;
    if (of === undefined) return null;
    return own?.fold === "vector-sum" && isOwn(of) ? own : { key: name, fold: "vector-sum", of };
  }
  if (measure.varianceRow !== undefined) return own?.fold === "variance-sum" ? own : null;
  const of = measure.row?.value;
  if (of === undefined) return null;
  return own?.fold === "sum" && isOwn(of) ? own : { key: name, fold: "sum", of };
}

/** What the found rows come to: each as it is reported, and all of them together. */
export function worstResults(
  { loss, term }: WorstChoice,
  found: WorstAccumulator,
  plan: Plan,
  series: Series,
  files: readonly string[],
): { readonly worst: WorstSummary; readonly located: readonly Located[] } {
  const rows = found.rows();
  const total = series.totals().sum(term.key);
  const shared = total.toNumber() > 0 && Number.isFinite(total.toNumber());
  const reason = shared ? {} : { reason: whyNoShare(total.toNumber()) };
  const exact = ({ value, weight }: WorstRow) =>
    Rational.fromNumber(value).times(Rational.fromNumber(weight));
  const share = (part: Rational): number | null => (shared ? part.over(total as Rational).toNumber() : null);
  const sum = rows.reduce((all, row) => all.plus(exact(row)), Rational.fromNumber(0));
  return {
    worst: {
      loss,
      rows: rows.length,
      share: share(sum),
      ...reason,
    },
    located: rows.map((row) => ({
      loss,
      what: "worst",
      file: files[row.place.file] ?? "",
      line: row.place.line,
      row: {
        value: row.value,
        share: share(exact(row)),
        ...reason,
        ...(plan.columns.weight === null ? {} : { weight: row.weight }),
        ...shownFields(row.fields, plan),
      },
    })),
  };
}

function whyNoShare(total: number): string {
  if (Number.isFinite(total)) return total === 0 ? "the total is 0" : "the total is below 0";
  return Number.isNaN(total) ? "infinities cancel" : "the total is infinite";
}

/** The chunk columns whose fields are kept of a row: labels, predictions, and what `--keep` names. */
export function shownColumns(plan: Plan): number[] {
  const { label, prediction, keep, id } = plan.columns;
  const columns = plan.requests.map((_, column) => column);
  const predictions = plan.labels.length;
  const end = columns.length - (id === undefined ? 0 : 1);
  return [
    ...columns.slice(0, plan.labelShape === "none" ? 0 : label.length),
    ...columns.slice(predictions, predictions + prediction.length),
    ...columns.slice(end - keep.length, end),
  ];
}

/** Those fields by role, numbers as numbers; a class is a text. */
function shownFields(fields: readonly (string | null)[], plan: Plan) {
  const labels = plan.labelShape === "none" ? 0 : plan.columns.label.length;
  const predictions = plan.columns.prediction.length;
  const label = fields
    .slice(0, labels)
    .map((field) => (plan.labelShape === "class" || field === null ? field : numberOrText(field)));
  const prediction = fields.slice(labels, labels + predictions).map((field) => numberOrText(field ?? ""));
  const keep = plan.columns.keep.map(
    (name, place) => [name, fields[labels + predictions + place] ?? null] as const,
  );
  return {
    label: label.length > 1 ? label : (label[0] ?? null),
    prediction: prediction.length > 1 ? prediction : (prediction[0] ?? null),
    ...(keep.length === 0 ? {} : { keep: dictionary(keep) }),
  };
}

/** Words such as `true` stay words. */
function numberOrText(field: string): number | string {
  const text = field.trim();
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : field;
}
