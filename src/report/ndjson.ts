/** NDJSON: an object for each slice and loss. */
import { inline, valueFields } from "./json.ts";
import { lineNames, reportLines } from "./lines.ts";
import type { Report } from "./types.ts";

/** The fields of the CSV; no value is null with a `reason` after it, an infinite one the text "Infinity". */
export function renderNdjson(report: Report): string {
  const own = ["loss", "value", "reason", "rows"];
  const names = lineNames(report.columns.by, own);
  const nameOf = new Map(
    own.map((field, place) => [field, names[report.columns.by.length + place] ?? field]),
  );
  const objects = [...reportLines(report)].map((line) => {
    const fields: [string, string | number | null][] = [
      ["loss", line.loss],
      ...valueFields(line.value, line.reason),
      ["rows", line.rows],
    ];
    return new Map([
      ...line.by.map((text, place): [string, string] => [names[place] ?? "", text]),
      ...fields.map(([field, value]): [string, string | number | null] => [
        nameOf.get(field) ?? field,
        value,
      ]),
    ]);
  });
  return objects.map((object) => `${inline(object)}\n`).join("");
}
