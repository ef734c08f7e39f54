/** What `lossctl eval` can be told, in the groups of its help. */
import { type Command, InvalidArgumentError, Option } from "commander";

/** The options as commander leaves them: texts, lists and switches, nothing looked up yet. */
export interface EvalOptions {
  readonly label?: string[];
  readonly pred?: string[];
  readonly weight?: string[];
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
  readonly max: string[];
  readonly min: string[];
  readonly maxSlice: string[];
  readonly minSlice: string[];
  readonly minRows?: number;
  readonly maxSkipped?: string;
  readonly exitZero?: true;
  readonly maxSlices: number;
  readonly format?: string;
  readonly json?: true;
  readonly output?: string;
  readonly color: "always" | "never" | "auto";
  readonly quiet?: true;
  readonly verbose?: true;
  readonly debug?: true;
}

const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text) || Number(text) < 1)
    throw new InvalidArgumentError("expected a whole number above 0");
  return Number(text);
}

/** Declares them on the command. */
export function declareEvalOptions(command: Command): void {
  const option = (group: string, made: Option) => command.addOption(made.helpGroup(`${group}:`));

  option(
    "Input",
    new Option("--label <column>", "label column (a list or a pattern like 'y_*' for vectors)").argParser(
      collect,
    ),
  );
  option(
    "Input",
    new Option("--pred <column>", "prediction column (a list or a pattern like 'p_*' for vectors)").argParser(
      collect,
    ),
  );
  option(
    "Input",
    new Option("--weight <column>", "row weights, at least 0 (default: all rows count 1)").argParser(collect),
  );
  option(
    "Input",
    new Option("--by <columns>", "slice by these columns, as a,b").argParser(collect).default([], "none"),
  );
  option(
    "Input",
    new Option("--positive <text>", "the label text of the positive class; at most one other text may occur"),
  );
  option(
    "Input",
    new Option("--classes <names>", "the classes of the prediction columns, in their order, as a,b,c"),
  );
  option(
    "Input",
    new Option("--missing <policy>", "a missing label, prediction or weight: error, or skip the row")
      .choices(["error", "skip"])
      .default("error"),
  );
  option(
    "Input",
    new Option("--invalid <policy>", "a field that is no number, infinite or outside a loss's domain")
      .choices(["error", "skip"])
      .default("error"),
  );
  option(
    "Input",
    new Option("--no-header", "the first record is data: columns are numbers from 1 (label 1, prediction 2)"),
  );
  option(
    "Input",
    new Option("--from <format>", "instead of recognising it").choices(["csv", "tsv", "ndjson"]),
  );
  option("Input", new Option("--delimiter <character>", "instead of recognising it; \\t is a tab"));
  option(
    "Input",
    new Option("--decompress <method>", "instead of recognising it").choices([
      "gzip",
      "zstd",
      "brotli",
      "none",
    ]),
  );
  option(
    "Input",
    new Option("--max-slices <n>", "stop with an error beyond so many slices")
      .argParser(wholeNumber)
      .default(100_000),
  );

  option(
    "Losses",
    new Option(
      "--loss <losses>",
      "a,b,c or repeated; parameters as huber:delta=2 (default: mse,mae,r2; for several prediction columns cross-entropy,multi-accuracy)",
    )
      .argParser(collect)
      .default([], "by task"),
  );
  option(
    "Losses",
    new Option("--task <task>", "default losses: binary is log-loss,brier,auc").choices([
      "regression",
      "binary",
      "multiclass",
    ]),
  );

  option(
    "Gates",
    new Option("--max <loss=limit>", "pass if the value is at most the limit (% divides by 100); repeatable")
      .argParser(collect)
      .default([], "none"),
  );
  option(
    "Gates",
    new Option("--min <loss=limit>", "pass if the value is at least the limit; repeatable")
      .argParser(collect)
      .default([], "none"),
  );
  option(
    "Gates",
    new Option("--max-slice <loss=limit>", "the same for each slice of --by")
      .argParser(collect)
      .default([], "none"),
  );
  option(
    "Gates",
    new Option("--min-slice <loss=limit>", "the same for each slice of --by")
      .argParser(collect)
      .default([], "none"),
  );
  option(
    "Gates",
    new Option("--min-rows <n>", "slices with fewer rows are listed, not judged (default: 1)").argParser(
      wholeNumber,
    ),
  );
  option(
    "Gates",
    new Option("--max-skipped <limit>", "rows left out: a count, or a share of the rows read as 0.1%"),
  );
  option("Gates", new Option("--exit-zero", "exit 0 where a gate fails or is undecided; the verdict stays"));

  option(
    "Output",
    new Option(
      "--format <format>",
      "table, json, ndjson, csv or markdown (default: by the ending of -o, else table)",
    ),
  );
  option("Output", new Option("--json", "the same as --format json"));
  option(
    "Output",
    new Option("-o, --output <file>", "write the report to this file instead of standard output"),
  );
  option(
    "Output",
    new Option("--color <when>", "NO_COLOR and FORCE_COLOR are heeded too")
      .choices(["always", "never", "auto"])
      .default("auto"),
  );
  option("Output", new Option("-q, --quiet", "no notes and no progress on standard error"));
  option("Output", new Option("--verbose", "say how the input was read"));
  option("Output", new Option("--debug", "print a stack trace with errors"));
}
