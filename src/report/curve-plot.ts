/** One curve with its axes, in characters. */
import { painted } from "./columns.ts";
import { createDotCanvas, type DotCanvas } from "./dot-canvas.ts";
import { significant } from "./significant.ts";
import type { Style } from "./types.ts";

/** Columns left of the curve: a number and the axis. */
export const MARGIN = 8;
const ROWS = 6;

export interface Plot {
  readonly title: string;
  /** Equally many for each dot across; infinite ones lie beyond the frame. */
  readonly values: readonly number[];
  /** What runs along the axis, and between which ends. */
  readonly axis: string;
  readonly from: number;
  readonly to: number;
}

export interface PlotOptions {
  /** Characters of the curve, without the margin. */
  readonly columns: number;
  readonly unicode: boolean;
  readonly style: Style;
}

/** Dots across a curve of so many characters: as many values are asked for. */
export function dotsAcross(columns: number, unicode: boolean): number {
  return createDotCanvas(columns, 1, unicode).width;
}

/** Title, curve and axis, each line `MARGIN` + `columns` wide. */
export function plotLines(plot: Plot, { columns, unicode, style }: PlotOptions): string[] {
  const { low, high } = frame(plot.values);
  const canvas = createDotCanvas(columns, ROWS, unicode);
  const place = (value: number): number => ((high - value) / (high - low)) * (canvas.height - 1);
  if (low < 0 && high > 0) zeroLine(canvas, Math.round(place(0)), unicode);
  draw(canvas, plot.values.map(place));
  const zero = Math.floor((Math.round(place(0)) / canvas.height) * ROWS);
  const lines = canvas.lines().map((line, row) => {
    const tick =
      row === 0 ? label(high, unicode) : row === ROWS - 1 ? label(low, unicode) : row === zero ? "0" : "";
    const mark = tick === "" ? (unicode ? "│" : "|") : unicode ? "┤" : "+";
    return `${style.aside(`${tick.padStart(MARGIN - 2)} ${mark}`)}${painted(line, style.value)}`;
  });
  return [
    " ".repeat(MARGIN) + plot.title.padEnd(columns),
    ...lines,
    style.aside(" ".repeat(MARGIN - 1) + (unicode ? `└${"─".repeat(columns)}` : `+${"-".repeat(columns)}`)),
    painted(" ".repeat(MARGIN) + axis(plot, columns, unicode), style.aside),
  ];
}

/**
 * The values that the frame spans, 0 among them. What shoots far beyond most of the curve is left to run out of it,
 * so that a pole does not flatten the rest.
 */
function frame(values: readonly number[]): { low: number; high: number } {
  const finite = values.filter(Number.isFinite);
  const low =
    0 -
    roundUp(
      Math.min(Math.max(0, ...finite.map((value) => -value)), 2 * spread(finite.map((value) => -value))),
    );
  const high = roundUp(Math.min(Math.max(0, ...finite), 2 * spread(finite)));
  return low < high ? { low, high } : { low: -1, high: 1 };
}

/** To a short number, at most a fifth above. */
function roundUp(value: number): number {
  if (value === 0) return 0;
  const unit = 10 ** Math.floor(Math.log10(value));
  const step = value < 2 * unit ? unit / 5 : unit / 2;
  return Number((Math.ceil(value / step - 1e-9) * step).toPrecision(2));
}

/** The size that nine tenths of the values stay below. */
function spread(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.max(0, sorted[Math.floor(0.9 * sorted.length)] ?? 0) || Math.max(0, ...values);
}

/** A line from dot to dot; a steep one goes half of its way in each of the two columns. */
function draw(canvas: DotCanvas, heights: readonly number[]): void {
  heights.forEach((height, x) => {
    if (Number.isNaN(height)) return;
    const half = (other: number | undefined): number =>
      other === undefined || Number.isNaN(other) ? height : bounded((height + other) / 2, canvas.height);
    const ends = [height, half(heights[x - 1]), half(heights[x + 1])].map((end) =>
      bounded(end, canvas.height),
    );
    const top = Math.round(Math.min(...ends));
    const bottom = Math.round(Math.max(...ends));
    for (let y = top; y <= bottom; y++) canvas.dot(x, y);
  });
}

/** Just outside the canvas at most. */
function bounded(height: number, rows: number): number {
  return Math.max(-1, Math.min(rows, height));
}

function zeroLine(canvas: DotCanvas, y: number, unicode: boolean): void {
  for (let x = 0; x < canvas.width; x += unicode ? 4 : 2) canvas.dot(x, y);
}

/** At most six characters. */
function label(value: number, unicode: boolean): string {
  const plain = significant(value, 3);
  const text = plain.length <= 6 ? plain : value.toExponential(1).replace(/\.0|\+/g, "");
  return unicode ? text.replace("-", "−") : text;
}

/** The ends of the axis, and what runs along it between them if there is room. */
function axis({ axis: name, from, to }: Plot, columns: number, unicode: boolean): string {
  const [left, right] = [label(from, unicode), label(to, unicode)];
  const room = columns - left.length - right.length - 2;
  const shown = name.length > room ? "" : name;
  const place = Math.max(left.length + 1, Math.floor((columns - shown.length) / 2));
  return `${left.padEnd(place)}${shown}`.padEnd(columns - right.length) + right;
}
