/** `lossctl.config.json`: named evaluations. Plain data; nothing in it is run. */
import { quoted, usageError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { duplicateKeys } from "./duplicate-keys.ts";
import { jsonFault } from "./json-fault.ts";

/** The configuration as it is written, its keys checked. */
export interface Config {
  /** In the order of the file; at least one. */
  readonly evaluations: readonly ConfiguredEvaluation[];
}

export interface ConfiguredEvaluation {
  readonly name: string;
  /** As written: relative to the folder of the configuration. At least one. */
  readonly files: readonly string[];
  /** By key; the texts of an option in their order, empty for a switch that is off. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** What an option takes: a text, several, or nothing but being there. */
export type OptionKind = "text" | "texts" | "switch";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the text of a configuration; with `within` it is the value of that key.
 * @returns null where there is no such key.
 * @throws LossctlError (usage) that names the file and what in it is wrong.
 */
export function parseConfig(
  file: string,
  text: string,
  known: ReadonlyMap<string, OptionKind>,
  within?: string,
): Config | null {
  const plain = text.replace(/^\uFEFF/, "");
  let json: unknown;
  try {
    json = JSON.parse(plain);
  } catch {
    const { line, found } = jsonFault(plain) ?? { line: 1, found: null };
    throw usageError(
      `${file}:${line}: expected JSON, found ${found === null ? "the end of the file" : quoted(found)}`,
    );
  }
  if (within !== undefined) {
    if (!isObject(json) || !Object.hasOwn(json, within)) return null;
    json = json[within];
  }
  const path = within === undefined ? [] : [within];
  const [twice] = duplicateKeys(plain).filter((keys) => path.every((key, place) => keys[place] === key));
  if (twice !== undefined) throw usageError(`${file}: ${twice.join(".")} is there twice`);
  const where = [file, ...path].join(": ");
  if (!isObject(json)) throw usageError(`${where}: expected an object, found ${shown(json)}`);
  checkKeys(where, json, ["evaluations", "$schema"]);
  const { evaluations } = json;
  if (!isObject(evaluations) || Object.keys(evaluations).length === 0) {
    const found = evaluations === undefined ? "none" : shown(evaluations);
    throw usageError(`${where}: expected evaluations by name, found ${found}`);
  }
  return {
    evaluations: Object.entries(evaluations).map(([name, fields]) => evaluation(where, name, fields, known)),
  };
}

function evaluation(
  file: string,
  name: string,
  fields: unknown,
  known: ReadonlyMap<string, OptionKind>,
): ConfiguredEvaluation {
  const where = `${file}: ${name}`;
  if (name === "") throw usageError(`${file}: an evaluation has a name`);
  if (!isObject(fields)) throw usageError(`${where}: expected an object, found ${shown(fields)}`);
  const { files, ...options } = fields;
  checkKeys(where, options, [...known.keys(), "files"]);
  const names = (Array.isArray(files) ? files : [files]) as unknown[];
  if (files === undefined || names.length === 0 || !names.every(isFile)) {
    const found = files === undefined ? "none" : shown(files);
    throw usageError(`${where}: expected files, a path or an array of paths, found ${found}`);
  }
  return {
    name,
    files: names,
    options: new Map(
      Object.entries(options).map(([key, value]) => [
        key,
        texts(where, key, value, known.get(key) ?? "text"),
      ]),
    ),
  };
}

/** Standard input is none: a configuration says what is evaluated. */
function isFile(file: unknown): file is string {
  return typeof file === "string" && file !== "" && file !== "-";
}

function texts(where: string, key: string, value: unknown, kind: OptionKind): string[] {
  const wrong = (expected: string): Error =>
    usageError(`${where}: ${key}: expected ${expected}, found ${shown(value)}`);
  if (kind === "switch") {
    if (typeof value !== "boolean") throw wrong("true or false");
    return value ? [""] : [];
  }
  const several = kind === "texts" && Array.isArray(value);
  const found = (several ? value : [value]) as unknown[];
  if (!found.every((one) => typeof one === "string" || typeof one === "number")) {
    throw wrong(kind === "texts" ? "a text, a number or an array of them" : "a text or a number");
  }
  return found.map(String);
}

/** A key that is not known would be an option that is not heeded. */
function checkKeys(where: string, fields: Fields, known: readonly string[]): void {
  for (const key of Object.keys(fields)) {
    if (known.includes(key)) continue;
    const suggestion = nearest(key, known);
    throw usageError(
      `${where}: unknown key ${quoted(key)}${suggestion === undefined ? "" : `; did you mean ${suggestion}?`}`,
      suggestion === undefined ? `there are ${known.join(", ")}` : undefined,
    );
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return quoted(JSON.stringify(value)).slice(1, -1);
}
