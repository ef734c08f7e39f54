/** `lossctl fit` from its options to its documents. */
import { EXIT, usageError } from "../errors.ts";
import { rowLossOf } from "../fit/row-loss.ts";
import type { Epoch, FitOutcome, FitRequest, Model } from "../fit/types.ts";
import { judge } from "../gate/judge.ts";
import { listed } from "../read/names.ts";
import { type DescentState, descentLine } from "../report/descent-line.ts";
import type { FitReport } from "../report/fit-types.ts";
import { History } from "../report/history.ts";
import { modelText } from "../report/model-json.ts";
import { createStatusLine, type Progress } from "../report/progress.ts";
import { significant } from "../report/significant.ts";
import { createStyle, wantsColor } from "../report/style.ts";
import { checkWritable } from "../report/target.ts";
import { dictionary, type LossResult, type Verdict } from "../report/types.ts";
import { showsUnicode } from "../report/unicode.ts";
import { writeToFile } from "../report/write-file.ts";
import { writeToStream } from "../report/write-stream.ts";
import { type FitOptions, type FitRequestOptions, readFitOptions } from "./fit-options.ts";
import { type FitDesign, readFitRows, refuseIntercept } from "./fit-rows.ts";
import type { CommandIo } from "./io.ts";
import { readModelFile } from "./read-model.ts";
import { createRun, type Run, refuseInput } from "./read-table.ts";

/** Resolves to the exit code of the verdict, when all documents are complete. */
export async function runFit(files: readonly string[], options: FitOptions, io: CommandIo): Promise<number> {
  const request = readFitOptions(options);
  // Before anything is opened: whether there is a fit of this loss.
  rowLossOf(request.loss);
  await checkOutputs(options, files);
  const resume = options.resume === undefined ? null : readModelFile(options.resume);
  const run = createRun(options, io);
  const history = request.history === null ? null : new History(request.history.format);
  const curve: Epoch[] = [];
  const { stderr, env } = run.io;
  let line: Progress<DescentState> | null = null;
  const begin = ({ columns, design }: FitDesign) => {
    refuseIntercept(design, options.intercept);
    const fitRequest = fitRequestOf(
      columns.target,
      design.columns.map(({ name }) => name),
      request,
      options,
      resume,
    );
    if (resume !== null) checkResumed(resume, fitRequest, options.resume ?? "");
    return {
      ...fitRequest,
      onEpoch: (epoch: Epoch) => {
        history?.add(epoch);
        curve.push(epoch);
        line?.update({ ...epoch, epochs: fitRequest.optimizer.epochs });
      },
    };
  };
  const { fit, columns, design, rows } = await readFitRows(files, request, options.intercept, run, begin);
  let outcome: FitOutcome;
  line = createStatusLine(stderr, { quiet: run.quiet, env }, descentLine);
  try {
    outcome = await fit.solve();
  } finally {
    line.end();
    await fit.close();
  }
  const texts = design.sources.flatMap(({ name, levels }) =>
    levels === null ? [] : [[name, levels] as const],
  );
  const model: Model = {
    ...outcome.model,
    ...(texts.length === 0 ? {} : { categories: dictionary(texts) }),
    ...(request.positive === null ? {} : { positive: request.positive }),
  };
  const results = { rows, losses: gateResults(outcome), slices: [] };
  const report: FitReport = {
    ...outcome,
    schema: "lossctl.fit/1",
    tool: { name: "lossctl", version: io.version },
    inputs: files,
    testInput: request.splitting.testFile,
    columns: {
      weight: columns.weight,
      split: columns.split,
      leftOut: columns.leftOut.map(({ name }) => name),
    },
    rows: { ...rows, ...outcome.rows },
    model,
    ...judge(results, request.rules, { minRows: 1 }),
  };
  warn(report, curve, run);
  if (options.model !== undefined) await writeToFile(options.model, modelText(model));
  if (history !== null && request.history !== null) await writeToFile(request.history.file, history.text());
  await writeReport(report, curve, request, options, io);
  return exitCode(report.verdict, options.exitZero === true);
}

/** Endings that stand for formats of other reports. */
const OTHER_FORMATS = /\.(csv|ndjson|md|xml|prom|npy)$/i;

/** @throws LossctlError (usage, output) for a document that can't be written, or stands for two things. */
async function checkOutputs(options: FitOptions, files: readonly string[]): Promise<void> {
  const { output, model, history, testFile, resume } = options;
  const outputs = Object.entries({ "-o": output, "--model": model, "--history": history }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const stated = options.json === true || options.format !== undefined;
  if (output !== undefined && !stated && OTHER_FORMATS.test(output)) {
    throw usageError(`-o ${output}: fit prints a table or json`, "--model and --history write other files");
  }
  for (const [place, [option, path]] of outputs.entries()) {
    const same = outputs.slice(0, place).find(([, other]) => other === path);
    if (same !== undefined) throw usageError(`${same[0]} and ${option} name one file: ${path}`);
    await checkWritable(path);
    refuseInput(path, [...files, ...(testFile === undefined ? [] : [testFile])], "input", option);
  }
  for (const [option, path] of outputs) {
    // A model may take the place of the one that it goes on from.
    if (option !== "--model" && resume !== undefined) refuseInput(path, [resume], "model", option);
  }
}

function fitRequestOf(
  target: string,
  features: readonly string[],
  request: FitRequestOptions,
  { l1, l2, standardize, intercept }: FitOptions,
  resume: Model | null,
): FitRequest {
  if (features.length === 0 && !intercept) {
    throw usageError("there is nothing to fit: no features, and --no-intercept");
  }
  return {
    target,
    features,
    objective: { loss: request.loss, l1, l2, standardize, intercept },
    optimizer: request.optimizer,
    resume,
    folds: request.splitting.folds,
    gateLosses: request.gateLosses,
  };
}

/** @throws LossctlError (usage) where the model is of something else. */
function checkResumed(model: Model, { target, features, objective }: FitRequest, file: string): void {
  const differs = (what: string, its: unknown, asked: unknown) => {
    if (its === asked) return;
    throw usageError(`--resume ${file}: a model with ${what} ${its}, and ${asked} is asked for`);
  };
  differs("target", model.target, target);
  differs("features", listed(model.features), listed(features));
  differs("loss", model.loss, objective.loss.key);
  differs("l1", model.l1, objective.l1);
  differs("l2", model.l2, objective.l2);
  differs("standardize", model.standardize, objective.standardize);
}

/** By key, and by part and key; without a part those of the test part where there is one. */
function gateResults({ losses }: FitOutcome): Readonly<Record<string, LossResult>> {
  const none: LossResult = { value: null, reason: "no rows" };
  const parts = Object.entries({ "": losses.test ?? losses.train, ...losses });
  const keys = Object.keys(losses.train);
  return dictionary(
    parts.flatMap(([part, results]) =>
      keys.map((key) => [part === "" ? key : `${part}.${key}`, results?.[key] ?? none] as const),
    ),
  );
}

/** What a reader should know of the model. */
function warn(
  { optimizer, certificate, separation, losses }: FitReport,
  curve: readonly Epoch[],
  run: Run,
): void {
  for (const [part, results] of Object.entries(losses)) {
    for (const [key, result] of Object.entries(results ?? {})) {
      if (result.value === null) run.say(`note: ${part}: ${key} has no value: ${result.reason}`);
    }
  }
  const { collinear, constant } = certificate;
  if (collinear.length > 0) {
    run.say(`warning: collinear columns, whose coefficients are one choice of many: ${collinear.join(", ")}`);
  }
  if (constant.length > 0) run.say(`warning: constant columns: ${constant.join(", ")}`);
  if (separation !== null) {
    run.say(
      separation === "labels"
        ? "warning: no coefficients are the best: all labels are of one kind, and the loss falls for ever as the intercept grows"
        : "warning: no coefficients are the best: as they grow the loss falls for ever, since a linear function parts the classes, or some rows from all others (--l2, as 0.001, ends that)",
    );
  } else if (!optimizer.converged) {
    run.say(
      `warning: not converged after ${optimizer.epochs} epochs (--epochs allows more, --resume goes on from the model)`,
    );
  }
  tellLower(curve, optimizer, run);
}

/** A model that is not the lowest point of its descent, nor of another's choosing, has its reason told. */
function tellLower(curve: readonly Epoch[], { stop }: FitReport["optimizer"], run: Run): void {
  const last = curve.at(-1);
  if (last === undefined || stop === "stalled" || stop === "validation") return;
  const lowest = curve.reduce((best, epoch) => (epoch.objective < best.objective ? epoch : best));
  if (lowest.objective + NOTICED * Math.abs(lowest.objective) >= last.objective) return;
  run.say(
    `note: epoch ${lowest.epoch} had a lower objective (${significant(lowest.objective)}) than the last one (${significant(last.objective)}), whose model it is (--schedule inverse or a smaller --learning-rate ends lower)`,
  );
}

/** So much of the objective is worth a note. */
const NOTICED = 1e-3;

async function writeReport(
  report: FitReport,
  curve: readonly Epoch[],
  { format }: FitRequestOptions,
  options: FitOptions,
  io: CommandIo,
): Promise<void> {
  let text: string;
  if (format === "json") text = (await import("../report/fit-json.ts")).renderFitJson(report);
  else {
    const color = options.output === undefined && wantsColor(io.stdout, options.color, io.env);
    const { renderFitTable } = await import("../report/fit-table.ts");
    text = await renderFitTable(report, curve, {
      // A pseudo-terminal that was given no size says 0.
      width: io.stdout.columns || 80,
      style: await createStyle(color),
      unicode: showsUnicode(io.env),
    });
  }
  if (options.output === undefined) await writeToStream(io.stdout, text);
  else await writeToFile(options.output, text);
}

function exitCode(verdict: Verdict | null, exitZero: boolean): number {
  if (exitZero || verdict === null || verdict === "pass") return EXIT.ok;
  return verdict === "fail" ? EXIT.gateFailed : EXIT.undecided;
}
