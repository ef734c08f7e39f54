/** Reads the file of a model, `lossctl.model/1`. */
import { inputError, type LossctlError, quoted } from "../errors.ts";
import type { Link, Model } from "../fit/types.ts";
import { dictionary } from "../report/types.ts";

const SCHEMA = "lossctl.model/1";
const LINKS: readonly Link[] = ["identity", "logit", "log"];

type Fields = Readonly<Record<string, unknown>>;

/**
 * The model of a file's text.
 * @throws LossctlError (input) that says what is not as it should be.
 */
export function parseModel(text: string, file: string): Model {
  const wrong = (expected: string, found: unknown): LossctlError =>
    inputError(`expected ${expected}, found ${shown(found)}`, { file }, "lossctl fit --model writes models");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw inputError(`expected a model (${SCHEMA}), found text that is not JSON`, { file });
  }
  if (!isObject(json)) throw wrong(`a model (${SCHEMA})`, json);
  if (json.schema !== SCHEMA) throw wrong(`a model of the schema "${SCHEMA}"`, json.schema);
  const string = (key: string): string => {
    const value = json[key];
    if (typeof value !== "string") throw wrong(`a text as ${key}`, value);
    return value;
  };
  const number = (value: unknown, name: string): number => {
    if (typeof value !== "number" || !Number.isFinite(value))
      throw wrong(`a finite number as ${name}`, value);
    return value;
  };
  const object = (key: string): Fields => {
    const value = json[key];
    if (!isObject(value)) throw wrong(`an object as ${key}`, value);
    return value;
  };
  const flag = (key: string): boolean => {
    const value = json[key];
    if (typeof value !== "boolean") throw wrong(`true or false as ${key}`, value);
    return value;
  };
  const link = LINKS.find((known) => known === json.link);
  if (link === undefined) throw wrong(`one of ${LINKS.join(", ")} as link`, json.link);
  const { features } = json;
  if (!isTexts(features)) throw wrong("an array of texts as features", features);
  if (new Set(features).size < features.length) throw wrong("each feature once", features);
  const coefficients = object("coefficients");
  const standardErrors = json.standardErrors === null ? null : object("standardErrors");
  return {
    schema: SCHEMA,
    loss: string("loss"),
    link,
    target: string("target"),
    features,
    intercept: number(json.intercept, "intercept"),
    coefficients: dictionary(
      features.map((name) => [name, number(own(coefficients, name), `the coefficient of ${name}`)]),
    ),
    standardErrors:
      standardErrors === null
        ? null
        : dictionary(
            Object.entries(standardErrors).map(([name, value]) => [
              name,
              value === null ? null : number(value, `the standard error of ${name}`),
            ]),
          ),
    l1: number(json.l1, "l1"),
    l2: number(json.l2, "l2"),
    standardize: flag("standardize"),
    ...(json.categories === undefined ? {} : { categories: categoriesOf(object("categories"), wrong) }),
    ...(json.positive === undefined ? {} : { positive: string("positive") }),
    ...(json.state === undefined ? {} : { state: json.state }),
  };
}

function categoriesOf(fields: Fields, wrong: (expected: string, found: unknown) => LossctlError) {
  return dictionary(
    Object.entries(fields).map(([name, levels]) => {
      if (!isTexts(levels)) throw wrong(`an array of texts as the categories of ${name}`, levels);
      return [name, levels] as const;
    }),
  );
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function shown(value: unknown): string {
  if (value === undefined) return "none";
  return typeof value === "string" ? quoted(value) : quoted(JSON.stringify(value));
}
