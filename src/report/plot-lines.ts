/** Pictures for a terminal: what `--plot` adds to the table. */
import { visible } from "../visible.ts";
import { bar } from "./bar.ts";
import { alignLeft, alignPoint, alignRight, type DisplayWidth, flow, GAP, shorten } from "./columns.ts";
import { sliceCell } from "./gate-lines.ts";
import { shownBins } from "./picture-bins.ts";
import type { Bins, LevelShare, Pictures, ScoreBins } from "./picture-types.ts";
import { calibration } from "./score-curves.ts";
import { significant } from "./significant.ts";
import { lossCell } from "./slice-blocks.ts";
import type { RenderOptions, Report, Slice } from "./types.ts";

/** Lines of a histogram, at most. */
const BINS = 20;
const CALIBRATION_BINS = 8;
/** More slices than this are not looked through at a terminal. */
const SLICES = 20;
/** Bars are not longer than this. */
const LONGEST = 60;
const SHORTEST = 8;

/** A picture of bars, one a line. */
interface Bars {
  readonly title: string;
  /** Heads of the columns before the bars. */
  readonly heads: readonly string[];
  readonly lines: readonly Bar[];
  /** What the ends of the bars stand for. */
  readonly low: number;
  readonly high: number;
  readonly note?: string;
  /** Whether the first column are names that lie to the left. */
  readonly leftFirst?: true;
}

interface Bar {
  readonly cells: readonly string[];
  readonly value: number;
  /** Where a mark stands. */
  readonly mark?: number;
}

/** Sections of lines, each no longer than the terminal is wide. */
export function plotSections(
  report: Report,
  pictures: Pictures,
  options: RenderOptions,
  measure: DisplayWidth,
): string[][] {
  const found = [...rowPictures(report, pictures), ...slicePictures(report, pictures)];
  return found.map((bars) => barLines(bars, options, measure));
}

function rowPictures({ columns }: Report, pictures: Pictures): Bars[] {
  const { residuals, scores, confusion, levels, loss, kind } = pictures;
  if (residuals !== null) return [histogram(residuals, "residual (prediction - label)")];
  if (kind === "probability" && scores !== null) return [calibrationBars(scores, "prediction", "positive")];
  if (kind === "score" && scores !== null) return [scoreBars(scores)];
  if (confusion !== null && Array.isArray(columns.prediction)) {
    const bars = [classBars(confusion, columns.prediction)];
    if (scores !== null) bars.push(calibrationBars(scores, "largest probability", "right"));
    return bars;
  }
  if (levels !== null && levels.length > 0) return [levelBars(levels)];
  if (loss?.sizes != null) return [histogram(loss.sizes, `${visible(loss.key)} of a row`)];
  return [];
}

function histogram(bins: Bins, title: string): Bars {
  const { start, width, counts, below, above } = shownBins(bins, BINS);
  const inside = counts.map((rows, i) => ({
    from: significant(start + i * width, 4),
    to: significant(start + (i + 1) * width, 4),
    rows,
  }));
  // One bin is one value, or next to it.
  const single = counts.length === 1;
  const all = [
    ...(below > 0 ? [{ from: "below", to: inside[0]?.from ?? "finite", rows: below }] : []),
    ...inside.map(({ from, to, rows }) => ({ from, to: single ? "" : to, rows })),
    ...(above > 0 ? [{ from: "above", to: inside.at(-1)?.to ?? "finite", rows: above }] : []),
  ];
  const ends = [alignPoint(all.map(({ from }) => from)), alignPoint(all.map(({ to }) => to))];
  return {
    title,
    heads: ["from", single ? "" : "to", "rows"],
    lines: all.map(({ rows }, i) => ({ cells: [ends[0]![i]!, ends[1]![i]!, String(rows)], value: rows })),
    low: 0,
    high: Math.max(...all.map(({ rows }) => rows)),
  };
}

function calibrationBars(scores: ScoreBins, of: string, what: string): Bars {
  const bins = calibration(scores, CALIBRATION_BINS);
  return {
    title: `calibration: how often ${what}, by ${of}`,
    heads: ["from", "to", "rows", what],
    lines: bins.map(({ low, high, weight, predicted, observed }) => ({
      cells: [String(low), String(high), significant(weight, 6), observed.toFixed(3)],
      value: observed,
      mark: predicted,
    })),
    low: 0,
    high: 1,
    note: "the mark is the mean prediction: a bar that ends there is calibrated",
  };
}

function levelBars(levels: readonly LevelShare[]): Bars {
  return {
    title: "calibration: how often labels are at or below the forecast, by its level",
    heads: ["level", "rows", "at or below"],
    lines: levels.map(({ level, weight, share }) => ({
      cells: [significant(level, 6), significant(weight, 6), share.toFixed(3)],
      value: share,
      mark: level,
    })),
    low: 0,
    high: 1,
    note: "the mark is the level: a bar that ends there is calibrated",
  };
}

function scoreBars({ start, width, positive, all }: ScoreBins): Bars {
  const shown = shownBins({ start, width, counts: all, below: 0, above: 0 }, CALIBRATION_BINS);
  const hits = shown.counts.map((_, i) => {
    const [low, high] = [shown.start + i * shown.width, shown.start + (i + 1) * shown.width];
    return positive.reduce((sum, weight, bin) => {
      const at = start + bin * width;
      return at >= low && at < high ? sum + weight : sum;
    }, 0);
  });
  return {
    title: "how often positive, by score",
    heads: ["from", "to", "rows", "positive"],
    lines: shown.counts.flatMap((weight, i) =>
      weight === 0
        ? []
        : [
            {
              cells: [
                significant(shown.start + i * shown.width, 4),
                significant(shown.start + (i + 1) * shown.width, 4),
                significant(weight, 6),
                (hits[i]! / weight).toFixed(3),
              ],
              value: hits[i]! / weight,
            },
          ],
    ),
    low: 0,
    high: 1,
  };
}

function classBars(confusion: NonNullable<Pictures["confusion"]>, names: readonly string[]): Bars {
  return {
    title: "how often right, by class",
    heads: ["class", "rows", "right"],
    lines: confusion.map((line, truth) => {
      const rows = line.reduce((sum, weight) => sum + weight, 0);
      const right = rows === 0 ? 0 : line[truth]! / rows;
      const cells = [visible(names[truth] ?? ""), significant(rows, 6), rows === 0 ? "-" : right.toFixed(3)];
      return { cells, value: right };
    }),
    low: 0,
    high: 1,
  };
}

function slicePictures(report: Report, { better }: Pictures): Bars[] {
  const [key] = Object.keys(report.losses);
  const { by } = report.columns;
  if (by.length === 0 || key === undefined) return [];
  const value = (slice: Slice): number => slice.losses[key]?.value ?? Number.NaN;
  const finite = report.slices.filter((slice) => Number.isFinite(value(slice)));
  const badness = {
    lower: value,
    higher: (slice: Slice) => -value(slice),
    zero: (slice: Slice) => Math.abs(value(slice)),
  };
  const rank = badness[better[key] ?? "lower"];
  const worst = new Set(finite.toSorted((a, b) => rank(b) - rank(a)).slice(0, SLICES));
  const shown = report.slices.filter((slice) => worst.has(slice));
  const left = report.slices.length - shown.length;
  const values = alignPoint(shown.map((slice) => lossCell(slice.losses[key])));
  const names = shown.map((slice) => by.map((name) => sliceCell(slice.by[name] ?? "")).join(", "));
  const numbers = shown.map(value);
  return [
    {
      title: `${visible(key)} by ${by.map(visible).join(", ")}${left > 0 ? `: the worst ${shown.length} of ${report.slices.length}` : ""}`,
      heads: [by.map(visible).join(", "), "rows", visible(key)],
      leftFirst: true,
      lines: shown.map((slice, i) => ({
        cells: [names[i]!, String(slice.rows.used), values[i]!],
        value: numbers[i]!,
      })),
      low: Math.min(0, ...numbers),
      high: Math.max(0, ...numbers),
    },
  ];
}

function barLines(
  bars: Bars,
  { width, style, unicode = true }: RenderOptions,
  measure: DisplayWidth,
): string[] {
  const { title, heads, lines, low, high, note, leftFirst } = bars;
  const columns = (lines[0]?.cells ?? []).map((_, column) => {
    const cells = lines.map((line) => line.cells[column] ?? "");
    const room = Math.max(SHORTEST, Math.floor(width / 3));
    const texts = [heads[column] ?? "", ...cells].map((cell) => shorten(cell, room, measure));
    return column === 0 && leftFirst === true ? alignLeft(texts, measure) : alignRight(texts, measure);
  });
  const lead = columns.reduce((sum, [cell = ""]) => sum + measure(cell) + GAP.length, 0);
  const room = Math.max(SHORTEST, Math.min(LONGEST, width - lead));
  const span = high - low || 1;
  const zero = Math.round((-low / span) * room);
  const texts = lines.map(({ value, mark }) => {
    const negative = value < 0 ? bar(-value / span, room, false).length : 0;
    const before = " ".repeat(zero - Math.min(zero, negative));
    const drawn =
      value < 0
        ? before + (unicode ? "█" : "#").repeat(Math.min(zero, negative))
        : before + bar(value / span, room - zero, unicode);
    return mark === undefined ? drawn : marked(drawn, Math.round(mark * (room - 1)), unicode);
  });
  const [head = "", ...rest] = (columns[0] ?? []).map((_, row) =>
    columns.map((column) => column[row]).join(GAP),
  );
  return [
    ...flow(title.split(" "), width, measure, " "),
    style.aside(head.trimEnd()),
    ...rest.map((cells, i) => `${cells}${GAP}${texts[i]}`.trimEnd()),
    ...(note === undefined ? [] : flow(note.split(" "), width, measure, " ").map(style.aside)),
  ];
}

/** With a mark at a column, which the bar may reach or not. */
function marked(drawn: string, column: number, unicode: boolean): string {
  const characters = [...drawn.padEnd(column + 1)];
  const covered = characters[column] !== " ";
  characters[column] = unicode ? (covered ? "┃" : "│") : "|";
  return characters.join("");
}
