import { expect, it } from "vitest";
import { findDefinition } from "../../src/losses/spec.ts";
import { instancesOf } from "./instances.ts";
import { minimiser } from "./laws.ts";

const COUNTS = [0, 1, 1, 2, 7];
const SHARES = [0, 0, 1, 0, 1];
const logMean = Math.expm1(COUNTS.reduce((sum, label) => sum + Math.log1p(label), 0) / COUNTS.length);

// Labels, and the constant that is known to fit them best: mean, median, quantile, log mean.
const known: [id: string, parameters: Record<string, number>, labels: number[], best: number][] = [
  ["mse", {}, COUNTS, 2.2],
  ["poisson", {}, COUNTS, 2.2],
  ["msle", {}, COUNTS, logMean],
  ["mae", {}, COUNTS, 1],
  ["quantile", { q: 0.125 }, COUNTS, 0],
  ["quantile", { q: 0.5 }, COUNTS, 1],
  ["quantile", { q: 0.875 }, COUNTS, 7],
  ["log-cosh", {}, [-3, 0, 3], 0],
  ["huber", { delta: 100 }, COUNTS, 2.2],
  ["expectile", { q: 0.5 }, COUNTS, 2.2],
  // q times the residuals above it is 1 - q times those below: 0.75(7 - e) = 0.25(4e - 4), 0.25(9 - 2e) = 0.75(3e - 2).
  ["expectile", { q: 0.75 }, COUNTS, 25 / 7],
  ["expectile", { q: 0.25 }, COUNTS, 15 / 11],
  ["pseudo-huber", { delta: 1e6 }, COUNTS, 2.2],
  ["fair", { c: 1e-6 }, COUNTS, 1],
  ["epsilon-insensitive", { epsilon: 0 }, COUNTS, 1],
  ["squared-epsilon-insensitive", { epsilon: 0 }, COUNTS, 2.2],
  ["poisson-nll", {}, COUNTS, 2.2],
  ["poisson-nll-log", {}, COUNTS, Math.log(2.2)],
  ["gamma", {}, [1, 1, 2, 7], 2.75],
  ["tweedie", { power: 1.5 }, COUNTS, 2.2],
  ["tweedie", { power: 3 }, [1, 1, 2, 7], 2.75],
  ["tweedie", { power: -1 }, [-1, 1, 2, 7], 2.25],
  ["huber", { delta: 0.0005 }, [0, 1, 7], 1],
  ["brier", {}, SHARES, 0.4],
  ["log-loss", {}, SHARES, 0.4],
  ["logistic", {}, SHARES, Math.log(0.4 / 0.6)],
];

it.each(known)("the best constant of %s %j for %j is %d", (id, parameters, labels, best) => {
  const definition = findDefinition(id)!;
  const measure = definition.create(parameters, id);
  const [instance] = instancesOf(definition);
  expect(minimiser({ ...instance!, measure }, labels, best)).toEqual([]);
});
