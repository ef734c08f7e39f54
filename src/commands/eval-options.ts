/** What `lossctl eval` can be told, in the groups of its help. */
import { type Command, Option } from "commander";
import { bootstrapOptions, drawIdOption } from "./bootstrap-options.ts";
import { DIALECT_NAMES } from "./choose-dialect.ts";
import { confidenceOption } from "./confidence.ts";
import { declareInputOptions, type InputOptions } from "./input-options.ts";
import { addOptions, collect, listOption, wholeNumber } from "./option-groups.ts";
import { declareOutputOptions, githubOption, type OutputOptions, REPORT_OUTPUT } from "./output-options.ts";
import { once } from "./single.ts";
import { type VerdictOptions, verdictOptions } from "./verdict-code.ts";

/** The options as commander leaves them: texts, lists and switches, nothing looked up yet. */
export interface EvalOptions extends InputOptions, OutputOptions, VerdictOptions {
  readonly by: string[];
  readonly maxSlices: number;
  readonly loss: string[];
  readonly task?: "regression" | "binary" | "multiclass";
  readonly dialect?: string;
  /** Above 0 and below 1. */
  readonly confidence?: number;
  readonly bootstrap?: number;
  readonly seed?: number;
  readonly id?: string[];
  readonly max: string[];
  readonly min: string[];
  readonly maxSlice: string[];
  readonly minSlice: string[];
  readonly minRows?: number;
  readonly maxSkipped?: string;
  readonly baseline?: string[];
  readonly maxWorse: string[];
  readonly github?: true;
  readonly worst?: number;
  readonly keep: string[];
  readonly threads?: number;
  readonly format?: string;
  readonly plot?: true;
  readonly html?: string[];
}

/** Declares them on the command. */
export function declareEvalOptions(command: Command): void {
  declareInputOptions(command, [
    listOption("--by <columns>", "report slices by these columns, as a,b"),
    new Option(
      "--threads <n>",
      "threads for large files, at most (default: the processors there are)",
    ).argParser(wholeNumber),
    new Option("--max-slices <n>", "stop with an error beyond so many slices (default: 100000)")
      .argParser(wholeNumber)
      .default(100_000),
  ]);
  addOptions(command, "Losses", [
    listOption(
      "--loss <losses>",
      "a,b,c or repeated; parameters as huber:delta=2; medae, auc and average-precision keep all values in memory (default: by --task)",
    ),
    new Option(
      "--task <task>",
      "regression: mse,mae,r2; binary: log-loss,brier,auc; multiclass: cross-entropy,multi-accuracy (default: multiclass for several prediction columns, else regression)",
    ).choices(["regression", "binary", "multiclass"]),
    new Option(
      "--dialect <tool>",
      "sklearn, keras, torch, xgboost or lightgbm: that tool's clipping, scale and defaults; all: one loss as each computes it",
    ).choices(DIALECT_NAMES),
    confidenceOption(),
    ...bootstrapOptions(),
    drawIdOption(),
  ]);
  addOptions(command, "Gates", [
    listOption(
      "--max <loss=limit>",
      "pass if the value is at most the limit; 5% is 0.05; repeatable, like the next three",
    ),
    listOption("--min <loss=limit>", "pass if the value is at least the limit"),
    listOption("--max-slice <loss=limit>", "pass if it is at most the limit in each slice of --by"),
    listOption("--min-slice <loss=limit>", "pass if it is at least the limit in each slice of --by"),
    new Option(
      "--min-rows <n>",
      "slices with fewer rows are not judged; if none is left, the gate is undecided (default: 1)",
    ).argParser(wholeNumber),
    new Option(
      "--max-skipped <limit>",
      "pass if at most so many rows were left out: a count, or as 0.1% a share",
    ).argParser(once("--max-skipped")),
    new Option("--baseline <report>", "JSON of an earlier report, for --max-worse").argParser(collect),
    listOption(
      "--max-worse <loss=limit>",
      "pass if the loss is not worse than in the baseline by more than the limit: as 2% of its size, or a number; repeatable",
    ),
    ...verdictOptions("gate"),
  ]);
  addOptions(command, "Rows", [
    new Option(
      "--worst <n>",
      "show the rows that cost most, weight times the first loss that each row has, in table, json and markdown",
    ).argParser(wholeNumber),
    listOption("--keep <columns>", "show these columns of them too, as a,b"),
  ]);
  declareOutputOptions(command, REPORT_OUTPUT, [
    githubOption(),
    new Option(
      "--format <format>",
      "table, json, ndjson, csv, markdown, junit, openmetrics or metrics (default: by the ending of -o, else table)",
    ),
    new Option("--html <file>", "write a page with pictures too: one file that needs nothing else").argParser(
      collect,
    ),
    new Option("--plot", "draw residuals or calibration, and slices, below the table"),
  ]);
}
