/**
 * lossctl check [NAME…]
 *
 * Runs the evaluations of a configuration: one report, one exit code.
 */
import { type Command, Option } from "commander";
import type { CommandIo } from "./io.ts";
import { addOptions } from "./option-groups.ts";
import { declareOutputOptions, githubOption, type OutputOptions, REPORT_OUTPUT } from "./output-options.ts";
import { type VerdictOptions, verdictOptions } from "./verdict-code.ts";

const EXAMPLES = `
The configuration is lossctl.config.json, or the key "lossctl" of package.json, in
this folder or the next above it that has one, up to that of the repository (.git):
  {"evaluations":
    {"price": {"files": "preds.csv", "loss": "mse", "max": "mse=0.25"}}}
Keys are the options of lossctl eval (--max-slice is maxSlice), paths are relative
to the file. A configuration runs no code.

Examples:
  lossctl check
  lossctl check price --format junit -o lossctl.xml

Exit codes: 0 computed, gates passed; 1 a gate failed; 2 wrong usage or
configuration; 3 input or output not usable; 4 a gate could not be decided; 70 a
fault of lossctl. Of several evaluations the first of 70, 3, 2, 1, 4, 0.`;

export interface CheckOptions extends OutputOptions, VerdictOptions {
  readonly config?: string;
  readonly format?: string;
  readonly github?: true;
}

export function registerCheck(program: Command, io: CommandIo, settle: (code: number) => void): void {
  const command = program
    .command("check")
    .summary("runs the evaluations of a configuration: one report, one exit code")
    .description("Runs the evaluations of a configuration, all or those named: one report, one exit code.")
    .argument("[name...]", "evaluations of the configuration (default: all)")
    .usage("[options] [name...]");
  addOptions(command, "Configuration", [
    new Option("--config <file>", "the configuration (default: it is searched for, see below)"),
    ...verdictOptions("gate"),
  ]);
  declareOutputOptions(command, REPORT_OUTPUT, [
    githubOption(),
    new Option(
      "--format <format>",
      "table, json, markdown, junit, openmetrics or metrics (default: by the ending of -o, else table)",
    ),
  ]);
  command.addHelpText("after", EXAMPLES).action(async (names: string[], options: CheckOptions) => {
    // What it needs is loaded where it is needed.
    settle(await (await import("./check-run.ts")).runCheck(names, options, io));
  });
}
