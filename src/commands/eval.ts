/**
 * lossctl eval [FILE…]
 *
 * Reads labels and predictions, prints losses and metrics for all rows and by slice, and judges gates.
 */
import type { Command } from "commander";
import { EXIT, usageError } from "../errors.ts";
import type { Evaluation } from "../evaluate/evaluation.ts";
import { chooseColumns, makePlan, needsLabel, type PlanOptions } from "../evaluate/plan.ts";
import { noRows, type Results, results } from "../evaluate/results.ts";
import { judge } from "../gate/judge.ts";
import { parseRule, type Rule } from "../gate/rule.ts";
import type { LossChoice } from "../losses/spec.ts";
import { evaluateTable } from "../parallel/evaluate-table.ts";
import type { Dialect } from "../read/chunk.ts";
import type { DialectsReport } from "../report/dialects.ts";
import { rowsText } from "../report/heading.ts";
import type { Pictures } from "../report/picture-types.ts";
import { chooseFormat, type Format } from "../report/reporters.ts";
import { createStyle, wantsColor } from "../report/style.ts";
import { dictionary, type RenderOptions, type Report } from "../report/types.ts";
import { showsUnicode } from "../report/unicode.ts";
import { writeToStream } from "../report/write-stream.ts";
import { readBootstrap } from "./bootstrap-options.ts";
import { ALL_DIALECTS, dialectLines, inAllDialects, inDialectNamed } from "./choose-dialect.ts";
import { chooseGateLoss, chooseLosses, defaultLosses, distinct } from "./choose-losses.ts";
import { DEFAULT_LEVEL } from "./confidence.ts";
import { declareEvalOptions, type EvalOptions } from "./eval-options.ts";
import { readInputOptions } from "./input-options.ts";
import { inputsOf } from "./inputs.ts";
import type { CommandIo } from "./io.ts";
import { createRun, type Run, readTable, refuseInput } from "./read-table.ts";
import { single } from "./single.ts";
import { verdictCode } from "./verdict-code.ts";

const EXAMPLES = `
Examples:
  lossctl eval preds.csv --loss mse,mae
  lossctl eval preds.csv --loss log-loss --by segment --max log-loss=0.35

Exit codes: 0 computed, gates passed; 1 a gate failed; 2 wrong usage; 3 input or
output not usable; 4 a gate could not be decided; 70 a fault of lossctl.`;

export function registerEval(program: Command, io: CommandIo, settle: (code: number) => void): void {
  const command = program
    .command("eval")
    .summary("losses and metrics of predictions, whole and by slice; gates")
    .description("Prints losses and metrics of predictions, for all rows and by slice, and judges gates.")
    .argument(
      "[file...]",
      "CSV, TSV or NDJSON, plain or compressed; several are one data set; - or none: standard input",
    )
    .usage("[options] [file...]");
  declareEvalOptions(command);
  command.addHelpText("after", EXAMPLES).action(async (files: string[], options: EvalOptions) => {
    const inputs = inputsOf(files, command, io);
    if (inputs === null) return settle(EXIT.usage);
    const work = () => runEval(inputs, options, io);
    settle(await (options.github === true ? (await import("./github.ts")).annotated(io, work) : work()));
  });
}

/** What the options come to before anything is opened. */
export interface EvalRequest {
  readonly plan: PlanOptions;
  readonly dialect: Dialect;
  readonly losses: readonly LossChoice[];
  /** Computed too, so that they can be judged. */
  readonly gateLosses: readonly LossChoice[];
  readonly rules: readonly Rule[];
  readonly minRows: number;
  readonly format: Format;
  /** Of the intervals; null where the format has no place for them. */
  readonly level: number | null;
}

/** Resolves to the exit code of the verdict, when the document is complete. */
async function runEval(files: readonly string[], options: EvalOptions, io: CommandIo): Promise<number> {
  const request = await readEvalOptions(options);
  if (options.output !== undefined) {
    await (await import("../report/target.ts")).checkWritable(options.output);
    refuseInput(options.output, files);
  }
  const page = single("--html", options.html, "a run writes one page");
  if (page !== undefined) {
    await (await import("./page-output.ts")).preparePage(page, options.output, files);
  }
  const run = createRun(options, io);
  const { say } = run;
  const evaluation = await evaluate(files, request, options, run);
  const folded = fold(evaluation, request, options, say);
  if (options.dialect === ALL_DIALECTS) {
    const [loss] = request.losses as [LossChoice];
    const { columns, rows, losses } = folded;
    const lines = dialectLines(loss, losses, columns.weight !== null);
    await writeDialects(
      {
        schema: "lossctl.dialects/1",
        tool: { name: "lossctl", version: io.version },
        inputs: files,
        columns,
        rows,
        loss: loss.key,
        dialects: lines,
      },
      request.format,
      options,
      io,
    );
    return EXIT.ok;
  }
  const report = makeReport(files, folded, request, options, run, io.version);
  const { verdict } = report;
  if (options.github === true) {
    await (await import("./github.ts")).tellGithub([{ name: null, report }], verdict, io, say);
  }
  const pictures = evaluation.pictures(request.level);
  if (page !== undefined && pictures !== null) {
    await (await import("./page-output.ts")).writePage(page, report, pictures);
  }
  await write(report, pictures, request.format, options, io);
  return verdictCode(verdict, options);
}

/** The report of an evaluation: read, folded and judged, with what is said of it. @throws LossctlError (input, usage) */
export async function evaluateReport(
  files: readonly string[],
  request: EvalRequest,
  options: EvalOptions,
  run: Run,
  version: string,
): Promise<Report> {
  const evaluation = await evaluate(files, request, options, run);
  const folded = fold(evaluation, request, options, run.say);
  return makeReport(files, folded, request, options, run, version);
}

/** @throws LossctlError (input) where no row could be used. */
function fold(evaluation: Evaluation, request: EvalRequest, options: EvalOptions, say: Run["say"]): Results {
  const folded = results(evaluation, request.level);
  if (folded.rows.used === 0) throw noRows(folded.rows.read, evaluation.files, rowsText(folded.rows));
  if (request.losses.length === 0 && options.task === undefined && evaluation.binary) {
    if (evaluation.plan.shape === "scalar") {
      say("note: labels are 0 and 1, predictions from 0 to 1: --task binary reports log-loss, brier and auc");
    }
  }
  return folded;
}

function makeReport(
  files: readonly string[],
  folded: Results,
  request: EvalRequest,
  options: EvalOptions,
  { say }: Run,
  version: string,
): Report {
  for (const warning of warnings(folded)) say(`warning: ${warning}`);
  const { bootstrap } = request.plan;
  const { gates, verdict } = judge(folded, request.rules, { minRows: request.minRows });
  return {
    schema: "lossctl.report/1",
    tool: { name: "lossctl", version },
    inputs: files,
    ...folded,
    ...(options.dialect === undefined ? {} : { dialect: options.dialect }),
    ...(bootstrap === undefined ? {} : { bootstrap }),
    ...combinations([...request.losses, ...request.gateLosses]),
    gates,
    verdict,
  };
}

/** @throws LossctlError (usage) */
export async function readEvalOptions(options: EvalOptions): Promise<EvalRequest> {
  const losses = inDialectNamed(chooseLosses(options.loss), options.dialect);
  const gateLosses: LossChoice[] = [];
  const lossOf = (text: string): LossChoice => {
    const choice = chooseGateLoss(text, losses);
    gateLosses.push(...inDialectNamed([choice], losses.includes(choice) ? undefined : options.dialect));
    return choice;
  };
  const keyOf = (text: string): string => lossOf(text).key;
  const baseline = single("--baseline", options.baseline);
  if ((baseline === undefined) !== (options.maxWorse.length === 0)) {
    throw usageError(
      baseline === undefined
        ? "--max-worse needs --baseline"
        : "--baseline is for --max-worse, and there is none",
    );
  }
  const rules = [
    ...options.max.map((text) => parseRule("max", text, keyOf)),
    ...options.min.map((text) => parseRule("min", text, keyOf)),
    ...options.maxSlice.map((text) => parseRule("max-slice", text, keyOf)),
    ...options.minSlice.map((text) => parseRule("min-slice", text, keyOf)),
    ...(baseline === undefined
      ? []
      : await (await import("./baseline.ts")).worseRules({ ...options, baseline }, lossOf)),
    ...(options.maxSkipped === undefined ? [] : [parseRule("max-skipped", options.maxSkipped, keyOf)]),
  ];
  const forSlices = options.maxSlice.length + options.minSlice.length > 0;
  if (forSlices && options.by.length === 0) throw usageError("--max-slice and --min-slice need --by");
  if (options.minRows !== undefined && !forSlices) {
    throw usageError("--min-rows is for --max-slice and --min-slice, and there is neither");
  }
  if (options.json === true && options.format !== undefined && options.format !== "json") {
    throw usageError(`--json and --format ${options.format} contradict each other`);
  }
  if (options.keep.length > 0 && options.worst === undefined) {
    throw usageError("--keep is for the rows of --worst, and there are none");
  }
  const format = chooseFormat(options.json === true ? "json" : options.format, options.output);
  checkAllDialects(options, rules, format);
  if (options.plot === true && format.name !== "table") {
    throw usageError(`--plot draws below the table, and the format is ${format.name}`);
  }
  const { plan, dialect } = readInputOptions(options);
  const level = hasIntervals(options, format) ? (options.confidence ?? DEFAULT_LEVEL) : null;
  const bootstrap = readBootstrap(options);
  return {
    plan: {
      ...plan,
      by: options.by,
      maxSlices: options.maxSlices,
      keep: options.keep,
      intervals: level !== null && bootstrap === null,
      ...(level === null || bootstrap === null ? {} : { bootstrap }),
      pictures: options.plot === true || options.html !== undefined,
      ...(options.worst === undefined ? {} : { worst: options.worst }),
    },
    dialect,
    losses: options.dialect === ALL_DIALECTS ? inAllDialects(losses) : losses,
    gateLosses,
    rules,
    minRows: options.minRows ?? 1,
    format,
    level,
  };
}

/** What is not shown need not be computed. */
function hasIntervals({ dialect, github }: EvalOptions, { name }: Format): boolean {
  return dialect !== ALL_DIALECTS && (github === true || !NUMBERS_ONLY.has(name));
}

const NUMBERS_ONLY: ReadonlySet<string> = new Set(["csv", "ndjson", "junit", "metrics"]);

/** @throws LossctlError (usage) */
function checkAllDialects(options: EvalOptions, rules: readonly Rule[], format: Format): void {
  if (options.dialect !== ALL_DIALECTS) return;
  if (options.plot === true || options.html !== undefined) {
    throw usageError("--dialect all draws no pictures: it takes no --plot and no --html");
  }
  if (rules.length > 0 || options.by.length > 0 || options.worst !== undefined || options.github === true) {
    throw usageError(
      "--dialect all compares one loss over all rows: it takes no gates, no --by, no --worst and no --github",
    );
  }
  if (format.name !== "table" && format.name !== "json") {
    throw usageError(`--dialect all prints a table or json, found ${format.name}`);
  }
}

/** Reads all rows. */
async function evaluate(
  files: readonly string[],
  request: EvalRequest,
  options: EvalOptions,
  run: Run,
): Promise<Evaluation> {
  return readTable(files, request.dialect, run, async ({ table, available, names, note, progress }) => {
    const losses = [...request.losses, ...request.gateLosses];
    const columns = chooseColumns(request.plan, losses.length === 0 || needsLabel(losses), available);
    if (columns.note !== null) run.say(`note: ${columns.note}`);
    const asked =
      request.losses.length > 0
        ? request.losses
        : inDialectNamed(defaultLosses(options.task, columns.prediction.length), options.dialect);
    const choices = distinct([...asked, ...request.gateLosses]);
    const plan = makePlan(choices, columns, request.plan);
    const task = {
      losses: choices.map(({ key, text }) => text ?? key),
      columns,
      options: request.plan,
      plan,
      names,
    };
    // A dialect's losses are not those that their texts give in a thread.
    const most = options.dialect === undefined ? options.threads : 1;
    const { evaluation } = await evaluateTable(table, task, {
      ...(most === undefined ? {} : { threads: most }),
      onProgress: progress,
      onReader: note,
    });
    return evaluation;
  });
}

/** What the names of combinations stand for: a later run may mean something else by them. */
function combinations(losses: readonly LossChoice[]): Pick<Report, "combinations"> {
  const named = losses.filter(({ text }) => text !== undefined);
  if (named.length === 0) return {};
  return { combinations: dictionary(named.map(({ key, definition }) => [key, definition.formula])) };
}

/** What a reader should know although it changes no number. */
function warnings({ losses }: Pick<Report, "losses">): string[] {
  return Object.entries(losses).flatMap(([key, { details }]) => {
    const deviation = details?.largestDeviation ?? 0;
    if (deviation <= ROW_SUM_TOLERANCE) return [];
    return [
      `${key}: the probabilities of a row miss a sum of 1 by up to ${Number(deviation.toPrecision(3))}`,
    ];
  });
}

const ROW_SUM_TOLERANCE = 1e-6;

async function write(
  report: Report,
  pictures: Pictures | null,
  format: Format,
  options: EvalOptions,
  io: CommandIo,
): Promise<void> {
  const drawn = options.plot === true && pictures !== null ? { pictures, unicode: showsUnicode(io.env) } : {};
  await writeRendered((render) => format.render(report, { ...render, ...drawn }), format, options, io);
}

async function writeDialects(report: DialectsReport, format: Format, options: EvalOptions, io: CommandIo) {
  const { renderDialectsJson, renderDialectsTable } = await import("../report/dialects.ts");
  const render = async (how: RenderOptions): Promise<string> =>
    format.name === "json" ? renderDialectsJson(report) : renderDialectsTable(report, how);
  await writeRendered(render, format, options, io);
}

async function writeRendered(
  render: (options: RenderOptions) => Promise<string>,
  format: Format,
  options: EvalOptions,
  io: CommandIo,
): Promise<void> {
  const toFile = options.output !== undefined;
  const color = format.name === "table" && !toFile && wantsColor(io.stdout, options.color, io.env);
  const style = await createStyle(color);
  // A pseudo-terminal that was given no size says 0.
  const text = await render({ width: io.stdout.columns || 80, style });
  if (options.output === undefined) await writeToStream(io.stdout, text);
  else await (await writeFile()).writeToFile(options.output, text);
}

/** Loaded where it is needed: what it needs itself would cost each start some milliseconds. */
const writeFile = () => import("../report/write-file.ts");
