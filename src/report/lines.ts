/** The report as one line for each slice and loss: what the formats for other programs write. */
import { dictionary, type Report } from "./types.ts";

export interface ReportLine {
  /** Texts of the `--by` columns, in their order. */
  readonly by: readonly string[];
  readonly loss: string;
  readonly value: number | null;
  readonly reason?: string;
  /** Rows used. */
  readonly rows: number;
}

/**
 * The names of a line's fields: the `--by` columns, then `own`. A `--by` column called like one of them keeps its
 * name and the later field becomes `loss#2`, as with duplicate headers of the input.
 */
export function lineNames(by: readonly string[], own: readonly string[]): string[] {
  const names: string[] = [];
  for (const name of [...by, ...own]) {
    let unique = name;
    for (let count = 2; names.includes(unique); count++) unique = `${name}#${count}`;
    names.push(unique);
  }
  return names;
}

/** With `--by` the slices only, no line for all rows. */
export function* reportLines(report: Report): Generator<ReportLine> {
  const { by } = report.columns;
  const all = { by: dictionary<string>([]), rows: report.rows, losses: report.losses };
  for (const group of by.length === 0 ? [all] : report.slices) {
    const texts = by.map((name) => group.by[name] ?? "");
    for (const [loss, result] of Object.entries(group.losses)) {
      yield {
        by: texts,
        loss,
        value: result.value,
        ...(result.value === null ? { reason: result.reason } : {}),
        rows: group.rows.used,
      };
    }
  }
}
