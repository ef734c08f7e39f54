/** The inputs and what their columns are: options that every command about labels and predictions has. */
import { type Command, Option } from "commander";
import type { PlanOptions } from "../evaluate/plan.ts";
import { parseLevels } from "../evaluate/quantiles.ts";
import type { Dialect } from "../read/chunk.ts";
import { addOptions, collect } from "./option-groups.ts";
import { single, singleList } from "./single.ts";

/** As commander leaves them: texts, lists and switches, nothing looked up yet. */
export interface InputOptions extends TableOptions {
  readonly label?: string[];
  readonly pred?: string[];
  readonly weight?: string[];
  readonly variance?: string[];
  readonly level?: string[];
  readonly levels?: string;
  readonly positive?: string;
  readonly classes?: string;
}

/** Those of `tableOptions`. */
export interface TableOptions {
  readonly missing: "error" | "skip";
  readonly invalid: "error" | "skip";
  readonly header: boolean;
  readonly from?: "csv" | "tsv" | "ndjson";
  readonly delimiter?: string;
  readonly decompress?: "gzip" | "zstd" | "brotli" | "none";
}

const POLICIES = ["error", "skip"];

/** What a command says of the one whose meaning depends on it. */
const PREDICTION =
  "prediction column; a list or 'p_*' for vectors (default: the first of y_pred, prediction, pred, yhat, y_hat, forecast, predicted, y_prob, y_score, prob, score, p)";
/** How inputs are read, whatever their columns are: `columns` is what no header means, `invalid` what is so besides. */
export function tableOptions(columns: string, invalid: string): Option[] {
  return [
    new Option("--missing <policy>", "rows with a missing field: error or skip (default: error)")
      .choices(POLICIES)
      .default("error"),
    new Option(
      "--invalid <policy>",
      `rows with a field that is no number, infinite, or ${invalid}: error or skip (default: error)`,
    )
      .choices(POLICIES)
      .default("error"),
    ...textOptions(columns),
  ];
}

/** How their texts are read: `columns` is what no header means. */
export function textOptions(columns: string): Option[] {
  return [
    new Option("--no-header", `the first record is data: ${columns}`),
    new Option("--from <format>", "csv, tsv or ndjson (default: by content)").choices([
      "csv",
      "tsv",
      "ndjson",
    ]),
    new Option("--delimiter <character>", "delimiter of the fields, \\t for a tab (default: by content)"),
    new Option(
      "--decompress <method>",
      "gzip, zstd, brotli or none (default: by content, brotli by the name .br)",
    ).choices(["gzip", "zstd", "brotli", "none"]),
  ];
}

/** Declares them on the command; `further` options stand in the same group, after them. */
export function declareInputOptions(
  command: Command,
  further: readonly Option[] = [],
  prediction = PREDICTION,
): void {
  addOptions(command, "Input", [
    new Option(
      "--label <column>",
      "label column; a list or 'y_*' for vectors (default: the first of y_true, label, target, actual, y, truth, observed)",
    ).argParser(collect),
    new Option("--pred <column>", prediction).argParser(collect),
    new Option("--weight <column>", "row weights, at least 0 (default: each row counts 1)").argParser(
      collect,
    ),
    new Option("--variance <column>", "variances of the forecasts, above 0, for gaussian-nll").argParser(
      collect,
    ),
    new Option(
      "--level <column>",
      "levels of the quantiles that the rows forecast, for quantile-score and wis",
    ).argParser(collect),
    new Option(
      "--levels <numbers>",
      "levels of the prediction columns, as 0.05,0.5,0.95 (default: the number that each name ends in)",
    ),
    new Option("--positive <text>", "the label that is 1; at most one other may occur"),
    new Option("--classes <names>", "classes of the prediction columns in their order, as a,b,c"),
    ...tableOptions("columns are numbers from 1, label 1 and prediction 2", "outside a loss's domain"),
    ...further,
  ]);
}

/** What they say of columns and rows. */
export type InputPlan = Omit<PlanOptions, "by" | "keep" | "maxSlices">;

/** @throws LossctlError (usage) for a role that is given twice. */
export function readInputOptions(options: InputOptions): { plan: InputPlan; dialect: Dialect } {
  const label = singleList("--label", options.label);
  const prediction = singleList("--pred", options.pred);
  const weight = single("--weight", options.weight);
  const variance = single("--variance", options.variance);
  const level = single("--level", options.level);
  return {
    plan: {
      ...(label === undefined ? {} : { label }),
      ...(prediction === undefined ? {} : { prediction }),
      ...(weight === undefined ? {} : { weight }),
      ...(variance === undefined ? {} : { variance }),
      ...(level === undefined ? {} : { level }),
      ...(options.levels === undefined ? {} : { levels: parseLevels(options.levels) }),
      ...(options.positive === undefined ? {} : { positive: options.positive }),
      ...(options.classes === undefined ? {} : { classes: options.classes.split(",") }),
      missing: options.missing,
      invalid: options.invalid,
      header: options.header,
    },
    dialect: dialectOf(options),
  };
}

/** What they say of the inputs' texts. */
export function dialectOf(options: TableOptions): Dialect {
  return {
    header: options.header,
    ...(options.from === undefined ? {} : { from: options.from }),
    ...(options.delimiter === undefined ? {} : { delimiter: options.delimiter }),
    ...(options.decompress === undefined ? {} : { decompress: options.decompress }),
  };
}
