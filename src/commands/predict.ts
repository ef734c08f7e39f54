/**
 * lossctl predict MODEL [FILE…]
 *
 * Writes the rows of the input with the predictions of a model that fit has made.
 */
import { type Command, Option } from "commander";
import { EXIT, usageError } from "../errors.ts";
import { type TableOptions, tableOptions } from "./input-options.ts";
import { inputsOf } from "./inputs.ts";
import type { CommandIo } from "./io.ts";
import { addOptions, oneThreadOption } from "./option-groups.ts";
import { declareOutputOptions, type OutputOptions } from "./output-options.ts";
import { createRun, refuseInput } from "./read-table.ts";

const EXAMPLES = `
Examples:
  lossctl predict model.json data.csv -o preds.csv
  lossctl predict model.json data.csv | lossctl eval - --label price

Exit codes: 0 written; 2 wrong usage; 3 model, input or output not usable; 70 a
fault of lossctl.`;

/** The options as commander leaves them. */
export interface PredictOptions extends TableOptions, Omit<OutputOptions, "json"> {
  readonly as: string;
  readonly only?: true;
  readonly format?: "csv" | "tsv" | "ndjson";
}

export function registerPredict(program: Command, io: CommandIo, settle: (code: number) => void): void {
  const command = program
    .command("predict")
    .summary("applies a model of fit; its output is eval's input")
    .description(
      "Writes the rows of the input, in their order, with a model's prediction of each as a further column: a number, a probability or a mean.",
    )
    .argument("<model>", "the model, as lossctl fit --model writes it")
    .argument(
      "[file...]",
      "CSV, TSV or NDJSON, plain or compressed; several are one data set; - or none: standard input",
    )
    .usage("[options] <model> [file...]");
  addOptions(command, "Input", [
    ...tableOptions("features are columns by their numbers from 1", "a level that the model does not know"),
    oneThreadOption(),
  ]);
  addOptions(command, "Prediction", [
    new Option("--as <name>", "name of the new column (default: prediction)").default("prediction"),
    new Option("--only", "write the predictions alone"),
  ]);
  declareOutputOptions(
    command,
    { output: "write to a file, replaced when complete (default: standard output)" },
    [
      new Option(
        "--format <format>",
        "csv, tsv or ndjson (default: by the ending of -o, else what the input is)",
      ).choices(["csv", "tsv", "ndjson"]),
    ],
  );
  command
    .addHelpText("after", EXAMPLES)
    .action(async (model: string, files: string[], options: PredictOptions) => {
      const inputs = inputsOf(files, command, io);
      if (inputs === null) return settle(EXIT.usage);
      settle(await runPredict(model, inputs, options, io));
    });
}

/** Resolves to the exit code when all rows are written, or nobody reads them any more. */
async function runPredict(
  modelFile: string,
  files: readonly string[],
  options: PredictOptions,
  io: CommandIo,
): Promise<number> {
  // Loaded where it is needed: other commands start without it.
  const { readPredictOptions, writePredictions } = await import("./predict-rows.ts");
  const request = readPredictOptions(options);
  if (modelFile === "-") throw usageError("the model is a file: standard input is for the rows");
  if (options.output !== undefined) {
    await (await import("../report/target.ts")).checkWritable(options.output);
    refuseInput(options.output, [modelFile, ...files]);
  }
  return writePredictions(modelFile, files, request, options, createRun(options, io), io);
}
