/** The rows of `lossctl grad` to their output, or only what they come to. */

import { EXIT } from "../errors.ts";
import { noRows, reportColumns, rowCounts } from "../evaluate/results.ts";
import { GradientRows } from "../gradient/gradient-rows.ts";
import { inputName } from "../read/source.ts";
import { fileOutput } from "../report/file-output.ts";
import { type GradSummary, gradSentence, renderGradJson } from "../report/grad-summary.ts";
import { rowsText } from "../report/heading.ts";
import { type Output, streamOutput } from "../report/output.ts";
import type { RowBlock, RowNames } from "../report/row-block.ts";
import type { RowFormat } from "../report/row-formats.ts";
import { writeToFile } from "../report/write-file.ts";
import { writeToStream } from "../report/write-stream.ts";
import type { GradDocument, GradRequest } from "./grad-options.ts";
import { expectSameRows, passOver } from "./grad-passes.ts";
import type { CommandIo } from "./io.ts";
import type { OutputOptions } from "./output-options.ts";
import type { Run } from "./read-table.ts";

/** Resolves to the exit code when all rows are written, or nobody reads them any more. */
export async function writeRows(
  files: readonly string[],
  request: GradRequest,
  document: GradDocument & { kind: "rows" },
  options: OutputOptions,
  run: Run,
  io: CommandIo,
): Promise<number> {
  const output = options.output === undefined ? streamOutput(io.stdout) : await fileOutput(options.output);
  try {
    const summary = await toOutput(files, request, document, output, run, io);
    await output.commit();
    if (summary !== null) run.say(gradSentence(summary));
    return EXIT.ok;
  } catch (error) {
    await output.discard();
    throw error;
  }
}

/** Null where the reader had enough before the end. */
async function toOutput(
  files: readonly string[],
  request: GradRequest,
  { format, reduction }: GradDocument & { kind: "rows" },
  output: Output,
  run: Run,
  io: CommandIo,
): Promise<GradSummary | null> {
  const countFirst = format.counts && !output.seekable;
  return passOver(files, request, run, reduction === "mean" || countFirst, async (pass) => {
    const { plan, loss, totals, table, read } = pass;
    const rows = new GradientRows(plan, loss, files.map(inputName), reduction, totals?.weight ?? null);
    const document = await openDocument(format, rows.names, totals?.rows ?? null, output);
    for await (const chunk of table.chunks(plan.requests)) {
      const block = rows.add(chunk);
      read(chunk.rows);
      if (block.rows > 0 && !(await document.write(block))) return null;
    }
    const { used } = expectRows(rows, files);
    expectSameRows(totals, used);
    await document.end(used);
    return summaryOf(files, request, rows, pass.plan, reduction, io);
  });
}

/** The document that blocks are written to; its head comes with the first of them, so that without one it stays empty. */
async function openDocument(format: RowFormat, names: RowNames, count: number | null, output: Output) {
  const writer = await format.create(names);
  let begun = false;
  return {
    /** False where nothing more is wanted. */
    async write(block: RowBlock): Promise<boolean> {
      const head = begun ? "" : writer.head(count);
      begun = true;
      if (head.length > 0 && !(await output.write(head))) return false;
      return output.write(writer.block(block));
    },
    /** States the number of rows where the head could not. */
    async end(rows: number): Promise<void> {
      const head = writer.head(rows);
      if (format.counts && count === null && typeof head !== "string") await output.patch(head);
    },
  };
}

/** Writes what the rows come to, instead of them. */
export async function summarizeRows(
  files: readonly string[],
  request: GradRequest,
  { reduction }: GradDocument & { kind: "summary" },
  options: OutputOptions,
  run: Run,
  io: CommandIo,
): Promise<number> {
  const summary = await passOver(files, request, run, reduction === "mean", async (pass) => {
    const { plan, loss, totals, table, read } = pass;
    const rows = new GradientRows(plan, loss, files.map(inputName), reduction, totals?.weight ?? null);
    const requests = plan.requests.filter(({ coding }) => coding.kind !== "text");
    for await (const chunk of table.chunks(requests)) {
      rows.add(chunk);
      read(chunk.rows);
    }
    expectSameRows(totals, expectRows(rows, files).used);
    return summaryOf(files, request, rows, plan, reduction, io);
  });
  const text = renderGradJson(summary);
  if (options.output === undefined) await writeToStream(io.stdout, text);
  else await writeToFile(options.output, text);
  return EXIT.ok;
}

/** @throws LossctlError (input) where no row is used. */
function expectRows({ counts }: GradientRows, files: readonly string[]) {
  const counted = rowCounts(counts);
  if (counted.used === 0) throw noRows(counted.read, files.map(inputName), rowsText(counted));
  return counted;
}

function summaryOf(
  files: readonly string[],
  { loss, tool }: GradRequest,
  rows: GradientRows,
  plan: Parameters<typeof reportColumns>[0],
  reduction: GradSummary["reduction"],
  io: CommandIo,
): GradSummary {
  return {
    schema: "lossctl.grad/1",
    tool: { name: "lossctl", version: io.version },
    inputs: files,
    columns: reportColumns(plan, rows.labelCoding),
    ...(tool === undefined ? {} : { dialect: tool }),
    loss: loss.key,
    rows: rowCounts(rows.counts),
    reduction,
    sums: rows.sums(),
    norms: rows.norms(),
  };
}
