/** The format of the reference values, and how results are held against them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FIXTURES, ROOT } from "../cli/process.ts";

/** The nearest binary64; what JSON can't hold is a text. */
export interface ReferenceValue {
  readonly value: number | "Infinity" | "-Infinity" | "NaN";
}

export type Columns = Readonly<Record<string, string | readonly string[]>>;

/** Metrics of some columns of a file. Quantile tasks have groups in place of metrics. */
export interface Task {
  readonly kind: string;
  readonly columns: Columns;
  readonly where?: Readonly<Record<string, string>>;
  readonly n_rows: number;
  readonly n_used: number;
  readonly metrics?: Readonly<Record<string, ReferenceValue>>;
  /** By the texts of the `by` columns, joined by ` | `; `all` without them. */
  readonly groups?: Readonly<Record<string, Readonly<Record<string, ReferenceValue>>>>;
}

export interface PublicValues {
  readonly files: Readonly<Record<string, Readonly<Record<string, Task>>>>;
}

export function readPublicValues(path: string): PublicValues {
  return JSON.parse(readFileSync(path, "utf8")) as PublicValues;
}

/** A reference set and the folder of its files. */
export interface ReferenceSet {
  readonly name: string;
  readonly folder: string;
  readonly values: PublicValues;
}

/** Those of the fixtures, and beside the repository, where they are, those of all public files. */
export function referenceSets(): ReferenceSet[] {
  const own: ReferenceSet = {
    name: "fixtures",
    folder: FIXTURES,
    values: readPublicValues(join(FIXTURES, "golden", "public-values.json")),
  };
  const shared = join(ROOT, "..", "shared");
  const values = join(shared, "golden", "public-values.json");
  if (!existsSync(values)) return [own];
  return [own, { name: "public files", folder: join(shared, "data"), values: readPublicValues(values) }];
}

export function numberOf({ value }: ReferenceValue): number {
  return Number(value);
}

/** Distance over the size of the reference; 0 where both are the same, also infinite. */
export function relativeDifference(found: number, reference: number): number {
  if (Object.is(found, reference) || found === reference) return 0;
  return Math.abs(found - reference) / Math.abs(reference);
}
