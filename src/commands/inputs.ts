/** What a command reads: the files that were named, else standard input. */
import type { Command } from "commander";
import type { CommandIo } from "./io.ts";

/** Null, with the help shown, where that is a terminal: nothing is piped in, and the user means to ask. */
export function inputsOf(
  files: readonly string[],
  command: Command,
  io: CommandIo,
): readonly string[] | null {
  if (files.length > 0) return files;
  if (!io.stdin.isTTY) return ["-"];
  command.outputHelp({ error: true });
  return null;
}
