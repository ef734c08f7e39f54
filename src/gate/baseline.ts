/** A report of an earlier run, against which losses are held. What does not fit refuses, and never passes. */
import { quoted, usageError } from "../errors.ts";

/** What of an earlier report matters. */
export interface Baseline {
  /** Its file. */
  readonly name: string;
  /** Whose conventions its losses follow; undefined: our own. */
  readonly dialect: string | undefined;
  /** As they stand in the report, not looked at yet. */
  readonly losses: ReadonlyMap<string, unknown>;
  /** Formulas by name. */
  readonly combinations: ReadonlyMap<string, unknown>;
}

/** The loss that is looked up, and how it is computed now. */
export interface SoughtLoss {
  /** For messages: the option as it was given. */
  readonly asked: string;
  readonly key: string;
  /** Of a combination. */
  readonly formula?: string;
  readonly dialect?: string;
}

const SCHEMA = "lossctl.report/1";

/**
 * Reads the JSON of a report.
 * @throws LossctlError (usage) where it is none.
 */
export function parseBaseline(name: string, text: string): Baseline {
  const report = record(parse(name, text));
  const schema = report?.get("schema");
  if (schema !== SCHEMA) {
    const found = typeof schema === "string" ? `found ${quoted(schema)}` : "found another document";
    throw usageError(`--baseline ${name}: expected a report (${SCHEMA}), ${found}`, HINT);
  }
  const losses = record(report?.get("losses"));
  if (losses === null) throw usageError(`--baseline ${name}: expected losses in the report, found none`);
  const dialect = report?.get("dialect");
  return {
    name,
    dialect: typeof dialect === "string" ? dialect : undefined,
    losses,
    combinations: record(report?.get("combinations")) ?? new Map(),
  };
}

const HINT = "lossctl eval … --json -o report.json writes one";

function parse(name: string, text: string): unknown {
  try {
    // Some shells write a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw usageError(`--baseline ${name}: expected the JSON of a report, found what is not JSON`, HINT);
  }
}

/** The fields of an object, null for anything else. */
function record(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return new Map(Object.entries(value));
}

/**
 * The finite value of the same loss.
 * @throws LossctlError (usage) where there is none, or the loss was computed in another way.
 */
export function baselineValue(baseline: Baseline, sought: SoughtLoss): number {
  const { asked, key } = sought;
  const refuse = (text: string): Error => usageError(`${asked}: the baseline ${baseline.name} ${text}`);
  if (baseline.dialect !== sought.dialect) {
    const was = baseline.dialect === undefined ? "is in no dialect" : `is in the dialect ${baseline.dialect}`;
    throw refuse(`${was}, and this run in ${sought.dialect ?? "none"}`);
  }
  const result = record(baseline.losses.get(key));
  if (result === null && baseline.losses.has(key)) throw refuse(`has no value of ${key}`);
  if (result === null) throw refuse(`has no ${key}${others(baseline, key)}`);
  const formula = baseline.combinations.get(key);
  if (formula !== sought.formula) {
    throw refuse(
      `has another ${key}: ${formula === undefined ? "of an unknown formula" : String(formula)}, not ${sought.formula ?? "the loss of that name"}`,
    );
  }
  const value = result.get("value");
  if (value === null || value === undefined) {
    const reason = result.get("reason");
    throw refuse(`has no value of ${key}${typeof reason === "string" ? `: ${reason}` : ""}`);
  }
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw refuse(`has no finite value of ${key}, but ${quoted(String(value))}`);
  }
  return value;
}

/** The same loss with other parameters, else what there is. */
function others(baseline: Baseline, key: string): string {
  const keys = [...baseline.losses.keys()];
  const [id] = key.split(":");
  const alike = keys.filter((other) => other.split(":")[0] === id);
  if (alike.length > 0) return `, but ${alike.join(", ")}, which is another loss`;
  return keys.length === 0 ? "" : `; it has ${keys.join(", ")}`;
}
