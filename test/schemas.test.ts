/**
 * The JSON Schemas of `schemas/` against real output: what the command-line cases expect is what the command prints.
 * A document is valid, and has no key that its schema does not name.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { lossctl, ROOT } from "./cli/process.ts";

type Schema = { [key: string]: unknown };

const SCHEMAS = join(ROOT, "schemas");
const CASES = join(ROOT, "test", "cases");
const read = (file: string): Schema => JSON.parse(readFileSync(join(SCHEMAS, file), "utf8")) as Schema;
const files = readdirSync(SCHEMAS);

/** Schemas by file; with `closed` no object has keys that are not named, save those that others are made of. */
function compiled(closed: boolean): InstanceType<typeof Ajv.default> {
  const ajv = new Ajv.default({
    strict: true,
    allErrors: true,
    strictRequired: false,
    allowUnionTypes: true,
  });
  for (const file of files) ajv.addSchema(closed ? withoutFurtherKeys(read(file)) : read(file), file);
  return ajv;
}

const PARTS = new Set(["value", "lossResult", "gate"]);

function withoutFurtherKeys(schema: unknown, name = ""): Schema {
  if (typeof schema !== "object" || schema === null) return schema as Schema;
  if (Array.isArray(schema)) return schema.map((item) => withoutFurtherKeys(item)) as unknown as Schema;
  const own = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === "if" ? value : withoutFurtherKeys(value, key),
    ]),
  );
  const closes = own.type === "object" && own.properties !== undefined && !PARTS.has(name);
  return closes && own.additionalProperties === undefined ? { ...own, unevaluatedProperties: false } : own;
}

/** Documents with a schema that the cases print, `[...]` of the expected text left out of its numbers. */
function documents(): [string, Schema][] {
  return readdirSync(CASES).flatMap((command) =>
    readdirSync(join(CASES, command)).flatMap((name): [string, Schema][] => {
      const file = join(CASES, command, name, "stdout");
      const text = existsSync(file) ? readFileSync(file, "utf8") : "";
      if (!text.startsWith("{") || !text.includes('"schema"')) return [];
      try {
        return [[`${command}/${name}`, JSON.parse(text.replaceAll("[...]", "")) as Schema]];
      } catch {
        return [];
      }
    }),
  );
}

const schemaOf = (document: Schema): string =>
  `${String(document.schema)
    .replace(/^lossctl\./, "")
    .replace("/", "-")}.schema.json`;

describe("each document that a case prints", () => {
  const ajv = compiled(true);
  test.each(documents())("%s", (_, document) => {
    const validate = ajv.getSchema(schemaOf(document));
    expect(validate, `schemas/${schemaOf(document)}`).toBeDefined();
    validate?.(document);
    expect(validate?.errors ?? []).toEqual([]);
  });
});

test("no document is without a schema", () => {
  const printed = documents().map(([, document]) => schemaOf(document));
  expect(printed.filter((file) => !files.includes(file))).toEqual([]);
});

test("losses of the whole catalogue, with their pages' parts", async () => {
  const { stdout } = await lossctl(["losses", "--json"]);
  const validate = compiled(true).getSchema("losses-1.schema.json");
  validate?.(JSON.parse(stdout));
  expect(validate?.errors ?? []).toEqual([]);
});

describe("a schema", () => {
  const report = {
    schema: "lossctl.report/1",
    tool: { name: "lossctl", version: "1.0.0" },
    inputs: ["preds.csv"],
    columns: { label: "y", prediction: "p", weight: null, by: [] },
    rows: { read: 1, used: 1, skipped: {} },
    losses: { mse: { value: 1 } },
    slices: [],
    located: [],
    gates: [],
    verdict: null,
  };
  const valid = (document: unknown): boolean => compiled(false).validate("report-1.schema.json", document);

  test("lets keys be added, as a version may", () => {
    expect(valid(report)).toBe(true);
    expect(valid({ ...report, later: 1 })).toBe(true);
  });

  test.each([
    ["another version", { schema: "lossctl.report/2" }],
    ["no rows", { rows: undefined }],
    ["a value that is null without a reason", { losses: { mse: { value: null } } }],
    ["a value that is a word", { losses: { mse: { value: "NaN" } } }],
    ["an unknown verdict", { verdict: "maybe" }],
    ["a negative count", { rows: { read: -1, used: 0, skipped: {} } }],
  ])("refuses %s", (_, change) => {
    expect(valid(JSON.parse(JSON.stringify({ ...report, ...change })))).toBe(false);
  });
});
