/** What `lossctl grad` can be told, in the groups of its help. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { usageError } from "../errors.ts";
import type { PlanOptions } from "../evaluate/plan.ts";
import { DEFAULT_TOLERANCES, type Tolerances } from "../gradient/check-derivative.ts";
import type { Reduction } from "../gradient/reduction.ts";
import { rowWise } from "../gradient/row-wise.ts";
import { createMeasure, type LossChoice } from "../losses/spec.ts";
import type { Dialect } from "../read/chunk.ts";
import { refuseOtherEnding } from "../report/endings.ts";
import { type RowFormat, rowFormats } from "../report/row-formats.ts";
import { expectGradientIn, inDialectNamed, TOOL_NAMES } from "./choose-dialect.ts";
import { chooseLosses } from "./choose-losses.ts";
import { declareInputOptions, type InputOptions, readInputOptions } from "./input-options.ts";
import { addOptions, listOption, oneThreadOption } from "./option-groups.ts";
import { declareOutputOptions, type OutputOptions } from "./output-options.ts";

/** The options as commander leaves them: texts, lists and switches, nothing looked up yet. */
export interface GradOptions extends InputOptions, OutputOptions {
  readonly loss: string[];
  readonly dialect?: string;
  readonly reduction?: Reduction;
  readonly check?: true;
  readonly rtol?: number;
  readonly atol?: number;
  readonly keep: string[];
  readonly format?: string;
}

/** Declares them on the command. */
export function declareGradOptions(command: Command): void {
  const { rtol, atol } = DEFAULT_TOLERANCES;
  declareInputOptions(command, [oneThreadOption()]);
  addOptions(command, "Loss", [
    listOption("--loss <loss>", "one loss that is a mean over rows; parameters as huber:delta=2 (required)"),
    new Option(
      "--reduction <how>",
      "none: of each row's loss; sum: times its weight; mean: its part of the weighted mean, which reads the input twice (default: none)",
    ).choices(["none", "mean", "sum"]),
    new Option(
      "--dialect <tool>",
      "sklearn, keras, torch, xgboost or lightgbm: that tool's clipping, scale, kinks and defaults",
    ).choices(TOOL_NAMES),
  ]);
  addOptions(command, "Check", [
    new Option(
      "--check",
      "instead of rows, compare gradient and Hessian with central differences; fail beyond --rtol and --atol",
    ),
    new Option(
      "--rtol <r>",
      `allowed difference as a share of the larger of both (default: ${rtol.toExponential()})`,
    ).argParser(tolerance),
    new Option("--atol <a>", `allowed difference besides (default: ${atol.toExponential()})`).argParser(
      tolerance,
    ),
  ]);
  declareOutputOptions(
    command,
    {
      json: "instead of rows, what they add up to as JSON; with --check its report",
      output: "write to a file, replaced when complete (default: standard output)",
    },
    [
      listOption("--keep <columns>", "append these columns of the input to each row, as a,b"),
      new Option("--format <format>", "csv, ndjson or npy (default: by the ending of -o, else csv)"),
    ],
  );
}

function tolerance(text: string): number {
  const value = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) throw new InvalidArgumentError("expected a number of at least 0");
  return value;
}

/** What the document is: rows in a format, what they add up to, or a check. */
export type GradDocument =
  | { readonly kind: "rows"; readonly format: RowFormat; readonly reduction: Reduction }
  | { readonly kind: "summary"; readonly reduction: Reduction }
  | { readonly kind: "check"; readonly format: "table" | "json"; readonly tolerances: Tolerances };

/** What the options come to before anything is opened. */
export interface GradRequest {
  readonly plan: PlanOptions;
  readonly dialect: Dialect;
  readonly loss: LossChoice;
  /** Whose conventions the loss follows; absent where they are our own. */
  readonly tool?: string;
  readonly document: GradDocument;
}

/** @throws LossctlError (usage) */
export function readGradOptions(options: GradOptions): GradRequest {
  const { plan, dialect } = readInputOptions(options);
  const document = options.check === true ? checkDocument(options) : rowDocument(options);
  return {
    plan: { ...plan, by: [], keep: options.keep, maxSlices: 1 },
    dialect,
    loss: oneLoss(options),
    ...(options.dialect === undefined ? {} : { tool: options.dialect }),
    document,
  };
}

function oneLoss({ loss: texts, dialect }: GradOptions): LossChoice {
  const losses = inDialectNamed(chooseLosses(texts), dialect);
  const [loss] = losses;
  if (loss === undefined) throw usageError("grad needs a loss", "as --loss mse");
  if (losses.length > 1) {
    throw usageError(
      `grad takes one loss, found ${losses.length}: ${losses.map(({ key }) => key).join(", ")}`,
    );
  }
  // Whatever the columns will be, before any of them is looked for.
  if (dialect !== undefined) expectGradientIn(dialect, loss);
  rowWise(loss, createMeasure(loss));
  return loss;
}

function rowDocument(options: GradOptions): GradDocument {
  const reduction = options.reduction ?? "none";
  for (const name of ["rtol", "atol"] as const) {
    if (options[name] !== undefined) throw usageError(`--${name} is for --check`);
  }
  const format = chooseFormat(
    options,
    rowFormats.map(({ name }) => name),
    "csv",
  );
  if (format === "json") return { kind: "summary", reduction };
  const found = rowFormats.find(({ name }) => name === format);
  if (found === undefined) throw new TypeError(`no format ${format}`);
  if (!found.texts && options.keep.length > 0) {
    throw usageError(`--keep is for csv and ndjson: ${found.name} holds numbers only`);
  }
  return { kind: "rows", format: found, reduction };
}

function checkDocument(options: GradOptions): GradDocument {
  if (options.reduction !== undefined) {
    throw usageError("--reduction is for rows: --check looks at each row's own loss");
  }
  if (options.keep.length > 0) throw usageError("--keep is for rows, and --check writes none");
  const format = chooseFormat(options, ["table"], "table");
  const { rtol = DEFAULT_TOLERANCES.rtol, atol = DEFAULT_TOLERANCES.atol } = options;
  return { kind: "check", format: format === "json" ? "json" : "table", tolerances: { rtol, atol } };
}

/** The format named, else the one of the output file's ending in any case of letters, else `otherwise`. */
function chooseFormat(options: GradOptions, names: readonly string[], otherwise: string): string {
  const { json, format, output } = options;
  if (json === true && format !== undefined && format !== "json") {
    throw usageError(`--json and --format ${format} contradict each other`);
  }
  const known = [...names, "json"];
  if (json === true) return "json";
  if (format === undefined) {
    const file = output?.toLowerCase() ?? "";
    const found = known.find((name) => file.endsWith(`.${name}`));
    if (found === undefined) refuseOtherEnding(output, known);
    return found ?? otherwise;
  }
  if (known.includes(format)) return format;
  throw usageError(`unknown format "${format}"`, `there are ${known.join(", ")}`);
}
