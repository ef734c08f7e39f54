/** How intervals are asked for that come from replicates. */
import { InvalidArgumentError, Option } from "commander";
import { usageError } from "../errors.ts";
import type { BootstrapOptions } from "../evaluate/bootstrap.ts";
import { collect } from "./option-groups.ts";
import { single } from "./single.ts";

/** `--bootstrap` and `--seed`. */
export function bootstrapOptions(): Option[] {
  return [
    new Option(
      "--bootstrap <n>",
      "intervals of every loss from n replicates whose rows are drawn anew, 1000 is usual; memory grows with n times slices times losses, time with n",
    ).argParser(replicates),
    new Option("--seed <n>", "of the draws of --bootstrap (default: 0)").argParser(seed),
  ];
}

/** `--id` of a command that has no other use for it. */
export function drawIdOption(): Option {
  return new Option(
    "--id <column>",
    "draw rows by the text of this column, so that their order does not count, and equal texts together (default: by their numbers)",
  ).argParser(collect);
}

/** What they come to; null without `--bootstrap`. @throws LossctlError (usage) */
export function readBootstrap(options: {
  readonly bootstrap?: number;
  readonly seed?: number;
  readonly id?: readonly string[];
}): BootstrapOptions | null {
  const id = readId(options.id);
  if (options.bootstrap === undefined) {
    if (options.seed !== undefined) throw usageError("--seed is for --bootstrap, and there is none");
    if (id !== undefined) throw usageError("--id is for --bootstrap, and there is none");
    return null;
  }
  return { replicates: options.bootstrap, seed: options.seed ?? 0, ...(id === undefined ? {} : { id }) };
}

/** @throws LossctlError (usage) for a second one. */
export function readId(texts: readonly string[] | undefined): string | undefined {
  return single("--id", texts, "rows are told apart by one column");
}

/** More would take gigabytes and show no further digit. */
const MOST = 100_000;

function replicates(text: string): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (number >= 2 && number <= MOST) return number;
  throw new InvalidArgumentError("expected a whole number from 2 to 100000; 1000 is usual");
}

function seed(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("expected a whole number of at least 0");
  return Number(text);
}
