/** A comparison as one line for each slice, loss and difference: what CSV and NDJSON write. */
import { stringify } from "csv-stringify/sync";
import type { CompareReport } from "./compare-types.ts";
import { QUOTED } from "./csv.ts";
import { inline, type Json } from "./json.ts";
import { lineNames } from "./lines.ts";
import { dictionary } from "./types.ts";

const FIELDS = [
  "loss",
  "model",
  "reference",
  "value",
  "referenceValue",
  "difference",
  "low",
  "high",
  "relative",
  "pValue",
  "verdict",
  "rows",
] as const;

interface Line {
  /** By name, in their order. */
  readonly cells: readonly (readonly [string, Json])[];
  /** Why cells are null. */
  readonly reasons: readonly (readonly [string, string])[];
}

/** With `--by` the slices only, no line for all rows. */
function* lines(report: CompareReport): Generator<Line> {
  const { by } = report.columns;
  const names = lineNames(by, FIELDS);
  const all = { by: dictionary<string>([]), rows: report.rows, losses: report.losses };
  for (const group of by.length === 0 ? [all] : report.slices) {
    for (const [loss, { values, differences }] of Object.entries(group.losses)) {
      for (const difference of differences) {
        const { model, reference, interval, adjustedPValue } = difference;
        const cells: Json[] = [
          ...by.map((name) => group.by[name] ?? ""),
          loss,
          model,
          reference,
          values[model] ?? null,
          values[reference] ?? null,
          difference.difference,
          interval?.low ?? null,
          interval?.high ?? null,
          difference.relative,
          adjustedPValue === undefined ? difference.pValue : adjustedPValue,
          difference.verdict,
          group.rows.used,
        ];
        const reasons = [
          ["reason", difference.reason],
          ["intervalReason", difference.intervalReason],
          ["relativeReason", difference.relativeReason],
        ] as const;
        yield {
          cells: cells.map((cell, place) => [names[place] ?? "", cell] as const),
          reasons: reasons.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])),
        };
      }
    }
  }
}

/** An object for each; what does not exist is null, with reasons at the end, an infinite number the text "Infinity". */
export function renderCompareNdjson(report: CompareReport): string {
  return [...lines(report)]
    .map(({ cells, reasons }) => `${inline(new Map([...cells, ...reasons]))}\n`)
    .join("");
}

/** RFC 4180 with a header and LF; what does not exist is an empty field. */
export function renderCompareCsv(report: CompareReport): string {
  const records = [...lines(report)].map(({ cells }) =>
    cells.map(([, cell]) => (cell === null ? "" : String(cell))),
  );
  return stringify([lineNames(report.columns.by, FIELDS), ...records], { quoted_match: QUOTED });
}
