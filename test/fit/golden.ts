/** Public data with the coefficients of their fits, computed with 110 digits. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { FitOutcome } from "../../src/fit/types.ts";
import { FIXTURES, ROOT } from "../cli/process.ts";
import type { ReferenceValue } from "../golden/reference.ts";
import type { Data, Options } from "./fitting.ts";

export interface ReferenceFit {
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

/** A fit to try, and what it comes to. */
export interface Case {
  readonly name: string;
  readonly kind: string;
  readonly data: Data;
  readonly options: Options;
  readonly reference: ReferenceFit;
  readonly rows: number;
}

/** The fits of the given kinds of all data that are there. */
export function cases(trials: Readonly<Record<string, (rows: number) => Options>>): Case[] {
  return Object.entries(fits).flatMap(([name, set]) => {
    const data = dataOf(set);
    return Object.entries(trials).flatMap(([kind, options]) => {
      const reference = set[kind] as (ReferenceFit & { readonly threshold?: number }) | undefined;
      if (data === null || reference === undefined) return [];
      const { threshold } = reference;
      const target =
        threshold === undefined ? data.target : data.target.map((label) => (label >= threshold ? 1 : 0));
      return [
        { name, kind, data: { ...data, target }, options: options(set.n_used), reference, rows: set.n_used },
      ];
    });
  });
}

export function coefficientsOf({ model }: Pick<FitOutcome, "model">): Readonly<Record<string, number>> {
  return { intercept: model.intercept, ...model.coefficients };
}
