/** Losses with corners: mae and quantiles are linear programmes, and end at a certified corner. */
import { describe, expect, test } from "vitest";
import { numberOf, relativeDifference } from "../golden/reference.ts";
import { fitted, noise } from "./fitting.ts";
import { cases, coefficientsOf } from "./golden.ts";

const linear = cases({ lad: () => ({ loss: "mae" }), quantile_0_9: () => ({ loss: "quantile:q=0.9" }) });

test("the diabetes data are tried", () => {
  expect(linear.filter(({ name }) => name === "diabetes")).toHaveLength(2);
});

describe.each(linear)("$name: $kind", ({ data, options, reference }) => {
  test.each([1e-8, 1e-15])("the reference's corner at gtol %d", async (gtol) => {
    const { certificate, optimizer, losses, model } = await fitted(data, { ...options, gtol });
    expect(optimizer).toMatchObject({ stop: "gradient", converged: true });
    expect(certificate.method).toBe("duality-gap");
    expect(certificate.gap).toBeLessThan(1e-12 * certificate.objective);
    const loss = numberOf(reference.loss!);
    expect(relativeDifference(certificate.objective, loss)).toBeLessThan(1e-13);
    expect(certificate.optimum).toBeLessThanOrEqual(loss * (1 + 1e-13));
    expect(relativeDifference(losses.train[options.loss!]?.value ?? Number.NaN, loss)).toBeLessThan(1e-13);
    const found = coefficientsOf({ model });
    for (const [name, value] of Object.entries(reference.coefficients)) {
      expect.soft(relativeDifference(found[name]!, numberOf(value)), name).toBeLessThan(1e-9);
    }
  });
});

function rows(count: number) {
  const next = noise(7);
  const a = Array.from({ length: count }, next);
  const b = Array.from({ length: count }, next);
  return { features: { a, b }, target: a.map((value, i) => 3 * value - b[i]! + next() ** 3) };
}

describe("bounds from the dual", () => {
  const data = rows(300);

  test.each([
    ["mae", { l2: 0.01 }],
    ["mae", { l1: 0.05 }],
    ["mae", { l1: 0.02, l2: 0.03 }],
    ["quantile:q=0.3", { l2: 0.01, standardize: false }],
    ["epsilon-insensitive:epsilon=0.2", {}],
    ["epsilon-insensitive:epsilon=0.2", { l1: 0.03 }],
    ["mae", { intercept: false }],
  ] as const)("%s with %o close the gap", async (loss, options) => {
    const { certificate, optimizer } = await fitted(data, { loss, ...options });
    expect(optimizer.converged).toBe(true);
    expect(certificate.method).toBe("duality-gap");
    expect(certificate.gap).toBeLessThanOrEqual(1.01e-8 * certificate.objective);
  });

  test("hold where a run is cut short", async () => {
    const whole = await fitted(data, { loss: "mae" });
    for (const epochs of [1, 5, 25]) {
      const { certificate, optimizer } = await fitted(data, { loss: "mae", epochs });
      expect(optimizer).toMatchObject({ stop: "epochs", converged: false });
      expect(certificate.optimum).toBeLessThanOrEqual(whole.certificate.objective);
      expect(certificate.objective).toBeGreaterThanOrEqual(whole.certificate.objective);
    }
  });

  test("a median of a constant model is the median", async () => {
    const target = [5, 1, 4, 100, 2];
    const { model } = await fitted({ features: {}, target }, { loss: "mae" });
    expect(model.intercept).toBeCloseTo(4, 12);
  });

  test("hinge loss comes to a certified corner", async () => {
    const target = data.target.map((value) => (value > 0.3 ? 1 : 0));
    const { certificate, optimizer } = await fitted({ ...data, target }, { loss: "hinge", l2: 0.01 });
    expect(optimizer.converged).toBe(true);
    expect(certificate.gap).toBeLessThan(1e-6 * certificate.objective);
  });
});

test("a combination with a corner settles too", async () => {
  const { parseLoss } = await import("../../src/losses/spec.ts");
  const { combine } = await import("../../src/losses/combination.ts");
  const both = combine("both", [
    { weight: 0.5, loss: parseLoss("mse") },
    { weight: 0.5, loss: parseLoss("mae") },
  ]);
  const { optimizer, certificate } = await fitted(rows(200), { choice: both });
  expect(optimizer.converged).toBe(true);
  expect(certificate).toMatchObject({ method: "kkt-residual", optimum: null, gap: null });
  expect(certificate.reason).toMatch(/no bound is known/);
});

test("what a certificate does not have it has a reason for", async () => {
  const { parseLoss } = await import("../../src/losses/spec.ts");
  for (const loss of ["mse", "mae", "huber"]) {
    const { certificate } = await fitted(rows(50), { choice: parseLoss(loss) });
    const { optimum, gap, reason, conditionNumber, conditionNumberReason } = certificate;
    expect([optimum === null, gap === null], loss).toEqual([reason !== undefined, reason !== undefined]);
    expect(conditionNumber === null, loss).toBe(conditionNumberReason !== undefined);
  }
});
