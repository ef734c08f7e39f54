/** Writes a report where it belongs: standard output, or the file of `-o`. */
import { createStyle, wantsColor } from "../report/style.ts";
import type { RenderOptions } from "../report/types.ts";
import { writeToStream } from "../report/write-stream.ts";
import type { CommandIo } from "./io.ts";
import type { OutputOptions } from "./output-options.ts";

/** @param forPeople Whether it may have colour, and heeds the terminal's width. */
export async function writeDocument(
  render: (options: RenderOptions) => Promise<string>,
  forPeople: boolean,
  options: OutputOptions,
  io: CommandIo,
): Promise<void> {
  const toFile = options.output !== undefined;
  const style = await createStyle(forPeople && !toFile && wantsColor(io.stdout, options.color, io.env));
  // A pseudo-terminal that was given no size says 0.
  const text = await render({ width: io.stdout.columns || 80, style });
  if (options.output === undefined) await writeToStream(io.stdout, text);
  else await (await import("../report/write-file.ts")).writeToFile(options.output, text);
}
