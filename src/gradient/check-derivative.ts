/** Whether a derivative is that of a function at a point, as far as differences can tell. */
import { Convergence } from "./convergence.ts";
import { estimate } from "./finite-difference.ts";
import { type Point, type Steps, stepsAt } from "./steps.ts";

/** A derivative may differ from the numerical one by atol + rtol times the larger of the two. */
export interface Tolerances {
  readonly rtol: number;
  readonly atol: number;
}

/**
 * Differences of binary64 values reach ten digits where the function is tame, of numbers around 1; what is wrong with a
 * derivative is mostly a factor or a term, far beyond 1e-6.
 */
export const DEFAULT_TOLERANCES: Tolerances = { rtol: 1e-6, atol: 1e-10 };

/**
 * - `agrees`, `differs`: within the tolerances, or beyond them and beyond what the differences may be off.
 * - `kink`: within a step of a place where the derivative jumps.
 * - `infinite`: the function or the derivative is, so that there is nothing to compare.
 * - `unresolved`: beyond the tolerances, but the differences may be off by as much.
 */
export type Verdict = "agrees" | "differs" | "kink" | "infinite" | "unresolved";

export interface Comparison {
  readonly verdict: Verdict;
  readonly analytic: number;
  /** NaN where there is none. */
  readonly numeric: number;
  /** The difference as a share of what is allowed: above 1 it differs. 0 where nothing was compared. */
  readonly excess: number;
}

/** Of a derivative, beside the largest of its row. */
const DERIVATIVE_ROUNDING = 32 * Number.EPSILON;

/** Compares `analytic` with the derivative of `of` at the point. `of` is pure. */
export function checkDerivative(
  of: (x: number) => number,
  analytic: number,
  point: Point,
  tolerances: Tolerances,
): Comparison {
  const nothing = { analytic, numeric: Number.NaN, excess: 0 };
  if (!Number.isFinite(analytic) || !Number.isFinite(of(point.x))) return { verdict: "infinite", ...nothing };
  const [first, second] = stepsAt(point);
  if (first === undefined) return { verdict: "kink", ...nothing };
  const found = compare(of, analytic, point, first, tolerances);
  if (found.verdict !== "unresolved" || second === undefined) return found;
  const other = compare(of, analytic, point, second, tolerances);
  return other.verdict === "agrees" ? other : found;
}

function compare(
  of: (x: number) => number,
  analytic: number,
  { x, size, values, derivatives }: Point,
  steps: Steps,
  { rtol, atol }: Tolerances,
): Comparison {
  const rounding = { size, noise: DERIVATIVE_ROUNDING * values };
  const allowed = (numeric: number) => atol + rtol * Math.max(Math.abs(analytic), Math.abs(numeric));
  const found = new Convergence(analytic);
  for (const step of steps.sizes) {
    const next = estimate(of, x, step, steps.side, rounding);
    if (next === null) continue;
    const { value, error } = next;
    const difference = Math.abs(analytic - value);
    found.add(next);
    // Agreement with a sure enough estimate; one that is unsure, or less sure than another, may agree by accident.
    const sure = found.best === next && error <= atol + 0.01 * Math.max(Math.abs(analytic), Math.abs(value));
    if (sure && difference <= allowed(value)) {
      return { verdict: "agrees", analytic, numeric: value, excess: difference / allowed(value) || 0 };
    }
  }
  const { best } = found;
  if (best === null) return { verdict: "unresolved", analytic, numeric: Number.NaN, excess: 0 };
  const compared = { analytic, numeric: best.value };
  const difference = Math.abs(analytic - best.value);
  const limit = allowed(best.value);
  if (difference <= limit) return { verdict: "agrees", ...compared, excess: difference / limit || 0 };
  const blur = best.error + DERIVATIVE_ROUNDING * derivatives;
  if (steps.sure && found.confirmed && difference > limit + blur) {
    return { verdict: "differs", ...compared, excess: difference / (limit + blur) };
  }
  const breaks = found.breaks && steps.side === 0 && steps.visible;
  return { verdict: breaks ? "kink" : "unresolved", ...compared, excess: 0 };
}
