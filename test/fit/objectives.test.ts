/** Objectives as an optimiser sees them: gradients by differences, as `grad --check` takes them, and their Hessians. */
import { describe, expect, test } from "vitest";
import { CrossProducts } from "../../src/accumulate/cross-products.ts";
import { geometry } from "../../src/fit/coordinates.ts";
import { QuadraticProblem } from "../../src/fit/quadratic.ts";
import { rowLossOf } from "../../src/fit/row-loss.ts";
import { RowProblem } from "../../src/fit/row-problem.ts";
import { RowStore } from "../../src/fit/row-store.ts";
import { parseLoss } from "../../src/losses/spec.ts";
import { noise } from "./fitting.ts";

const LOSSES = [
  ["mse", "any"],
  ["huber:delta=0.7", "any"],
  ["smooth-l1:beta=0.5", "any"],
  ["pseudo-huber", "any"],
  ["log-cosh", "any"],
  ["fair", "any"],
  ["adaptive:alpha=1.5", "any"],
  ["expectile:q=0.2", "any"],
  ["squared-epsilon-insensitive", "any"],
  ["mae", "any"],
  ["quantile:q=0.8", "any"],
  ["epsilon-insensitive:epsilon=0.3", "any"],
  ["log-loss", "flag"],
  ["logistic", "flag"],
  ["squared-hinge", "flag"],
  ["smoothed-hinge", "flag"],
  ["modified-huber", "flag"],
  ["exponential", "flag"],
  ["hinge", "flag"],
  ["poisson", "count"],
  ["poisson-nll", "count"],
  ["poisson-nll-log", "count"],
  ["tweedie:power=1.5", "count"],
  ["gamma", "positive"],
] as const;

const ROWS = 300;

function made(text: string, kind: (typeof LOSSES)[number][1], width: number) {
  const next = noise(kind.length);
  const features = [0, 1, 2].map((j) => Float64Array.from({ length: ROWS }, () => j + (j + 1) * next()));
  const label = {
    any: () => 2 * next(),
    flag: () => (next() > 0 ? 1 : 0),
    count: () => Math.floor(2 + 2 * next()),
    positive: () => 1.5 + next(),
  }[kind];
  const target = Float64Array.from({ length: ROWS }, label);
  const weights = Float64Array.from({ length: ROWS }, () => 1 + next());
  const store = new RowStore(3);
  store.add({ rows: ROWS, features, target, weights, parts: null }, () => {});
  store.finish(() => {});
  const products = new CrossProducts(4);
  products.add([...features, target], weights, ROWS);
  const objective = { loss: parseLoss(text), l1: 0, l2: 0.3, standardize: true, intercept: true };
  const { coordinates } = geometry(products, { objective, features: ["a", "b", "c"] }, 1.3, 0.1);
  const problem = new RowProblem(store, rowLossOf(objective.loss), coordinates, () => true);
  problem.width = width;
  return { problem, products, coordinates };
}

const point = Float64Array.of(0.31, -0.17, 0.22, 0.13);

/** Central differences at two steps, and what both leave to the derivative (Richardson). */
function slope(of: (u: Float64Array) => number, j: number): number {
  const at = (step: number) => {
    const [up, down] = [point.slice(), point.slice()];
    up[j]! += step;
    down[j]! -= step;
    return (of(up) - of(down)) / (2 * step);
  };
  return (4 * at(5e-6) - at(1e-5)) / 3;
}

describe.each(LOSSES)("%s", (text, kind) => {
  // Corners are rounded off, in a width that many rows are within; differences of a corner say nothing.
  const { problem } = made(text, kind, 0.5);

  test("its gradient is that of the objective", () => {
    const { gradient } = problem.evaluate(point);
    for (let j = 0; j < 4; j++) {
      const difference = slope((u) => problem.evaluate(u).objective, j);
      expect(gradient[j]).toBeCloseTo(difference, 7);
    }
  });

  test("its Hessian is that of the gradient", () => {
    if (rowLossOf(parseLoss(text)).corners !== null) return;
    const hessian = problem.hessianAt(point);
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < 4; j++) {
        const difference = slope((u) => problem.evaluate(u).gradient[i]!, j);
        // Second derivatives jump where losses are put together from pieces: a few rows are on the step's two sides.
        expect(Math.abs(hessian[4 * i + j]! - difference)).toBeLessThan(1e-4 * (1 + Math.abs(difference)));
      }
    }
  });

  test("it is above the loss where corners are rounded off, and equal to it away from them", () => {
    const sharp = made(text, kind, 0).problem.evaluate(point);
    const rounded = problem.evaluate(point);
    expect(rounded.exact).toBe(sharp.exact);
    expect(rounded.objective).toBeGreaterThanOrEqual(sharp.objective);
    if (rowLossOf(parseLoss(text)).corners === null) expect(rounded.objective).toBe(sharp.objective);
  });
});

test("squared loss by cross-products is that by rows", () => {
  const { problem, products, coordinates } = made("mse", "any", 0);
  const quadratic = new QuadraticProblem(products, coordinates);
  // The labels' offset is that of the rows' problem.
  const shifted = point.slice();
  shifted[3]! += (0.1 - coordinates.centre[3]!) * coordinates.interceptScale;
  const [a, b] = [quadratic.evaluate(shifted), problem.evaluate(point)];
  expect(a.objective).toBeCloseTo(b.objective, 13);
  for (let j = 0; j < 4; j++) expect(a.gradient[j]).toBeCloseTo(b.gradient[j]!, 13);
});
