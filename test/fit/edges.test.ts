/** Where there is little to learn from, or what there is is odd: each with a clear outcome. */
import { describe, expect, test } from "vitest";
import type { OptimizerRequest } from "../../src/fit/types.ts";
import { type Data, epochsOf, fitted, noise } from "./fitting.ts";

function line(rows: number, slope = 3, start = -2): Data {
  const next = noise(rows);
  const x = Array.from({ length: rows }, next);
  return { features: { x }, target: x.map((value) => start + slope * value + next() / 10) };
}

describe("scales", () => {
  const next = noise(11);
  const scales = [1e-6, 1e-3, 1, 1e3, 1e6];
  const features = Object.fromEntries(
    scales.map((scale, j) => [`x${j}`, Array.from({ length: 100 }, () => 5 * scale + scale * next())]),
  );
  const target = Array.from({ length: 100 }, (_, i) =>
    scales.reduce((sum, scale, j) => sum + (j + 1) * (features[`x${j}`]![i]! / scale), next()),
  );
  const unscaled = Object.fromEntries(
    scales.map((scale, j) => [`x${j}`, features[`x${j}`]!.map((x) => x / scale)]),
  );

  test.each(["mse", "huber", "mae", "log-cosh", "expectile:q=0.2"])("%s does not mind them", async (loss) => {
    const wide = await fitted({ features, target }, { loss, gtol: 1e-12 });
    const even = await fitted({ features: unscaled, target }, { loss, gtol: 1e-12 });
    expect(wide.optimizer.converged).toBe(true);
    for (const [j, scale] of scales.entries()) {
      const expected = even.model.coefficients[`x${j}`]!;
      expect(wide.model.coefficients[`x${j}`]! * scale).toBeCloseTo(expected, 8);
    }
  });

  test("a far offset does not cost a digit", async () => {
    const data = line(50);
    const far = { x: data.features.x!.map((x) => x * 2 ** -10 + 2 ** 30) };
    const { model } = await fitted({ features: far, target: data.target }, { gtol: 1e-14 });
    const exact = far.x.map((x) => (x - 2 ** 30) * 2 ** 10);
    const near = await fitted({ features: { x: exact }, target: data.target }, { gtol: 1e-14 });
    expect(model.coefficients.x! / 2 ** 10 / near.model.coefficients.x!).toBeCloseTo(1, 12);
  });
});

describe("columns that say nothing", () => {
  test.each(["mse", "huber", "mae"])("%s: a constant column is named and gets 0", async (loss) => {
    const data = line(40);
    const features = { ...data.features, still: new Array<number>(40).fill(0.1) };
    const { model, certificate, tValues } = await fitted({ ...data, features }, { loss });
    expect(certificate.constant).toEqual(["still"]);
    expect(certificate.collinear).toEqual([]);
    expect(model.coefficients.still).toBe(0);
    const { model: without } = await fitted(data, { loss });
    expect(model.coefficients.x).toBeCloseTo(without.coefficients.x!, 10);
    if (loss !== "mse") return;
    expect(model.standardErrors?.still).toBeNull();
    expect(tValues?.still).toBeNull();
    expect(model.standardErrors?.x).toBeCloseTo(without.standardErrors!.x!, 12);
  });

  test("collinear columns are named, and the solution is the one nearest zero", async () => {
    const data = line(60);
    const twice = data.features.x!.map((x) => 4 - 2 * x);
    const next = noise(5);
    const other = Array.from({ length: 60 }, next);
    const features = { ...data.features, twice, other };
    const { model, certificate, optimizer } = await fitted({ ...data, features }, { gtol: 1e-13 });
    expect(optimizer.converged).toBe(true);
    expect(certificate.collinear).toEqual(["x", "twice"]);
    expect(certificate.conditionNumber).toBe(Number.POSITIVE_INFINITY);
    expect(certificate.gap).toBeLessThan(1e-12);
    // In coordinates of equal scale both carry the same.
    expect(model.coefficients.x).toBeCloseTo(-2 * model.coefficients.twice!, 10);
    expect(model.standardErrors).toMatchObject({ x: null, twice: null });
    expect(model.standardErrors?.other).toBeGreaterThan(0);
  });

  test("all levels of a text column beside an intercept are collinear", async () => {
    const target = [1, 2, 3, 5, 8, 13];
    const features = { red: [1, 0, 0, 1, 0, 0], green: [0, 1, 0, 0, 1, 0], blue: [0, 0, 1, 0, 0, 1] };
    const { certificate, model } = await fitted({ features, target }, { gtol: 1e-14 });
    expect(certificate.collinear).toEqual(["red", "green", "blue"]);
    expect(model.intercept + model.coefficients.green!).toBeCloseTo(5, 10);
  });

  test("fewer rows than columns: fitted exactly, nearest zero, without errors", async () => {
    const next = noise(3);
    const features = Object.fromEntries(
      Array.from({ length: 8 }, (_, j) => [`x${j}`, Array.from({ length: 4 }, next)]),
    );
    const target = [1, -2, 3, 0.5];
    const { model, certificate, losses, adjustedR2 } = await fitted({ features, target }, { gtol: 1e-14 });
    expect(certificate.objective).toBeLessThan(1e-20);
    expect(losses.train.mse?.value).toBeLessThan(1e-20);
    expect(certificate.collinear).toHaveLength(8);
    expect(Object.values(model.standardErrors!)).toEqual(new Array(9).fill(null));
    expect(adjustedR2).toBeNull();
  });
});

test.each([
  [1e-200, "small"],
  [1e200, "large"],
])("numbers of size %d are too %s to be squared, and the column is named", async (size, how) => {
  const x = [1, 2, 4].map((value) => value * size);
  const run = fitted({ features: { z: [1, 3, 2], x }, target: [1, 2, 3] });
  await expect(run).rejects.toThrow(`column "x": its numbers are too ${how} to be squared`);
});

describe("few rows", () => {
  test("one row: the intercept is its label", async () => {
    const { model, optimizer, certificate, losses } = await fitted({ features: { x: [3] }, target: [7] });
    expect(model).toMatchObject({ intercept: 7, coefficients: { x: 0 } });
    expect(optimizer).toMatchObject({ epochs: 0, stop: "gradient", converged: true });
    expect(certificate).toMatchObject({ objective: 0, gap: 0, constant: ["x"] });
    expect(losses.train.mse).toEqual(expect.objectContaining({ value: 0 }));
  });

  test("no feature: the mean, with its standard error", async () => {
    const { model, adjustedR2 } = await fitted({ features: {}, target: [1, 2, 6] });
    expect(model.intercept).toBe(3);
    expect(model.standardErrors?.intercept).toBeCloseTo(Math.sqrt(14 / 2 / 3), 14);
    expect(adjustedR2).toBeCloseTo(0, 14);
  });

  test("a constant target: coefficients 0 at once", async () => {
    const data = { ...line(20), target: new Array<number>(20).fill(0.3) };
    for (const loss of ["mse", "huber", "mae", "quantile:q=0.2"]) {
      const { model, optimizer, losses } = await fitted(data, { loss });
      expect(optimizer.converged).toBe(true);
      expect(model.intercept).toBe(0.3);
      expect(model.coefficients.x).toBe(0);
      expect(losses.train.mse?.value).toBe(0);
    }
  });

  test("no row, or none with a weight, is an error", async () => {
    await expect(fitted({ features: { x: [] }, target: [] })).rejects.toThrow("no rows to learn from");
    await expect(fitted({ features: { x: [1] }, target: [1], parts: [2] })).rejects.toThrow("no rows");
    const weightless = fitted({ features: { x: [1, 2] }, target: [1, 2], weights: [0, 0] });
    await expect(weightless).rejects.toThrow("add up to 0");
  });

  test("labels that the loss can't take are an error", async () => {
    const data = line(10);
    await expect(fitted(data, { loss: "poisson" })).rejects.toThrow('column "y": poisson takes');
    await expect(fitted(data, { loss: "log-loss" })).rejects.toThrow("found");
  });
});

describe("weights", () => {
  const plain = line(30, 2, 1);
  const weights = plain.target.map((_, i) => i % 4);
  const repeat = (column: readonly number[]) =>
    column.flatMap((value, i) => new Array<number>(weights[i]!).fill(value));
  const repeated = { features: { x: repeat(plain.features.x!) }, target: repeat(plain.target) };

  test.each(["mse", "huber:delta=0.05", "mae", "expectile:q=0.7"])("%s: repeat rows", async (loss) => {
    const weighted = await fitted({ ...plain, weights }, { loss, gtol: 1e-13 });
    const rows = await fitted(repeated, { loss, gtol: 1e-13 });
    expect(weighted.model.intercept).toBeCloseTo(rows.model.intercept, 10);
    expect(weighted.model.coefficients.x).toBeCloseTo(rows.model.coefficients.x!, 10);
    expect(weighted.certificate.objective).toBeCloseTo(rows.certificate.objective, 12);
    expect(weighted.losses.train.mse?.value).toBeCloseTo(rows.losses.train.mse!.value!, 12);
    if (loss !== "mse") return;
    expect(weighted.model.standardErrors?.x).toBeCloseTo(rows.model.standardErrors!.x!, 12);
    expect(weighted.adjustedR2).toBeCloseTo(rows.adjustedR2!, 12);
    // Exact sums are the same sums.
    expect(weighted.model.coefficients.x).toBe(rows.model.coefficients.x);
  });
});

describe("what goes wrong ends without a model", () => {
  const data = line(50);
  const optimizers: readonly OptimizerRequest["name"][] = ["gd", "momentum", "nesterov"];

  test.each(optimizers)("%s diverges at too large a learning rate", async (optimizer) => {
    const run = fitted(data, { optimizer, learningRate: 5 });
    await expect(run).rejects.toThrow(/the fit diverges: at epoch \d+/);
    await expect(run).rejects.toMatchObject({ exitCode: 3 });
  });

  test("batches diverge too", async () => {
    const run = fitted(data, { optimizer: "sgd", batchSize: 5, learningRate: 50, epochs: 200 });
    await expect(run).rejects.toThrow("the fit diverges");
  });

  test("numbers too large to be squared are named", async () => {
    const features = { x: data.features.x!.map((x) => x * 1e200) };
    await expect(fitted({ ...data, features })).rejects.toThrow('column "x": its numbers are too large');
  });

  test.each(["rmse", "auc", "msle", "tukey", "brier", "focal", "softmax-cross-entropy", "gaussian-nll"])(
    "%s is no objective",
    async (loss) => {
      await expect(fitted(data, { loss })).rejects.toMatchObject({ exitCode: 2 });
    },
  );
});

describe("stopping", () => {
  const data = line(200);

  test("at the epochs that are allowed", async () => {
    const { optimizer } = await fitted(data, { epochs: 2, learningRate: 0.01 });
    expect(optimizer).toMatchObject({ epochs: 2, stop: "epochs", converged: false });
  });

  test("by the objective's change", async () => {
    const { optimizer } = await fitted(data, { tol: 1e-3, patience: 3, learningRate: 0.1 });
    expect(optimizer).toMatchObject({ stop: "change", converged: true });
  });

  test("by a stall where gtol asks for more than rounding leaves", async () => {
    const next = noise(2);
    const features = Object.fromEntries(
      Array.from({ length: 7 }, (_, j) => [`x${j}`, Array.from({ length: 200 }, next)]),
    );
    const { optimizer, certificate } = await fitted({ ...data, features }, { gtol: 0 });
    expect(optimizer).toMatchObject({ stop: "stalled", converged: true });
    expect(certificate.gap).toBeLessThan(1e-28);
  });

  test("by the validation loss, at its lowest", async () => {
    const next = noise(9);
    const features = Object.fromEntries(
      Array.from({ length: 12 }, (_, j) => [`x${j}`, Array.from({ length: 40 }, next)]),
    );
    const target = Array.from({ length: 40 }, (_, i) => features.x0![i]! + 2 * next());
    const parts = target.map((_, i) => i % 2);
    const lines = await epochsOf({ features, target, parts }, { learningRate: 0.2 });
    const { optimizer, losses } = await fitted({ features, target, parts }, { learningRate: 0.2 });
    expect(optimizer.stop).toBe("validation");
    const lowest = Math.min(...lines.map(({ validation }) => validation!));
    expect(losses.validation?.mse?.value).toBeCloseTo(lowest, 12);
    expect(lines.length).toBe(optimizer.epochs);
  });

  test("epochs are told in order, with what they came to", async () => {
    const lines = await epochsOf(data, { learningRate: 0.3, schedule: "inverse", epochs: 20 });
    expect(lines.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    for (const { learningRate, epoch } of lines) expect(learningRate).toBeCloseTo(0.3 / Math.sqrt(epoch), 14);
    for (const [i, line] of lines.entries()) {
      if (i > 0) expect(line.objective).toBeLessThanOrEqual(lines[i - 1]!.objective);
      expect(line.train).toBe(line.objective);
      expect(line.validation).toBeNull();
    }
  });
});

describe("classes that can be parted", () => {
  const x = [1, 2, 3, 4, 5, 6];
  const parted = { features: { x, z: [3, 1, 2, 5, 4, 1] }, target: [0, 0, 0, 1, 1, 1] };
  // All of the group g are 1, the others are not parted by x.
  const group = {
    features: { x: [1, 2, 3, 4, 5, 6, 3, 2, 7], g: [1, 1, 1, 0, 0, 0, 0, 0, 0] },
    target: [1, 1, 1, 1, 0, 1, 0, 1, 0],
  };

  test.each([
    ["by a line", parted, {}],
    [
      "by a line, as margins",
      { ...parted, target: parted.target.map((y) => 2 * y - 1) },
      { loss: "exponential" },
    ],
    ["by a line, before the descent ends", parted, { epochs: 4 }],
    [
      "by a line, with rows that do not count",
      { ...parted, target: [1, 0, 0, 1, 1, 1], weights: [0, 1, 1, 1, 1, 1] },
      {},
    ],
    ["in one group of the rows", group, {}],
    ["in one group, to the last digits", group, { gtol: 1e-12 }],
    ["by the intercept alone", { ...parted, target: [1, 1, 1, 1, 1, 1] }, { l2: 0.1 }],
    ["by counts of 0", { ...group, target: [0, 0, 0, 1, 2, 0, 1, 0, 3] }, { loss: "poisson" }],
  ] as const)("%s: there is no optimum, and the report says so", async (name, data, options) => {
    const { certificate, separation, optimizer } = await fitted(data, { loss: "log-loss", ...options });
    expect(certificate.separable).toBe(true);
    expect(separation).toBe(name.includes("intercept") ? "labels" : "columns");
    expect(optimizer.converged).toBe(false);
  });

  test.each([
    ["with a penalty", parted, { l2: 1e-3 }],
    [
      "of one class without an intercept",
      { ...parted, features: { x: [1, -1, 2, -2, 3, 1] }, target: [1, 1, 1, 1, 1, 1] },
      { intercept: false },
    ],
    ["when none can be", { ...parted, target: [0, 1, 0, 1, 0, 1] }, {}],
    ["when labels are shares", { ...parted, target: [0.1, 0.2, 0.3, 0.8, 0.9, 1] }, {}],
    ["by hinge loss, which has its optimum", parted, { loss: "hinge" }],
    ["by squared hinge loss, which has too", parted, { loss: "squared-hinge" }],
    ["by squared loss", parted, { loss: "mse" }],
    ["by residuals", { features: { x }, target: [1, 2, 3, 4, 5, 7] }, { loss: "huber" }],
  ] as const)("%s: there is one", async (_, data, options) => {
    const { certificate, optimizer } = await fitted(data, { loss: "log-loss", ...options });
    expect(certificate.separable).toBe(false);
    expect(optimizer.converged).toBe(true);
  });
});
