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
 * The names of a line's fields, `first` and then `others`: the `--by` columns before those of a report, the numbers of
 * a row before the `--keep` columns. Of two with one name the first keeps it and the later one becomes `loss#2`, as
 * with duplicate headers of the input.
 */
export function lineNames(first: readonly string[], others: readonly string[]): string[] {
  const names: string[] = [];
  for (const name of [...first, ...others]) {
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
