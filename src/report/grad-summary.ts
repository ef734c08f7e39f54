/** What the rows of `lossctl grad` come to: plain data, as JSON and as a line for people. */

import { visible } from "../visible.ts";
import { count, rowsText } from "./heading.ts";
import { columnFields, type Json, type JsonObject, jsonText, rowFields, valueFields } from "./json.ts";
import { significant } from "./significant.ts";
import type { ReportColumns, RowCounts } from "./types.ts";

export type SummaryNumber = { readonly value: number } | { readonly value: null; readonly reason: string };

/** Of a column of the rows, by its name there. */
export interface SummaryEntry {
  readonly column: string;
  readonly result: SummaryNumber;
}

export interface GradSummary {
  readonly schema: "lossctl.grad/1";
  readonly tool: { readonly name: string; readonly version: string };
  readonly inputs: readonly string[];
  readonly columns: ReportColumns;
  /** The tool whose conventions the loss follows; absent where they are our own. */
  readonly dialect?: string;
  /** Its key. */
  readonly loss: string;
  readonly rows: RowCounts;
  readonly reduction: "none" | "mean" | "sum";
  /** In the order of the columns: the loss first. */
  readonly sums: readonly SummaryEntry[];
  /** Euclidean norms of the gradient columns; of several, first that of all together as `gradient`. */
  readonly norms: readonly SummaryEntry[];
}

export function renderGradJson(summary: GradSummary): string {
  return jsonText(
    new Map<string, Json>([
      ...runFields(summary),
      ["reduction", summary.reduction],
      ["sums", entries(summary.sums)],
      ["norms", entries(summary.norms)],
    ]),
  );
}

/** What the documents about the rows of one loss begin with. */
export function runFields(
  run: Pick<GradSummary, "tool" | "inputs" | "columns" | "dialect" | "loss" | "rows"> & {
    readonly schema: string;
  },
): [string, Json][] {
  return [
    ["schema", run.schema],
    ["tool", new Map(Object.entries(run.tool))],
    ["inputs", run.inputs],
    ["columns", new Map([...columnFields(run.columns)].filter(([role]) => role !== "by"))],
    ...(run.dialect === undefined ? [] : [["dialect", run.dialect] satisfies [string, Json]]),
    ["loss", run.loss],
    ["rows", rowFields(run.rows)],
  ];
}

function entries(list: readonly SummaryEntry[]): JsonObject {
  return new Map(
    list.map(({ column, result }) => [
      column,
      new Map(valueFields(result.value, result.value === null ? result.reason : undefined)),
    ]),
  );
}

/** More columns than this are told by their norms together. */
const COLUMNS = 4;

/** `mse, 442 rows: loss adds up to 2900.1, gradient to -40.6 (norm 2269.1), hessian to 884` */
export function gradSentence({ loss, dialect, rows, reduction, sums, norms }: GradSummary): string {
  const under = reduction === "none" ? "" : `, reduction ${reduction}`;
  const whose = dialect === undefined ? "" : ` of ${dialect}`;
  const start = `${visible(loss)}${whose}, ${rowsText(rows)}${under}`;
  const normOf = new Map(norms.map(({ column, result }) => [column, result]));
  const [total, ...others] = sums;
  if (total === undefined) return start;
  if (total.result.value === null) return `${start}: nothing adds up: ${total.result.reason}`;
  const first = `${total.column} adds up to ${text(total.result)}`;
  if (others.length > 2 * COLUMNS) {
    const all = normOf.get("gradient");
    const norm = all === undefined ? "" : `, gradients have norm ${text(all)}`;
    return `${start}: ${first}${norm} (${count(others.length / 2, "column")}; --json tells of each)`;
  }
  const rest = others.map(({ column, result }) => {
    const norm = normOf.get(column);
    return `${visible(column)} to ${text(result)}${norm === undefined ? "" : ` (norm ${text(norm)})`}`;
  });
  return `${start}: ${[first, ...rest].join(", ")}`;
}

function text(result: SummaryNumber): string {
  return result.value === null ? `nothing (${result.reason})` : significant(result.value);
}
