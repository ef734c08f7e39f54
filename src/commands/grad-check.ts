/** `lossctl grad --check`: the derivatives of each row against differences of its loss. */
import { noRows, reportColumns, rowCounts } from "../evaluate/results.ts";
import { DerivativeCheck } from "../gradient/derivative-check.ts";
import { inputName } from "../read/source.ts";
import { type CheckReport, checkVerdict, renderCheckJson, renderCheckTable } from "../report/check-report.ts";
import { rowsText } from "../report/heading.ts";
import { createStyle, wantsColor } from "../report/style.ts";
import { writeToFile } from "../report/write-file.ts";
import { writeToStream } from "../report/write-stream.ts";
import type { GradDocument, GradRequest } from "./grad-options.ts";
import { passOver } from "./grad-passes.ts";
import type { CommandIo } from "./io.ts";
import type { OutputOptions } from "./output-options.ts";
import type { Run } from "./read-table.ts";
import { verdictCode } from "./verdict-code.ts";

/** Resolves to the exit code of the verdict, when the report is complete. */
export async function checkDerivatives(
  files: readonly string[],
  request: GradRequest,
  { format, tolerances }: GradDocument & { kind: "check" },
  options: OutputOptions,
  run: Run,
  io: CommandIo,
): Promise<number> {
  const names = files.map(inputName);
  const report = await passOver(files, request, run, false, async ({ plan, loss, table, read }) => {
    const check = new DerivativeCheck(plan, loss, names, tolerances);
    for await (const chunk of table.chunks(plan.requests)) {
      check.add(chunk);
      read(chunk.rows);
    }
    const rows = rowCounts(check.counts);
    if (rows.used === 0) throw noRows(rows.read, names, rowsText(rows));
    const { gradient, hessian, worst, labelCoding } = check;
    return {
      schema: "lossctl.check/1",
      tool: { name: "lossctl", version: io.version },
      inputs: files,
      columns: reportColumns(plan, labelCoding),
      ...(request.tool === undefined ? {} : { dialect: request.tool }),
      loss: request.loss.key,
      rows,
      ...tolerances,
      gradient,
      hessian,
      worst,
      verdict: checkVerdict(gradient, hessian),
    } satisfies CheckReport;
  });
  const toFile = options.output !== undefined;
  const color = format === "table" && !toFile && wantsColor(io.stdout, options.color, io.env);
  // A pseudo-terminal that was given no size says 0.
  const rendering = { width: io.stdout.columns || 80, style: await createStyle(color) };
  const text = format === "json" ? renderCheckJson(report) : await renderCheckTable(report, rendering);
  if (options.output === undefined) await writeToStream(io.stdout, text);
  else await writeToFile(options.output, text);
  return verdictCode(report.verdict);
}
