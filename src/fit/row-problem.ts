/**
 * The objective of any row loss: an evaluation is a pass over the rows. Sums go block by block in the rows' order, so
 * their bits depend on the rows and their order, not on chunks, threads or memory.
 */
import { columnLoop } from "../losses/loops.ts";
import type { ScalarValue } from "../losses/types.ts";
import { type Coordinates, numberOfCoordinates } from "./coordinates.ts";
import { type Evaluation, type Problem, penalised } from "./problem.ts";
import type { RowLoss } from "./row-loss.ts";
import { BLOCK, type Block, type RowStore } from "./row-store.ts";

/** A block in the coordinates. Columns that are left out are null. */
export interface Rows {
  readonly rows: number;
  readonly block: Block;
  readonly columns: readonly (Float64Array | null)[];
  /** Moved by the offset where the loss translates. */
  readonly label: Float64Array;
  /** 0 for rows of other parts. */
  readonly weights: Float64Array;
}

/** A sum of blocks with what their additions lost (Neumaier 1974). */
class BlockSum {
  #sum = 0;
  #lost = 0;

  add(value: number): void {
    const sum = this.#sum + value;
    this.#lost += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum;
    this.#sum = sum;
  }

  value(): number {
    // Beyond the range of numbers the rest is no number.
    return Number.isFinite(this.#sum) ? this.#sum + this.#lost : this.#sum;
  }
}

export class RowProblem implements Problem {
  readonly coordinates: Coordinates;
  readonly #store: RowStore;
  readonly #loss: RowLoss;
  readonly #trains: (part: number) => boolean;
  readonly #size: number;
  readonly #columns: Float64Array[];
  readonly #label = new Float64Array(BLOCK);
  readonly #weights = new Float64Array(BLOCK);
  readonly #eta = new Float64Array(BLOCK);
  readonly #values = new Float64Array(BLOCK);
  readonly #slopes = new Float64Array(BLOCK);
  /** Half the width in which corners are rounded off; 0: not at all. */
  #width = 0;
  readonly #value: ScalarValue;
  readonly #gradient: ScalarValue;
  #lastPoint: Float64Array | null = null;
  #lastLosses: ReadonlyMap<number, number> = new Map();

  constructor(store: RowStore, loss: RowLoss, coordinates: Coordinates, trains: (part: number) => boolean) {
    this.#store = store;
    this.#loss = loss;
    this.coordinates = coordinates;
    this.#trains = trains;
    this.#size = numberOfCoordinates(coordinates);
    this.#columns = Array.from({ length: coordinates.features }, () => new Float64Array(BLOCK));
    const { corners } = loss;
    this.#value = corners === null ? loss.value : this.#roundedValue(corners);
    this.#gradient = corners === null ? loss.gradient : this.#roundedGradient(corners);
  }

  /**
   * With a width w above 0 the loss is the one without corners that is equal to it but within w of them, where the
   * slope turns evenly from one side's to the other's: it is above the loss by at most jump·w/4 a corner.
   */
  set width(width: number) {
    this.#width = width;
    this.#lastPoint = null;
  }

  get width(): number {
    return this.#width;
  }

  evaluate(u: Float64Array): Evaluation {
    const sums = Array.from({ length: this.#size }, () => new BlockSum());
    const losses = new Map<number, { loss: BlockSum; weight: BlockSum }>();
    const train = { loss: new BlockSum(), weight: new BlockSum() };
    const rounded = new BlockSum();
    this.forEachBlock((rows) => {
      this.etaOf(rows, u, this.#eta);
      if (this.#width > 0) {
        columnLoop(this.#value)(rows.label, this.#eta, rows.rows, this.#values);
        rounded.add(weightedTotal(this.#values, rows.weights, rows.rows));
      }
      columnLoop(this.#loss.value)(rows.label, this.#eta, rows.rows, this.#values);
      columnLoop(this.#gradient)(rows.label, this.#eta, rows.rows, this.#slopes);
      this.#sumLosses(rows, train, losses);
      const slopes = this.#slopes;
      for (let row = 0; row < rows.rows; row++) {
        const weight = rows.weights[row]!;
        slopes[row] = weight === 0 ? 0 : weight * slopes[row]!;
      }
      for (let j = 0; j < this.coordinates.features; j++) {
        const column = rows.columns[j]!;
        if (column !== null) sums[j]!.add(dot(slopes, column, rows.rows));
      }
      if (this.coordinates.intercept) sums[this.#size - 1]!.add(total(slopes, rows.rows));
    });
    const weight = train.weight.value();
    const gradient = Float64Array.from(sums, (sum) => sum.value() / weight);
    if (this.coordinates.intercept) gradient[this.#size - 1]! /= this.coordinates.interceptScale;
    this.#lastPoint = u;
    this.#lastLosses = new Map(
      [...losses].map(([part, { loss, weight }]) => [part, loss.value() / weight.value()]),
    );
    const loss = train.loss.value() / weight;
    return penalised(this.coordinates, u, loss, gradient, this.#width > 0 ? rounded.value() / weight : loss);
  }

  lossOf(part: number, u: Float64Array): number | null {
    if (u !== this.#lastPoint) this.evaluate(u);
    return this.#lastLosses.get(part) ?? null;
  }

  /** Mean of z zᵀ times the second derivatives, and the penalty's: the objective's Hessian. */
  hessianAt(u: Float64Array): Float64Array {
    const size = this.#size;
    const { features, interceptScale, l2 } = this.coordinates;
    const matrix = new Float64Array(size * size);
    const curvature = new Float64Array(BLOCK);
    const scaled = new Float64Array(BLOCK);
    const ones = new Float64Array(BLOCK).fill(1 / interceptScale);
    let weight = 0;
    this.forEachBlock((rows) => {
      this.etaOf(rows, u, this.#eta);
      for (let row = 0; row < rows.rows; row++) {
        const share = rows.weights[row]!;
        weight += share;
        curvature[row] = share === 0 ? 0 : share * this.#loss.hessian(rows.label[row]!, this.#eta[row]!);
      }
      const column = (j: number) => (j === features ? ones : rows.columns[j]!);
      for (let i = 0; i < size; i++) {
        const first = column(i);
        if (first === null) continue;
        for (let row = 0; row < rows.rows; row++) scaled[row] = curvature[row]! * first[row]!;
        for (let j = i; j < size; j++) {
          const second = column(j);
          if (second !== null) matrix[i * size + j]! += dot(scaled, second, rows.rows);
        }
      }
    });
    for (let i = 0; i < size; i++) {
      for (let j = i; j < size; j++) {
        matrix[i * size + j]! /= weight;
        if (i === j && i < features) matrix[i * size + j]! += 2 * l2[i]!;
        matrix[j * size + i] = matrix[i * size + j]!;
      }
    }
    return matrix;
  }

  /** Each block of the store in turn; what `visit` is given is reused. */
  forEachBlock(visit: (rows: Rows) => void): void {
    for (let place = 0; place < this.#store.blocks; place++) visit(this.rowsOf(this.#store.block(place)));
  }

  rowsOf(block: Block): Rows {
    const { centre, scale, features, offset } = this.coordinates;
    const { rows } = block;
    const columns = this.#columns.map((column, j) => {
      if (scale[j] === 0) return null;
      const [source, middle, unit] = [block.features[j]!, centre[j]!, 1 / scale[j]!];
      for (let row = 0; row < rows; row++) column[row] = (source[row]! - middle) * unit;
      return column;
    });
    const shift = this.#loss.translates ? offset : 0;
    for (let row = 0; row < rows; row++) {
      this.#label[row] = block.target[row]! - shift;
      this.#weights[row] = this.#trains(block.parts[row]!) ? (block.weights?.[row] ?? 1) : 0;
    }
    return { rows, block, columns: columns.slice(0, features), label: this.#label, weights: this.#weights };
  }

  etaOf({ rows, columns }: Rows, u: Float64Array, eta: Float64Array): void {
    const { features, intercept, interceptScale, offset } = this.coordinates;
    const start = (this.#loss.translates ? 0 : offset) + (intercept ? u[features]! / interceptScale : 0);
    eta.fill(start, 0, rows);
    for (let j = 0; j < features; j++) {
      const column = columns[j]!;
      const factor = u[j]!;
      if (column === null || factor === 0) continue;
      for (let row = 0; row < rows; row++) eta[row]! += factor * column[row]!;
    }
  }

  /** Slope of the loss, without corners if a width says so. */
  slope(label: number, eta: number): number {
    return this.#gradient(label, eta);
  }

  #sumLosses(
    { rows, weights, block }: Rows,
    train: { loss: BlockSum; weight: BlockSum },
    others: Map<number, { loss: BlockSum; weight: BlockSum }>,
  ): void {
    const values = this.#values;
    let [loss, weight] = [0, 0];
    let strangers = false;
    for (let row = 0; row < rows; row++) {
      const share = weights[row]!;
      if (share === 0) {
        strangers ||= !this.#trains(block.parts[row]!);
        continue;
      }
      loss += share * values[row]!;
      weight += share;
    }
    train.loss.add(loss);
    train.weight.add(weight);
    if (!strangers) return;
    for (let row = 0; row < rows; row++) {
      const part = block.parts[row]!;
      const share = block.weights?.[row] ?? 1;
      if (share === 0 || this.#trains(part)) continue;
      let other = others.get(part);
      if (other === undefined) {
        other = { loss: new BlockSum(), weight: new BlockSum() };
        others.set(part, other);
      }
      other.loss.add(share * values[row]!);
      other.weight.add(share);
    }
  }

  #roundedValue(corners: NonNullable<RowLoss["corners"]>): ScalarValue {
    const { value, translates } = this.#loss;
    const fixed = translates ? corners(0) : null;
    return (label, eta) => {
      let sum = value(label, eta);
      const width = this.#width;
      if (width === 0) return sum;
      const place = fixed === null ? eta : eta - label;
      for (const { at, jump } of fixed ?? corners(label)) {
        const distance = Math.abs(place - at);
        if (distance < width) sum += (jump / (4 * width)) * (width - distance) ** 2;
      }
      return sum;
    };
  }

  #roundedGradient(corners: NonNullable<RowLoss["corners"]>): ScalarValue {
    const { gradient, translates } = this.#loss;
    const fixed = translates ? corners(0) : null;
    return (label, eta) => {
      let sum = gradient(label, eta);
      const width = this.#width;
      if (width === 0) return sum;
      const place = fixed === null ? eta : eta - label;
      for (const { at, jump } of fixed ?? corners(label)) {
        const distance = place - at;
        if (distance === 0) {
          // The middle of the slopes beside the corner, whatever the loss takes there.
          sum += gradient(label, eta + width * BESIDE) - jump / 2 - gradient(label, eta);
        } else if (Math.abs(distance) < width) {
          sum += (jump / 2) * (distance / width - Math.sign(distance));
        }
      }
      return sum;
    };
  }
}

/** Share of the width that is beside a corner, and not yet at the next. */
const BESIDE = 2 ** -10;

function dot(a: Float64Array, b: Float64Array, count: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const even = count & ~3;
  for (let i = 0; i < even; i += 4) {
    s0 += a[i]! * b[i]!;
    s1 += a[i + 1]! * b[i + 1]!;
    s2 += a[i + 2]! * b[i + 2]!;
    s3 += a[i + 3]! * b[i + 3]!;
  }
  for (let i = even; i < count; i++) s0 += a[i]! * b[i]!;
  return s0 + s1 + (s2 + s3);
}

function weightedTotal(a: Float64Array, weights: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) if (weights[i] !== 0) sum += weights[i]! * a[i]!;
  return sum;
}

function total(a: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += a[i]!;
  return sum;
}
