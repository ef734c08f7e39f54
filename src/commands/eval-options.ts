/** What `lossctl eval` can be told, in the groups of its help. */
import { type Command, InvalidArgumentError, Option } from "commander";

import { DIALECT_NAMES } from "./choose-dialect.ts";

/** The options as commander leaves them: texts, lists and switches, nothing looked up yet. */
export interface EvalOptions {
  readonly label?: string[];
  readonly pred?: string[];
  readonly weight?: string[];
  readonly variance?: string[];
  readonly level?: string[];
  readonly levels?: string;
  readonly by: string[];
  readonly positive?: string;
  readonly classes?: string;
  readonly header: boolean;
  readonly from?: "csv" | "tsv" | "ndjson";
  readonly delimiter?: string;
  readonly decompress?: "gzip" | "zstd" | "brotli" | "none";
  readonly missing: "error" | "skip";
  readonly invalid: "error" | "skip";
  readonly loss: string[];
  readonly task?: "regression" | "binary" | "multiclass";
  readonly dialect?: string;
  readonly max: string[];
  readonly min: string[];
  readonly maxSlice: string[];
  readonly minSlice: string[];
  readonly minRows?: number;
  readonly maxSkipped?: string;
  readonly exitZero?: true;
  readonly maxSlices: number;
  readonly threads?: number;
  readonly format?: string;
  readonly json?: true;
  readonly output?: string;
  readonly color: "always" | "never" | "auto";
  readonly quiet?: true;
  readonly verbose?: true;
  readonly debug?: true;
}

const POLICIES = ["error", "skip"];

const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text) || Number(text) < 1)
    throw new InvalidArgumentError("expected a whole number above 0");
  return Number(text);
}

/** Declares them on the command. */
export function declareEvalOptions(command: Command): void {
  const group = (heading: string, ...options: readonly Option[]): void => {
    for (const option of options) command.addOption(option.helpGroup(`${heading}:`));
  };
  const list = (flags: string, about: string): Option =>
    new Option(flags, about).argParser(collect).default([]);
  group(
    "Input",
    new Option(
      "--label <column>",
      "label column; a list or 'y_*' for vectors (default: the first of y_true, label, target, actual, y, truth, observed)",
    ).argParser(collect),
    new Option(
      "--pred <column>",
      "prediction column; a list or 'p_*' for vectors (default: the first of y_pred, prediction, pred, yhat, y_hat, forecast, predicted, y_prob, y_score, prob, score, p)",
    ).argParser(collect),
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
    list("--by <columns>", "report slices by these columns, as a,b"),
    new Option("--positive <text>", "the label that is 1; at most one other may occur"),
    new Option("--classes <names>", "classes of the prediction columns in their order, as a,b,c"),
    new Option("--missing <policy>", "rows with a missing field: error or skip (default: error)")
      .choices(POLICIES)
      .default("error"),
    new Option(
      "--invalid <policy>",
      "rows with a field that is no number, infinite, or outside a loss's domain: error or skip (default: error)",
    )
      .choices(POLICIES)
      .default("error"),
    new Option(
      "--no-header",
      "the first record is data: columns are numbers from 1, label 1 and prediction 2",
    ),
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
    new Option(
      "--threads <n>",
      "threads for large files, at most (default: the processors there are)",
    ).argParser(wholeNumber),
    new Option("--max-slices <n>", "stop with an error beyond so many slices (default: 100000)")
      .argParser(wholeNumber)
      .default(100_000),
  );
  group(
    "Losses",
    list("--loss <losses>", "a,b,c or repeated; parameters as huber:delta=2 (default: by --task)"),
    new Option(
      "--task <task>",
      "regression: mse,mae,r2; binary: log-loss,brier,auc; multiclass: cross-entropy,multi-accuracy (default: multiclass for several prediction columns, else regression)",
    ).choices(["regression", "binary", "multiclass"]),
    new Option(
      "--dialect <tool>",
      "sklearn, keras, torch, xgboost or lightgbm: that tool's clipping, scale and defaults; all: one loss as each computes it",
    ).choices(DIALECT_NAMES),
  );
  group(
    "Gates",
    list(
      "--max <loss=limit>",
      "pass if the value is at most the limit; 5% is 0.05; repeatable, like the next three",
    ),
    list("--min <loss=limit>", "pass if the value is at least the limit"),
    list("--max-slice <loss=limit>", "pass if it is at most the limit in each slice of --by"),
    list("--min-slice <loss=limit>", "pass if it is at least the limit in each slice of --by"),
    new Option(
      "--min-rows <n>",
      "slices with fewer rows are not judged; if none is left, the gate is undecided (default: 1)",
    ).argParser(wholeNumber),
    new Option(
      "--max-skipped <limit>",
      "pass if at most so many rows were left out: a count, or as 0.1% a share",
    ),
    new Option("--exit-zero", "exit with 0 also where a gate fails or is undecided"),
  );
  group(
    "Output",
    new Option(
      "--format <format>",
      "table, json, ndjson, csv or markdown (default: by the ending of -o, else table)",
    ),
    new Option("--json", "the same as --format json"),
    new Option(
      "-o, --output <file>",
      "write the report to a file, replaced when complete (default: standard output)",
    ),
    new Option(
      "--color <when>",
      "always, never or auto (default: auto, which heeds NO_COLOR and FORCE_COLOR)",
    )
      .choices(["always", "never", "auto"])
      .default("auto"),
    new Option("-q, --quiet", "no notes, warnings and progress on standard error"),
    new Option("--verbose", "say how the input was read"),
    new Option("--debug", "print a stack trace with an error"),
  );
  // Stands with the others, not in a group of its own.
  command.addHelpOption(new Option("-h, --help", "print this help").helpGroup("Output:"));
}
