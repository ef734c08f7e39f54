/** Where the document goes, and what is said besides it: options that every command has. */
import { type Command, Option } from "commander";
import { addOptions } from "./option-groups.ts";

/** As commander leaves them. */
export interface OutputOptions {
  readonly json?: true;
  readonly output?: string;
  readonly color: "always" | "never" | "auto";
  readonly quiet?: true;
  readonly verbose?: true;
  readonly debug?: true;
}

/** What a command says of the two whose meaning depends on its document. */
export interface OutputTexts {
  /** Absent where the document is never JSON. */
  readonly json?: string;
  readonly output: string;
}

/** Of commands whose document is a report. */
export const REPORT_OUTPUT: OutputTexts = Object.freeze({
  json: "the same as --format json",
  output: "write the report to a file, replaced when complete (default: standard output)",
});

/** Of commands that judge gates in a job of GitHub. */
export function githubOption(): Option {
  return new Option(
    "--github",
    "in GitHub Actions: annotations (on standard error), summary of the job, outputs of the step (verdict, metrics)",
  );
}

/** Declares them on the command; those that are `before` them stand in the same group. */
export function declareOutputOptions(command: Command, texts: OutputTexts, before: readonly Option[]): void {
  addOptions(command, "Output", [
    ...before,
    ...(texts.json === undefined ? [] : [new Option("--json", texts.json)]),
    new Option("-o, --output <file>", texts.output),
    new Option(
      "--color <when>",
      "always, never or auto (default: auto, which heeds NO_COLOR and FORCE_COLOR)",
    )
      .choices(["always", "never", "auto"])
      .default("auto"),
    new Option("-q, --quiet", "no notes, warnings and progress on standard error"),
    new Option("--verbose", "say how the input was read"),
    new Option("--debug", "print a stack trace with an error"),
  ]);
  // As among inputs, "-" is no file.
  command.hook("preAction", () => {
    if (command.getOptionValue("output") === "-") command.setOptionValue("output", undefined);
  });
  // Stands with the others, not in a group of its own.
  command.addHelpOption(new Option("-h, --help", "print this help").helpGroup("Output:"));
}
