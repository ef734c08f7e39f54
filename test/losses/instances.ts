/** What the laws run over: every definition of the catalogue, with its parameters at their defaults and elsewhere. */
import { catalogue } from "../../src/losses/catalogue.ts";
import type { Definition, Measure, Parameter, Parameters, Traits } from "../../src/losses/types.ts";
import { within } from "./rows.ts";

export interface Instance {
  /** As on the command line, with ` of columns` for the vector form of a loss that has both. */
  readonly name: string;
  readonly definition: Definition;
  readonly traits: Traits | null;
  readonly measure: Measure;
}

/** Values at which a loss is made another way. */
const SPECIAL: Readonly<Record<string, readonly Parameters[]>> = {
  "epsilon-insensitive": [{ epsilon: 0 }],
  "squared-epsilon-insensitive": [{ epsilon: 0 }],
  adaptive: [-Infinity, -2, 0, 1.5, 3].map((alpha) => ({ alpha })),
  tweedie: [-1.5, -1, 0, 1, 1.25, 2, 2.5].map((power) => ({ power })),
};

export function instancesOf(definition: Definition): Instance[] {
  return parameterSets(definition).flatMap((parameters) => {
    const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
    const name = [definition.id, ...given.map(([parameter, value]) => `${parameter}=${value}`)].join(":");
    const traits = definition.traits(parameters);
    const scalar = { name, definition, traits, measure: definition.create(parameters, name) };
    const { quantiles } = definition;
    if (typeof quantiles?.long === "function") {
      const measure = quantiles.long(parameters, name);
      return [scalar, { name: `${name} with a level column`, definition, traits, measure }];
    }
    if (definition.createVector === undefined) return [scalar];
    const measure = definition.createVector(parameters, name);
    return [scalar, { name: `${name} of columns`, definition, traits, measure }];
  });
}

export const instances: readonly Instance[] = catalogue.flatMap(instancesOf);

/** All at their defaults, then one parameter after the other at two further values and where it is special. */
function parameterSets({ id, parameters }: Definition): Parameters[] {
  const defaults = Object.fromEntries(parameters.map(({ name, default: value }) => [name, value]));
  const others = parameters.flatMap((parameter) =>
    otherValues(parameter).map((value) => ({ ...defaults, [parameter.name]: value })),
  );
  const special = (SPECIAL[id] ?? []).map((values) => ({ ...defaults, ...values }));
  return [defaults, ...others, ...special];
}

/** Short binary fractions, so that a kink at 1 - eps is a binary64 number too. */
function otherValues(parameter: Parameter): (number | string)[] {
  const { choices, interval, hole, integer, default: usual } = parameter;
  if (choices !== undefined) return choices.filter((choice) => choice !== usual);
  const { low, high } = interval ?? { low: -10, high: 10 };
  const width = high - low;
  const around = typeof usual === "number" && usual !== 0 ? [usual / 2, usual * 2] : [low + 0.5, low + 3];
  const candidates = width <= 1 ? [low + width / 8, low + (7 * width) / 8] : around;
  return candidates
    .map((value) => (integer === true ? Math.ceil(value) : value))
    .filter((value) => value !== usual && value > low && value < high)
    .filter((value) => hole === undefined || !within(hole, value));
}
