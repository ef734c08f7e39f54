/** From the text `huber:delta=2` to a loss with its key. */
import { lossNamed, lossNames } from "./named.ts";
import type { Definition, Interval, Measure, Parameter, Parameters, VectorMeasure } from "./types.ts";

/** A loss as the user named it, resolved. */
export interface LossChoice {
  /** Canonical id, then the given parameters in the catalogue's order: `log-loss:eps=1e-15`. */
  readonly key: string;
  readonly definition: Definition;
  readonly parameters: Parameters;
  /** The text that gives it again, where that is not its key: a combination's. */
  readonly text?: string;
}

/** A text that names no loss, or a loss with parameters that it does not have or can't take. */
export class LossSpecError extends Error {
  /** The unknown name and the names that would have been known; absent for wrong values. */
  readonly unknown: { readonly name: string; readonly known: readonly string[] } | undefined;

  constructor(message: string, unknown?: { name: string; known: readonly string[] }) {
    super(message);
    this.name = "LossSpecError";
    this.unknown = unknown;
  }
}

/** Ids and aliases, `_` read as `-`, in any case of letters; undefined if there is none. */
export function findDefinition(name: string): Definition | undefined {
  return lossNamed(name.trim().toLowerCase().replaceAll("_", "-"));
}

/** Splits `a,b,c` into its loss texts; no parameter value holds a comma. */
export function splitLosses(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/**
 * Reads `name[:parameter=value]…`.
 * @throws LossSpecError on an unknown name or parameter, a value out of its range, a parameter given twice, parameters
 * that don't go together.
 */
export function parseLoss(text: string): LossChoice {
  const [name = "", ...assignments] = text.split(":");
  const definition = findDefinition(name);
  if (definition === undefined) {
    throw new LossSpecError(`unknown loss "${name.trim()}"`, {
      name: name.trim(),
      known: lossNames,
    });
  }
  const given = new Map<string, number | string>();
  for (const assignment of assignments) {
    const equals = assignment.indexOf("=");
    const parameterName = (equals < 0 ? assignment : assignment.slice(0, equals)).trim().toLowerCase();
    const parameter = definition.parameters.find((candidate) => candidate.name === parameterName);
    if (parameter === undefined) {
      const names = definition.parameters.map((candidate) => candidate.name);
      throw new LossSpecError(
        names.length === 0
          ? `${definition.id} has no parameters, found "${assignment}"`
          : `${definition.id} has no parameter "${parameterName}"; it has ${names.join(", ")}`,
      );
    }
    if (equals < 0)
      throw new LossSpecError(`${definition.id}: ${parameterName} needs a value: ${parameterName}=…`);
    if (given.has(parameterName))
      throw new LossSpecError(`${definition.id}: ${parameterName} is given twice`);
    given.set(parameterName, parameterValue(definition.id, parameter, assignment.slice(equals + 1).trim()));
  }
  const shown = definition.parameters
    .filter((parameter) => given.has(parameter.name))
    .map((parameter) => `:${parameter.name}=${given.get(parameter.name)}`);
  const parameters: Record<string, number | string | undefined> = {};
  for (const parameter of definition.parameters) {
    parameters[parameter.name] = given.get(parameter.name) ?? parameter.default;
  }
  const expected = definition.expectedTogether?.(parameters) ?? null;
  if (expected !== null) throw new LossSpecError(`${definition.id}: expected ${expected}`);
  return { key: definition.id + shown.join(""), definition, parameters };
}

/** The number grammar of the input files; `Number` also takes "", "0x10" and "Infinity". */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function parameterValue(id: string, parameter: Parameter, text: string): number | string {
  const { name, choices, interval, integer, hole } = parameter;
  if (choices !== undefined) {
    const choice = text.toLowerCase();
    if (choices.includes(choice)) return choice;
    throw new LossSpecError(`${id}: ${name} is one of ${choices.join(", ")}, found "${text}"`);
  }
  const range = interval ?? { low: -Number.MAX_VALUE, high: Number.MAX_VALUE };
  const value = parameterNumber(text, range);
  const outside = hole !== undefined && isWithin(value, hole);
  if (isWithin(value, range) && !outside && (integer !== true || Number.isInteger(value))) return value;
  const expected = describeRange(range, integer === true) + (hole === undefined ? "" : describeHole(hole));
  throw new LossSpecError(`${id}: ${name} is ${expected}, found "${text}"`);
}

/** NaN for what is no number; `-Infinity` and `-inf` are one only in a range that includes it. */
function parameterNumber(text: string, range: Interval): number {
  if (/^-inf(inity)?$/i.test(text)) return range.low === -Infinity ? -Infinity : Number.NaN;
  // + 0 makes -0 the 0 that the key shows.
  return NUMBER.test(text) ? Number(text) + 0 : Number.NaN;
}

function isWithin(value: number, { low, high, lowOpen, highOpen }: Interval): boolean {
  return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
}

function describeRange(range: Interval, integer: boolean): string {
  const from = range.low <= -Number.MAX_VALUE ? "" : `${range.lowOpen ? "above" : "at least"} ${range.low}`;
  const to = range.high >= Number.MAX_VALUE ? "" : `${range.highOpen ? "below" : "at most"} ${range.high}`;
  const number = integer ? "a whole number" : range.low === -Infinity ? "a number or -Infinity" : "a number";
  return [number, [from, to].filter((part) => part !== "").join(" and ")].filter((p) => p !== "").join(" ");
}

/** Holes have open ends: the ends themselves are values. */
function describeHole({ low, high }: Interval): string {
  return `, but not between ${low} and ${high}`;
}

/** The measure for one prediction column. */
export function createMeasure(choice: LossChoice): Measure {
  return choice.definition.create(choice.parameters, choice.key);
}

/** The measure for several prediction columns, or undefined if the loss takes one. */
export function createVectorMeasure(choice: LossChoice): VectorMeasure | undefined {
  const { definition, parameters, key } = choice;
  if (definition.createVector !== undefined) return definition.createVector(parameters, key);
  const measure = definition.create(parameters, key);
  return measure.shape === "vector" ? measure : undefined;
}
