/** Slices and losses as a table: a row for all, then one for each slice; as many blocks of losses as the width asks for. */

import { visible } from "../visible.ts";
import { alignLeft, alignPoint, alignRight, type DisplayWidth, GAP, painted, shorten } from "./columns.ts";
import { sliceCell } from "./gate-lines.ts";
import { significant } from "./significant.ts";
import type { LossResult, LossResults, RenderOptions, Report } from "./types.ts";

/** Slice texts are not cut below this many columns. */
const LEAST_TEXT = 8;

/** Lines of each block; a block repeats the slices. */
export function sliceBlocks(report: Report, options: RenderOptions, measure: DisplayWidth): string[][] {
  const { width, style } = options;
  const { by } = report.columns;
  const counts = [report.rows, ...report.slices.map((slice) => slice.rows)].map(({ used }) => String(used));
  const rows = alignRight(["rows", ...counts], measure);
  const losses = Object.keys(report.losses).map((key) => lossColumn(key, report, measure));
  const texts = by.map((name, place) => [
    visible(name),
    place === 0 ? "all" : "",
    ...report.slices.map((slice) => sliceCell(slice.by[name] ?? "")),
  ]);
  const slices = shrunk(texts, roomForTexts(texts.length, rows, losses, width, measure), measure).map(
    (cells) => alignLeft(cells, measure),
  );
  const lead = [...slices, rows].reduce(
    (sum, [head = ""], place) => sum + measure(head) + (place > 0 ? GAP.length : 0),
    0,
  );
  return blocks(losses, width - lead, measure).map((block) =>
    rows.map((_, row) => {
      const cells = [...slices, rows, ...block].map((column, place) => {
        const cell = column[row] ?? "";
        if (row === 0 || place === slices.length) return painted(cell, style.aside);
        return row === 1 && place > slices.length ? painted(cell, style.value) : cell;
      });
      return cells.join(GAP).trimEnd();
    }),
  );
}

/** The value as it is shown; a dash where there is none. */
export function lossCell(result: LossResult | undefined): string {
  return result === undefined || result.value === null ? "-" : significant(result.value);
}

/** Header and cells, all equally wide. */
function lossColumn(key: string, report: Report, measure: DisplayWidth): string[] {
  const groups: LossResults[] = [report.losses, ...report.slices.map((slice) => slice.losses)];
  return alignRight([visible(key), ...alignPoint(groups.map((losses) => lossCell(losses[key])))], measure);
}

/** What is left beside all losses; where that is little, a third of the width, and the losses take more blocks. */
function roomForTexts(
  columns: number,
  rows: readonly string[],
  losses: readonly (readonly string[])[],
  width: number,
  measure: DisplayWidth,
): number {
  const widths = losses.map(([head = ""]) => GAP.length + measure(head));
  const free = width - measure(rows[0] ?? "") - columns * GAP.length;
  const beside = free - widths.reduce((sum, needed) => sum + needed, 0);
  return Math.min(free - Math.max(0, ...widths), Math.max(beside, Math.floor(width / 3)));
}

/** The columns with their texts cut, the widest first, until they fit the room. */
export function shrunk(
  columns: readonly (readonly string[])[],
  room: number,
  measure: DisplayWidth,
): string[][] {
  const widths = columns.map((cells) => cells.reduce((most, cell) => Math.max(most, measure(cell)), 0));
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= LEAST_TEXT) break;
    // Down to the next widest at once, or by what is still missing.
    const next = Math.max(LEAST_TEXT, ...widths.filter((width) => width < widest));
    const cut = Math.min(excess, Math.max(1, widest - next));
    widths[widths.indexOf(widest)] = widest - cut;
    excess -= cut;
  }
  return columns.map((cells, place) =>
    cells.map((cell) => shorten(cell, widths[place] ?? LEAST_TEXT, measure)),
  );
}

/** Runs of columns that fit the room, each with at least one. */
function blocks(columns: readonly string[][], room: number, measure: DisplayWidth): string[][][] {
  const result: string[][][] = [];
  let left = 0;
  for (const column of columns) {
    const needed = GAP.length + measure(column[0] ?? "");
    if (result.length === 0 || needed > left) {
      result.push([]);
      left = room;
    }
    result.at(-1)?.push(column);
    left -= needed;
  }
  return result;
}
