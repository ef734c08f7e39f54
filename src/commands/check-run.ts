/** A run of `lossctl check`: all evaluations are checked before the first row, and all are run whatever becomes of one. */
import { Readable } from "node:stream";
import { EXIT, LossctlError, usageError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { type ChecksReport, type NamedEvaluation, overallVerdict } from "../report/checks.ts";
import { type ChecksFormat, chooseChecksFormat } from "../report/checks-formats.ts";
import { createStyle, wantsColor } from "../report/style.ts";
import { checkWritable } from "../report/target.ts";
import { writeToFile } from "../report/write-file.ts";
import { writeToStream } from "../report/write-stream.ts";
import { visible } from "../visible.ts";
import type { CheckOptions } from "./check.ts";
import { ALL_DIALECTS } from "./choose-dialect.ts";
import { configKeys, evalOptionsOf, pathFrom } from "./config-options.ts";
import { type EvalRequest, evaluateReport, readEvalOptions } from "./eval.ts";
import type { EvalOptions } from "./eval-options.ts";
import { type FoundConfig, findConfig } from "./find-config.ts";
import { annotated, annotateError, tellGithub } from "./github.ts";
import type { CommandIo } from "./io.ts";
import { createRun, type Run, refuseInput } from "./read-table.ts";
import { verdictCode } from "./verdict-code.ts";

/** An evaluation before its files are opened. */
interface Prepared {
  readonly name: string;
  readonly files: readonly string[];
  readonly options: EvalOptions;
  readonly request: EvalRequest;
}

/** Resolves to the exit code, when the document is complete. */
export async function runCheck(
  names: readonly string[],
  options: CheckOptions,
  io: CommandIo,
): Promise<number> {
  const prepare = () => prepareAll(names, options);
  const { format, config, prepared } = await (options.github === true ? annotated(io, prepare) : prepare());
  const run = createRun(options, io);
  const { evaluations, failure } = await evaluateAll(prepared, run, options, io);
  // No document of a part: it would look like all.
  if (failure !== null) return failure;
  const checks: ChecksReport = {
    schema: "lossctl.checks/1",
    tool: { name: "lossctl", version: io.version },
    config: config.name,
    evaluations,
    verdict: overallVerdict(evaluations),
  };
  if (options.github === true) await tellGithub(evaluations, checks.verdict, io, run.say);
  await write(checks, format, options, io);
  return verdictCode(checks.verdict, options);
}

interface Preparation {
  readonly format: ChecksFormat;
  readonly config: FoundConfig;
  readonly prepared: readonly Prepared[];
}

/** @throws LossctlError (usage, output) at the first thing that is not as it should be. */
async function prepareAll(names: readonly string[], options: CheckOptions): Promise<Preparation> {
  if (options.json === true && options.format !== undefined && options.format !== "json") {
    throw usageError(`--json and --format ${options.format} contradict each other`);
  }
  const format = chooseChecksFormat(options.json === true ? "json" : options.format, options.output);
  const config = findConfig(options.config, process.cwd(), configKeys());
  const prepared: Prepared[] = [];
  for (const evaluation of chosen(config, names)) {
    const { name } = evaluation;
    try {
      const own: EvalOptions = {
        ...evalOptionsOf(evaluation, config.folder),
        format: format.name,
        ...(options.github === true ? { github: true } : {}),
      };
      if (own.dialect === ALL_DIALECTS) {
        throw usageError("dialect: all compares dialects and judges nothing; an evaluation has one");
      }
      const files = evaluation.files.map((file) => pathFrom(config.folder, file));
      prepared.push({ name, files, options: own, request: await readEvalOptions(own) });
    } catch (error) {
      throw within(`${config.name}: ${name}`, error);
    }
  }
  if (options.output !== undefined) {
    await checkWritable(options.output);
    refuseInput(options.output, [pathFrom(config.folder, config.file)], "configuration");
    for (const { files, options: own } of prepared) {
      refuseInput(options.output, files);
      refuseInput(options.output, own.baseline ?? [], "baseline");
    }
  }
  return { format, config, prepared };
}

/** Those named, in the order of the configuration; all where none is. */
function chosen(
  { evaluations, name: file }: FoundConfig,
  names: readonly string[],
): FoundConfig["evaluations"] {
  const known = evaluations.map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    const suggestion = nearest(name, known);
    const meant = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
    throw usageError(`${file} has no evaluation "${name}"${meant}`, `it has ${known.join(", ")}`);
  }
  return names.length === 0 ? evaluations : evaluations.filter(({ name }) => names.includes(name));
}

/** Runs all, and says of each what kept it from being computed; `failure` is then the exit code, else null. */
async function evaluateAll(
  prepared: readonly Prepared[],
  run: Run,
  { github, debug }: CheckOptions,
  io: CommandIo,
): Promise<{ evaluations: NamedEvaluation[]; failure: number | null }> {
  const evaluations: NamedEvaluation[] = [];
  const codes: number[] = [];
  for (const { name, files, options, request } of prepared) {
    const say = (text: string): void => run.say(`${name}: ${text}`);
    try {
      const { quiet, verbose } = run;
      // Files are all there is: standard input is not touched.
      const own: Run = { io: run.io, stdin: Readable.from([]), quiet, verbose, say };
      evaluations.push({ name, report: await evaluateReport(files, request, options, own, io.version) });
    } catch (error) {
      if (!(error instanceof LossctlError)) throw error;
      const named = within(name, error) as LossctlError;
      if (github === true) annotateError(named, io);
      io.stderr.write(`lossctl: ${visible(named.message)}\n`);
      if (debug === true) io.stderr.write(`${error.stack ?? ""}\n`);
      codes.push(error.exitCode);
    }
  }
  const worst = [EXIT.internal, EXIT.input, EXIT.usage].find((code) => codes.includes(code));
  return { evaluations, failure: worst ?? null };
}

/** The error with the evaluation that it is of before its message; its place stays known. */
function within(where: string, error: unknown): unknown {
  if (!(error instanceof LossctlError)) return error;
  return error.within(where);
}

async function write(
  checks: ChecksReport,
  format: ChecksFormat,
  options: CheckOptions,
  io: CommandIo,
): Promise<void> {
  const { output } = options;
  const color =
    format.name === "table" && output === undefined && wantsColor(io.stdout, options.color, io.env);
  const style = await createStyle(color);
  const text = await format.render(checks, { width: io.stdout.columns || 80, style });
  if (output === undefined) await writeToStream(io.stdout, text);
  else await writeToFile(output, text);
}
