/**
 * lossctl compare [FILE…]
 *
 * Compares predictions of the same labels, row by row: differences with intervals and tests, and whether a model is not
 * worse than another by more than a margin.
 */
import type { Command } from "commander";
import { EXIT } from "../errors.ts";
import { type CompareOptions, declareCompareOptions } from "./compare-options.ts";
import { inputsOf } from "./inputs.ts";
import type { CommandIo } from "./io.ts";

const EXAMPLES = `
Examples:
  lossctl compare preds.csv --label y --pred old --pred new --loss mse --margin 1%
  lossctl compare old.csv new.csv --loss log-loss --by segment

Exit codes: 0 computed, margins passed; 1 a margin failed; 2 wrong usage; 3 input or
output not usable; 4 a margin could not be decided; 70 a fault of lossctl.`;

export function registerCompare(program: Command, io: CommandIo, settle: (code: number) => void): void {
  const command = program
    .command("compare")
    .summary("models against each other on the same rows: differences, intervals, verdict")
    .description(
      "Compares predictions of the same labels, paired by row: differences with intervals and tests, and whether a model is worse than another by more than a margin.",
    )
    .argument(
      "[file...]",
      "CSV, TSV or NDJSON, plain or compressed; with several --pred one data set, else each a model; - or none: standard input",
    )
    .usage("[options] [file...]");
  declareCompareOptions(command);
  command.addHelpText("after", EXAMPLES).action(async (files: string[], options: CompareOptions) => {
    const inputs = inputsOf(files, command, io);
    if (inputs === null) return settle(EXIT.usage);
    const work = async () => {
      // Loaded where it is needed: each start of another command would pay for it.
      const { runCompare } = await import("./compare-run.ts");
      return runCompare(inputs, options, io);
    };
    settle(await (options.github === true ? (await import("./github.ts")).annotated(io, work) : work()));
  });
}
