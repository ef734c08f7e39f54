/**
 * The schema of a configuration for editors says of each key what the help says of its option. UPDATE_CASES=1 writes it
 * (and npm run format sets it as the rest).
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import { Command } from "commander";
import { expect, test } from "vitest";
import { configKeys } from "../src/commands/config-options.ts";
import { declareEvalOptions } from "../src/commands/eval-options.ts";
import { ROOT } from "./cli/process.ts";

const FILE = join(ROOT, "schemas", "config.schema.json");
const SCALAR = { type: ["string", "number"] };
const PATH = { type: "string", minLength: 1 };

function evaluationProperties(): Record<string, object> {
  const command = new Command();
  declareEvalOptions(command);
  const flagOf = (key: string): string =>
    `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const options = [...configKeys()].map(([key, kind]) => {
    const option = command.options.find(({ long }) => long === flagOf(key));
    const choices = option?.argChoices?.filter((choice) => choice !== "all");
    const value =
      kind === "switch"
        ? { type: "boolean" }
        : kind === "texts"
          ? { anyOf: [SCALAR, { type: "array", items: SCALAR }] }
          : choices === undefined
            ? SCALAR
            : { enum: choices };
    const path = key === "baseline" ? " Relative to this file." : "";
    return [key, { description: `${flagOf(key)}: ${option?.description}.${path}`, ...value }] as const;
  });
  return {
    files: {
      description:
        "CSV, TSV or NDJSON, plain or compressed; several are one data set. Relative to this file.",
      anyOf: [PATH, { type: "array", minItems: 1, items: PATH }],
    },
    ...Object.fromEntries(options),
  };
}

const expected = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "lossctl.config.json, or the key lossctl of package.json: what lossctl check runs",
  type: "object",
  additionalProperties: false,
  required: ["evaluations"],
  properties: {
    $schema: { type: "string" },
    evaluations: {
      description: "By name.",
      type: "object",
      minProperties: 1,
      propertyNames: { minLength: 1 },
      additionalProperties: { $ref: "#/$defs/evaluation" },
    },
  },
  $defs: {
    evaluation: {
      description: "Options of lossctl eval, in camelCase.",
      type: "object",
      additionalProperties: false,
      required: ["files"],
      properties: evaluationProperties(),
    },
  },
};

/** Words of the help may change by themselves: they are written with the next update. */
function withoutTexts(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === "description" ? undefined : value)));
}

test("the schema of a configuration has each option of eval that an evaluation may have", () => {
  if (process.env.UPDATE_CASES === "1") writeFileSync(FILE, `${JSON.stringify(expected, null, 2)}\n`);
  const found = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : null;
  expect(withoutTexts(found)).toEqual(withoutTexts(expected));
});

test("it takes what the command takes, and refuses what it refuses", () => {
  const validate = new Ajv.default({ strict: true, allowUnionTypes: true }).compile(expected);
  const of = (evaluation: object): object => ({ evaluations: { price: evaluation } });
  expect(validate(of({ files: "a.csv", loss: ["mse"], max: "mse=1", minRows: 3, noHeader: true }))).toBe(
    true,
  );
  for (const wrong of [
    {},
    { evaluations: {} },
    of({}),
    of({ files: [] }),
    of({ files: "a.csv", max: { mse: 1 } }),
    of({ files: "a.csv", losses: "mse" }),
    of({ files: "a.csv", output: "x" }),
    of({ files: "a.csv", noHeader: "yes" }),
    of({ files: "a.csv", missing: "ignore" }),
    of({ files: "a.csv", dialect: "all" }),
  ]) {
    expect(validate(wrong), JSON.stringify(wrong)).toBe(false);
  }
});
