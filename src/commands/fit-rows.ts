/** The rows of `lossctl fit` from the inputs into a fit. */
import { inputError, usageError } from "../errors.ts";
import { Admission } from "../evaluate/admission.ts";
import { noRows, rowCounts } from "../evaluate/results.ts";
import { createFit, gatheringOf } from "../fit/fit.ts";
import type { Fit, FitRequest } from "../fit/types.ts";
import { chooseFitColumns, type FitColumns } from "../model/choose-columns.ts";
import { createDesign, type Design, type Source } from "../model/design.ts";
import { designPlan } from "../model/design-plan.ts";
import { DesignRows, rolesOf } from "../model/design-rows.ts";
import type { FitTask } from "../model/fit-share.ts";
import { findLevels } from "../model/levels.ts";
import { type GatheredFit, gatherFit } from "../parallel/gather-fit.ts";
import { listed } from "../read/names.ts";
import { inputName, isReadOnce } from "../read/source.ts";
import { type Spool, spool } from "../read/spool.ts";
import { rowsText } from "../report/heading.ts";
import type { RowCounts as ReportedRows } from "../report/types.ts";
import type { FitRequestOptions } from "./fit-options.ts";
import { type Reading, type Run, readTable } from "./read-table.ts";

/** Records that are looked at to tell which columns are numeric. */
const SAMPLE = 1000;

/** What is known before the first row is read. */
export interface FitDesign {
  readonly columns: FitColumns;
  readonly design: Design;
}

export interface FittedRows {
  readonly fit: Fit;
  readonly columns: FitColumns;
  readonly design: Design;
  readonly rows: ReportedRows;
}

/**
 * Chooses the columns and reads all rows. `begin` says what the design is for, before the first row.
 * @throws LossctlError where columns or rows can't be used, or no row is left.
 */
export async function readFitRows(
  files: readonly string[],
  request: FitRequestOptions,
  intercept: boolean,
  run: Run,
  begin: (design: FitDesign) => FitRequest,
): Promise<FittedRows> {
  const twice = request.columns.categorical.length > 0;
  const kept = twice ? await keepInput(files, run) : null;
  const again = (): Run => (kept === null ? run : { ...run, stdin: kept.stream() });
  let gathered: GatheredFit | null = null;
  try {
    const first = twice ? await levelsOf(files, request, again()) : null;
    return await readTable(files, request.dialect, again(), async (reading) => {
      const columns = first?.columns ?? (await columnsOf(reading, request));
      const levels = first?.levels ?? new Map<string, readonly string[]>();
      const sources = columns.features.map(
        ({ name }): Source => ({ name, levels: levels.get(name) ?? null }),
      );
      const design = createDesign(sources, intercept);
      run.say(`note: ${sentence(columns)}`);
      const fitRequest = begin({ columns, design });
      const { once } = gatheringOf(fitRequest);
      const task = { ...designTaskOf(columns, sources, request), intercept, once };
      await checkTestFile(request, task, run);
      const { table, names, note, progress } = reading;
      gathered = await gatherFit(table, task, names, {
        ...(request.threads === null ? {} : { threads: request.threads }),
        onProgress: progress,
        onReader: note,
      });
      const { share, elsewhere } = gathered;
      if (request.splitting.testFile !== null) {
        await readTable([request.splitting.testFile], request.dialect, again(), (test) =>
          share.addTest(test.table.chunks(share.requests), test.names, test.read),
        );
      }
      const rows = rowCounts(share.counts);
      if (rows.used === 0) throw noRows(rows.read, files.map(inputName), rowsText(rows));
      return { fit: createFit(fitRequest, share.rows, elsewhere), columns, design, rows };
    });
  } catch (error) {
    const { share, elsewhere } = (gathered as GatheredFit | null) ?? {};
    share?.close();
    await elsewhere?.close();
    throw error;
  } finally {
    await kept?.close();
  }
}

/** What is wrong with the file of the test part shows before the first row, where it can be opened twice. */
async function checkTestFile({ splitting, dialect, loss }: FitRequestOptions, task: FitTask, run: Run) {
  const { testFile } = splitting;
  if (testFile === null || testFile === "-" || isReadOnce(testFile)) return;
  const { requests } = new DesignRows(task, loss, [testFile]).plan;
  await readTable([testFile], dialect, { ...run, verbose: false }, async ({ table }) => {
    table.parts(requests);
  });
}

/** Standard input in a file where it is needed twice; null where it is no input. */
async function keepInput(files: readonly string[], run: Run): Promise<Spool | null> {
  for (const file of files) {
    if (file !== "-" && isReadOnce(file)) {
      throw usageError(
        `${file} can be read only once, and --categorical needs it twice`,
        "standard input may be piped, or write it to a file first",
      );
    }
  }
  return files.includes("-") ? spool(run.stdin) : null;
}

async function columnsOf({ table, available }: Reading, request: FitRequestOptions): Promise<FitColumns> {
  const sample = await table.sample(SAMPLE);
  if (sample.every(({ present }) => present === 0)) {
    throw inputError("no rows that have a value", { file: available.file });
  }
  return chooseFitColumns(request.columns, sample, available);
}

/** A first pass, for the levels of the text columns. */
async function levelsOf(files: readonly string[], request: FitRequestOptions, run: Run) {
  return readTable(files, request.dialect, { ...run, verbose: false }, async (reading) => {
    const columns = await columnsOf(reading, request);
    const numbers = columns.features.filter(({ text }) => !text);
    const sources = numbers.map(({ name }): Source => ({ name, levels: null }));
    const texts = columns.features.filter(({ text }) => text).map(({ name }) => name);
    const roles = rolesOf(designTaskOf(columns, sources, request), request.loss);
    const plan = designPlan(roles, request, texts);
    const admission = new Admission(plan, reading.names);
    const levels = await findLevels(reading.table, plan, admission, reading.read);
    return { columns, levels };
  });
}

function designTaskOf(columns: FitColumns, sources: readonly Source[], request: FitRequestOptions) {
  const { loss, positive, splitting, optimizer } = request;
  return {
    target: columns.target,
    loss: loss.text ?? loss.key,
    sources,
    weight: columns.weight,
    split: columns.split,
    positive,
    missing: request.missing,
    invalid: request.invalid,
    header: request.dialect.header,
    test: splitting.test,
    validation: splitting.validation,
    folds: splitting.folds,
    seed: optimizer.seed,
  };
}

/** What was chosen, in words. */
function sentence({ target, targetGuessed, features, weight, split, leftOut }: FitColumns): string {
  const names = features.map(({ name, text }) => (text ? `${name} (levels)` : name));
  const named = leftOut.filter(({ why }) => why === null).map(({ name }) => name);
  const others = leftOut.flatMap(({ name, why }) => (why === null ? [] : [`${name} (${why})`]));
  return [
    `target ${target}${targetGuessed ? " (--target names another)" : ""}`,
    features.length === 0 ? "no features" : `features ${listed(names)}`,
    ...(weight === null ? [] : [`weight ${weight}`]),
    ...(split === null ? [] : [`split ${split}`]),
    ...(named.length === 0 ? [] : [`left out by --features ${listed(named)}`]),
    ...(others.length === 0 ? [] : [`left out ${listed(others)}`]),
  ].join("; ");
}

/** @throws LossctlError (input) where the table has a column of this name. */
export function refuseIntercept({ columns }: Design, intercept: boolean): void {
  if (intercept && columns.some(({ name }) => name === "intercept")) {
    throw inputError(
      'a feature is called "intercept", as the constant term is',
      undefined,
      "--features '!intercept' leaves it out, --no-intercept the constant term",
    );
  }
}
