/** `lossctl losses NAME`: one loss on a page. */
import { lossCurves } from "../catalogue/curves.ts";
import { lossEntry } from "../catalogue/entry.ts";
import type { ExampleTable } from "../catalogue/types.ts";
import { usageError } from "../errors.ts";
import { splitLosses } from "../losses/spec.ts";
import { curvePoints, renderLossPage } from "../report/loss-page.ts";
import { renderLossesJson } from "../report/losses-json.ts";
import type { RenderOptions } from "../report/types.ts";
import { showsUnicode } from "../report/unicode.ts";
import { chooseLoss } from "./choose-losses.ts";
import { evalOutput } from "./eval-output.ts";
import type { CommandIo } from "./io.ts";

export async function lossesPage(
  name: string,
  json: boolean,
  options: RenderOptions,
  io: CommandIo,
): Promise<string> {
  const [single, ...others] = splitLosses(name);
  if (single === undefined || others.length > 0) throw usageError(`expected one loss, found "${name}"`);
  const choice = chooseLoss(single);
  const entry = lossEntry(choice);
  if (json) return renderLossesJson({ version: io.version, entries: [entry] });
  const page = { ...options, unicode: showsUnicode(io.env) };
  const curves = lossCurves(choice, curvePoints(page));
  const example = entry.example === null ? null : await run(entry.example, options.width, io);
  return renderLossPage({ entry, curves, example }, page);
}

/** The example's table goes through the command itself, so that the page prints what it prints. */
async function run({ key, table, options }: ExampleTable, width: number, io: CommandIo) {
  const rows = table.map((row) => row.join(","));
  const args = ["--loss", key, ...options];
  return {
    table: rows,
    args,
    output: await evalOutput(args, `${rows.join("\n")}\n`, width, io),
  };
}
