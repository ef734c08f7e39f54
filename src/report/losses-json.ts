/** `lossctl.losses/1`: definitions of losses as JSON. */
import type { ExampleTable, LossEntry, ParameterEntry } from "../catalogue/types.ts";
import type { Domain, Interval, LabelDomain, Traits } from "../losses/types.ts";
import { type Json, type JsonObject, jsonText } from "./json.ts";
import { TOOLS } from "./loss-words.ts";

export interface LossesDocument {
  readonly version: string;
  readonly entries: readonly LossEntry[];
}

/** What a definition lacks is null or empty; an end of an interval that is none is null. */
export function renderLossesJson({ version, entries }: LossesDocument): string {
  return jsonText(
    new Map<string, Json>([
      ["schema", "lossctl.losses/1"],
      ["tool", fields({ name: "lossctl", version })],
      ["losses", entries.map(loss)],
    ]),
  );
}

function loss(entry: LossEntry): JsonObject {
  const { parameters, domain, traits, equivalents, example, ...plain } = entry;
  const { key, id, aliases, title, task, topics, expects, columns, rowWise, better, keepsValues } = plain;
  const known = TOOLS.map(([tool]) => [tool, equivalents[tool]] as const);
  return fields({
    id,
    key,
    aliases,
    title,
    task,
    topics,
    expects,
    columns,
    rowWise,
    better,
    keepsValues,
    formula: plain.formula,
    gradient: plain.gradient,
    hessian: plain.hessian,
    convention: plain.convention,
    reference: plain.reference,
    parameters: parameters.map(parameter),
    domain: domainFields(domain),
    traits: traits === null ? null : traitFields(traits, plain.pull),
    equivalents: new Map(
      known.filter((pair): pair is readonly [(typeof pair)[0], string] => pair[1] !== undefined),
    ),
    example: example === null ? null : exampleFields(example),
  });
}

function parameter({
  name,
  about,
  value,
  default: usual,
  interval,
  hole,
  integer,
  choices,
}: ParameterEntry): JsonObject {
  return fields({
    name,
    about,
    value,
    default: usual ?? null,
    ...(choices === undefined ? { interval: interval === undefined ? null : ends(interval) } : { choices }),
    ...(hole === undefined ? {} : { hole: fields({ low: hole.low, high: hole.high }) }),
    ...(integer === true ? { integer } : {}),
  });
}

function domainFields({ label, prediction, variance }: Domain): JsonObject {
  return fields({
    label: labelFields(label),
    prediction: ends(prediction),
    ...(variance === undefined ? {} : { variance: ends(variance) }),
  });
}

function labelFields(label: LabelDomain): JsonObject {
  const { kind } = label;
  switch (kind) {
    case "real":
    case "vector":
      return fields({ kind, interval: ends(label.interval) });
    case "binary":
    case "sign":
      return fields({ kind, soft: label.soft });
    case "classes":
      return fields({ kind, normalized: label.normalized === true });
    default:
      return fields({ kind });
  }
}

function ends({ low, high, lowOpen, highOpen }: Interval): JsonObject {
  return fields({
    low: low === -Number.MAX_VALUE ? null : low,
    high: high === Number.MAX_VALUE ? null : high,
    lowOpen: lowOpen === true,
    highOpen: highOpen === true,
  });
}

function traitFields(
  { convexity, smoothness, lipschitz, zeroAtPerfect }: Traits,
  pull: string | null,
): JsonObject {
  return fields({ convexity, smoothness, lipschitz, zeroAtPerfect, pull });
}

function exampleFields({ key, options, table }: ExampleTable): JsonObject {
  return fields({ key, options, table });
}

function fields(record: Readonly<Record<string, Json>>): JsonObject {
  return new Map(Object.entries(record));
}
