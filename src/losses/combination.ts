/**
 * A weighted sum of row-wise losses under a name of its own (`task=0.7*mse+0.3*mae`): value, gradient and Hessian by
 * linearity. It folds the parts' own terms, so that a part that is reported too costs nothing more, and adds their
 * exact totals: the value is the weighted sum of the parts, rounded once.
 */
import { commonDomain } from "./common-domain.ts";
import { createMeasure, createVectorMeasure, type LossChoice, LossSpecError } from "./spec.ts";
import type {
  Definition,
  Domain,
  Exact,
  Measure,
  Outcome,
  ScalarMeasure,
  ScalarRow,
  Term,
  Totals,
  Traits,
  VectorMeasure,
  VectorRow,
} from "./types.ts";

/** A part and its factor, any finite number. */
export interface WeightedPart {
  readonly weight: number;
  readonly loss: LossChoice;
}

/**
 * The combination as a loss like those of the catalogue; its key is the name.
 * @throws LossSpecError where the parts can't be added: not row-wise, of one column and of several, without common labels.
 */
export function combine(name: string, parts: readonly WeightedPart[]): LossChoice {
  for (const { loss } of parts) {
    const { key, definition } = loss;
    const measure = createMeasure(loss);
    if (measure.row === undefined || definition.quantiles !== undefined) {
      throw new LossSpecError(`${name}: ${key} is not the mean of a loss of label and prediction alone`);
    }
  }
  const scalars = parts.map((part) => ({ ...part, measure: createMeasure(part.loss) })).filter(isScalar);
  const vectors = parts
    .map((part) => ({ ...part, measure: createVectorMeasure(part.loss) }))
    .filter((part): part is Made<VectorMeasure> => part.measure !== undefined);
  const ofOne = scalars.length === parts.length;
  const ofSeveral = vectors.length === parts.length;
  if (!ofOne && !ofSeveral) {
    const one = scalars.find(({ loss }) => createVectorMeasure(loss) === undefined)?.loss.key;
    const several = vectors.find(({ loss }) => createMeasure(loss).shape === "vector")?.loss.key;
    throw new LossSpecError(`${name}: ${one} takes one prediction column, ${several} several`);
  }
  const scalar = ofOne ? scalarSum(name, scalars) : undefined;
  const vector = ofSeveral ? vectorSum(name, vectors) : undefined;
  const definition: Definition = Object.freeze<Definition>({
    ...texts(name, parts),
    id: name,
    aliases: [],
    parameters: [],
    traits: () => commonTraits(parts),
    create: () => (scalar ?? vector) as Measure,
    ...(scalar === undefined || vector === undefined ? {} : { createVector: () => vector }),
  });
  return { key: name, definition, parameters: {} };
}

/** A part with its measure. */
interface Made<M extends Measure> extends WeightedPart {
  readonly measure: M;
}

function isScalar(part: Made<Measure>): part is Made<ScalarMeasure> {
  return part.measure.shape === "scalar";
}

/** `0.7*mse + 0.3*mae` */
export function formulaOf(parts: readonly WeightedPart[]): string {
  const texts = parts.map(({ weight, loss }, place) => {
    const size = place === 0 ? weight : Math.abs(weight);
    const factor = size === 1 ? "" : `${size}*`;
    const sign = place === 0 ? "" : weight < 0 ? " - " : " + ";
    return `${sign}${factor}${loss.key}`;
  });
  return texts.join("");
}

function texts(name: string, parts: readonly WeightedPart[]) {
  const first = (parts[0] as WeightedPart).loss.definition;
  return {
    title: name,
    task: first.task,
    expects: first.expects,
    formula: formulaOf(parts),
    gradient: "the weighted sum of the parts' gradients",
    hessian: "the weighted sum of the parts' Hessians",
    convention: "a weighted sum, with the conventions of its parts",
    reference: "of its parts",
  };
}

/** True of any such sum, if not always the strongest that is: the slopes of the parts might cancel. */
function commonTraits(parts: readonly WeightedPart[]): Traits | null {
  const all = parts.map(({ loss, weight }) => ({ weight, traits: loss.definition.traits(loss.parameters) }));
  const traits = all.flatMap((part) => (part.traits === null ? [] : [part.traits]));
  const positive = all.every(({ weight }) => weight > 0);
  const convex = positive && traits.every(({ convexity }) => convexity !== "none");
  const strongest = (["strong", "strict"] as const).find((level) =>
    traits.some(({ convexity }) => convexity === level),
  );
  return {
    convexity: convex ? (strongest ?? "convex") : "none",
    smoothness: Math.min(...traits.map(({ smoothness }) => smoothness)) as Traits["smoothness"],
    lipschitz: all.reduce((sum, part) => sum + Math.abs(part.weight) * (part.traits?.lipschitz ?? 0), 0),
    zeroAtPerfect: positive && traits.every(({ zeroAtPerfect }) => zeroAtPerfect),
  };
}

/** What is the same of both shapes. */
function sumOf(name: string, parts: readonly Made<Measure>[]) {
  const [first, ...others] = parts as [Made<Measure>, ...Made<Measure>[]];
  const domain = others.reduce<Domain>((common, { loss, measure }) => {
    const next = commonDomain(common, measure.domain);
    if (next !== null) return next;
    throw new LossSpecError(
      `${name}: ${first.loss.key} and ${loss.key} take no labels and predictions in common`,
    );
  }, first.measure.domain);
  const terms = new Map(parts.flatMap(({ measure }) => measure.terms.map((term) => [term.key, term])));
  return {
    domain,
    terms: [...terms.values()],
    better: "lower" as const,
    finish: (totals: Totals) => finish(parts, totals),
    estimate: (totals: Pick<Totals, "sum" | "weight" | "exact">) => ({
      above: weightedSum(parts, totals).over(totals.weight),
    }),
  };
}

/** The sum that a row-wise loss is folded by is its first term. */
function weightedSum(parts: readonly Made<Measure>[], totals: Pick<Totals, "sum" | "exact">): Exact {
  return parts
    .filter(({ weight }) => weight !== 0)
    .map(({ weight, measure }) => totals.exact(weight).times(totals.sum((measure.terms[0] as Term).key)))
    .reduce((total, part) => total.plus(part), totals.exact(0));
}

function finish(parts: readonly Made<Measure>[], totals: Totals): Outcome {
  const sum = weightedSum(parts, totals);
  const details: Record<string, number> = {};
  for (const { measure } of parts) {
    for (const [name, number] of Object.entries(measure.finish(totals).details ?? {})) {
      // Of the part's loss, not of this one.
      if (name !== "clippedShare") details[name] = Math.max(number, details[name] ?? number);
    }
  }
  const value = sum.over(totals.weight).toNumber();
  return Object.keys(details).length === 0 ? { value } : { value, details };
}

function scalarSum(name: string, parts: readonly Made<ScalarMeasure>[]): ScalarMeasure {
  const rows = parts.map(({ weight, measure }) => ({ weight, row: measure.row as ScalarRow }));
  const sum = (of: (row: ScalarRow) => (label: number, prediction: number) => number) => {
    const functions = rows.map(({ weight, row }) => ({ weight, call: of(row) }));
    return (label: number, prediction: number) => {
      let total = 0;
      for (const { weight, call } of functions) if (weight !== 0) total += weight * call(label, prediction);
      return total;
    };
  };
  const gradient = rows.every(({ row }) => row.gradient !== undefined);
  const hessian = rows.every(({ row }) => row.hessian !== undefined);
  return {
    shape: "scalar",
    ...sumOf(name, parts),
    row: {
      value: sum((row) => row.value),
      ...(gradient ? { gradient: sum((row) => row.gradient as ScalarRow["value"]) } : {}),
      ...(hessian ? { hessian: sum((row) => row.hessian as ScalarRow["value"]) } : {}),
      kinks: (label) => [...new Set(rows.flatMap(({ row }) => row.kinks?.(label) ?? []))],
      isKink: (label, prediction) =>
        rows.some(({ row }) => row.isKink?.(label, prediction) ?? row.kinks?.(label).includes(prediction)),
    },
  };
}

function vectorSum(name: string, parts: readonly Made<VectorMeasure>[]): VectorMeasure {
  const rows = parts.map(({ weight, measure }) => ({ weight, row: measure.row as VectorRow }));
  type Write = NonNullable<VectorRow["gradient"]>;
  const sum = (of: (row: VectorRow) => Write): Write => {
    const functions = rows.map(({ weight, row }) => ({ weight, write: of(row) }));
    let part = new Float64Array(0);
    return (label, prediction, out) => {
      if (part.length !== out.length) part = new Float64Array(out.length);
      out.fill(0);
      for (const { weight, write } of functions) {
        if (weight === 0) continue;
        write(label, prediction, part);
        for (let column = 0; column < out.length; column++) {
          out[column] = (out[column] as number) + weight * (part[column] as number);
        }
      }
    };
  };
  const gradient = rows.every(({ row }) => row.gradient !== undefined);
  const hessian = rows.every(({ row }) => row.hessian !== undefined);
  return {
    shape: "vector",
    ...sumOf(name, parts),
    minimumColumns: Math.max(...parts.map(({ measure }) => measure.minimumColumns)),
    row: {
      value(label, prediction) {
        let total = 0;
        for (const { weight, row } of rows) if (weight !== 0) total += weight * row.value(label, prediction);
        return total;
      },
      ...(gradient ? { gradient: sum((row) => row.gradient as Write) } : {}),
      ...(hessian ? { hessian: sum((row) => row.hessian as Write) } : {}),
      invalid(label, prediction) {
        for (const { row } of rows) {
          const fault = row.invalid?.(label, prediction) ?? null;
          if (fault !== null) return fault;
        }
        return null;
      },
      nearKink: (label, prediction, reach) =>
        rows.some(({ row }) => row.nearKink?.(label, prediction, reach) === true),
    },
  };
}
