/** Squared loss from cross-products: what an iteration costs does not depend on the number of rows. */

import { type CrossProducts, momentsAbout } from "../accumulate/cross-products.ts";
import { type Coordinates, inCoordinates, numberOfCoordinates } from "./coordinates.ts";
import { type Problem, penalised } from "./problem.ts";
import { type Eigen, solveNearestZero } from "./symmetric.ts";

/** The mean of (z·u - label)² = u·product u - 2 u·right + square. */
interface Quadratic {
  readonly product: Float64Array;
  readonly right: Float64Array;
  readonly square: number;
}

function quadratic(products: CrossProducts, coordinates: Coordinates): Quadratic {
  const { features, interceptScale, scale } = coordinates;
  const moments = momentsAbout(products, coordinates.centre);
  const { values } = moments;
  const size = numberOfCoordinates(coordinates);
  const product = new Float64Array(size * size);
  const right = new Float64Array(size);
  const label = features;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      product[i * size + j] = inCoordinates(coordinates, values, moments.size, i, j);
    }
    const place = i === features ? moments.size - 1 : i;
    const unit = i === features ? interceptScale : scale[i]!;
    right[i] = unit === 0 ? 0 : values[place * moments.size + label]! / unit;
  }
  return { product, right, square: values[label * moments.size + label]! };
}

/** `by` are the cross-products of each part that has rows; those of training are there. */
export class QuadraticProblem implements Problem {
  readonly coordinates: Coordinates;
  readonly #train: Quadratic;
  readonly #others: ReadonlyMap<number, Quadratic>;
  readonly #penalty: Float64Array;

  constructor(
    train: CrossProducts,
    coordinates: Coordinates,
    others: ReadonlyMap<number, CrossProducts> = new Map(),
  ) {
    this.coordinates = coordinates;
    this.#train = quadratic(train, coordinates);
    this.#others = new Map([...others].map(([part, products]) => [part, quadratic(products, coordinates)]));
    this.#penalty = coordinates.l2;
  }

  evaluate(u: Float64Array) {
    const gradient = new Float64Array(u.length);
    const loss = valueAndGradient(this.#train, u, gradient);
    return penalised(this.coordinates, u, loss, gradient);
  }

  lossOf(part: number, u: Float64Array): number | null {
    const other = this.#others.get(part);
    return other === undefined ? null : valueAndGradient(other, u, new Float64Array(u.length));
  }

  /** The optimum without an L1 penalty, in closed form; `hessian` is that of the objective. */
  minimiser(hessian: Eigen): Float64Array {
    const { right } = this.#train;
    return solveNearestZero(
      hessian,
      right.map((value) => 2 * value),
    );
  }

  /** The objective at `optimum + step` less that at the optimum, without cancelling. */
  excess(step: Float64Array): number {
    const { product } = this.#train;
    let sum = 0;
    for (let i = 0; i < step.length; i++) {
      for (let j = 0; j < step.length; j++) sum += step[i]! * product[i * step.length + j]! * step[j]!;
      sum += (this.#penalty[i] ?? 0) * step[i]! ** 2;
    }
    return Math.max(sum, 0);
  }

  /** Mean of the residuals' squares, and of their products with the centred label. */
  residualMoments(u: Float64Array): { square: number; withLabel: number } {
    const { product, right, square } = this.#train;
    let [quadraticForm, linear] = [0, 0];
    for (let i = 0; i < u.length; i++) {
      for (let j = 0; j < u.length; j++) quadraticForm += u[i]! * product[i * u.length + j]! * u[j]!;
      linear += u[i]! * right[i]!;
    }
    return { square: Math.max(quadraticForm - 2 * linear + square, 0), withLabel: linear - square };
  }
}

function valueAndGradient(of: Quadratic, u: Float64Array, gradient: Float64Array): number {
  const { product, right, square } = of;
  const size = u.length;
  let value = square;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += product[i * size + j]! * u[j]!;
    value += u[i]! * (sum - 2 * right[i]!);
    gradient[i] = 2 * (sum - right[i]!);
  }
  return Math.max(value, 0);
}
