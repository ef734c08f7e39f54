/** How options are declared: in groups of the help, some of them repeatable. */
import { type Command, InvalidArgumentError, Option } from "commander";

/** Adds options under a heading of the help. */
export function addOptions(command: Command, heading: string, options: readonly Option[]): void {
  for (const option of options) command.addOption(option.helpGroup(`${heading}:`));
}

/** The parser of an option that may be repeated. */
export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** A repeatable option that is an empty list where it is not given. */
export function listOption(flags: string, about: string): Option {
  return new Option(flags, about).argParser(collect).default([]);
}

/** Of commands that one thread serves: scripts may give every command that reads rows the same option. */
export function oneThreadOption(): Option {
  return new Option("--threads <n>", "accepted as in eval, without effect: one thread reads").argParser(
    wholeNumber,
  );
}

/** The parser of a whole number above 0. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text) || Number(text) < 1)
    throw new InvalidArgumentError("expected a whole number above 0");
  return Number(text);
}
