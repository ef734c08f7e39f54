/** How many rows have a pair of values in each cell of two dyadic axes. Pairs with an infinite value are not counted. */
import {
  type AxisState,
  axisFromState,
  axisState,
  DyadicAxis,
  LARGEST_BIN,
  type Regrid,
} from "./dyadic-axis.ts";
import { expectCount, expectMerge, expectState, StateError } from "./state.ts";
import type { Accumulator, AccumulatorState, FoldColumns } from "./types.ts";

const KIND = "density";
const VERSION = 1;
/** Along each axis: more than a picture shows, few enough for the processor's cache. */
const BINS = 2 ** 7;

export interface DensityState extends AccumulatorState {
  readonly x: AxisState | null;
  readonly y: AxisState | null;
  /** Line by line of y, each from the first bin of x to the last. */
  readonly counts: readonly number[];
}

/** Cells of equal size: cell (i, j) begins at (x.start + i * x.width, y.start + j * y.width). */
export interface BinnedPairs {
  readonly x: { readonly start: number; readonly width: number; readonly bins: number };
  readonly y: { readonly start: number; readonly width: number; readonly bins: number };
  /** Line by line of y. */
  readonly counts: readonly number[];
}

export class DensityAccumulator implements Accumulator {
  readonly kind = KIND;
  #x = new DyadicAxis(BINS);
  #y = new DyadicAxis(BINS);
  #counts = new Float64Array(BINS * BINS);
  /** Whether rows were counted without a look at the ends of the axes. */
  #loose = false;

  /** Counts (first, second); rows count once, whatever they weigh. */
  add({ first, second }: FoldColumns, from: number, to: number): void {
    if (second === null) throw new TypeError("a density needs pairs");
    this.#loose = true;
    for (let row = from; row < to; row++) {
      row = countPlaces(this.#counts, this.#x, this.#y, first, second, row, to);
      if (row < to) this.#addBeyond(first[row]!, second[row]!);
    }
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof DensityAccumulator, KIND, other);
    const counts = other.#list();
    const axes = [other.#x, other.#y].map((axis) => axisFromState(axisState(axis), BINS));
    const [x, y] = axes as [DyadicAxis, DyadicAxis];
    this.#addCells(x, y, counts, x.high - x.low + 1);
  }

  /** Counts that somebody else has made: by place of y, then of x, of axes with as many bins, from `low` to `high`. */
  addCounts(x: DyadicAxis, y: DyadicAxis, counts: ArrayLike<number>): void {
    this.#addCells(x, y, counts, BINS);
  }

  /** By place of y, then of x; a line has `width` places. */
  #addCells(x: DyadicAxis, y: DyadicAxis, counts: ArrayLike<number>, width: number): void {
    if (x.empty) return;
    this.#tighten();
    if (this.#x.empty && width === BINS) {
      this.#x = x.copy();
      this.#y = y.copy();
      this.#counts.set(counts);
      return;
    }
    this.#regrid(this.#x.coverAxis(x), this.#y.coverAxis(y));
    const [own, byX, byY] = [this.#counts, this.#x.coarser(x), this.#y.coarser(y)];
    for (let binY = y.low; binY <= y.high; binY++) {
      const line = (binY - y.base) * width - x.base;
      const ownLine = ((binY >> byY) - this.#y.base) * BINS - this.#x.base;
      for (let bin = x.low; bin <= x.high; bin++) own[ownLine + (bin >> byX)]! += counts[line + bin]!;
    }
  }

  binned(): BinnedPairs {
    const bins = (axis: DyadicAxis) => ({
      start: axis.empty ? 0 : axis.edge(axis.low),
      width: axis.edge(1),
      bins: axis.high - axis.low + 1,
    });
    const counts = this.#list();
    return { x: bins(this.#x), y: bins(this.#y), counts };
  }

  state(): DensityState {
    const counts = this.#list();
    return {
      kind: KIND,
      version: VERSION,
      x: axisState(this.#x),
      y: axisState(this.#y),
      counts,
    };
  }

  /** @throws StateError on another kind or version. */
  static fromState(state: AccumulatorState): DensityAccumulator {
    expectState(state, KIND, VERSION);
    const { x, y, counts } = state as DensityState;
    const accumulator = new DensityAccumulator();
    accumulator.#x = axisFromState(x, BINS);
    accumulator.#y = axisFromState(y, BINS);
    const [across, up] = [accumulator.#x, accumulator.#y].map(({ low, high }) => high - low + 1);
    if (!Array.isArray(counts) || counts.length !== across! * up!)
      throw new StateError("expected a count for each cell");
    for (let line = 0, i = 0; line < up! * BINS; line += BINS) {
      for (let place = 0; place < across!; place++)
        accumulator.#counts[line + place] = expectCount(counts[i++]);
    }
    return accumulator;
  }

  /** A pair that has no place yet. */
  #addBeyond(x: number, y: number): void {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    this.#tighten();
    this.#loose = true;
    this.#regrid(this.#x.cover(x, x), this.#y.cover(y, y));
    const [placeX, placeY] = [this.#x.binOf(x) - this.#x.base, this.#y.binOf(y) - this.#y.base];
    this.#counts[placeY * BINS + placeX]! += 1;
  }

  /** Tells the axes which of the bins that they have places for hold rows. */
  #tighten(): void {
    if (!this.#loose) return;
    this.#loose = false;
    let [left, right, bottom, top] = [BINS, -1, BINS, -1];
    for (let y = 0, place = 0; y < BINS; y++) {
      for (let x = 0; x < BINS; x++, place++) {
        if (this.#counts[place] === 0) continue;
        if (x < left) left = x;
        if (x > right) right = x;
        if (bottom === BINS) bottom = y;
        top = y;
      }
    }
    if (right < 0) return;
    this.#x.low = this.#x.base + left;
    this.#x.high = this.#x.base + right;
    this.#y.low = this.#y.base + bottom;
    this.#y.high = this.#y.base + top;
  }

  #list(): number[] {
    this.#tighten();
    const [x, y] = [this.#x, this.#y];
    const counts: number[] = [];
    for (let line = y.low - y.base; line <= y.high - y.base; line++) {
      const start = line * BINS - x.base;
      counts.push(...this.#counts.subarray(start + x.low, start + x.high + 1));
    }
    return counts;
  }

  #regrid(x: Regrid | null, y: Regrid | null): void {
    if (x === null && y === null) return;
    const moveX = mover(x, this.#x.base);
    const moveY = mover(y, this.#y.base);
    const moved = new Float64Array(BINS * BINS);
    for (let place = 0; place < moved.length; place++) {
      const count = this.#counts[place]!;
      if (count !== 0) moved[moveY(Math.floor(place / BINS)) * BINS + moveX(place % BINS)]! += count;
    }
    this.#counts = moved;
  }
}

function mover(change: Regrid | null, newBase: number): (place: number) => number {
  if (change === null) return (place) => place;
  const { by, base } = change;
  return (place) => ((base + place) >> by) - newBase;
}

/** Counts pairs from row `from` on as long as they have places. Returns the first row whose pair has none, else `to`. */
function countPlaces(
  counts: Float64Array,
  { scale: scaleX, base: baseX }: DyadicAxis,
  { scale: scaleY, base: baseY }: DyadicAxis,
  first: Float64Array,
  second: Float64Array,
  from: number,
  to: number,
): number {
  for (let row = from; row < to; row++) {
    const [x, y] = [first[row]!, second[row]!];
    const [sizeX, sizeY] = [Math.abs(x) * scaleX, Math.abs(y) * scaleY];
    const placeX = (x < 0 ? ~sizeX : sizeX | 0) - baseX;
    const placeY = (y < 0 ? ~sizeY : sizeY | 0) - baseY;
    if (!(sizeX < LARGEST_BIN && sizeY < LARGEST_BIN && (placeX | placeY) >>> 0 < BINS)) return row;
    counts[placeY * BINS + placeX]! += 1;
  }
  return to;
}
