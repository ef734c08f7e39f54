/** The rows that cost most as a table: where they are, what they cost, what stands in them. */
import { visible } from "../visible.ts";
import { count } from "./heading.ts";
import { significant } from "./significant.ts";
import type { FieldValue, Located, LocatedRow, Report } from "./types.ts";

/** More prediction columns than these say less than they take room. */
const MOST_COLUMNS = 4;

/** The column that the rows are sorted by; of columns of this name the first. */
export const COST = "loss";

export interface WorstTable {
  /** `3 worst rows of mse: 81% of the total` */
  readonly title: string;
  /** Name of each column, and whether it holds numbers, which stand below each other at the point. */
  readonly columns: readonly { readonly name: string; readonly numeric: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

/** Null where none were asked for. Texts are visible, not padded. */
export function worstTable(report: Report): WorstTable | null {
  const { worst } = report;
  if (worst === undefined) return null;
  const found = report.located.filter(
    (place): place is Located & { row: LocatedRow } => place.row !== undefined,
  );
  const shared = worst.share !== null;
  const label = named(report.columns.label ?? []);
  const prediction = named(report.columns.prediction);
  const fields = [
    ...(label.length > MOST_COLUMNS ? [] : label),
    ...(prediction.length > MOST_COLUMNS ? [] : prediction),
  ];
  const weighted = report.columns.weight !== null;
  const keep = Object.keys(found[0]?.row.keep ?? {});
  const numeric = (name: string) => ({ name: visible(name), numeric: true });
  // The heading names a file that is the only one.
  const several = report.inputs.length > 1;
  return {
    title: `${count(worst.rows, "worst row")} of ${visible(worst.loss)}: ${
      shared ? `${significant(worst.share, 3, true)}% of the total` : `no shares, ${worst.reason}`
    }`,
    columns: [
      ...(several ? [{ name: "file", numeric: false }] : []),
      numeric("line"),
      numeric(COST),
      ...(weighted ? [numeric("weight")] : []),
      ...(shared ? [numeric("share %")] : []),
      ...fields.map(numeric),
      ...keep.map((name) => ({ name: visible(name), numeric: false })),
    ],
    rows: found.map(({ file, line, row }) => [
      ...(several ? [file === "-" ? "standard input" : visible(file)] : []),
      String(line),
      significant(row.value),
      ...(weighted ? [significant(row.weight ?? 1)] : []),
      ...(shared ? [significant(row.share ?? 0, 3, true)] : []),
      ...(label.length > MOST_COLUMNS ? [] : [row.label].flat().map(fieldText)),
      ...(prediction.length > MOST_COLUMNS ? [] : [row.prediction].flat().map(fieldText)),
      ...keep.map((name) => visible(row.keep?.[name] ?? "")),
    ]),
  };
}

function named(columns: string | readonly string[]): readonly string[] {
  return typeof columns === "string" ? [columns] : columns;
}

function fieldText(value: FieldValue): string {
  return typeof value === "number" ? significant(value) : visible(value ?? "");
}
