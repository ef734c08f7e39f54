/**
 * lossctl losses [NAME]
 *
 * Lists the catalogue, tells of one loss on a page, or says which losses fit a file.
 */
import type { Command } from "commander";
import { EXIT, usageError } from "../errors.ts";
import { createStyle, wantsColor } from "../report/style.ts";
import type { RenderOptions } from "../report/types.ts";
import { writeToStream } from "../report/write-stream.ts";
import type { CommandIo } from "./io.ts";
import { declareLossesOptions, type LossesOptions } from "./losses-options.ts";

const EXAMPLES = `
Examples:
  lossctl losses huber:delta=2
  lossctl losses --for preds.csv

Exit codes: 0 printed; 2 wrong usage, as an unknown loss; 3 the file can't be read;
70 a fault of lossctl.
`;

export function registerLosses(program: Command, io: CommandIo, settle: (code: number) => void): void {
  const command = program
    .command("losses")
    .summary("the catalogue of losses, a page for each, help to choose")
    .description("Lists the losses, shows one of them on a page, or says which fit a file.")
    .argument("[name]", "id or alias of a loss, with parameters if you like")
    .usage("[options] [name]");
  declareLossesOptions(command);
  command.addHelpText("after", EXAMPLES).action(async (name: string | undefined, options: LossesOptions) => {
    await runLosses(name, options, io);
    settle(EXIT.ok);
  });
}

/** What each of the three does is loaded only where it is asked for. */
async function runLosses(name: string | undefined, options: LossesOptions, io: CommandIo): Promise<void> {
  check(name, options);
  const color = options.json !== true && wantsColor(io.stdout, options.color, io.env);
  // A pseudo-terminal that was given no size says 0.
  const render: RenderOptions = { width: io.stdout.columns || 80, style: await createStyle(color) };
  const json = options.json === true;
  let text: string;
  if (options.for !== undefined) {
    text = await (await import("./losses-for.ts")).lossesFor(options.for, options, json, render, io);
  } else if (name !== undefined) {
    text = await (await import("./losses-page.ts")).lossesPage(name, json, render, io);
  } else {
    text = await (await import("./losses-list.ts")).lossesList(options.task, json, render, io);
  }
  await writeToStream(io.stdout, text);
}

/** @throws LossctlError (usage) for options that would do nothing. */
function check(name: string | undefined, options: LossesOptions): void {
  if (name !== undefined && options.task !== undefined) {
    throw usageError(`--task lists losses, and ${name} is one`);
  }
  if (options.for !== undefined) {
    if (name !== undefined) throw usageError(`--for says which losses fit, and ${name} is one`);
    if (options.task !== undefined)
      throw usageError("--for says which losses fit, --task lists those of a task");
    return;
  }
  const { label, pred, from, delimiter, decompress, header } = options;
  const idle = Object.entries({
    "--label": label,
    "--pred": pred,
    "--from": from,
    "--delimiter": delimiter,
    "--decompress": decompress,
  })
    .filter(([, value]) => value !== undefined)
    .map(([option]) => option)
    .concat(header ? [] : ["--no-header"]);
  if (idle.length > 0)
    throw usageError(`${idle.join(", ")} ${idle.length === 1 ? "is" : "are"} for --for FILE`);
}
