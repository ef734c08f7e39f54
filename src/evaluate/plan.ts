/**
 * What an evaluation reads and folds, decided before the first row: which columns with which coding, which
 * measures with which terms. Losses, columns and options meet here and nowhere else.
 */
import { usageError } from "../errors.ts";
import { createMeasure, createVectorMeasure, type LossChoice } from "../losses/spec.ts";
import type { LabelDomain, Measure, Term } from "../losses/types.ts";
import type { Coding, ColumnRequest } from "../read/chunk.ts";
import type { BootstrapOptions } from "./bootstrap.ts";
import { type Columns, guessColumn, LABEL_NAMES, PREDICTION_NAMES, selectColumns } from "./columns.ts";
import { kinkTerm } from "./kink-rows.ts";
import { pairTerms } from "./linear.ts";
import { type PicturePlan, planPictures } from "./picture-plan.ts";
import { quantileMeasures } from "./quantiles.ts";
import { chooseWorst, type WorstChoice } from "./worst-rows.ts";

/** What to do with a row that can't be used. */
export type RowPolicy = "error" | "skip";

/** The command line's side of a plan; texts as they were given. */
export interface PlanOptions {
  readonly label?: string;
  readonly prediction?: string;
  readonly weight?: string;
  readonly variance?: string;
  readonly level?: string;
  /** Of the prediction columns, in their order; above 0 and below 1. */
  readonly levels?: readonly number[];
  readonly by: readonly string[];
  /** Columns that are handed on as they stand. */
  readonly keep?: readonly string[];
  readonly positive?: string;
  readonly classes?: readonly string[];
  readonly missing: RowPolicy;
  readonly invalid: RowPolicy;
  readonly maxSlices: number;
  /** Fold what standard errors need too. */
  readonly intervals?: boolean;
  /** Fold replicates, for intervals of any measure. */
  readonly bootstrap?: BootstrapOptions;
  /** So many of the rows that cost most are kept; absent: none. */
  readonly worst?: number;
  /** Without a header columns have no names, and class labels are places. */
  readonly header: boolean;
  /** Whether to gather what pictures are drawn from. */
  readonly pictures?: boolean;
}

/** A measure under the key that the report gives it. */
export interface NamedMeasure {
  readonly key: string;
  readonly measure: Measure;
  /** Counts the rows on a kink; absent for losses without a corner. */
  readonly kinkRows?: Term;
}

/**
 * How label columns become numbers: one column of numbers, one of class places, K columns, or none.
 */
export type LabelShape = "number" | "class" | "columns" | "none";

/** The chosen columns, by role. */
export interface ColumnChoice {
  readonly label: readonly string[];
  readonly prediction: readonly string[];
  readonly weight: string | null;
  /** Only where a loss asks for it. */
  readonly variance: string | null;
  /** Holds the level of the quantile that a row forecasts. */
  readonly level: string | null;
  readonly by: readonly string[];
  readonly keep: readonly string[];
  /** Tells rows apart; only for a bootstrap that asks for it. */
  readonly id?: string;
  /** One line for stderr where a column was guessed. */
  readonly note: string | null;
}

export interface Plan {
  readonly measures: readonly NamedMeasure[];
  /** Each quantity once, whoever needs it. */
  readonly terms: readonly Term[];
  readonly shape: "scalar" | "vector";
  readonly labelShape: LabelShape;
  readonly columns: ColumnChoice;
  /** What losses are given for a label: the label columns, then the level column if there is one. */
  readonly labels: readonly string[];
  /** Of the prediction columns, where they forecast quantiles side by side. */
  readonly levels: readonly number[] | null;
  /** Labels, then predictions, then the weight and the variance if there are, then the slice columns, then those to keep, then the id. */
  readonly requests: readonly ColumnRequest[];
  /** What else helps where a field of a request is no number; absent where nothing does. */
  readonly hints?: readonly (string | null)[];
  readonly missing: RowPolicy;
  readonly invalid: RowPolicy;
  readonly maxSlices: number;
  /** Null where none is asked for. */
  readonly bootstrap: BootstrapOptions | null;
  /** Null where no pictures are asked for. */
  readonly pictures: PicturePlan | null;
  /** Null where no rows are to be shown. */
  readonly worst: WorstChoice | null;
}

/** The column roles, before the losses are known: default losses depend on how many predictions there are. */
export function chooseColumns(options: PlanOptions, needsLabel: boolean, columns: Columns): ColumnChoice {
  const notes: string[] = [];
  const choose = (
    text: string | undefined,
    names: readonly string[],
    place: string,
    role: string,
    option: string,
  ): string[] => {
    if (text !== undefined) return selectColumns(text, columns);
    if (!options.header) return selectColumns(place, columns);
    const guess = guessColumn(names, columns, role, option);
    notes.push(
      `${role} ${guess.name}${guess.others.length === 0 ? "" : ` (${guess.others.join(", ")} would do too: ${option})`}`,
    );
    return [guess.name];
  };
  const label = needsLabel ? choose(options.label, LABEL_NAMES, "1", "label", "--label") : [];
  const prediction = choose(options.prediction, PREDICTION_NAMES, "2", "prediction", "--pred");
  const weight = options.weight === undefined ? [] : selectColumns(options.weight, columns);
  if (weight.length > 1) throw usageError(`--weight takes one column, found ${weight.join(", ")}`);
  const variance = options.variance === undefined ? [] : selectColumns(options.variance, columns);
  if (variance.length > 1) throw usageError(`--variance takes one column, found ${variance.join(", ")}`);
  const level = options.level === undefined ? [] : selectColumns(options.level, columns);
  if (level.length > 1) throw usageError(`--level takes one column, found ${level.join(", ")}`);
  const id = options.bootstrap?.id === undefined ? [] : selectColumns(options.bootstrap.id, columns);
  if (id.length > 1) throw usageError(`--id takes one column, found ${id.join(", ")}`);
  const all = (texts: readonly string[] = []): string[] => [
    ...new Set(texts.flatMap((text) => selectColumns(text, columns))),
  ];
  return {
    label,
    prediction,
    weight: weight[0] ?? null,
    variance: variance[0] ?? null,
    level: level[0] ?? null,
    by: all(options.by),
    keep: all(options.keep),
    ...(id[0] === undefined ? {} : { id: id[0] }),
    note: notes.length === 0 ? null : notes.join(", "),
  };
}

/** True if one of the losses looks at a label. */
export function needsLabel(choices: readonly LossChoice[]): boolean {
  return choices.length === 0 || choices.some((choice) => createMeasure(choice).domain.label.kind !== "none");
}

/**
 * @throws LossctlError (usage) where losses and columns don't go together.
 */
export function makePlan(choices: readonly LossChoice[], columns: ColumnChoice, options: PlanOptions): Plan {
  const vector =
    columns.prediction.length > 1 || choices.every((choice) => createMeasure(choice).shape === "vector");
  const quantiles = quantileMeasures(choices, columns, options);
  const measureOf = (choice: LossChoice): Measure =>
    vector ? vectorMeasure(choice, columns.prediction) : scalarMeasure(choice, columns.prediction);
  const measures = choices.map((choice, place): NamedMeasure => {
    const measure = quantiles?.measures[place] ?? measureOf(choice);
    const kinkRows = kinkTerm(choice, measure);
    return { key: choice.key, measure, ...(kinkRows === null ? {} : { kinkRows }) };
  });
  const kinds = measures.map(({ measure }) => measure.domain.label.kind);
  const labelShape = quantiles === null ? chooseLabelShape(columns, kinds, vector) : "number";
  checkOptions(options, columns, labelShape, vector);
  checkVariance(measures, columns);

  const terms = new Map<string, Term>();
  for (const { measure, kinkRows } of measures) {
    for (const term of [...measure.terms, ...(kinkRows === undefined ? [] : [kinkRows])]) {
      terms.set(term.key, term);
    }
  }
  if (options.intervals === true) {
    for (const term of measures.flatMap(({ measure }) => pairTerms(measure))) terms.set(term.key, term);
  }

  const worst = options.worst === undefined ? null : chooseWorst(measures, options.worst);
  if (worst !== null) terms.set(worst.term.key, worst.term);

  const labelCoding = codingOfLabel(labelShape, kinds, columns, options);
  const number: Coding = { kind: "number" };
  return {
    measures,
    terms: [...terms.values()],
    shape: vector ? "vector" : "scalar",
    labelShape,
    columns,
    labels: [...columns.label, ...(columns.level === null ? [] : [columns.level])],
    levels: quantiles?.levels ?? null,
    requests: [
      ...columns.label.map((name) => ({ name, coding: labelCoding })),
      ...(columns.level === null ? [] : [{ name: columns.level, coding: number }]),
      ...columns.prediction.map((name) => ({ name, coding: number })),
      ...(columns.weight === null ? [] : [{ name: columns.weight, coding: number }]),
      ...(columns.variance === null ? [] : [{ name: columns.variance, coding: number }]),
      ...columns.by.map((name): ColumnRequest => ({ name, coding: { kind: "key" } })),
      ...columns.keep.map((name): ColumnRequest => ({ name, coding: { kind: "text" } })),
      ...(columns.id === undefined ? [] : [{ name: columns.id, coding: { kind: "text" } as const }]),
    ],
    missing: options.missing,
    invalid: options.invalid,
    maxSlices: options.maxSlices,
    bootstrap: options.bootstrap ?? null,
    pictures:
      options.pictures !== true
        ? null
        : planPictures({
            choices,
            measures,
            terms: [...terms.values()],
            labelShape,
            predictions: columns.prediction.length,
            quantiles: quantiles !== null,
            levels: quantiles?.levels ?? null,
          }),
    worst,
  };
}

function scalarMeasure(choice: LossChoice, prediction: readonly string[]): Measure {
  const measure = createMeasure(choice);
  if (measure.shape === "scalar") return measure;
  throw usageError(
    `${choice.key} takes several prediction columns, found one: ${prediction[0]}`,
    "--pred 'p_*' or --pred a,b,c names them",
  );
}

function vectorMeasure(choice: LossChoice, prediction: readonly string[]): Measure {
  const measure = createVectorMeasure(choice);
  if (measure === undefined) {
    throw usageError(
      `${choice.key} takes one prediction column, found ${prediction.length}: ${shorten(prediction)}`,
    );
  }
  if (prediction.length < measure.minimumColumns) {
    throw usageError(
      `${choice.key} takes at least ${measure.minimumColumns} prediction columns, found ${prediction.length}: ${shorten(prediction)}`,
      "--pred 'p_*' or --pred a,b,c names them",
    );
  }
  return measure;
}

function checkVariance(measures: readonly NamedMeasure[], columns: ColumnChoice): void {
  const named = measures.find(
    ({ measure }) => measure.shape === "scalar" && measure.varianceRow !== undefined,
  );
  if (named !== undefined && columns.variance === null) {
    throw usageError(`${named.key} needs the variances of the forecasts`, "--variance names their column");
  }
  if (named === undefined && columns.variance !== null) {
    throw usageError("--variance is for losses of a variance, and there is none", "gaussian-nll is one");
  }
}

function shorten(names: readonly string[]): string {
  return names.length <= 6 ? names.join(", ") : `${names.slice(0, 5).join(", ")}, …`;
}

function chooseLabelShape(
  columns: ColumnChoice,
  kinds: readonly LabelDomain["kind"][],
  vector: boolean,
): LabelShape {
  const { label, prediction } = columns;
  if (kinds.every((kind) => kind === "none")) return "none";
  if (!vector) {
    if (label.length > 1) {
      throw usageError(
        `one prediction column takes one label column, found ${label.length}: ${shorten(label)}`,
      );
    }
    return "number";
  }
  // One class is named in its column, as several are.
  const single = prediction.length === 1 && kinds.includes("classes");
  if (label.length === prediction.length && !single) return "columns";
  if (label.length === 1) return "class";
  throw usageError(
    `${prediction.length} prediction columns take one label column or ${prediction.length}, found ${label.length}: ${shorten(label)}`,
  );
}

function checkOptions(
  options: PlanOptions,
  columns: ColumnChoice,
  labelShape: LabelShape,
  vector: boolean,
): void {
  const { positive, classes } = options;
  if (positive !== undefined && (labelShape !== "number" || vector)) {
    throw usageError("--positive is for one label column and one prediction column");
  }
  if (classes === undefined) return;
  const several = "--classes names the prediction columns' classes";
  if (labelShape !== "class")
    throw usageError(`${several}: it needs one label column and several predictions`);
  if (classes.length !== columns.prediction.length) {
    throw usageError(
      `${several}: expected ${columns.prediction.length} names for ${shorten(columns.prediction)}, found ${classes.length}`,
    );
  }
  if (new Set(classes).size !== classes.length) throw usageError("--classes names a class twice");
}

/** `true` and `false` are labels of the losses that ask for one of two classes, and of no other. */
const WORDS = { true: 1, True: 1, TRUE: 1, false: 0, False: 0, FALSE: 0 };

/** How a label column is read, by what the losses take for a label. */
export function codingOfLabel(
  shape: LabelShape,
  kinds: readonly LabelDomain["kind"][],
  columns: ColumnChoice,
  options: PlanOptions,
): Coding {
  if (shape === "class") {
    const { classes, header } = options;
    if (classes !== undefined) return { kind: "class", classes, exact: true, places: false };
    const names = columns.prediction;
    // The number of a column is no name of a class: label 2 is the third prediction, not column 2.
    if (!header)
      return { kind: "class", classes: names.map((_, place) => String(place)), exact: true, places: false };
    return { kind: "class", classes: names, exact: false, places: !names.every(endsInInteger) };
  }
  if (options.positive !== undefined) return { kind: "positive", positive: options.positive };
  const words = kinds.some((kind) => kind === "binary" || kind === "sign" || kind === "classes");
  return words ? { kind: "number", words: WORDS } : { kind: "number" };
}

/** `p_3` and `3`: what follows the last separator (any character but letters and digits) is an integer. */
function endsInInteger(name: string): boolean {
  return /(?:^|[^\p{L}\p{N}])\d+$/u.test(name);
}
