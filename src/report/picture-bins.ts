/** Bins as a picture shows them: as many as it has room for, where the rows are. */
import type { Bins, Cells } from "./picture-types.ts";

/** A window leaves this share of the rows out on either side, and then widens by half of what is left. */
const TAIL = 0.005;

/** Bins of equal width; `below` and `above` are the rows beyond the window. */
export interface ShownBins {
  readonly start: number;
  readonly width: number;
  readonly counts: readonly number[];
  readonly below: number;
  readonly above: number;
}

/**
 * At most `most` bins, each of as many of the given ones as the smallest power of two allows, so that counts stay exact.
 * What lies far beyond nearly all rows is counted, not shown.
 */
export function shownBins({ start, width, counts, below, above }: Bins, most: number): ShownBins {
  if (counts.length === 0) return { start: 0, width: 1, counts: [], below, above };
  const { first, last } = windowOf(counts);
  const offset = Math.round(start / width);
  let size = 1;
  const group = (bin: number): number => Math.floor((offset + bin) / size);
  while (group(last) - group(first) >= most) size *= 2;
  const [low, high] = [group(first), group(last)];
  const shown = new Array<number>(high - low + 1).fill(0);
  let [under, over] = [below, above];
  counts.forEach((count, bin) => {
    const place = group(bin);
    if (place < low) under += count;
    else if (place > high) over += count;
    else shown[place - low]! += count;
  });
  return { start: low * size * width, width: size * width, counts: shown, below: under, above: over };
}

/** The first and the last bin of the window that a picture shows. */
function windowOf(counts: readonly number[]): { first: number; last: number } {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const quantile = (share: number): number => {
    let seen = 0;
    return counts.findIndex((count) => {
      seen += count;
      return seen > share * total;
    });
  };
  const [low, high] = [quantile(TAIL), quantile(1 - TAIL)];
  const [from, to] = [Math.max(0, low), high < 0 ? counts.length - 1 : high];
  const more = Math.max(1, Math.ceil((to - from) / 2));
  return { first: Math.max(0, from - more), last: Math.min(counts.length - 1, to + more) };
}

export interface ShownCell {
  readonly x: number;
  readonly y: number;
  readonly rows: number;
}

/** Cells with rows; a cell begins at its x and y. Null where too few of them hold nearly all rows to show a shape. */
export interface ShownCells {
  readonly width: number;
  readonly height: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly cells: readonly ShownCell[];
  /** Rows beyond the window. */
  readonly outside: number;
}

/** Fewer cells along an axis than this are no picture. */
const LEAST_CELLS = 16;

/** At most `most` cells along each axis. */
export function shownCells({ x, y, counts }: Cells, most: number): ShownCells | null {
  const across = new Array<number>(x.bins).fill(0);
  const up = new Array<number>(y.bins).fill(0);
  counts.forEach((count, i) => {
    across[i % x.bins]! += count;
    up[Math.floor(i / x.bins)]! += count;
  });
  if (counts.length === 0) return null;
  const axes = [
    { axis: x, ...windowOf(across) },
    { axis: y, ...windowOf(up) },
  ].map(({ axis, first, last }) => {
    const offset = Math.round(axis.start / axis.width);
    let size = 1;
    const group = (bin: number): number => Math.floor((offset + bin) / size);
    while (group(last) - group(first) >= most) size *= 2;
    const [low, high] = [group(first), group(last)];
    return { group, low, high, width: size * axis.width };
  });
  const [column, line] = axes as [(typeof axes)[0], (typeof axes)[0]];
  if (Math.min(column.high - column.low, line.high - line.low) + 1 < LEAST_CELLS) return null;
  const merged = new Map<number, number>();
  const columns = column.high - column.low + 1;
  let outside = 0;
  counts.forEach((count, i) => {
    if (count === 0) return;
    const a = column.group(i % x.bins) - column.low;
    const b = line.group(Math.floor(i / x.bins)) - line.low;
    if (a < 0 || a >= columns || b < 0 || b > line.high - line.low) outside += count;
    else merged.set(b * columns + a, (merged.get(b * columns + a) ?? 0) + count);
  });
  const end = ({ low, high, width }: (typeof axes)[0]) => [low * width, (high + 1) * width] as const;
  const cells = [...merged]
    .sort(([a], [b]) => a - b)
    .map(([cell, rows]) => ({
      x: (column.low + (cell % columns)) * column.width,
      y: (line.low + Math.floor(cell / columns)) * line.width,
      rows,
    }));
  return { width: column.width, height: line.width, x: end(column), y: end(line), cells, outside };
}
