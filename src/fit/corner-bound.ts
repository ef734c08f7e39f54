/**
 * What a point says of the optimum of a piecewise linear loss (a linear programme, with penalties perhaps): a lower
 * bound, and the corner that it seems to be near.
 *
 * Each row's loss is the largest of a·η - f*(a) over the slopes a that it has, so that any slopes give a bound: mean
 * a·η plus the penalties, less mean f*(a), is below the objective everywhere, and has a finite minimum where mean a·z
 * is 0 in the directions without penalty. The slopes tried are those of the rounded loss, changed so that it is.
 */
import { numberOfCoordinates } from "./coordinates.ts";
import { shrunk } from "./problem.ts";
import type { Corner, RowLoss } from "./row-loss.ts";
import type { RowProblem, Rows } from "./row-problem.ts";
import { BLOCK } from "./row-store.ts";
import { eigen, solveNearestZero } from "./symmetric.ts";

export interface CornerBound {
  readonly optimum: number;
  /** Where the rows near their corners are at them, if there are few enough; without an L2 penalty only. */
  readonly corner: Float64Array | null;
}

/** Rows near their corners at a vertex are as many as coordinates; more where rows are alike. */
const MOST_ROWS = (size: number) => 16 * size + 256;

/** Leaves the problem's width as it is. */
export function cornerBound(problem: RowProblem, loss: RowLoss, u: Float64Array): CornerBound {
  const { coordinates } = problem;
  const { features, l1, l2, scale } = coordinates;
  const size = numberOfCoordinates(coordinates);
  // Where the penalty has no corner here either, the slope that belongs to the optimum is known.
  const free = Array.from(
    { length: size },
    (_, j) => j >= features || (l2[j] === 0 && (l1[j] === 0 || u[j] !== 0)),
  );
  const gradient = problem.evaluate(u).gradient.slice();
  for (let j = 0; j < features; j++) gradient[j]! -= 2 * l2[j]! * u[j]!;

  const near = nearCorners(problem, loss, u, size);
  const wanted = gradient.map((slope, j) => (free[j] ? slope + (l1[j] ?? 0) * Math.sign(u[j]!) : 0));
  const byNear = solveFree(near.inside, wanted, free);
  const left = wanted.map((slope, i) => {
    let sum = slope;
    for (let j = 0; j < size; j++) sum -= near.inside[i * size + j]! * byNear[j]!;
    return free[i] ? sum : 0;
  });
  const byAll = solveFree(near.all, left, free);

  const dual = dualSums(problem, loss, u, byNear, byAll);
  let { share } = dual;
  for (let j = 0; j < features; j++) {
    const slope = Math.abs(dual.slopes[j]!);
    if (l1[j]! > 0 && l2[j] === 0 && scale[j] !== 0 && slope * share > l1[j]!) share = l1[j]! / slope;
  }
  let optimum = share * dual.value;
  for (let j = 0; j < features; j++) {
    if (l2[j]! > 0) optimum -= shrunk(share * dual.slopes[j]!, l1[j]!) ** 2 / (4 * l2[j]!);
  }
  const linear = l2.every((penalty) => penalty === 0);
  const corner = linear && near.rows !== null ? solveRows(near.rows, u, free) : null;
  return { optimum: Number.isFinite(optimum) ? Math.max(optimum, 0) : 0, corner };
}

interface NearRow {
  readonly z: Float64Array;
  /** From η to the corner. */
  readonly distance: number;
}

/** Sums of z zᵀ over the rows inside a corner's width, and over all; those rows, unless there are too many. */
function nearCorners(problem: RowProblem, loss: RowLoss, u: Float64Array, size: number) {
  const { features, interceptScale } = problem.coordinates;
  const inside = new Float64Array(size * size);
  const all = new Float64Array(size * size);
  let rows: NearRow[] | null = [];
  let weight = 0;
  const z = new Float64Array(size);
  forEachRow(problem, u, (row, at, label, eta, share) => {
    weight += share;
    for (let j = 0; j < size; j++) z[j] = j === features ? 1 / interceptScale : (row.columns[j]?.[at] ?? 0);
    const place = loss.translates ? eta - label : eta;
    const corner = cornerWithin(loss, label, place, problem.width);
    for (let i = 0; i < size; i++) {
      const first = share * z[i]!;
      for (let j = 0; j < size; j++) {
        const product = first * z[j]!;
        all[i * size + j]! += product;
        if (corner !== null) inside[i * size + j]! += product;
      }
    }
    if (corner === null) return;
    if (rows !== null) rows.push({ z: z.slice(), distance: corner.at - place });
    if (rows !== null && rows.length > MOST_ROWS(size)) rows = null;
  });
  const mean = (sum: number) => sum / weight;
  return { inside: inside.map(mean), all: all.map(mean), rows: rows as NearRow[] | null };
}

function cornerWithin(loss: RowLoss, label: number, place: number, width: number): Corner | null {
  for (const corner of loss.corners?.(label) ?? []) if (Math.abs(place - corner.at) < width) return corner;
  return null;
}

/** The dual objective before penalties, the slopes it leaves in each coordinate, and by how much slopes must shrink. */
function dualSums(
  problem: RowProblem,
  loss: RowLoss,
  u: Float64Array,
  byNear: Float64Array,
  byAll: Float64Array,
): { value: number; slopes: Float64Array; share: number } {
  const { features, interceptScale, offset } = problem.coordinates;
  const slopes = new Float64Array(features);
  let [value, weight, share] = [0, 0, 1];
  forEachRow(problem, u, (row, at, label, eta, rowWeight) => {
    const place = loss.translates ? eta - label : eta;
    let moved = features < byAll.length ? byAll[features]! / interceptScale : 0;
    let movedNear = features < byAll.length ? byNear[features]! / interceptScale : 0;
    for (let j = 0; j < features; j++) {
      const z = row.columns[j]?.[at] ?? 0;
      moved += byAll[j]! * z;
      movedNear += byNear[j]! * z;
    }
    if (cornerWithin(loss, label, place, problem.width) !== null) moved += movedNear;
    const slope = problem.slope(label, eta) - moved;
    const corners = loss.corners?.(label) ?? [];
    const [first, last] = [corners[0], corners.at(-1)];
    if (first === undefined || last === undefined) return;
    const base = loss.translates ? label : 0;
    const lowest = loss.gradient(label, base + first.at - BEYOND);
    const highest = loss.gradient(label, base + last.at + BEYOND);
    if (slope < lowest) share = Math.min(share, Math.max(lowest / slope, 0));
    else if (slope > highest) share = Math.min(share, Math.max(highest / slope, 0));
    // At corners the losses are 0, so that f* is the largest of slope·corner and grows with the slopes.
    let conjugate = Number.NEGATIVE_INFINITY;
    for (const { at: corner } of corners) conjugate = Math.max(conjugate, slope * corner);
    value += rowWeight * (slope * (loss.translates ? -label : offset) - conjugate);
    weight += rowWeight;
    for (let j = 0; j < features; j++) slopes[j]! += rowWeight * slope * (row.columns[j]?.[at] ?? 0);
  });
  return { value: value / weight, slopes: slopes.map((sum) => sum / weight), share };
}

/** Beyond all corners of a loss. */
const BEYOND = 1;

function forEachRow(
  problem: RowProblem,
  u: Float64Array,
  visit: (rows: Rows, at: number, label: number, eta: number, weight: number) => void,
): void {
  const eta = new Float64Array(BLOCK);
  problem.forEachBlock((rows) => {
    problem.etaOf(rows, u, eta);
    for (let at = 0; at < rows.rows; at++) {
      if (rows.weights[at] !== 0) visit(rows, at, rows.label[at]!, eta[at]!, rows.weights[at]!);
    }
  });
}

function solveFree(matrix: Float64Array, right: Float64Array, free: readonly boolean[]): Float64Array {
  const size = right.length;
  const kept = matrix.map((value, place) =>
    free[Math.floor(place / size)] && free[place % size] ? value : 0,
  );
  return solveNearestZero(eigen(kept, size), right);
}

/**
 * Least squares of z·step = distance, nearest u where that leaves a choice; solved again for what rounding left.
 * Coordinates that are not free stay.
 */
function solveRows(rows: readonly NearRow[], u: Float64Array, free: readonly boolean[]): Float64Array | null {
  const size = u.length;
  if (rows.length === 0) return null;
  const matrix = new Float64Array(size * size);
  for (const { z } of rows) {
    for (let j = 0; j < size; j++) if (!free[j]) z[j] = 0;
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) matrix[i * size + j]! += z[i]! * z[j]!;
  }
  const decomposition = eigen(matrix, size);
  const step = new Float64Array(size);
  for (let round = 0; round < ROUNDS; round++) {
    const right = new Float64Array(size);
    for (const { z, distance } of rows) {
      let rest = distance;
      for (let j = 0; j < size; j++) rest -= z[j]! * step[j]!;
      for (let j = 0; j < size; j++) right[j]! += z[j]! * rest;
    }
    for (const [j, value] of solveNearestZero(decomposition, right).entries()) step[j]! += value;
  }
  return u.map((value, j) => value + step[j]!);
}

const ROUNDS = 3;
