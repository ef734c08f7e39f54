/** The rows of `lossctl predict` from the input to the output. */
import { RowCounts } from "../accumulate/row-counts.ts";
import { EXIT, usageError } from "../errors.ts";
import { Admission, type Admitted, countRows } from "../evaluate/admission.ts";
import type { RowPolicy } from "../evaluate/plan.ts";
import { noRows, rowCounts } from "../evaluate/results.ts";
import type { Model } from "../fit/types.ts";
import { designPlan } from "../model/design-plan.ts";
import { Predictor } from "../model/predictor.ts";
import type { Chunk, Dialect } from "../read/chunk.ts";
import type { Recognised } from "../read/recognise.ts";
import { inputName } from "../read/source.ts";
import { refuseOtherEnding } from "../report/endings.ts";
import { fileOutput } from "../report/file-output.ts";
import { rowsText } from "../report/heading.ts";
import { type Output, streamOutput } from "../report/output.ts";
import {
  type PredictedRows,
  type PredictedWriter,
  predictedCsv,
  predictedNdjson,
} from "../report/predicted-rows.ts";
import { dialectOf } from "./input-options.ts";
import type { CommandIo } from "./io.ts";
import type { PredictOptions } from "./predict.ts";
import { readModelFile } from "./read-model.ts";
import { type Reading, type Run, readTable } from "./read-table.ts";

/** What the options come to before anything is opened. */
export interface PredictRequest {
  readonly dialect: Dialect;
  readonly missing: RowPolicy;
  readonly invalid: RowPolicy;
  readonly as: string;
  readonly only: boolean;
  /** Null: as the input is; a delimiter that is null is the input's, but no tab. */
  readonly format: WrittenFormat<string | null> | null;
}

type WrittenFormat<Delimiter> =
  | { readonly name: "ndjson" }
  | { readonly name: "csv"; readonly delimiter: Delimiter };

/** @throws LossctlError (usage) */
export function readPredictOptions(options: PredictOptions): PredictRequest {
  const { as, missing, invalid } = options;
  if (as === "") throw usageError("--as: expected a name, found none");
  return {
    dialect: dialectOf(options),
    missing,
    invalid,
    as,
    only: options.only === true,
    format: format(options),
  };
}

function format({ format, output }: PredictOptions): PredictRequest["format"] {
  const file = output?.toLowerCase() ?? "";
  if (format === undefined && file.endsWith(".csv")) return { name: "csv", delimiter: null };
  const name = format ?? ["ndjson", "tsv"].find((known) => file.endsWith(`.${known}`));
  if (name === "ndjson") return { name };
  if (name === "csv" || name === "tsv") return { name: "csv", delimiter: name === "csv" ? "," : "\t" };
  refuseOtherEnding(output, ["csv", "tsv", "ndjson"]);
  return null;
}

/** Resolves to the exit code when all rows are written, or nobody reads them any more. */
export async function writePredictions(
  modelFile: string,
  files: readonly string[],
  request: PredictRequest,
  options: Pick<PredictOptions, "output">,
  run: Run,
  io: CommandIo,
): Promise<number> {
  const model = readModelFile(modelFile);
  const output = options.output === undefined ? streamOutput(io.stdout) : await fileOutput(options.output);
  try {
    const read = (reading: Reading) =>
      predictRows(model, files.map(inputName), request, output, run, reading);
    await readTable(files, request.dialect, run, read, { records: true });
    await output.commit();
    return EXIT.ok;
  } catch (error) {
    await output.discard();
    throw error;
  }
}

async function predictRows(
  model: Model,
  names: readonly string[],
  request: PredictRequest,
  output: Output,
  run: Run,
  { table, available, read }: Reading,
): Promise<void> {
  const { as, only } = request;
  if (!only) refuseName(as, available.names, available.open);
  const predictor = new Predictor(model);
  const layout = chooseLayout(request, table.beginnings, available.names);
  const { sources } = predictor.design;
  const plan = designPlan({ target: null, sources, split: null, weight: null }, request, layout.texts);
  const admission = new Admission(plan, names);
  const counts = new RowCounts();
  let begun = false;
  for await (const chunk of table.chunks(plan.requests)) {
    const admitted = admission.admit(chunk);
    countRows(counts, admitted, chunk.rows);
    read(chunk.rows);
    if (admitted.rows === 0) continue;
    if (layout.copies && available.open) refuseKey(as, chunk, names);
    const head = begun ? "" : layout.writer.head();
    begun = true;
    if (head.length > 0 && !(await output.write(head))) return;
    const predictions = predictor.predict(admitted.prediction, admitted.rows);
    const rows = predictedRows(chunk, admitted, predictions, plan.requests.length - layout.texts.length);
    if (!(await output.write(layout.writer.block(rows)))) return;
  }
  const counted = rowCounts(counts);
  if (counted.used === 0) throw noRows(counted.read, names, rowsText(counted));
  if (counted.used < counted.read) run.say(rowsText(counted));
}

/** The rows of a chunk that count; texts are the columns from `firstText` on. */
function predictedRows(
  chunk: Chunk,
  { rows, origin }: Admitted,
  predictions: Float64Array,
  firstText: number,
): PredictedRows {
  const place = (row: number): number => (origin === null ? row : (origin[row] as number));
  return {
    rows,
    predictions,
    record: (row) => chunk.record?.(place(row)) ?? new Uint8Array(0),
    text: (row, column) => chunk.text(place(row), firstText + column),
  };
}

interface Layout {
  readonly writer: PredictedWriter;
  /** Whether records are handed on as they stand. */
  readonly copies: boolean;
  /** Columns that are read as texts because they are not. */
  readonly texts: readonly string[];
}

/**
 * Records are copied where the output is written as all the inputs are; else their fields are written anew, those of
 * the first input's columns.
 */
function chooseLayout(
  { as, only, format, dialect }: PredictRequest,
  beginnings: readonly Recognised[],
  names: readonly string[],
): Layout {
  const [first] = beginnings;
  if (first === undefined) throw new TypeError("no input");
  const written = writtenAs(format, first);
  const copies = !only && beginnings.every((beginning) => isWrittenAs(beginning, first, written));
  const texts = only || copies ? [] : names;
  const before = copies ? "record" : texts;
  if (written.name === "ndjson") return { writer: predictedNdjson(as, before), copies, texts };
  const ownHeader = first.format === "ndjson" ? null : first.header;
  const header = dialect.header || first.format === "ndjson" ? (ownHeader ?? new Uint8Array(0)) : null;
  return { writer: predictedCsv(as, written.delimiter, before, header), copies, texts };
}

function writtenAs(format: PredictRequest["format"], first: Recognised): WrittenFormat<string> {
  const own = first.format === "ndjson" ? null : first.delimiter;
  if (format === null) return own === null ? { name: "ndjson" } : { name: "csv", delimiter: own };
  if (format.name === "ndjson") return format;
  return { name: "csv", delimiter: format.delimiter ?? (own === null || own === "\t" ? "," : own) };
}

function isWrittenAs(beginning: Recognised, first: Recognised, written: WrittenFormat<string>): boolean {
  if (beginning.format === "ndjson") return written.name === "ndjson";
  return (
    written.name === "csv" &&
    written.delimiter === beginning.delimiter &&
    beginning.names.length === first.names.length &&
    beginning.names.every((name, place) => name === first.names[place])
  );
}

/** @throws LossctlError (usage) where the input has such a column. */
function refuseName(name: string, names: readonly string[], paths: boolean): void {
  if (names.some((other) => other === name || (paths && other.startsWith(`${name}.`)))) {
    throw usageError(`the input has a column "${name}"`, "--as gives the predictions another name");
  }
}

/** Records of NDJSON may have what the first of them has not. */
function refuseKey(name: string, chunk: Chunk, names: readonly string[]): void {
  const key = JSON.stringify(name);
  for (let row = 0; row < chunk.rows; row++) {
    const record = Buffer.from(chunk.record?.(row) ?? []);
    if (!record.includes(key) || !Object.hasOwn(JSON.parse(record.toString()), name)) continue;
    const place = `${names[chunk.file] ?? ""}:${chunk.line(row)}`;
    throw usageError(`${place}: the record has a key "${name}"`, "--as gives the predictions another name");
  }
}
