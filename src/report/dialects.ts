/** One loss as several tools compute it: `lossctl.dialects/1`, as a table and as JSON. */

import { visible } from "../visible.ts";
import { alignLeft, alignPoint, displayWidth, GAP, painted } from "./columns.ts";
import { columnFields, type Json, jsonText, lossFields, rowFields } from "./json.ts";
import { lossCell } from "./slice-blocks.ts";
import { headingLines } from "./table.ts";
import type { LossResult, RenderOptions, Report } from "./types.ts";

export interface DialectLine {
  /** `lossctl`, or a tool's name. */
  readonly dialect: string;
  readonly result: LossResult;
  /** How the tool computes it otherwise than lossctl, in words; null where it does not. */
  readonly difference: string | null;
}

export interface DialectsReport extends Pick<Report, "tool" | "inputs" | "columns" | "rows"> {
  readonly schema: "lossctl.dialects/1";
  /** Key of the loss. */
  readonly loss: string;
  readonly dialects: readonly DialectLine[];
}

/** A line for each dialect: its value, and why it is another. */
export async function renderDialectsTable(report: DialectsReport, options: RenderOptions): Promise<string> {
  const { columns, inputs, loss, dialects } = report;
  const names = [columns.label ?? [], columns.prediction, columns.weight ?? []].flat();
  const measure = await displayWidth([...inputs, ...names, loss]);
  const tools = alignLeft(["", ...dialects.map(({ dialect }) => dialect)], measure);
  const values = alignLeft(
    [visible(loss), ...alignPoint(dialects.map(({ result }) => lossCell(result)))],
    measure,
  );
  const lines = dialects.map(({ result, difference }, place) => {
    const why = result.value === null ? result.reason : (difference ?? "");
    const value = painted(values[place + 1] ?? "", options.style.value);
    return `${tools[place + 1]}${GAP}${value}${GAP}${options.style.aside(why)}`.trimEnd();
  });
  const head = options.style.aside(`${tools[0]}${GAP}${values[0]}`.trimEnd());
  return [...headingLines(report, options, measure), "", head, ...lines].map((line) => `${line}\n`).join("");
}

export function renderDialectsJson(report: DialectsReport): string {
  const { schema, tool, inputs, columns, rows, loss, dialects } = report;
  return jsonText(
    new Map<string, Json>([
      ["schema", schema],
      ["tool", new Map(Object.entries(tool))],
      ["inputs", inputs],
      ["columns", columnFields(columns)],
      ["rows", rowFields(rows)],
      ["loss", loss],
      [
        "dialects",
        dialects.map(
          ({ dialect, result, difference }) =>
            new Map<string, Json>([["dialect", dialect], ...lossFields(result), ["difference", difference]]),
        ),
      ],
    ]),
  );
}
