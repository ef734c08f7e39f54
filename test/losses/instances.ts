/** What the laws run over: every definition of the catalogue, with its parameters at their defaults and elsewhere. */
import { catalogue } from "../../src/losses/catalogue.ts";
import type { Definition, Measure, Parameter, Parameters, Traits } from "../../src/losses/types.ts";

export interface Instance {
  /** As on the command line, with ` of columns` for the vector form of a loss that has both. */
  readonly name: string;
  readonly definition: Definition;
  readonly traits: Traits | null;
  readonly measure: Measure;
}

export function instancesOf(definition: Definition): Instance[] {
  return parameterSets(definition.parameters).flatMap((parameters) => {
    const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
    const name = [definition.id, ...given.map(([parameter, value]) => `${parameter}=${value}`)].join(":");
    const traits = definition.traits(parameters);
    const scalar = { name, definition, traits, measure: definition.create(parameters, name) };
    if (definition.createVector === undefined) return [scalar];
    const measure = definition.createVector(parameters, name);
    return [scalar, { name: `${name} of columns`, definition, traits, measure }];
  });
}

export const instances: readonly Instance[] = catalogue.flatMap(instancesOf);

/** All at their defaults, then one parameter after the other at two further values. */
function parameterSets(parameters: readonly Parameter[]): Parameters[] {
  const defaults = Object.fromEntries(parameters.map(({ name, default: value }) => [name, value]));
  const others = parameters.flatMap((parameter) =>
    otherValues(parameter).map((value) => ({ ...defaults, [parameter.name]: value })),
  );
  return [defaults, ...others];
}

/** Short binary fractions, so that a kink at 1 - eps is a binary64 number too. */
function otherValues(parameter: Parameter): (number | string)[] {
  const { choices, interval, integer, default: usual } = parameter;
  if (choices !== undefined) return choices.filter((choice) => choice !== usual);
  const { low, high } = interval ?? { low: -10, high: 10 };
  const width = high - low;
  const around = typeof usual === "number" && usual !== 0 ? [usual / 2, usual * 2] : [low + 0.5, low + 3];
  const candidates = width <= 1 ? [low + width / 8, low + (7 * width) / 8] : around;
  return candidates
    .map((value) => (integer === true ? Math.ceil(value) : value))
    .filter((value) => value !== usual && value > low && value < high);
}
