/** Options of `lossctl eval` as keys of a configuration: the same names in camelCase, read by the same parser. */
import { relative, resolve } from "node:path";
import { Command, CommanderError, type Option } from "commander";
import type { ConfiguredEvaluation, OptionKind } from "../config/config.ts";
import { usageError } from "../errors.ts";
import { declareEvalOptions, type EvalOptions } from "./eval-options.ts";
import { collect } from "./option-groups.ts";
import { usageLine } from "./usage-line.ts";

/** Those of the whole run are no part of an evaluation: where reports go, and what exit codes come to. */
const OF_THE_RUN = new Set(["--exit-zero", "--undecided"]);

/** Paths, which are relative to the configuration. */
const PATHS = new Set(["baseline"]);

function evalCommand(): Command {
  const command = new Command("eval").exitOverride().configureOutput({ outputError: () => {} });
  declareEvalOptions(command);
  return command;
}

function keyedOptions(): Map<string, Option> {
  const own = evalCommand().options.filter(
    ({ helpGroupHeading, long }) => helpGroupHeading !== "Output:" && !OF_THE_RUN.has(long ?? ""),
  );
  return new Map(own.map((option) => [keyOf(option), option]));
}

/** `--max-slice` is `maxSlice`, `--no-header` is `noHeader`. */
function keyOf({ long }: Option): string {
  return (long ?? "").slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The keys that an evaluation may have besides its files, and what each takes. */
export function configKeys(): ReadonlyMap<string, OptionKind> {
  return new Map(
    [...keyedOptions()].map(([key, option]) => [
      key,
      option.isBoolean() || option.negate ? "switch" : option.parseArg === collect ? "texts" : "text",
    ]),
  );
}

/**
 * What `lossctl eval` would be told on the command line.
 * @throws LossctlError (usage) for a value that an option does not take.
 */
export function evalOptionsOf({ options }: ConfiguredEvaluation, folder: string): EvalOptions {
  const known = keyedOptions();
  const args = [...options].flatMap(([key, texts]) => {
    const option = known.get(key);
    if (option === undefined) throw new TypeError(`unknown key ${key}`);
    if (option.isBoolean() || option.negate) return texts.map(() => option.long ?? "");
    return texts.map((text) => `${option.long}=${PATHS.has(key) ? pathFrom(folder, text) : text}`);
  });
  const command = evalCommand();
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) throw usageError(usageLine(error.message));
    throw error;
  }
  return command.opts<EvalOptions>();
}

/** A path of the configuration as seen from the working directory. */
export function pathFrom(folder: string, path: string): string {
  return relative(process.cwd(), resolve(folder, path)) || ".";
}
