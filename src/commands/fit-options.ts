/** What `lossctl fit` can be told, in the groups of its help. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { usageError } from "../errors.ts";
import type { RowPolicy } from "../evaluate/plan.ts";
import type { OptimizerName, OptimizerRequest, Schedule } from "../fit/types.ts";
import { parseRule, type Rule } from "../gate/rule.ts";
import type { LossChoice } from "../losses/spec.ts";
import type { FitColumnOptions } from "../model/choose-columns.ts";
import type { Dialect } from "../read/chunk.ts";
import { chooseGateLoss, chooseLosses } from "./choose-losses.ts";
import { dialectOf, type TableOptions, tableOptions } from "./input-options.ts";
import { addOptions, collect, listOption, wholeNumber } from "./option-groups.ts";
import { declareOutputOptions, type OutputOptions, REPORT_OUTPUT } from "./output-options.ts";
import { once, single } from "./single.ts";

/** The options as commander leaves them. */
export interface FitOptions extends TableOptions, OutputOptions {
  readonly target?: string[];
  readonly features: string[];
  readonly categorical: string[];
  readonly weight?: string[];
  readonly positive?: string;
  readonly threads?: number;
  readonly test?: number;
  readonly validation?: number;
  readonly split?: string[];
  readonly testFile?: string;
  readonly cv?: number;
  readonly loss: string[];
  readonly l1: number;
  readonly l2: number;
  readonly standardize: boolean;
  readonly intercept: boolean;
  readonly optimizer: OptimizerName;
  readonly learningRate: number | "auto";
  readonly schedule: Schedule;
  readonly batchSize?: number;
  readonly epochs?: number;
  readonly seed: number;
  readonly gtol: number;
  readonly tol?: number;
  readonly patience: number;
  readonly resume?: string;
  readonly max: string[];
  readonly min: string[];
  readonly maxSkipped?: string;
  readonly exitZero?: true;
  readonly model?: string;
  readonly history?: string;
  readonly format?: "table" | "json";
}

/** Declares them on the command. */
export function declareFitOptions(command: Command): void {
  addOptions(command, "Input", [
    new Option(
      "--target <column>",
      "what to predict (default: the first of y_true, label, target, actual, y, truth, observed, else the last numeric column)",
    ).argParser(collect),
    listOption(
      "--features <columns>",
      "a,b, patterns as 'x_*', exclusions as '!id' (default: all other columns that are numeric in the first 1000 records)",
    ),
    listOption(
      "--categorical <columns>",
      "features that are texts: a column of 0 and 1 for each level but the first in order, which the intercept stands for; reads the input twice",
    ),
    new Option("--weight <column>", "row weights, at least 0 (default: each row counts 1)").argParser(
      collect,
    ),
    new Option("--positive <text>", "the label that is 1; at most one other may occur"),
    ...tableOptions("columns are numbers from 1", "a target outside the loss's domain"),
    new Option(
      "--threads <n>",
      "threads for large files, at most (default: the processors there are); one for other losses than mse, and for batches",
    ).argParser(wholeNumber),
  ]);
  addOptions(command, "Split", [
    new Option(
      "--test <share>",
      "share of the rows that only judge the model, as 0.2 (default: 0)",
    ).argParser(share),
    new Option(
      "--validation <share>",
      "share of the training rows that only say when to stop, as 0.1 (default: 0)",
    ).argParser(share),
    new Option("--split <column>", "a column that says train, validation or test").argParser(collect),
    new Option("--test-file <file>", "rows of this file judge the model"),
    new Option("--cv <folds>", "the loss by cross-validation too").argParser(folds),
  ]);
  addOptions(command, "Objective (weighted mean loss + l1 * sum |c| + l2 * sum c^2)", [
    listOption(
      "--loss <loss>",
      "mse, huber, mae, quantile:q=0.9, log-cosh, expectile, …; log-loss: a probability (labels 0 and 1); poisson: a mean by its logarithm (default: mse)",
    ),
    new Option(
      "--l1 <factor>",
      "of the sum of |c|, the intercept free (default: 0); see below for other tools",
    )
      .argParser(nonNegative)
      .default(0),
    new Option("--l2 <factor>", "of the sum of c^2, the intercept free (default: 0)")
      .argParser(nonNegative)
      .default(0),
    new Option(
      "--no-standardize",
      "penalties are of coefficients in the columns' own units (default: of columns scaled to standard deviation 1; the model is in their own units either way)",
    ),
    new Option("--no-intercept", "no constant term"),
  ]);
  addOptions(command, "Descent", [
    new Option("--optimizer <name>", "gd, momentum, nesterov, sgd or adam (default: gd)")
      .choices(["gd", "momentum", "nesterov", "sgd", "adam"])
      .default("gd"),
    new Option(
      "--learning-rate <rate>",
      "of columns centred and scaled by the curvature (default: auto, from the largest curvature)",
    )
      .argParser(rate)
      .default("auto"),
    new Option("--schedule <name>", "of the learning rate: constant, inverse or step (default: constant)")
      .choices(["constant", "inverse", "step"])
      .default("constant"),
    new Option("--batch-size <rows>", "rows of a step (default: 32 for sgd and adam, else all)").argParser(
      wholeNumber,
    ),
    new Option(
      "--epochs <n>",
      "ends after so many passes over the training rows (default: 100000; with batches 100)",
    ).argParser(wholeNumber),
    new Option("--seed <n>", "of the order of batches, of --test, --validation and --cv (default: 0)")
      .argParser(seed)
      .default(0),
    new Option(
      "--gtol <share>",
      "ends when the gradient's norm is so small a share of its start (default: 1e-8)",
    )
      .argParser(nonNegative)
      .default(1e-8),
    new Option("--tol <share>", "ends when the objective changes by less for --patience epochs").argParser(
      nonNegative,
    ),
    new Option("--patience <epochs>", "for --tol (default: 5)").argParser(wholeNumber).default(5),
    new Option("--resume <model>", "go on from this model instead of from 0"),
  ]);
  addOptions(command, "Gates", [
    listOption(
      "--max <loss=limit>",
      "pass if the value is at most the limit: of the test part where there is one, else of train; train., validation. or test. before the loss names one; repeatable",
    ),
    listOption("--min <loss=limit>", "pass if the value is at least the limit"),
    new Option(
      "--max-skipped <limit>",
      "pass if at most so many rows were left out: a count, or as 0.1% a share",
    ).argParser(once("--max-skipped")),
    new Option("--exit-zero", "exit with 0 also where a gate fails"),
  ]);
  declareOutputOptions(command, REPORT_OUTPUT, [
    new Option("--model <file>", "write the model, for predict and --resume"),
    new Option("--history <file>", "write a line for each epoch, as .ndjson or .csv"),
    new Option("--format <format>", "table or json (default: by the ending of -o, else table)").choices([
      "table",
      "json",
    ]),
  ]);
}

const NUMBER = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function number(text: string, accepts: (value: number) => boolean, expected: string): number {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value) || !accepts(value)) throw new InvalidArgumentError(`expected ${expected}`);
  return value;
}

const share = (text: string) => {
  const percent = text.endsWith("%");
  const value = number(percent ? text.slice(0, -1) : text, () => true, "a share of at least 0 and below 1");
  const asShare = percent ? value / 100 : value;
  if (asShare >= 1) throw new InvalidArgumentError("expected a share of at least 0 and below 1");
  return asShare;
};
const nonNegative = (text: string) => number(text, () => true, "a number of at least 0");
const rate = (text: string) =>
  text === "auto" ? text : number(text, (value) => value > 0, "a number above 0, or auto");

function folds(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) < 2 || Number(text) > 255)
    throw new InvalidArgumentError("expected a whole number from 2 to 255");
  return Number(text);
}

function seed(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("expected a whole number of at least 0");
  return Number(text);
}

/** How rows come to their parts. */
export interface Splitting {
  readonly test: number;
  readonly validation: number;
  readonly testFile: string | null;
  readonly folds: number | null;
}

/** What the options come to before anything is opened. */
export interface FitRequestOptions {
  readonly dialect: Dialect;
  readonly missing: RowPolicy;
  readonly invalid: RowPolicy;
  readonly columns: FitColumnOptions;
  readonly positive: string | null;
  /** At most; null: as many as there are processors. */
  readonly threads: number | null;
  readonly splitting: Splitting;
  readonly loss: LossChoice;
  readonly optimizer: OptimizerRequest;
  readonly rules: readonly Rule[];
  readonly gateLosses: readonly LossChoice[];
  readonly history: { readonly file: string; readonly format: "csv" | "ndjson" } | null;
  readonly format: "table" | "json";
}

/** @throws LossctlError (usage) */
export function readFitOptions(options: FitOptions): FitRequestOptions {
  const target = single("--target", options.target);
  const weight = single("--weight", options.weight);
  const split = single("--split", options.split);
  const losses = chooseLosses(options.loss.length === 0 ? ["mse"] : options.loss);
  const [loss] = losses;
  if (loss === undefined || losses.length > 1) {
    throw usageError(`fit takes one loss, found ${losses.map(({ key }) => key).join(", ")}`);
  }
  const splitting = readSplitting(options, split);
  return {
    dialect: dialectOf(options),
    missing: options.missing,
    invalid: options.invalid,
    columns: {
      ...(target === undefined ? {} : { target }),
      features: options.features,
      categorical: options.categorical,
      ...(weight === undefined ? {} : { weight }),
      ...(split === undefined ? {} : { split }),
    },
    positive: options.positive ?? null,
    threads: options.threads ?? null,
    splitting,
    loss,
    optimizer: readOptimizer(options),
    ...readGates(options, loss, partsOf(splitting, split)),
    history: readHistory(options.history),
    format: readFormat(options),
  };
}

function readSplitting(options: FitOptions, split: string | undefined): Splitting {
  const { test = 0, validation = 0, testFile = null, cv = null } = options;
  const tests = [
    ...(test > 0 ? ["--test"] : []),
    ...(split === undefined ? [] : ["--split"]),
    ...(testFile === null ? [] : ["--test-file"]),
  ];
  if (tests.length > 1)
    throw usageError(`${tests.join(" and ")} contradict each other`, "each says what the test part is");
  if (cv !== null && (tests.length > 0 || validation > 0)) {
    throw usageError(`--cv takes turns with all rows: it takes no ${tests[0] ?? "--validation"}`);
  }
  return { test, validation, testFile, folds: cv };
}

type Part = "train" | "validation" | "test";

function partsOf({ test, validation, testFile }: Splitting, split: string | undefined): readonly Part[] {
  return [
    "train",
    ...(validation > 0 || split !== undefined ? ["validation" as const] : []),
    ...(test > 0 || testFile !== null || split !== undefined ? ["test" as const] : []),
  ];
}

function readOptimizer(options: FitOptions): OptimizerRequest {
  const { optimizer: name, learningRate, schedule, seed, gtol, tol = null, patience } = options;
  const batchSize = options.batchSize ?? (name === "sgd" || name === "adam" ? 32 : null);
  const epochs = options.epochs ?? (batchSize === null ? 100_000 : 100);
  return { name, learningRate, schedule, batchSize, epochs, seed, gtol, tol, patience };
}

/** `test.rmse` to its part and its loss. */
const PREFIX = /^(train|validation|test)\.(.*)$/s;

function readGates(
  options: FitOptions,
  loss: LossChoice,
  parts: readonly Part[],
): Pick<FitRequestOptions, "rules" | "gateLosses"> {
  const gateLosses: LossChoice[] = [];
  const keyOf = (text: string): string => {
    const [, part = "", name = text] = PREFIX.exec(text) ?? [];
    if (part !== "" && !parts.includes(part as Part)) {
      const options =
        part === "test" ? "--test, --split or --test-file makes one" : "--validation or --split makes one";
      throw usageError(`a gate of ${text}: there is no ${part} part`, options);
    }
    const choice = chooseGateLoss(name, [loss]);
    gateLosses.push(choice);
    return part === "" ? choice.key : `${part}.${choice.key}`;
  };
  const rules = [
    ...options.max.map((text) => parseRule("max", text, keyOf)),
    ...options.min.map((text) => parseRule("min", text, keyOf)),
    ...(options.maxSkipped === undefined ? [] : [parseRule("max-skipped", options.maxSkipped, keyOf)]),
  ];
  return { rules, gateLosses };
}

function readHistory(file: string | undefined): FitRequestOptions["history"] {
  if (file === undefined) return null;
  const format = (["csv", "ndjson"] as const).find((known) => file.toLowerCase().endsWith(`.${known}`));
  if (format === undefined)
    throw usageError(`--history: expected a name that ends in .ndjson or .csv, found "${file}"`);
  return { file, format };
}

function readFormat({ json, format, output }: FitOptions): "table" | "json" {
  if (json === true && format === "table")
    throw usageError("--json and --format table contradict each other");
  if (json === true) return "json";
  return format ?? (output?.toLowerCase().endsWith(".json") === true ? "json" : "table");
}
