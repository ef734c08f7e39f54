/** `--github`: annotations on standard error, and the files that a step of GitHub Actions may append to. */
import { appendFile, stat } from "node:fs/promises";
import { LossctlError, outputError } from "../errors.ts";
import { annotationLine, annotations, jobSummary, stepOutputs, type Told, toldOf } from "../report/github.ts";
import { metricsOf } from "../report/metrics.ts";
import type { NamedReport } from "../report/named-report.ts";
import { checkWritable } from "../report/target.ts";
import type { Verdict } from "../report/types.ts";
import type { CommandIo } from "./io.ts";

/** The place of an error that is in no file. */
const STDIN = "standard input";
/** Variables that name the files. */
const SUMMARY = "GITHUB_STEP_SUMMARY";
const OUTPUT = "GITHUB_OUTPUT";

/**
 * Does the work and annotates what keeps it from being done.
 * @throws LossctlError (output) before it begins, where a file can't be appended to; all errors of the work.
 */
export async function annotated<Result>(
  io: Pick<CommandIo, "stderr" | "env">,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    for (const name of [SUMMARY, OUTPUT]) {
      const file = io.env[name];
      if (file) await checkWritable(file);
    }
    return await work();
  } catch (error) {
    if (error instanceof LossctlError) annotateError(error, io);
    throw error;
  }
}

/** With its place where that is a line of a file. */
export function annotateError({ place, message }: LossctlError, io: Pick<CommandIo, "stderr">): void {
  const { file, line } = place ?? {};
  const annotation = annotationLine({
    kind: "error",
    title: "lossctl: not computed",
    message,
    ...(file === undefined || file === STDIN ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  });
  io.stderr.write(`${annotation}\n`);
}

/** @throws LossctlError (output) as `tell`. */
export async function tellGithub(
  reports: readonly NamedReport[],
  verdict: Verdict | null,
  io: Pick<CommandIo, "stderr" | "env">,
  say: (text: string) => void,
): Promise<void> {
  await tell(reports.map(toldOf), { verdict, metrics: metricsOf(reports) }, io, say);
}

/**
 * Annotates gates that did not pass, and appends to the files where there are some.
 * @throws LossctlError (output) where that fails.
 */
export async function tell(
  reports: readonly Told[],
  outputs: { readonly verdict: Verdict | null; readonly metrics: ReadonlyMap<string, number> },
  io: Pick<CommandIo, "stderr" | "env">,
  say: (text: string) => void,
): Promise<void> {
  for (const annotation of annotations(reports)) io.stderr.write(`${annotationLine(annotation)}\n`);
  const { [SUMMARY]: summary, [OUTPUT]: output } = io.env;
  if (!summary) say(`note: ${SUMMARY} names no file: no summary of the job`);
  else await append(summary, jobSummary(reports, await sizeOf(summary)));
  if (!output) say(`note: ${OUTPUT} names no file: no outputs of the step`);
  else await append(output, stepOutputs(outputs.verdict, outputs.metrics));
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

async function append(file: string, text: string): Promise<void> {
  try {
    await appendFile(file, text);
  } catch (error) {
    throw outputError(`${file}: can't be appended to (${(error as NodeJS.ErrnoException).code})`, error);
  }
}
