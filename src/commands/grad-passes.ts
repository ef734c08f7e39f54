/** How `lossctl grad` goes through its inputs: once, or twice where the sum of weights or the row count comes first. */
import { Rational } from "../accumulate/rational.ts";
import { inputError, usageError } from "../errors.ts";
import { chooseColumns, makePlan, needsLabel, type Plan } from "../evaluate/plan.ts";
import { noRows, rowCounts } from "../evaluate/results.ts";
import { type RowWise, rowWise } from "../gradient/row-wise.ts";
import { WeightTotal } from "../gradient/weight-total.ts";
import { inputName, isReadOnce } from "../read/source.ts";
import { spool } from "../read/spool.ts";
import { rowsText } from "../report/heading.ts";
import { meansOverRows } from "./choose-dialect.ts";
import type { GradRequest } from "./grad-options.ts";
import { type Reading, type Run, readTable } from "./read-table.ts";

/** An opened data set with the columns of the loss chosen. */
export interface Pass extends Reading {
  readonly plan: Plan;
  readonly loss: RowWise;
  /** What the first pass has found; null where this is the only one. */
  readonly totals: Totals | null;
}

export interface Totals {
  /** Rows used. */
  readonly rows: number;
  /** What a mean divides by. */
  readonly weight: Rational;
}

/**
 * Hands the inputs to `work`. `twice` reads them once before, for the totals.
 * @throws LossctlError where loss and columns don't go together, or an input can't be read, or not twice.
 */
export async function passOver<Result>(
  files: readonly string[],
  request: GradRequest,
  run: Run,
  twice: boolean,
  work: (pass: Pass) => Promise<Result>,
): Promise<Result> {
  if (!twice) {
    return readTable(files, request.dialect, run, (reading) =>
      work({ ...reading, ...planOf(request, reading, run.say), totals: null }),
    );
  }
  for (const file of files) {
    if (file !== "-" && isReadOnce(file)) {
      throw usageError(
        `${file} can be read only once, and this needs it twice`,
        "standard input may be piped, or write it to a file first",
      );
    }
  }
  const kept = files.includes("-") ? await spool(run.stdin) : null;
  const again = (): Run => (kept === null ? run : { ...run, stdin: kept.stream() });
  try {
    const totals = await totalsOf(files, request, { ...again(), verbose: false });
    return await readTable(files, request.dialect, again(), (reading) =>
      work({ ...reading, ...planOf(request, reading, () => {}), totals }),
    );
  } finally {
    await kept?.close();
  }
}

function planOf(
  request: GradRequest,
  { available }: Reading,
  say: Run["say"],
): { plan: Plan; loss: RowWise } {
  const columns = chooseColumns(request.plan, needsLabel([request.loss]), available);
  if (columns.note !== null) say(`note: ${columns.note}`);
  const plan = makePlan([request.loss], columns, request.plan);
  const [named] = plan.measures;
  if (named === undefined) throw new TypeError("a plan without a measure");
  return { plan, loss: rowWise(request.loss, named.measure) };
}

async function totalsOf(files: readonly string[], request: GradRequest, run: Run): Promise<Totals> {
  const names = files.map(inputName);
  return readTable(files, request.dialect, run, async (reading) => {
    const { plan } = planOf(request, reading, run.say);
    const first = new WeightTotal(plan, names);
    const requests = plan.requests.filter(({ coding }) => coding.kind !== "text");
    for await (const chunk of reading.table.chunks(requests)) {
      first.add(chunk);
      reading.read(chunk.rows);
    }
    const rows = rowCounts(first.counts);
    if (rows.used === 0) throw noRows(rows.read, names, rowsText(rows));
    const weight = meansOverRows(request.tool) ? Rational.fromNumber(rows.used) : first.total;
    return { rows: rows.used, weight };
  });
}

/** @throws LossctlError (input) where the second pass has seen other rows than the first. */
export function expectSameRows(totals: Totals | null, used: number): void {
  if (totals === null || totals.rows === used) return;
  throw inputError(`the input changed while it was read: ${totals.rows} rows, then ${used}`);
}
