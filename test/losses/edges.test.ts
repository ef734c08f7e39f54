/** Where a derivative jumps, the side that the catalogue writes down counts: values, gradients and Hessians there. */
import { expect, it } from "vitest";
import { createMeasure, parseLoss } from "../../src/losses/spec.ts";

/** Loss, label, prediction, then what it costs, its gradient and its Hessian there. */
const EDGES: readonly (readonly [string, number, number, readonly [number, number, number]])[] = [
  ["mae", 3, 3, [0, 0, 0]],
  ["huber:delta=2", 0, 2, [2, 2, 1]],
  ["huber:delta=2", 0, -2, [2, -2, 1]],
  ["smooth-l1:beta=2", 0, 2, [1, 1, 0.5]],
  ["quantile:q=0.25", 1, 1, [0, 0, 0]],
  ["expectile:q=0.25", 1, 1, [0, 0, 0.5]],
  ["epsilon-insensitive:epsilon=0.5", 0, 0.5, [0, 0, 0]],
  ["squared-epsilon-insensitive:epsilon=0.5", 0, -0.5, [0, 0, 0]],
  ["tukey:c=3", 0, 3, [1.5, 0, 0]],
  ["mape", 2, 2, [0, 0, 0]],
  ["smape", 2, 2, [0, 0, 0]],
  ["smape", 2, 0, [2, 0, 0]],
  ["smape", 0, 0, [0, 0, 0]],
  ["hinge", 1, 1, [0, 0, 0]],
  ["squared-hinge", 1, 1, [0, 0, 0]],
  ["squared-hinge", -1, -1, [0, 0, 0]],
  ["smoothed-hinge:gamma=0.5", 1, 1, [0, 0, 0]],
  ["smoothed-hinge:gamma=0.5", 1, 0.5, [0.25, -1, 2]],
  ["smoothed-hinge:gamma=0.5", -1, -0.5, [0.25, 1, 2]],
  ["modified-huber", 1, 1, [0, 0, 0]],
  ["modified-huber", 1, -1, [4, -4, 2]],
  ["perceptron", 1, 0, [0, 0, 0]],
];

it.each(EDGES)("%s of label %d and prediction %d", (text, label, prediction, expected) => {
  const measure = createMeasure(parseLoss(text));
  if (measure.shape !== "scalar" || measure.row === undefined) throw new Error(`${text} has no rows`);
  const { value, gradient, hessian } = measure.row;
  const found = [value, gradient!, hessian!].map((of) => of(label, prediction) + 0);
  expect(found).toEqual(expected);
});
