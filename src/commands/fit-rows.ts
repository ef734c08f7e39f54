/** The rows of `lossctl fit` from the inputs into a fit. */
import { RowCounts } from "../accumulate/row-counts.ts";
import { inputError, usageError } from "../errors.ts";
import { Admission, countRows } from "../evaluate/admission.ts";
import { codingOfLabel, type NamedMeasure, type Plan } from "../evaluate/plan.ts";
import { noRows, rowCounts } from "../evaluate/results.ts";
import { type Fit, PART } from "../fit/types.ts";
import type { LossChoice } from "../losses/spec.ts";
import { createMeasure } from "../losses/spec.ts";
import { chooseFitColumns, type FitColumns } from "../model/choose-columns.ts";
import { createDesign, type Design, DesignColumns, type Source } from "../model/design.ts";
import { type DesignRoles, designPlan } from "../model/design-plan.ts";
import { findLevels } from "../model/levels.ts";
import { foldOf, isValidation, partOf } from "../model/parts.ts";
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
 * Chooses the columns, makes a fit of them by `begin` and hands it all rows.
 * @throws LossctlError where columns or rows can't be used, or no row is left.
 */
export async function readFitRows(
  files: readonly string[],
  request: FitRequestOptions,
  intercept: boolean,
  run: Run,
  begin: (design: FitDesign) => Fit,
): Promise<FittedRows> {
  const twice = request.columns.categorical.length > 0;
  const kept = twice ? await keepInput(files, run) : null;
  const again = (): Run => (kept === null ? run : { ...run, stdin: kept.stream() });
  let fit: Fit | null = null;
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
      fit = begin({ columns, design });
      const counts = new RowCounts();
      const roles = rolesOf(columns, sources, request);
      const next = await feed(fit, reading, roles, design, request, counts, 1, false);
      if (request.splitting.testFile !== null) {
        await feedTestFile(fit, request.splitting.testFile, roles, design, request, again(), counts, next);
      }
      const rows = rowCounts(counts);
      if (rows.used === 0) throw noRows(rows.read, files.map(inputName), rowsText(rows));
      return { fit, columns, design, rows };
    });
  } catch (error) {
    (fit as Fit | null)?.close();
    throw error;
  } finally {
    await kept?.close();
  }
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
    const plan = designPlan(rolesOf(columns, sources, request), request, texts);
    const admission = new Admission(plan, reading.names);
    const levels = await findLevels(reading.table, plan, admission, reading.read);
    return { columns, levels };
  });
}

function rolesOf(columns: FitColumns, sources: readonly Source[], request: FitRequestOptions): DesignRoles {
  const { loss, positive } = request;
  const measure = measureOfTarget(loss);
  const kind = measure.measure.domain.label.kind;
  const none = {
    label: [],
    prediction: [],
    weight: null,
    variance: null,
    level: null,
    by: [],
    keep: [],
    note: null,
  };
  const coding = codingOfLabel("number", [kind], none, {
    by: [],
    missing: request.missing,
    invalid: request.invalid,
    maxSlices: 1,
    header: request.dialect.header,
    ...(positive === null ? {} : { positive }),
  });
  return {
    target: { name: columns.target, coding, measure },
    sources,
    split: columns.split,
    weight: columns.weight,
  };
}

/** The loss as a condition on labels; features may be any number. */
function measureOfTarget(loss: LossChoice): NamedMeasure {
  const measure = createMeasure(loss);
  const anywhere = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  return { key: loss.key, measure: { ...measure, domain: { ...measure.domain, prediction: anywhere } } };
}

/** Hands the rows of a table to the fit; `first` is the number of its first record. Returns the number after its last. */
async function feed(
  fit: Fit,
  { table, names, read }: Reading,
  roles: DesignRoles,
  design: Design,
  request: FitRequestOptions,
  counts: RowCounts,
  first: number,
  onlyTest: boolean,
): Promise<number> {
  const plan: Plan = designPlan(roles, request);
  const admission = new Admission(plan, names, { keepWeightless: true });
  const columns = new DesignColumns(design);
  const parts = new Parts(request, roles.split !== null, onlyTest);
  let next = first;
  for await (const chunk of table.chunks(plan.requests)) {
    const admitted = admission.admit(chunk);
    countRows(counts, admitted, chunk.rows);
    read(chunk.rows);
    const { rows, label, prediction, weights, origin } = admitted;
    const [target] = label;
    if (target === undefined) throw new TypeError("a design without a target");
    if (rows > 0) {
      const sources = prediction.slice(0, design.sources.length);
      await fit.add({
        rows,
        features: columns.of(sources, rows),
        target,
        weights,
        parts: parts.of(
          rows,
          first - 1 + chunk.firstRecord,
          origin,
          prediction[design.sources.length] ?? null,
        ),
      });
    }
    next += chunk.rows;
  }
  return next;
}

async function feedTestFile(
  fit: Fit,
  file: string,
  roles: DesignRoles,
  design: Design,
  request: FitRequestOptions,
  run: Run,
  counts: RowCounts,
  first: number,
): Promise<void> {
  await readTable([file], request.dialect, run, (reading) =>
    feed(fit, reading, roles, design, request, counts, first, true),
  );
}

/** The part, or the fold, of each row. */
class Parts {
  readonly #request: FitRequestOptions;
  readonly #split: boolean;
  readonly #onlyTest: boolean;
  #parts = new Uint8Array(0);

  constructor(request: FitRequestOptions, split: boolean, onlyTest: boolean) {
    this.#request = request;
    this.#split = split;
    this.#onlyTest = onlyTest;
  }

  /** `firstRecord` is the number of the chunk's first record; `stated` the parts that a column says. */
  of(
    rows: number,
    firstRecord: number,
    origin: Int32Array | null,
    stated: Float64Array | null,
  ): Uint8Array | null {
    const { splitting, optimizer } = this.#request;
    const { folds, validation, test } = splitting;
    if (!this.#onlyTest && !this.#split && folds === null && test === 0 && validation === 0) return null;
    if (this.#parts.length < rows) this.#parts = new Uint8Array(rows);
    const parts = this.#parts;
    if (this.#onlyTest) return parts.fill(PART.test, 0, rows);
    const { seed } = optimizer;
    for (let row = 0; row < rows; row++) {
      const record = firstRecord + (origin === null ? row : (origin[row] as number));
      if (folds !== null) parts[row] = foldOf(record, seed, folds);
      else if (stated === null) parts[row] = partOf(record, seed, { test, validation });
      else {
        const part = stated[row] as number;
        parts[row] = part === PART.train && isValidation(record, seed, validation) ? PART.validation : part;
      }
    }
    return parts;
  }
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
