/**
 * lossctl grad [FILE…]
 *
 * Writes loss, gradient and Hessian of each row, or checks the derivatives by finite differences.
 */
import type { Command } from "commander";
import { EXIT, usageError } from "../errors.ts";
import { checkWritable } from "../report/target.ts";
import { checkDerivatives } from "./grad-check.ts";
import { declareGradOptions, type GradOptions, readGradOptions } from "./grad-options.ts";
import { summarizeRows, writeRows } from "./grad-rows.ts";
import { inputsOf } from "./inputs.ts";
import type { CommandIo } from "./io.ts";
import { createRun, refuseInput } from "./read-table.ts";

const EXAMPLES = `
Examples:
  lossctl grad preds.csv --loss huber:delta=2 -o grads.csv
  lossctl grad preds.csv --loss log-loss --check

Exit codes: 0 computed, the check passed; 1 the check failed; 2 wrong usage; 3 input or
output not usable; 4 no row could be checked; 70 a fault of lossctl.
`;

export function registerGrad(program: Command, io: CommandIo, settle: (code: number) => void): void {
  const command = program
    .command("grad")
    .summary("loss, gradient and Hessian of each row; checks them by finite differences")
    .description(
      "Writes loss, gradient and Hessian of each row, in the order of the input, or checks the derivatives by finite differences.",
    )
    .argument(
      "[file...]",
      "CSV, TSV or NDJSON, plain or compressed; several are one data set; - or none: standard input",
    )
    .usage("[options] [file...]");
  declareGradOptions(command);
  command.addHelpText("after", EXAMPLES).action(async (files: string[], options: GradOptions) => {
    const inputs = inputsOf(files, command, io);
    if (inputs === null) return settle(EXIT.usage);
    settle(await runGrad(inputs, options, io));
  });
}

/** Resolves to the exit code when the document is complete, or nobody reads it any more. */
async function runGrad(files: readonly string[], options: GradOptions, io: CommandIo): Promise<number> {
  const request = readGradOptions(options);
  const { document } = request;
  const run = createRun(options, io);
  if (options.output !== undefined) {
    await checkWritable(options.output);
    refuseInput(options.output, files);
  } else if (document.kind === "rows" && document.format.name === "npy" && io.stdout.isTTY) {
    throw usageError("npy is not text, and standard output is a terminal", "-o grads.npy writes a file");
  }
  if (document.kind === "check") return checkDerivatives(files, request, document, options, run, io);
  if (document.kind === "summary") return summarizeRows(files, request, document, options, run, io);
  return writeRows(files, request, document, options, run, io);
}
