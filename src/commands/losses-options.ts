/** What `lossctl losses` can be told, in the groups of its help. */
import { type Command, Option } from "commander";
import { textOptions } from "./input-options.ts";
import { addOptions, collect, oneThreadOption } from "./option-groups.ts";

/** The options as commander leaves them. */
export interface LossesOptions {
  readonly task?: string;
  readonly for?: string;
  readonly label?: string[];
  readonly pred?: string[];
  readonly header: boolean;
  readonly from?: "csv" | "tsv" | "ndjson";
  readonly delimiter?: string;
  readonly decompress?: "gzip" | "zstd" | "brotli" | "none";
  readonly json?: true;
  readonly color: "always" | "never" | "auto";
  readonly quiet?: true;
  readonly debug?: true;
}

/** Declares them on the command. */
export function declareLossesOptions(command: Command): void {
  addOptions(command, "Choosing", [
    new Option(
      "--task <task>",
      "list only regression, binary (probabilities), score (raw scores), multiclass, distribution, counts or quantile",
    ),
    new Option(
      "--for <file>",
      "look at a file's columns and say which losses fit, and why; - is standard input",
    ),
  ]);
  addOptions(command, "Input, with --for", [
    new Option("--label <column>", "label column, as in eval (default: by name)").argParser(collect),
    new Option(
      "--pred <column>",
      "prediction column, as in eval; a list or 'p_*' for several (default: by name)",
    ).argParser(collect),
    ...textOptions("label 1 and prediction 2"),
    oneThreadOption(),
  ]);
  addOptions(command, "Output", [
    new Option("--json", "the same as JSON: lossctl.losses/1, with --for lossctl.advice/1"),
    new Option(
      "--color <when>",
      "always, never or auto (default: auto, which heeds NO_COLOR and FORCE_COLOR)",
    )
      .choices(["always", "never", "auto"])
      .default("auto"),
    new Option("-q, --quiet", "no notes on standard error"),
    new Option("--debug", "print a stack trace with an error"),
  ]);
  // Stands with the others, not in a group of its own.
  command.addHelpOption(new Option("-h, --help", "print this help").helpGroup("Output:"));
}
