/** Fits of public data against coefficients that were computed with 110 digits. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { FIXTURES, ROOT } from "../cli/process.ts";
import { numberOf, type ReferenceValue, relativeDifference } from "../golden/reference.ts";
import { type Data, fitted, type Options } from "./fitting.ts";

interface ReferenceFit {
  readonly coefficients: Readonly<Record<string, ReferenceValue>>;
  readonly std_errors?: Readonly<Record<string, ReferenceValue>>;
  readonly train_mse?: ReferenceValue;
  readonly train_rmse?: ReferenceValue;
  readonly train_mae?: ReferenceValue;
  readonly r2?: ReferenceValue;
  readonly loss?: ReferenceValue;
}

interface ReferenceFits {
  readonly file: string;
  readonly target: string;
  readonly features: readonly string[];
  readonly n_used: number;
  readonly [fit: string]: unknown;
}

const { fits } = JSON.parse(readFileSync(join(FIXTURES, "golden", "fits.json"), "utf8")) as {
  readonly fits: Readonly<Record<string, ReferenceFits>>;
};

/** Beside the repository there may be all of the files; here are those that may be copied. */
const FOLDERS = [FIXTURES, join(ROOT, "..", "shared", "data")];

function dataOf({ file, target, features }: ReferenceFits): Data | null {
  const path = FOLDERS.map((folder) => join(folder, file)).find(existsSync);
  if (path === undefined) return null;
  const text = readFileSync(path, "utf8");
  const delimiter = text.includes(";") ? ";" : ",";
  const records: Record<string, string>[] = parse(text, { columns: true, bom: true, delimiter });
  const needed = [target, ...features];
  const rows = records
    .map((record) => needed.map((name) => Number(record[name] === "" ? Number.NaN : record[name])))
    .filter((row) => row.every(Number.isFinite));
  return {
    features: Object.fromEntries(features.map((name, j) => [name, rows.map((row) => row[j + 1] as number)])),
    target: rows.map((row) => row[0] as number),
  };
}

const TRIALS: Readonly<Record<string, (rows: number) => Options>> = {
  ols: () => ({}),
  ridge_sum_alpha1: (rows) => ({ l2: 1 / rows, standardize: false }),
  ridge_mean_alpha1: () => ({ l2: 1, standardize: false }),
  huber_delta1: () => ({ loss: "huber:delta=1" }),
  logistic: () => ({ loss: "log-loss" }),
  poisson_log_link: () => ({ loss: "poisson" }),
};

const cases = Object.entries(fits).flatMap(([name, set]) => {
  const data = dataOf(set);
  return Object.keys(TRIALS).flatMap((kind) => {
    const reference = set[kind] as (ReferenceFit & { readonly threshold?: number }) | undefined;
    if (data === null || reference === undefined) return [];
    const { threshold } = reference;
    const target =
      threshold === undefined ? data.target : data.target.map((label) => (label >= threshold ? 1 : 0));
    return [{ name, kind, data: { ...data, target }, reference, rows: set.n_used }];
  });
});

const model = (outcome: Awaited<ReturnType<typeof fitted>>): Readonly<Record<string, number>> => ({
  intercept: outcome.model.intercept,
  ...outcome.model.coefficients,
});

test("the diabetes data are tried", () => {
  expect(cases.filter(({ name }) => name === "diabetes").length).toBeGreaterThanOrEqual(4);
});

describe.each(cases)("$name: $kind", ({ kind, data, reference, rows }) => {
  const options = TRIALS[kind]!(rows);

  test("the rows are those of the reference", () => {
    expect(data.target).toHaveLength(rows);
  });

  test("coefficients to 1e-7 at gtol 1e-15", async () => {
    const outcome = await fitted(data, { ...options, gtol: 1e-15 });
    expect(outcome.optimizer.converged).toBe(true);
    const found = model(outcome);
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
    const found = model(outcome);
    for (const [name, value] of Object.entries(reference.coefficients)) {
      expect.soft(relativeDifference(found[name] ?? Number.NaN, numberOf(value)), name).toBeLessThan(1e-4);
    }
  });
});
