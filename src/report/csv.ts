/** CSV: a line for each slice and loss. */
import { stringify } from "csv-stringify/sync";
import { lineNames, reportLines } from "./lines.ts";
import type { Report } from "./types.ts";

/** RFC 4180 with a header and LF; numbers are shortest round-trip, `Infinity` in words, no value is an empty field. */
export function renderCsv(report: Report): string {
  const records = [lineNames(report.columns.by, ["loss", "value", "rows"])];
  for (const line of reportLines(report)) {
    const value = line.value === null || Number.isNaN(line.value) ? "" : String(line.value);
    records.push([...line.by, line.loss, value, String(line.rows)]);
  }
  // A lone CR ends a line for many readers, and a leading BOM is not text: quotes keep both in the field.
  return stringify(records, { quoted_match: /[\r\uFEFF]/ });
}
