/**
 * Where an optimiser works: columns centred (with an intercept) and scaled by the diagonal of the objective's own
 * Hessian, penalty included, so that neither a column's unit nor a penalty in raw units decides the speed. The
 * objective is the same function of the model in any coordinates; only the steps depend on them.
 *
 * A point u has a number for each feature and last, with an intercept, one for it:
 * η = offset + intercept step + Σ u_j (x_j - centre_j) / scale_j.
 */

import { type CrossProducts, isConstant, meanOf, momentsAbout } from "../accumulate/cross-products.ts";
import { ExactSum } from "../accumulate/exact-sum.ts";
import { inputError } from "../errors.ts";
import { type Eigen, eigen, shareOfNull } from "./symmetric.ts";
import type { FitRequest } from "./types.ts";

export interface Coordinates {
  readonly features: number;
  readonly intercept: boolean;
  /** Of each feature, and of the label last: what is taken off before anything else. 0 without an intercept. */
  readonly centre: Float64Array;
  /** Of each feature, in units of u per coefficient; 0 for a column that is left out, since it changes nothing. */
  readonly scale: Float64Array;
  /** Of the intercept. */
  readonly interceptScale: number;
  /** η where u is 0, at the columns' centre. */
  readonly offset: number;
  /** l1[j]·|u_j| + l2[j]·u_j² is the penalty. */
  readonly l1: Float64Array;
  readonly l2: Float64Array;
}

/** What the training rows say of the columns, and the coordinates that come of it. */
export interface Geometry {
  readonly coordinates: Coordinates;
  /** Of the Hessian at the start in these coordinates. */
  readonly hessian: Eigen;
  /** Places of the features. */
  readonly constant: readonly number[];
  readonly collinear: readonly number[];
}

export function numberOfCoordinates({ features, intercept }: Coordinates): number {
  return features + (intercept ? 1 : 0);
}

/** Components of a null vector above this are no rounding error. */
const SHARE_OF_NULL = 1e-6;

/** Smaller numbers have fewer digits. */
const LEAST_SQUARE = 2 ** -960;
const UNITS = "give it in other units";

/**
 * @throws LossctlError (input) for a column whose squares are beyond the range of numbers.
 * `curvature` is the mean second derivative of the row loss at the start, `offset` η there.
 */
export function geometry(
  products: CrossProducts,
  { objective, features: names }: Pick<FitRequest, "objective" | "features">,
  curvature: number,
  offset: number,
): Geometry {
  const features = products.columns - 1;
  const { intercept } = objective;
  const means = Float64Array.from({ length: products.columns }, (_, j) => meanOf(products, j));
  const centre = intercept ? means : new Float64Array(products.columns);
  const about = momentsAbout(products, means);
  const moments = intercept ? about : momentsAbout(products, centre);
  const constant: number[] = [];
  const scale = new Float64Array(features);
  const l1 = new Float64Array(features);
  const l2 = new Float64Array(features);
  for (let j = 0; j < features; j++) {
    const still = isConstant(products, j);
    if (still) constant.push(j);
    const deviation = still ? 0 : Math.sqrt(about.values[j * about.size + j]!);
    const penalised = objective.standardize ? deviation : 1;
    const square = still && intercept ? 0 : moments.values[j * moments.size + j]!;
    if (square < LEAST_SQUARE) {
      if (intercept ? still : products.product(j, j).sign() === 0) continue;
      throw inputError(`column "${names[j]}": its numbers are too small to be squared`, undefined, UNITS);
    }
    const d = Math.sqrt(curvature * square + 2 * objective.l2 * penalised ** 2);
    if (!Number.isFinite(d))
      throw inputError(`column "${names[j]}": its numbers are too large to be squared`, undefined, UNITS);
    scale[j] = d;
    l1[j] = (objective.l1 * penalised) / d;
    l2[j] = objective.l2 * (penalised / d) ** 2;
  }
  const coordinates: Coordinates = {
    features,
    intercept,
    centre,
    scale,
    interceptScale: Math.sqrt(curvature),
    offset,
    l1,
    l2,
  };
  const size = numberOfCoordinates(coordinates);
  const matrix = new Float64Array(size * size);
  const plain = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const product = inCoordinates(coordinates, moments.values, moments.size, i, j);
      matrix[i * size + j] = curvature * product + (i === j && i < features ? 2 * l2[i]! : 0);
      plain[i * size + j] = curvature * product;
    }
  }
  // Coordinates that are left out have a Hessian of 0 here, and count for nothing.
  const hessian = eigen(matrix, size);
  const alone = objective.l2 === 0 ? hessian : eigen(unitDiagonal(plain, size), size);
  const collinear = Array.from(scale, (_, j) => j).filter(
    (j) => scale[j] !== 0 && shareOfNull(alone, j) > SHARE_OF_NULL,
  );
  return { coordinates, hessian, constant, collinear };
}

/** The penalty shrinks what belongs to the data: how columns depend on each other shows at equal diagonals. */
function unitDiagonal(matrix: Float64Array, size: number): Float64Array {
  return matrix.map((value, place) => {
    const [i, j] = [Math.floor(place / size), place % size];
    const product = matrix[i * size + i]! * matrix[j * size + j]!;
    return product === 0 ? 0 : value / Math.sqrt(product);
  });
}

/** Mean of z_i z_j, z_i what u_i is multiplied with, out of moments about the coordinates' centre. */
export function inCoordinates(
  { features, scale, interceptScale }: Coordinates,
  moments: Float64Array,
  size: number,
  i: number,
  j: number,
): number {
  const place = (k: number) => (k === features ? size - 1 : k);
  const unit = (k: number) => (k === features ? interceptScale : scale[k]!);
  const [a, b] = [unit(i), unit(j)];
  return a === 0 || b === 0 ? 0 : moments[place(i) * size + place(j)]! / a / b;
}

/** Coefficients and intercept in the columns' own units. */
export function modelAt(
  coordinates: Coordinates,
  u: Float64Array,
): { intercept: number; coefficients: Float64Array } {
  const { features, scale, centre, offset, interceptScale } = coordinates;
  const coefficients = new Float64Array(features);
  const intercept = new ExactSum();
  intercept.add(offset);
  if (coordinates.intercept) intercept.add(u[features]! / interceptScale);
  for (let j = 0; j < features; j++) {
    const coefficient = scale[j] === 0 ? 0 : u[j]! / scale[j]!;
    // Of -0 nothing is worth telling.
    coefficients[j] = coefficient === 0 ? 0 : coefficient;
    intercept.addProduct(-coefficient, centre[j]!);
  }
  return { intercept: intercept.value(), coefficients };
}

/** The point at which a model is; coefficients of columns that are left out are lost. */
export function pointOf(
  coordinates: Coordinates,
  intercept: number,
  coefficients: Float64Array,
): Float64Array {
  const { features, scale, centre, offset, interceptScale } = coordinates;
  const u = new Float64Array(numberOfCoordinates(coordinates));
  const rest = new ExactSum();
  rest.add(intercept);
  rest.add(-offset);
  for (let j = 0; j < features; j++) {
    u[j] = coefficients[j]! * scale[j]!;
    rest.addProduct(coefficients[j]!, centre[j]!);
  }
  if (coordinates.intercept) u[features] = rest.value() * interceptScale;
  return u;
}
