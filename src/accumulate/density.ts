/** How many rows have a pair of values in each cell of two dyadic axes. Pairs with an infinite value are not counted. */
import { type AxisState, axisFromState, axisState, DyadicAxis, type Regrid, rangeOf } from "./dyadic-axis.ts";
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

  /** Counts (first, second), without NaN; rows count once, whatever they weigh. */
  add({ first, second }: FoldColumns, from: number, to: number): void {
    if (second === null) throw new TypeError("a density needs pairs");
    const [across, up] = [rangeOf(first, from, to), rangeOf(second, from, to)];
    const finite = across.finite && up.finite;
    if (finite) this.#cover(across.least, across.most, up.least, up.most);
    else if (!this.#coverFinite(first, second, from, to)) return;
    const { scale: scaleX, base: baseX } = this.#x;
    const { scale: scaleY, base: baseY } = this.#y;
    const counts = this.#counts;
    for (let row = from; row < to; row++) {
      const [x, y] = [first[row]!, second[row]!];
      if (!finite && !(Number.isFinite(x) && Number.isFinite(y))) continue;
      const binX = (Math.abs(x) * scaleX) | 0;
      const binY = (Math.abs(y) * scaleY) | 0;
      counts[((y < 0 ? ~binY : binY) - baseY) * BINS + (x < 0 ? ~binX : binX) - baseX]! += 1;
    }
  }

  merge(other: Accumulator): void {
    expectMerge(other instanceof DensityAccumulator, KIND, other);
    if (other.#x.empty) return;
    const { x, y, counts } = other.state();
    const [sourceX, sourceY] = [axisFromState(x, BINS), axisFromState(y, BINS)];
    this.#regrid(this.#x.coverAxis(sourceX), this.#y.coverAxis(sourceY));
    const width = sourceX.high - sourceX.low + 1;
    counts.forEach((count, i) => {
      if (count === 0) return;
      const placeX = this.#x.placeOf(sourceX, sourceX.low + (i % width));
      const placeY = this.#y.placeOf(sourceY, sourceY.low + Math.floor(i / width));
      this.#counts[placeY * BINS + placeX]! += count;
    });
  }

  binned(): BinnedPairs {
    const bins = (axis: DyadicAxis) => ({
      start: axis.empty ? 0 : axis.edge(axis.low),
      width: axis.edge(1),
      bins: axis.high - axis.low + 1,
    });
    return { x: bins(this.#x), y: bins(this.#y), counts: this.#list() };
  }

  state(): DensityState {
    return {
      kind: KIND,
      version: VERSION,
      x: axisState(this.#x),
      y: axisState(this.#y),
      counts: this.#list(),
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
    counts.forEach((count, i) => {
      accumulator.#counts[Math.floor(i / across!) * BINS + (i % across!)] = expectCount(count);
    });
    return accumulator;
  }

  #cover(leastX: number, mostX: number, leastY: number, mostY: number): void {
    if (leastX > mostX) return;
    this.#regrid(this.#x.cover(leastX, mostX), this.#y.cover(leastY, mostY));
  }

  /** Covers the pairs without an infinite value; false if there is none. */
  #coverFinite(first: Float64Array, second: Float64Array, from: number, to: number): boolean {
    let found = false;
    for (let row = from; row < to; row++) {
      const [x, y] = [first[row]!, second[row]!];
      if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
      found = true;
      this.#cover(x, x, y, y);
    }
    return found;
  }

  #list(): number[] {
    const [x, y] = [this.#x, this.#y];
    const counts: number[] = [];
    for (let line = y.low - y.base; line <= y.high - y.base; line++) {
      const start = line * BINS - x.base;
      for (let bin = x.low; bin <= x.high; bin++) counts.push(this.#counts[start + bin]!);
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
