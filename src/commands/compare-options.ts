/** What `lossctl compare` can be told, in the groups of its help. */
import { type Command, Option } from "commander";
import { bootstrapOptions } from "./bootstrap-options.ts";
import { TOOL_NAMES } from "./choose-dialect.ts";
import { confidenceOption } from "./confidence.ts";
import { declareInputOptions, type InputOptions } from "./input-options.ts";
import { addOptions, collect, listOption, wholeNumber } from "./option-groups.ts";
import { declareOutputOptions, githubOption, type OutputOptions, REPORT_OUTPUT } from "./output-options.ts";
import { type VerdictOptions, verdictOptions } from "./verdict-code.ts";

/** The options as commander leaves them: texts, lists and switches, nothing looked up yet. */
export interface CompareOptions extends InputOptions, OutputOptions, VerdictOptions {
  readonly reference?: string;
  readonly id?: string[];
  readonly unmatched: "error" | "skip";
  readonly by: string[];
  readonly maxSlices: number;
  readonly threads?: number;
  readonly loss: string[];
  readonly task?: "regression" | "binary" | "multiclass";
  readonly dialect?: string;
  /** Between 0 and 1. */
  readonly confidence?: number;
  readonly bootstrap?: number;
  readonly seed?: number;
  readonly hac?: number;
  readonly margin: string[];
  readonly minRows?: number;
  readonly github?: true;
  readonly format?: string;
}

/** Declares them on the command. */
export function declareCompareOptions(command: Command): void {
  declareInputOptions(
    command,
    [
      new Option(
        "--reference <model>",
        "the model that the others are held against, by its --pred or file (default: the first)",
      ),
      new Option(
        "--id <column>",
        "join the rows of the files by this column (default: by their order); --bootstrap draws rows by it, of one data set too (default: by their numbers)",
      ).argParser(collect),
      new Option("--unmatched <policy>", "ids that a file lacks or has twice: error or skip (default: error)")
        .choices(["error", "skip"])
        .default("error"),
      listOption("--by <columns>", "compare in slices by these columns too, as a,b"),
      new Option(
        "--threads <n>",
        "threads for a large data set, at most (default: the processors there are)",
      ).argParser(wholeNumber),
      new Option("--max-slices <n>", "stop with an error beyond so many slices (default: 100000)")
        .argParser(wholeNumber)
        .default(100_000),
    ],
    "predictions of a model: a column, or a list or 'p_*' for vectors; twice or more, models of one data set; else each file is a model (default: the first of y_pred, prediction, pred, yhat, y_hat, forecast, predicted, y_prob, y_score, prob, score, p)",
  );
  addOptions(command, "Losses", [
    listOption("--loss <losses>", "a,b,c or repeated; parameters as huber:delta=2 (default: by --task)"),
    new Option(
      "--task <task>",
      "regression: mse,mae,r2; binary: log-loss,brier,auc; multiclass: cross-entropy,multi-accuracy (default: multiclass for several prediction columns a model, else regression)",
    ).choices(["regression", "binary", "multiclass"]),
    new Option(
      "--dialect <tool>",
      "sklearn, keras, torch, xgboost or lightgbm: that tool's clipping, scale and defaults",
    ).choices(TOOL_NAMES),
    confidenceOption(),
    ...bootstrapOptions(),
    new Option(
      "--hac <lags>",
      "rows are a time series: test with so many autocovariances (Diebold-Mariano; rows in order, one thread)",
    ).argParser(wholeOrZero),
  ]);
  addOptions(command, "Gates", [
    listOption(
      "--margin <limit>",
      "pass if the interval of the change for the worse ends below: 1% of the reference's value for all losses, mse=1% or mse=0.01 for one; repeatable",
    ),
    new Option("--min-rows <n>", "with fewer rows used no margin is decided").argParser(wholeNumber),
    ...verdictOptions("margin"),
  ]);
  declareOutputOptions(command, REPORT_OUTPUT, [
    githubOption(),
    new Option(
      "--format <format>",
      "table, json, ndjson, csv, markdown, junit, openmetrics or metrics (default: by the ending of -o, else table)",
    ),
  ]);
}

function wholeOrZero(text: string): number {
  return text === "0" ? 0 : wholeNumber(text);
}
