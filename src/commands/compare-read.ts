/** The rows of `lossctl compare`: columns of one data set, files side by side, or files joined by an id. */
import { Comparison } from "../compare/comparison.ts";
import { Join } from "../compare/join.ts";
import { type ComparePlan, type ModelChoice, makeComparePlan } from "../compare/plan.ts";
import { expectSameLabels, type SidePlace } from "../compare/same-labels.ts";
import { sideBySide } from "../compare/side-by-side.ts";
import { type ColumnChoice, chooseColumns, needsLabel, type PlanOptions } from "../evaluate/plan.ts";
import type { LossChoice } from "../losses/spec.ts";
import { compareTable } from "../parallel/compare-table.ts";
import type { Chunk, ColumnRequest } from "../read/chunk.ts";
import { missingColumn } from "../read/names.ts";
import { Spill } from "../read/spill.ts";
import { inDialectNamed } from "./choose-dialect.ts";
import { defaultLosses, distinct } from "./choose-losses.ts";
import type { CompareOptions } from "./compare-options.ts";
import type { CompareRequest } from "./compare-run.ts";
import { type Reading, type Run, readTables } from "./read-table.ts";

export interface ReadModels {
  readonly comparison: Comparison;
  /** Ids that were left out; null where rows are not joined. */
  readonly unpaired: { readonly unmatchedId: number; readonly duplicateId: number } | null;
}

/** Reads all rows. */
export async function readModels(
  files: readonly string[],
  request: CompareRequest,
  options: CompareOptions,
  run: Run,
): Promise<ReadModels> {
  const sets = request.form === "columns" ? [files] : files.map((file) => [file]);
  return readTables(sets, request.dialect, run, async (readings) => {
    const { losses, models, planOptions } = resolve(request, options, readings, run);
    const plan = makeComparePlan(losses, models, {
      plan: planOptions,
      reference: request.reference,
      lags: options.hac ?? null,
      bootstrap: request.bootstrap,
    });
    if (request.form === "columns") {
      return { comparison: await readColumns(plan, losses, options, readings[0] as Reading), unpaired: null };
    }
    const { joinedBy } = request;
    if (joinedBy === null) return { comparison: await readSides(plan, readings), unpaired: null };
    return readJoined(plan, readings, joinedBy, options.unmatched);
  });
}

/** Losses and columns, once the headers are known. */
function resolve(request: CompareRequest, options: CompareOptions, readings: readonly Reading[], run: Run) {
  const planOptions: PlanOptions = { ...request.plan, by: options.by, maxSlices: options.maxSlices };
  const asked = [...request.losses, ...request.marginLosses];
  const labelled = request.losses.length === 0 || needsLabel(asked);
  const models = request.models.map(({ name, prediction }, place): ModelChoice => {
    const reading = (request.form === "columns" ? readings[0] : readings[place]) as Reading;
    // Weights, slices and ids belong to the rows: they are read once, from the first; ids that join are read apart.
    const { weight, by, ...own } = planOptions;
    const drawn =
      request.form === "columns" && request.bootstrap !== null ? { bootstrap: request.bootstrap } : {};
    const chosen =
      place === 0
        ? { ...own, ...(weight === undefined ? {} : { weight }), by, ...drawn }
        : { ...own, by: [] };
    const columns: ColumnChoice = chooseColumns(
      { ...chosen, ...(prediction === undefined ? {} : { prediction }) },
      labelled,
      reading.available,
    );
    const where = request.form === "files" ? `${reading.names[0]}: ` : "";
    if (columns.note !== null && (request.form === "files" || place === 0))
      run.say(`note: ${where}${columns.note}`);
    return { name, columns };
  });
  const width = models[0]?.columns.prediction.length ?? 1;
  const defaults = (): LossChoice[] => inDialectNamed(defaultLosses(options.task, width), options.dialect);
  const losses = distinct([
    ...(request.losses.length > 0 ? request.losses : defaults()),
    ...request.marginLosses,
  ]);
  return { losses, models, planOptions };
}

async function readColumns(
  plan: ComparePlan,
  losses: readonly LossChoice[],
  options: CompareOptions,
  { table, names, note, progress }: Reading,
): Promise<Comparison> {
  // A dialect's losses are not those that their texts give in a thread.
  const most = options.dialect === undefined ? options.threads : 1;
  const { comparison } = await compareTable(
    table,
    plan,
    losses.map(({ key, text }) => text ?? key),
    names,
    { ...(most === undefined ? {} : { threads: most }), onProgress: progress, onReader: note },
  );
  return comparison;
}

async function readSides(plan: ComparePlan, readings: readonly Reading[]): Promise<Comparison> {
  const comparison = new Comparison(
    plan,
    readings.map(({ names }) => names),
  );
  const sides = readings.map(({ table, names }, model) => ({
    chunks: table.chunks(plan.plans[model]?.requests ?? []),
    name: names[0] ?? "",
  }));
  let rows = 0;
  for await (const chunks of sideBySide(sides)) {
    const reasons = chunks.map((chunk, model) => comparison.judge(model, chunk));
    expectSameLabels(
      plan,
      chunks,
      reasons,
      chunks.map((chunk, model) => placeOf(chunk, readings[model] as Reading)),
      "rows are paired by their order, or with --id by a column",
    );
    comparison.addJudged(chunks, reasons);
    rows += chunks[0]?.rows ?? 0;
    readings[0]?.progress(rows);
  }
  return comparison;
}

/** Buckets of a side, and the bytes of it that are kept in memory. */
const BUCKETS = 256;
const BUDGET = 2 ** 26;

async function readJoined(
  plan: ComparePlan,
  readings: readonly Reading[],
  column: string,
  unmatched: CompareOptions["unmatched"],
): Promise<ReadModels> {
  const names = readings.map((reading) => reading.names[0] ?? "");
  const comparison = new Comparison(
    plan,
    readings.map((reading) => reading.names),
  );
  for (const { available } of readings) {
    if (!available.open && !available.names.includes(column)) {
      throw missingColumn(column, available.names, available.file);
    }
  }
  const spills = readings.map(() => new Spill(BUCKETS, BUDGET));
  const sides = plan.plans.map(({ requests }, model) => ({
    requests: [...requests, { name: column, coding: { kind: "text" } } satisfies ColumnRequest],
    store: spills[model] as Spill,
  }));
  const join = new Join(sides, names, column);
  try {
    let rows = 0;
    for (const [side, { table }] of readings.entries()) {
      for await (const chunk of table.chunks(sides[side]?.requests ?? [])) {
        join.add(side, chunk, comparison.judge(side, chunk));
        rows += chunk.rows;
        readings[0]?.progress(rows);
      }
    }
    for (const paired of join.pairs()) {
      const chunks = paired.map(({ chunk }) => chunk);
      const reasons = paired.map((each) => each.reasons);
      expectSameLabels(
        plan,
        chunks,
        reasons,
        chunks.map((chunk, model) => placeOf(chunk, readings[model] as Reading)),
      );
      comparison.addJudged(chunks, reasons);
    }
  } finally {
    for (const spill of spills) spill.close();
  }
  const fault = join.fault();
  if (fault !== null && unmatched === "error") throw fault;
  return {
    comparison,
    unpaired: { unmatchedId: join.unmatchedIds, duplicateId: join.duplicateIds },
  };
}

function placeOf(chunk: Chunk, { names }: Reading): SidePlace {
  return {
    file: () => names[chunk.file] ?? "",
    line: (row) => chunk.line(row),
    text: (row, column) => chunk.text(row, column),
  };
}
