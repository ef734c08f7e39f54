/** CSV: a line for each slice and loss. */
import { stringify } from "csv-stringify/sync";
import { lineNames, reportLines } from "./lines.ts";
import type { Report } from "./types.ts";

/**
 * A lone CR ends a line for many readers, a leading BOM is not text, and a line that begins with two colons is a command
 * in the log of GitHub Actions: quotes keep them in the field.
 */
export const QUOTED = /[\r\uFEFF]|^\s*::/;

/** RFC 4180 with a header and LF; numbers are shortest round-trip, `Infinity` in words, no value is an empty field. */
export function renderCsv(report: Report): string {
  const records = [lineNames(report.columns.by, ["loss", "value", "rows"])];
  for (const line of reportLines(report)) {
    const value = line.value === null || Number.isNaN(line.value) ? "" : String(line.value);
    records.push([...line.by, line.loss, value, String(line.rows)]);
  }
  return stringify(records, { quoted_match: QUOTED });
}
