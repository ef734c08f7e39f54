/**
 * Whether a loss of classes has a least value at all. Where a linear function parts the classes, or some rows of one
 * from all others, the loss falls for ever as its coefficients grow (Albert and Anderson 1984): no coefficients are best.
 */
import type { RowLoss } from "./row-loss.ts";
import type { RowProblem } from "./row-problem.ts";
import { BLOCK } from "./row-store.ts";
import type { Position } from "./steps.ts";
import { eigen, solveNearestZero } from "./symmetric.ts";
import type { FitOutcome } from "./types.ts";

/** So far out a loss that still falls does so for ever: none is known that falls to its end later than this. */
const FAR = 40;
/** By so much of η Newton's step moves rows whose loss falls like e^-η, wherever they are: by 1. */
const MOVED = 0.5;

/**
 * At the end of a descent; null where there is a least value. `settled` says whether the gradient has come near 0: only
 * then does the curvature tell.
 */
export function separationOf(
  problem: RowProblem,
  loss: RowLoss,
  { u, at }: Position,
  settled: boolean,
): FitOutcome["separation"] {
  const { coordinates } = problem;
  if (loss.translates || at.loss === 0) return null;
  if (coordinates.intercept && [-1, 1].some((side) => isParted(problem, loss, null, side))) return "labels";
  // A penalty is in the way of any other.
  if (coordinates.l1.some((factor) => factor > 0) || coordinates.l2.some((factor) => factor > 0)) return null;
  if (isParted(problem, loss, u)) return "columns";
  return settled && farthestMove(problem, u, at.gradient) > MOVED ? "columns" : null;
}

/**
 * Whether each row is on the side of 0 on which its loss falls for ever: then twice these coefficients are better.
 * Without a point the side is one for all rows.
 */
function isParted(problem: RowProblem, loss: RowLoss, u: Float64Array | null, sideOfAll = 0): boolean {
  const eta = new Float64Array(BLOCK).fill(sideOfAll);
  let parted = true;
  problem.forEachBlock((rows) => {
    if (!parted) return;
    if (u !== null) problem.etaOf(rows, u, eta);
    for (let row = 0; row < rows.rows; row++) {
      if (rows.weights[row] === 0) continue;
      const side = Math.sign(eta[row]!);
      if (side === 0 || side * loss.gradient(rows.label[row]!, side * FAR) >= 0) {
        parted = false;
        return;
      }
    }
  });
  return parted;
}

/** The most that Newton's step moves a row's η. */
function farthestMove(problem: RowProblem, u: Float64Array, gradient: Float64Array): number {
  const step = solveNearestZero(eigen(problem.hessianAt(u), u.length), gradient);
  const from = new Float64Array(BLOCK);
  const to = new Float64Array(BLOCK);
  const ahead = u.map((value, j) => value - step[j]!);
  let most = 0;
  problem.forEachBlock((rows) => {
    problem.etaOf(rows, u, from);
    problem.etaOf(rows, ahead, to);
    for (let row = 0; row < rows.rows; row++) {
      if (rows.weights[row] !== 0) most = Math.max(most, Math.abs(to[row]! - from[row]!));
    }
  });
  return most;
}
