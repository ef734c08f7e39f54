/** Symmetric matrices of a fit, row by row in one array: eigenvalues, and the solution nearest 0. */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** `values` ascend; the vector of values[k] is vectors[i][k] for i from 0. */
export interface Eigen {
  readonly size: number;
  readonly values: Float64Array;
  vector(k: number, i: number): number;
  /** Values up to this are 0 but for rounding. */
  readonly negligible: number;
}

/** Of a symmetric matrix of finite numbers with `size` rows. */
export function eigen(matrix: Float64Array, size: number): Eigen {
  if (size === 0) return { size, values: new Float64Array(0), vector: () => 0, negligible: 0 };
  const decomposition = new EigenvalueDecomposition(Matrix.from1DArray(size, size, matrix), {
    assumeSymmetric: true,
  });
  const found = decomposition.realEigenvalues;
  const vectors = decomposition.eigenvectorMatrix;
  const order = found.map((_, k) => k).sort((a, b) => found[a]! - found[b]!);
  const values = Float64Array.from(order, (k) => found[k]!);
  return {
    size,
    values,
    vector: (k, i) => vectors.get(i, order[k]!),
    negligible: 16 * size * Number.EPSILON * Math.max(values[size - 1]!, 0),
  };
}

/** The x nearest 0 among those with the least |matrix x - right|. */
export function solveNearestZero(decomposition: Eigen, right: Float64Array): Float64Array {
  const { size, values, vector, negligible } = decomposition;
  const solution = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    if (values[k]! <= negligible) continue;
    let share = 0;
    for (let i = 0; i < size; i++) share += vector(k, i) * right[i]!;
    share /= values[k]!;
    for (let i = 0; i < size; i++) solution[i]! += share * vector(k, i);
  }
  return solution;
}

/** Length of the part of the axis `i` that the matrix takes to 0: above 0 for columns that depend on each other. */
export function shareOfNull({ size, values, vector, negligible }: Eigen, i: number): number {
  let sum = 0;
  for (let k = 0; k < size && values[k]! <= negligible; k++) sum += vector(k, i) ** 2;
  return Math.sqrt(sum);
}

export function largestEigenvalue({ size, values }: Eigen): number {
  return size === 0 ? 1 : values[size - 1]!;
}
