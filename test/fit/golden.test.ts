/** Fits of public data against coefficients that were computed with 110 digits. */
import { describe, expect, test } from "vitest";
import { numberOf, relativeDifference } from "../golden/reference.ts";
import { fitted } from "./fitting.ts";
import { cases, coefficientsOf } from "./golden.ts";

const smooth = cases({
  ols: () => ({}),
  ridge_sum_alpha1: (rows) => ({ l2: 1 / rows, standardize: false }),
  ridge_mean_alpha1: () => ({ l2: 1, standardize: false }),
  huber_delta1: () => ({ loss: "huber:delta=1" }),
  logistic: () => ({ loss: "log-loss" }),
  poisson_log_link: () => ({ loss: "poisson" }),
});

test("the diabetes data are tried", () => {
  expect(smooth.filter(({ name }) => name === "diabetes").length).toBeGreaterThanOrEqual(4);
});

describe.each(smooth)("$name: $kind", ({ data, options, reference, rows }) => {
  test("the rows are those of the reference", () => {
    expect(data.target).toHaveLength(rows);
  });

  test("coefficients to 1e-7 at gtol 1e-15", async () => {
    const outcome = await fitted(data, { ...options, gtol: 1e-15 });
    expect(outcome.optimizer.converged).toBe(true);
    const found = coefficientsOf(outcome);
    for (const [name, value] of Object.entries(reference.coefficients)) {
      expect.soft(relativeDifference(found[name] ?? Number.NaN, numberOf(value)), name).toBeLessThan(1e-7);
    }
    for (const [name, value] of Object.entries(reference.std_errors ?? {})) {
      const error = outcome.model.standardErrors?.[name] ?? Number.NaN;
      expect.soft(relativeDifference(error, numberOf(value)), `error of ${name}`).toBeLessThan(1e-6);
      expect.soft(outcome.tValues?.[name]).toBe((found[name] as number) / error);
    }
    const { train } = outcome.losses;
    for (const [key, value] of [
      ["mse", reference.train_mse],
      ["rmse", reference.train_rmse],
      ["mae", reference.train_mae],
      ["r2", reference.r2],
    ] as const) {
      if (value === undefined) continue;
      expect
        .soft(relativeDifference(train[key]?.value ?? Number.NaN, numberOf(value)), key)
        .toBeLessThan(1e-12);
    }
  });

  test("coefficients to 1e-4 by default", async () => {
    const outcome = await fitted(data, options);
    expect(outcome.optimizer).toMatchObject({ stop: "gradient", converged: true });
    const found = coefficientsOf(outcome);
    for (const [name, value] of Object.entries(reference.coefficients)) {
      expect.soft(relativeDifference(found[name] ?? Number.NaN, numberOf(value)), name).toBeLessThan(1e-4);
    }
  });
});
