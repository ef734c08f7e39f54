/** A run of `lossctl compare`: options to a request, rows to a report, verdict to an exit code. */
import { compareResults, withUnpaired } from "../compare/results.ts";
import { usageError } from "../errors.ts";
import type { BootstrapOptions } from "../evaluate/bootstrap.ts";
import { noRows } from "../evaluate/results.ts";
import { judgeMargins, type Margin, parseMargin } from "../gate/margin.ts";
import type { LossChoice } from "../losses/spec.ts";
import { nearest } from "../nearest.ts";
import type { Dialect } from "../read/chunk.ts";
import { inputName } from "../read/source.ts";
import { type CompareFormat, chooseCompareFormat } from "../report/compare-formats.ts";
import type { CompareReport } from "../report/compare-types.ts";
import { pairedRowsText } from "../report/heading.ts";
import { checkWritable } from "../report/target.ts";
import { readBootstrap, readId } from "./bootstrap-options.ts";
import { inDialectNamed } from "./choose-dialect.ts";
import { chooseGateLoss, chooseLosses } from "./choose-losses.ts";
import type { CompareOptions } from "./compare-options.ts";
import { readModels } from "./compare-read.ts";
import { DEFAULT_LEVEL } from "./confidence.ts";
import { type InputPlan, readInputOptions } from "./input-options.ts";
import type { CommandIo } from "./io.ts";
import { createRun, refuseInput } from "./read-table.ts";
import { verdictCode } from "./verdict-code.ts";
import { writeDocument } from "./write-document.ts";

/** What the options come to before anything is opened. */
export interface CompareRequest {
  /** Of all models: predictions are theirs. */
  readonly plan: InputPlan;
  readonly dialect: Dialect;
  /** Names of the models, and what their predictions are called; undefined: by the usual names. */
  readonly models: readonly { readonly name: string; readonly prediction: string | undefined }[];
  readonly reference: number;
  /** Models are columns of one data set, or a file each. */
  readonly form: "columns" | "files";
  readonly losses: readonly LossChoice[];
  /** Computed too, so that they can be judged. */
  readonly marginLosses: readonly LossChoice[];
  readonly margins: readonly Margin[];
  readonly format: CompareFormat;
  /** The column by which the rows of files are joined; null where they are paired as they come. */
  readonly joinedBy: string | null;
  /** Null where intervals come from formulas. */
  readonly bootstrap: BootstrapOptions | null;
}

/** Resolves to the exit code of the verdict, when the document is complete. */
export async function runCompare(
  files: readonly string[],
  options: CompareOptions,
  io: CommandIo,
): Promise<number> {
  const request = readOptions(files, options);
  if (options.output !== undefined) {
    await checkWritable(options.output);
    refuseInput(options.output, files);
  }
  const run = createRun(options, io);
  const { comparison, unpaired } = await readModels(files, request, options, run);
  const {
    rows: paired,
    columns,
    ...folded
  } = compareResults(comparison, options.confidence ?? DEFAULT_LEVEL);
  const rows = unpaired === null ? paired : withUnpaired(paired, unpaired);
  if (rows.used === 0) throw noRows(rows.read, files.map(inputName), pairedRowsText(rows));
  const scalar = comparison.plan.plans[0]?.shape === "scalar";
  if (request.losses.length === 0 && options.task === undefined && scalar && comparison.binary) {
    run.say(
      "note: labels are 0 and 1, predictions from 0 to 1: --task binary reports log-loss, brier and auc",
    );
  }
  const { losses, gates, verdict } = judgeMargins(folded.losses, request.margins, {
    used: rows.used,
    minRows: options.minRows ?? 1,
  });
  const report: CompareReport = {
    schema: "lossctl.compare/1",
    tool: { name: "lossctl", version: io.version },
    inputs: files,
    ...folded,
    columns: request.joinedBy === null ? columns : { ...columns, id: request.joinedBy },
    rows,
    ...(options.dialect === undefined ? {} : { dialect: options.dialect }),
    losses,
    gates,
    verdict,
  };
  if (options.github === true) {
    const { tell } = await import("./github.ts");
    const { compareMetrics, toldOfComparison } = await import("../report/compare-ci.ts");
    await tell([toldOfComparison(report)], { verdict, metrics: compareMetrics(report) }, io, run.say);
  }
  const { format } = request;
  await writeDocument((render) => format.render(report, render), format.name === "table", options, io);
  return verdictCode(verdict, options);
}

/** @throws LossctlError (usage) */
function readOptions(files: readonly string[], options: CompareOptions): CompareRequest {
  const { pred = [], ...others } = options;
  const losses = inDialectNamed(chooseLosses(options.loss), options.dialect);
  const marginLosses: LossChoice[] = [];
  const keyOf = (text: string): string => {
    const choice = chooseGateLoss(text, losses);
    marginLosses.push(...inDialectNamed([choice], losses.includes(choice) ? undefined : options.dialect));
    return choice.key;
  };
  const margins = options.margin.map((text) => parseMargin(text, keyOf));
  if (margins.length === 0 && (options.minRows !== undefined || options.undecided !== undefined)) {
    const option = options.minRows === undefined ? "--undecided" : "--min-rows";
    throw usageError(`${option} is for --margin, and there is none`);
  }
  if (options.json === true && options.format !== undefined && options.format !== "json") {
    throw usageError(`--json and --format ${options.format} contradict each other`);
  }
  const format = chooseCompareFormat(options.json === true ? "json" : options.format, options.output);
  const form = pred.length > 1 ? "columns" : "files";
  if (form === "files" && files.length < 2) {
    throw usageError(
      `a comparison takes two models, found one: ${pred[0] ?? inputName(files[0] ?? "-")}`,
      "--pred old --pred new names them, or two files",
    );
  }
  if (form === "files" && files.filter((file) => file === "-").length > 1) {
    throw usageError("standard input is named twice");
  }
  const id = readId(options.id);
  // Without replicates an id is there to join.
  const bootstrap = readBootstrap(options.bootstrap === undefined ? { ...options, id: [] } : options);
  checkRows(form, id, options);
  const named =
    form === "columns"
      ? pred.map((text) => [text, text] as const)
      : files.map((file) => [file, pred[0]] as const);
  const names = unique(named.map(([name]) => name));
  return {
    ...readInputOptions(others),
    models: named.map(([, prediction], place) => ({ name: names[place] as string, prediction })),
    reference: referenceOf(names, options.reference),
    form,
    losses,
    marginLosses,
    margins,
    format,
    joinedBy: form === "files" ? (id ?? null) : null,
    bootstrap,
  };
}

function checkRows(
  form: CompareRequest["form"],
  id: string | undefined,
  { unmatched, hac, weight, bootstrap }: CompareOptions,
): void {
  if (id !== undefined && form === "columns" && bootstrap === undefined) {
    throw usageError("--id joins the rows of files, and the models are columns of one data set");
  }
  if (unmatched === "skip" && (id === undefined || form === "columns")) {
    throw usageError(
      id === undefined
        ? "--unmatched is for --id, and there is none"
        : "--unmatched is for files that --id joins, and the models are columns of one data set",
    );
  }
  if (hac === undefined) return;
  if (bootstrap !== undefined) {
    throw usageError("--bootstrap draws each row by itself, and with --hac rows depend on those before them");
  }
  if (id !== undefined) throw usageError("--hac needs rows in order, and --id joins them in any");
  if (weight !== undefined)
    throw usageError("--hac takes no --weight: the rows of a time series count one each");
}

/** As duplicate headers: `name`, `name#2`. */
function unique(names: readonly string[]): string[] {
  const taken: string[] = [];
  for (const name of names) {
    let free = name;
    for (let count = 2; taken.includes(free); count++) free = `${name}#${count}`;
    taken.push(free);
  }
  return taken;
}

function referenceOf(names: readonly string[], text: string | undefined): number {
  if (text === undefined) return 0;
  const place = names.indexOf(text);
  if (place >= 0) return place;
  const suggestion = nearest(text, names);
  throw usageError(
    `--reference: expected one of the models ${names.join(", ")}, found "${text}"`,
    suggestion === undefined ? undefined : `did you mean ${suggestion}?`,
  );
}
