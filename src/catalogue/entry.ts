/** From a definition to what is told of it. */
import { createMeasure, type LossChoice, parseLoss } from "../losses/spec.ts";
import type { Definition, Parameters } from "../losses/types.ts";
import { exampleTable } from "./example.ts";
import { pullOf } from "./pull.ts";
import type { ExampleTable, LossEntry } from "./types.ts";

export function lossEntry(choice: LossChoice): LossEntry {
  const { key, definition, parameters } = choice;
  const measure = createMeasure(choice);
  const traits = definition.traits(parameters);
  const both = definition.createVector !== undefined;
  return {
    key,
    id: definition.id,
    aliases: definition.aliases,
    title: definition.title,
    task: definition.task,
    topics: definition.topics ?? [],
    expects: definition.expects,
    formula: definition.formula,
    gradient: definition.gradient ?? null,
    hessian: definition.hessian ?? null,
    convention: definition.convention,
    reference: definition.reference,
    equivalents: definition.equivalents ?? {},
    parameters: definition.parameters.map((parameter) => ({
      ...parameter,
      value: parameters[parameter.name] ?? null,
    })),
    domain: measure.domain,
    columns: both ? "one or several" : measure.shape === "scalar" ? "one" : "several",
    rowWise: measure.row !== undefined || (measure.shape === "scalar" && measure.varianceRow !== undefined),
    better: measure.better,
    keepsValues: definition.keepsValues === true,
    traits,
    pull: traits === null ? null : pullOf(measure, traits, definition.example),
    example: example(choice),
  };
}

/**
 * The definition's example. Where parameters were given they are the example's too, in so far as it has not its own:
 * a row need not be in the domain of all of them.
 */
function example({ key, definition, parameters }: LossChoice): ExampleTable | null {
  const { example: row } = definition;
  if (row === undefined) return null;
  const given = key !== definition.id;
  const own = given ? key : keyOf(definition, row.parameters ?? {});
  const measure = definition.create(given ? parameters : parseLoss(own).parameters, own);
  return { key: own, ...exampleTable(row, measure) };
}

function keyOf({ id, parameters }: Definition, given: Parameters): string {
  const texts = parameters
    .filter(({ name }) => given[name] !== undefined)
    .map(({ name }) => `:${name}=${given[name]}`);
  return id + texts.join("");
}
