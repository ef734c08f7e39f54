/** How close a model is to the best one, and how it is known. */
import { type Geometry, numberOfCoordinates } from "./coordinates.ts";
import { shrunk } from "./problem.ts";
import type { QuadraticProblem } from "./quadratic.ts";
import { type Position, positionAt } from "./steps.ts";
import type { Eigen } from "./symmetric.ts";
import type { Certificate } from "./types.ts";

type Optimum = Pick<Certificate, "objective" | "optimum" | "gap" | "method" | "reason">;

/** Squared loss without L1: the optimum is the solution of linear equations. */
export function closedForm(problem: QuadraticProblem, { hessian }: Geometry, { u, at }: Position): Optimum {
  const best = problem.minimiser(hessian);
  const optimum = Math.min(problem.evaluate(best).objective, at.objective);
  const gap = problem.excess(u.map((value, j) => value - best[j]!));
  return { objective: at.objective, optimum, gap, method: "closed-form" };
}

/**
 * Squared loss with L1: a lower bound from Fenchel's dual. For any slopes a of the rows, min over u of mean(a η) plus
 * penalties, less mean(a²/4 + a y), is below the objective everywhere; the slopes are those of the residuals, scaled
 * down until no penalty is overcome.
 */
export function squaredDualityGap(problem: QuadraticProblem, position: Position): Optimum {
  const { features, l1, l2, intercept } = problem.coordinates;
  const { objective } = position.at;
  // The intercept is free: slopes must have the mean 0, as those at the intercept's best value do.
  const u = position.u.slice();
  if (intercept) u[features]! -= position.at.gradient[features]!;
  const { gradient } = positionAt(problem, u).at;
  const { square, withLabel } = problem.residualMoments(u);
  let share = Math.min(Math.max(-withLabel / square, 0), 1);
  for (let j = 0; j < features; j++) {
    const slope = Math.abs(gradient[j]! - 2 * l2[j]! * u[j]!);
    if (l2[j] === 0 && slope * share > l1[j]!) share = l1[j]! / slope;
  }
  let bound = square === 0 ? 0 : -(share ** 2) * square - 2 * share * withLabel;
  for (let j = 0; j < features; j++) {
    const slope = share * (gradient[j]! - 2 * l2[j]! * u[j]!);
    if (l2[j]! > 0) bound -= shrunk(slope, l1[j]!) ** 2 / (4 * l2[j]!);
  }
  const optimum = Math.min(Math.max(bound, 0), objective);
  return { objective, optimum, gap: objective - optimum, method: "duality-gap" };
}

/** Of a Hessian, but for as many coordinates as are left out; Infinity where columns depend on each other. */
export function conditionNumber({ values, negligible }: Eigen, leftOut: number): number | null {
  const [lowest, highest] = [values[leftOut], values.at(-1)];
  if (lowest === undefined || highest === undefined || !(highest > 0)) return null;
  return lowest <= negligible ? Number.POSITIVE_INFINITY : highest / lowest;
}

export interface LeastSquares {
  /** Of each feature, the intercept last where there is one; null where the data don't determine it. */
  readonly standardErrors: readonly (number | null)[];
  readonly adjustedR2: number | null;
}

/**
 * Of least squares without penalty: Var(u) = s²/W (mean z zᵀ)⁻¹, s² = RSS/(W - rank). `variance` is the labels', about
 * their mean with an intercept.
 */
export function leastSquares(
  { coordinates, hessian, collinear }: Geometry,
  loss: number,
  weight: number,
  variance: number,
): LeastSquares {
  const { intercept, scale, centre, interceptScale } = coordinates;
  const rank = hessian.values.filter((value) => value > hessian.negligible).length;
  const freedom = weight - rank;
  const count = numberOfCoordinates(coordinates);
  if (!(freedom > 0)) return { standardErrors: Array.from({ length: count }, () => null), adjustedR2: null };
  const perUnit = (2 * (loss * weight)) / freedom / weight;
  const dependent = new Set(collinear);
  const standardErrors: (number | null)[] = Array.from(scale, (unit, j) =>
    unit === 0 || dependent.has(j) ? null : Math.sqrt(perUnit * inverseDiagonal(hessian, j)) / unit,
  );
  if (intercept) {
    const axis = Float64Array.from(scale, (unit, j) => (unit === 0 ? 0 : -centre[j]! / unit));
    standardErrors.push(deviationAlong(hessian, [...axis, 1 / interceptScale], perUnit));
  }
  const r2 = 1 - loss / variance;
  const adjusted = 1 - ((1 - r2) * (weight - 1)) / freedom;
  return { standardErrors, adjustedR2: intercept && variance > 0 ? adjusted : null };
}

/** The entry of the inverse at (i, i), without what is negligible. */
function inverseDiagonal({ size, values, vector, negligible }: Eigen, i: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) if (values[k]! > negligible) sum += vector(k, i) ** 2 / values[k]!;
  return sum;
}

function deviationAlong(
  { size, values, vector, negligible }: Eigen,
  axis: readonly number[],
  perUnit: number,
): number | null {
  let [sum, lost, length] = [0, 0, 0];
  for (const value of axis) length += value ** 2;
  for (let k = 0; k < size; k++) {
    let share = 0;
    for (let i = 0; i < size; i++) share += vector(k, i) * axis[i]!;
    if (values[k]! > negligible) sum += share ** 2 / values[k]!;
    else lost += share ** 2;
  }
  return lost > 1e-12 * length ? null : Math.sqrt(perUnit * sum);
}
