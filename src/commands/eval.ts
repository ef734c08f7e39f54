/**
 * lossctl eval [FILE…]
 *
 * Reads labels and predictions, prints losses and metrics for all rows and by slice, and judges gates.
 */
import type { Command } from "commander";
import { EXIT, usageError } from "../errors.ts";
import { Evaluation } from "../evaluate/evaluation.ts";
import { chooseColumns, makePlan, needsLabel, noRows, type PlanOptions } from "../evaluate/plan.ts";
import { results } from "../evaluate/report.ts";
import { judge } from "../gate/judge.ts";
import { parseRule, type Rule } from "../gate/rule.ts";
import type { LossChoice } from "../losses/spec.ts";
import type { Dialect } from "../read/chunk.ts";
import { inputName } from "../read/source.ts";
import { chooseFormat, type Format } from "../report/reporters.ts";
import { createStyle, wantsColor } from "../report/style.ts";
import { checkWritable } from "../report/target.ts";
import type { Report, Verdict } from "../report/types.ts";
import { writeToFile, writeToStream } from "../report/write.ts";
import { chooseLoss, chooseLosses, defaultLosses, distinct } from "./choose-losses.ts";
import { declareEvalOptions, type EvalOptions } from "./eval-options.ts";
import { readInputOptions } from "./input-options.ts";
import type { CommandIo } from "./io.ts";
import { createRun, type Run, readTable } from "./read-table.ts";

const EXAMPLES = `
Examples:
  lossctl eval preds.csv --loss mse,mae
  lossctl eval preds.csv --loss log-loss --by segment --max log-loss=0.35

Exit codes: 0 computed, gates passed; 1 a gate failed; 2 wrong usage; 3 input or output
not usable; 4 a gate could not be decided; 70 a fault of lossctl.
`;

export function registerEval(program: Command, io: CommandIo, settle: (code: number) => void): void {
  const command = program
    .command("eval")
    .summary("losses and metrics of predictions, whole and by slice; gates")
    .description("Prints losses and metrics of predictions, for all rows and by slice, and judges gates.")
    .argument(
      "[files...]",
      "CSV, TSV or NDJSON, plain or compressed; several are one data set; - or none: standard input",
    )
    .usage("[options] [file...]");
  declareEvalOptions(command);
  command.addHelpText("after", EXAMPLES).action(async (files: string[], options: EvalOptions) => {
    if (files.length === 0 && io.stdin.isTTY) {
      command.outputHelp({ error: true });
      settle(EXIT.usage);
      return;
    }
    settle(await runEval(files.length === 0 ? ["-"] : files, options, io));
  });
}

/** What the options come to before anything is opened. */
interface EvalRequest {
  readonly plan: PlanOptions;
  readonly dialect: Dialect;
  readonly losses: readonly LossChoice[];
  /** Computed too, so that they can be judged. */
  readonly gateLosses: readonly LossChoice[];
  readonly rules: readonly Rule[];
  readonly minRows: number;
  readonly format: Format;
}

/** Resolves to the exit code of the verdict, when the document is complete. */
async function runEval(files: readonly string[], options: EvalOptions, io: CommandIo): Promise<number> {
  const request = readOptions(options);
  if (options.output !== undefined) await checkWritable(options.output);
  const run = createRun(options, io);
  const { say } = run;
  const evaluation = await evaluate(files, request, options, run);
  const folded = results(evaluation);
  if (folded.rows.used === 0) throw noRows(folded.rows.read, evaluation.files);
  if (request.losses.length === 0 && options.task === undefined && evaluation.binary) {
    if (evaluation.plan.shape === "scalar") {
      say("note: labels are 0 and 1, predictions from 0 to 1: --task binary reports log-loss, brier and auc");
    }
  }
  for (const warning of warnings(folded)) say(`warning: ${warning}`);
  const { gates, verdict } = judge(folded, request.rules, { minRows: request.minRows });
  const report: Report = {
    schema: "lossctl.report/1",
    tool: { name: "lossctl", version: io.version },
    inputs: files,
    ...folded,
    gates,
    verdict,
  };
  await write(report, request.format, options, io);
  return exitCode(verdict, options.exitZero === true);
}

/** @throws LossctlError (usage) */
function readOptions(options: EvalOptions): EvalRequest {
  const gateLosses: LossChoice[] = [];
  const keyOf = (text: string): string => {
    const choice = chooseLoss(text);
    gateLosses.push(choice);
    return choice.key;
  };
  const rules = [
    ...options.max.map((text) => parseRule("max", text, keyOf)),
    ...options.min.map((text) => parseRule("min", text, keyOf)),
    ...options.maxSlice.map((text) => parseRule("max-slice", text, keyOf)),
    ...options.minSlice.map((text) => parseRule("min-slice", text, keyOf)),
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
  const { plan, dialect } = readInputOptions(options);
  return {
    plan: { ...plan, by: options.by, maxSlices: options.maxSlices },
    dialect,
    losses: chooseLosses(options.loss),
    gateLosses,
    rules,
    minRows: options.minRows ?? 1,
    format: chooseFormat(options.json === true ? "json" : options.format, options.output),
  };
}

/** Reads all rows. */
async function evaluate(
  files: readonly string[],
  request: EvalRequest,
  options: EvalOptions,
  run: Run,
): Promise<Evaluation> {
  return readTable(files, request.dialect, run, async ({ table, available, read }) => {
    const losses = [...request.losses, ...request.gateLosses];
    const columns = chooseColumns(request.plan, losses.length === 0 || needsLabel(losses), available);
    if (columns.note !== null) run.say(`note: ${columns.note}`);
    const asked =
      request.losses.length > 0 ? request.losses : defaultLosses(options.task, columns.prediction.length);
    const plan = makePlan(distinct([...asked, ...request.gateLosses]), columns, request.plan);
    const evaluation = new Evaluation(plan, files.map(inputName));
    for await (const chunk of table.chunks(plan.requests)) {
      evaluation.add(chunk);
      read(chunk.rows);
    }
    return evaluation;
  });
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

async function write(report: Report, format: Format, options: EvalOptions, io: CommandIo): Promise<void> {
  const toFile = options.output !== undefined;
  const color = format.name === "table" && !toFile && wantsColor(io.stdout, options.color, io.env);
  const style = await createStyle(color);
  const text = await format.render(report, { width: io.stdout.columns ?? 80, style });
  if (options.output === undefined) await writeToStream(io.stdout, text);
  else await writeToFile(options.output, text);
}

function exitCode(verdict: Verdict | null, exitZero: boolean): number {
  if (exitZero || verdict === null || verdict === "pass") return EXIT.ok;
  return verdict === "fail" ? EXIT.gateFailed : EXIT.undecided;
}
