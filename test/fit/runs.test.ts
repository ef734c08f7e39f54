/** What a run depends on, and what not: chunks, memory, interruptions; folds; seeds. */
import { describe, expect, test } from "vitest";
import type { Model } from "../../src/fit/types.ts";
import { type Data, epochsOf, fitted, noise, type Options } from "./fitting.ts";

const next = noise(21);
const ROWS = 5000;
const columns = Array.from({ length: 4 }, () => Array.from({ length: ROWS }, () => 10 + 3 * next()));
const features = { a: columns[0]!, b: columns[1]!, c: columns[2]!, d: columns[3]! };
const eta = columns[0]!.map((a, i) => (a - 10) / 3 - (columns[1]![i]! - 10) / 2 + next() / 2);
const target = {
  value: eta,
  count: eta.map((z) => Math.floor(Math.exp(z) + (next() + 1) / 2)),
  flag: eta.map((z) => (z > next() ? 1 : 0)),
};
const parts = eta.map((_, i) => (i % 10 === 0 ? 1 : i % 10 === 1 ? 2 : 0));
const weights = eta.map((_, i) => (i % 3) + 0.5);

const OBJECTIVES: readonly (readonly [string, Data, Options])[] = [
  ["mse", { features, target: target.value }, {}],
  ["mse with weights", { features, target: target.value, weights }, {}],
  ["lasso", { features, target: target.value }, { l1: 0.3 }],
  ["elastic net, own units", { features, target: target.value }, { l1: 0.01, l2: 0.01, standardize: false }],
  ["huber with weights", { features, target: target.value, weights }, { loss: "huber:delta=0.2" }],
  ["log-loss with L1", { features, target: target.flag }, { loss: "log-loss", l1: 0.02 }],
  ["poisson", { features, target: target.count }, { loss: "poisson" }],
  ["mae", { features, target: target.value }, { loss: "mae" }],
  ["no intercept", { features, target: target.value }, { intercept: false }],
];

const bytes = (model: Model) => JSON.stringify(model);

describe.each(OBJECTIVES)("%s", (_, data, options) => {
  const split = { ...data, parts };
  // Batches of everything else are in the tests of optimisers.
  const runs: readonly Options[] = [
    { ...options, epochs: 40 },
    { ...options, epochs: 3, optimizer: "sgd", batchSize: 32, seed: 4 },
  ];

  test("chunks, and where rows are kept, change no bit", async () => {
    for (const run of runs) {
      const whole = await fitted(split, run);
      for (const other of [{ chunk: 1000 }, { chunk: 2048 }, { chunk: 77, memory: 0 }, { memory: 150_000 }]) {
        const again = await fitted(split, { ...run, ...other });
        expect(bytes(again.model)).toBe(bytes(whole.model));
        expect(JSON.stringify(again)).toBe(JSON.stringify(whole));
      }
    }
  });

  test.each(["gd", "momentum", "nesterov", "adam", "sgd"] as const)(
    "%s that goes on is the run that never stopped",
    async (optimizer) => {
      for (const batchSize of [null, 64]) {
        const how = { ...options, optimizer, batchSize, gtol: 1e-15, schedule: "step" as const };
        const whole = await fitted(split, { ...how, epochs: 13 });
        const half = await fitted(split, { ...how, epochs: 5 });
        const resume = JSON.parse(JSON.stringify(half.model)) as Model;
        const rest = await fitted(split, { ...how, epochs: 13, resume });
        expect(bytes(rest.model)).toBe(bytes(whole.model));
        expect(rest.certificate).toEqual(whole.certificate);
        expect(rest.optimizer).toEqual(whole.optimizer);
      }
    },
  );

  test("a run that goes on after its end stays where it is", async () => {
    const whole = await fitted(split, options);
    const again = await fitted(split, {
      ...options,
      resume: JSON.parse(JSON.stringify(whole.model)) as Model,
    });
    expect(bytes(again.model)).toBe(bytes(whole.model));
    expect(again.optimizer).toEqual(whole.optimizer);
  });
});

test("a stretch of spectral steps, interrupted anywhere, is the same", async () => {
  const data = { features, target: target.value };
  const whole = await fitted(data, { loss: "huber:delta=0.1", epochs: 30, gtol: 0 });
  for (const epochs of [1, 2, 9, 17, 29]) {
    const { model } = await fitted(data, { loss: "huber:delta=0.1", epochs, gtol: 0 });
    const resume = JSON.parse(JSON.stringify(model)) as Model;
    const rest = await fitted(data, { loss: "huber:delta=0.1", epochs: 30, gtol: 0, resume });
    expect(bytes(rest.model)).toBe(bytes(whole.model));
  }
});

test.each(["mse", "huber:delta=0.1", "log-cosh"])(
  "the objective of %s falls from epoch to epoch",
  async (loss) => {
    const twisted = { ...features, e: features.a.map((a, i) => a + Math.sin(7 * features.b[i]!) / 9) };
    for (const l1 of [0, 0.05]) {
      const epochs = await epochsOf({ features: twisted, target: target.value }, { loss, l1, gtol: 1e-13 });
      expect(epochs.length).toBeGreaterThan(20);
      const room = 1e-9 * epochs[0]!.objective;
      for (const [i, { objective }] of epochs.entries()) {
        expect(objective).toBeLessThanOrEqual((epochs[i - 1]?.objective ?? Number.POSITIVE_INFINITY) + room);
      }
    }
  },
);

test("a model of another objective is a place to start from", async () => {
  const data = { features, target: target.value };
  const { model } = await fitted(data);
  const { optimizer, model: huber } = await fitted(data, { loss: "huber:delta=0.2", resume: model });
  const cold = await fitted(data, { loss: "huber:delta=0.2" });
  expect(optimizer.converged).toBe(true);
  expect(huber.coefficients.a).toBeCloseTo(cold.model.coefficients.a!, 5);
});

test("the order of rows changes no bit of squared loss", async () => {
  const order = eta.map((_, i) => i).sort((i, j) => eta[i]! - eta[j]!);
  const sorted = (column: readonly number[]) => order.map((i) => column[i]!);
  const shuffled = Object.fromEntries(
    Object.entries(features).map(([name, column]) => [name, sorted(column)]),
  );
  const one = await fitted({ features, target: target.value, weights });
  const other = await fitted({ features: shuffled, target: sorted(target.value), weights: sorted(weights) });
  expect(JSON.stringify(other)).toBe(JSON.stringify(one));
});

test("the seed decides the batches, and nothing else", async () => {
  const data = { features, target: target.value };
  const run = (seed: number, batchSize: number | null) =>
    fitted(data, { optimizer: "sgd", epochs: 2, seed, batchSize }).then(({ model }) => model.intercept);
  expect(await run(1, 32)).toBe(await run(1, 32));
  expect(await run(1, 32)).not.toBe(await run(2, 32));
  expect(await run(1, null)).toBe(await run(2, null));
});

describe("folds", () => {
  const folds = eta.map((_, i) => (i * 7) % 5);

  test.each([
    ["mse", target.value, {}],
    ["mse", target.value, { l2: 0.1 }],
    ["log-loss", target.flag, {}],
    ["mae", target.value, {}],
  ] as const)("%s is judged on the rows left out", async (loss, labels, options) => {
    const data = { features, target: labels, parts: folds };
    const { crossValidation, rows, losses, model } = await fitted(data, { loss, ...options, folds: 5 });
    expect(rows).toEqual({ train: ROWS, validation: 0, test: 0 });
    expect(losses.test).toBeNull();
    const alone = await fitted({ features, target: labels }, { loss, ...options });
    expect(bytes(model)).toBe(bytes(alone.model));
    const expected: number[] = [];
    for (let fold = 0; fold < 5; fold++) {
      const without = folds.map((each) => (each === fold ? 2 : 0));
      const { losses } = await fitted({ features, target: labels, parts: without }, { loss, ...options });
      expected.push(losses.test![loss]!.value!);
    }
    for (const [fold, value] of crossValidation!.folds.entries())
      expect(value).toBeCloseTo(expected[fold]!, 10);
    const mean = expected.reduce((sum, value) => sum + value, 0) / 5;
    expect(crossValidation!.mean).toBeCloseTo(mean, 10);
    const variance = expected.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4;
    expect(crossValidation!.standardError).toBeCloseTo(Math.sqrt(variance / 5), 10);
  });

  test("one fold is none", async () => {
    const run = fitted({ features, target: target.value, parts: eta.map(() => 0) }, { folds: 5 });
    await expect(run).rejects.toThrow("at least 2 folds");
  });
});

test("parts are judged apart", async () => {
  const { rows, losses } = await fitted(
    { features, target: target.value, parts },
    { gateLosses: ["max-error"] },
  );
  expect(rows).toEqual({ train: 4000, validation: 500, test: 500 });
  for (const part of [losses.train, losses.validation, losses.test]) {
    expect(Object.keys(part!)).toEqual(["mse", "rmse", "mae", "r2", "max-error"]);
    for (const { value } of Object.values(part!)) expect(value).toBeGreaterThan(0);
  }
  const flags = await fitted({ features, target: target.flag }, { loss: "log-loss" });
  expect(Object.keys(flags.losses.train)).toEqual(["log-loss", "brier", "accuracy", "auc"]);
  expect(flags.losses.train.auc?.value).toBeGreaterThan(0.7);
  expect(flags.model.link).toBe("logit");
});

test("epochs of batches come nearer", async () => {
  for (const optimizer of ["sgd", "adam", "momentum", "nesterov"] as const) {
    const lines = await epochsOf(
      { features, target: target.value },
      { optimizer, batchSize: 32, epochs: 30 },
    );
    const best = await fitted({ features, target: target.value });
    expect(lines.at(-1)!.objective).toBeLessThan(1.1 * best.certificate.objective);
  }
});

describe("L1", () => {
  test("coefficients that are not worth it are 0 exactly", async () => {
    const { model, certificate } = await fitted({ features, target: target.value }, { l1: 0.2 });
    expect(model.coefficients).toMatchObject({ c: 0, d: 0 });
    expect(model.coefficients.a).toBeGreaterThan(0);
    expect(certificate.method).toBe("duality-gap");
    expect(certificate.gap).toBeLessThan(1e-7 * certificate.objective);
  });

  test("a large one leaves the intercept alone", async () => {
    const { model } = await fitted({ features, target: target.value }, { l1: 100 });
    expect(Object.values(model.coefficients)).toEqual([0, 0, 0, 0]);
    expect(model.standardErrors).toBeNull();
  });
});
