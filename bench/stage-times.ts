// Nanoseconds a row of each stage of an evaluation in one thread, from the floor, which is reading only, to the exact
// sums; then of the loop of each loss. A stage is done again and again for one block of a file, and its best time
// counts: what it costs when nothing disturbs it, compiled and in the processor's cache. Started by stages.mjs.
import { closeSync, openSync, readSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Batch } from "../src/accumulate/types.ts";
import { Admission } from "../src/evaluate/admission.ts";
import { Evaluation } from "../src/evaluate/evaluation.ts";
import { chooseColumns, makePlan, type PlanOptions } from "../src/evaluate/plan.ts";
import { SliceKeys } from "../src/evaluate/slice-keys.ts";
import { TermColumns } from "../src/evaluate/term-columns.ts";
import { Kernel } from "../src/kernel/kernel.ts";
import { catalogue } from "../src/losses/catalogue.ts";
import { columnLoop, rowLoop } from "../src/losses/loops.ts";
import { parseLoss } from "../src/losses/spec.ts";
import type { Domain, ScalarValue, VectorValue } from "../src/losses/types.ts";
import type { Chunk, KeyColumn } from "../src/read/chunk.ts";
import { ChunkBuilder } from "../src/read/chunk-builder.ts";
import { CsvFields } from "../src/read/csv-fields.ts";
import { kernelChunks } from "../src/read/kernel-blocks.ts";
import { createColumn } from "../src/read/kernel-columns.ts";

const { values } = parseArgs({
  options: {
    /** Paths by kind of data, as JSON. */
    files: { type: "string", default: "{}" },
    only: { type: "string" },
  },
});
const FILES = JSON.parse(values.files) as {
  readonly reg: string;
  readonly clf: string;
  readonly multi: string;
};

const BLOCK = 2 ** 19;
const COMMA = 0x2c;
/** Enough for the engine to have compiled what is measured, and for some runs that nothing disturbed. */
const RUNS = 400;

/** Nanoseconds of the best run. */
function best(run: () => unknown): number {
  let least = Infinity;
  for (let i = 0; i < RUNS; i++) {
    const since = process.hrtime.bigint();
    run();
    least = Math.min(least, Number(process.hrtime.bigint() - since));
  }
  return least;
}

function print(name: string, nanoseconds: number): void {
  console.log(`  ${name.padEnd(44)}${nanoseconds.toFixed(2).padStart(8)}`);
}

interface Evaluated {
  readonly title: string;
  readonly path: string;
  readonly losses: readonly string[];
  readonly by: readonly string[];
  readonly prediction?: string;
}

/** The names of the columns, and the whole records of the file's first block. */
function firstBlock(path: string): { names: string[]; bytes: Buffer } {
  const file = openSync(path, "r");
  const start = Buffer.alloc(BLOCK);
  readSync(file, start);
  closeSync(file);
  const header = start.indexOf("\n");
  return {
    names: start.toString("latin1", 0, header).split(","),
    bytes: start.subarray(header + 1, start.lastIndexOf("\n") + 1),
  };
}

function stages({ title, path, losses, by, prediction }: Evaluated): void {
  const { names, bytes } = firstBlock(path);
  const options: PlanOptions = {
    by,
    missing: "error",
    invalid: "error",
    maxSlices: 1000,
    header: true,
    ...(prediction === undefined ? {} : { prediction }),
  };
  const plan = makePlan(
    losses.map(parseLoss),
    chooseColumns(options, true, { names, open: false, file: path }),
    options,
  );
  const builder = new ChunkBuilder(plan.requests, undefined);
  builder.startFile(0, path, () => null);
  const kernel = new Kernel({ blockSize: BLOCK });
  const fields = plan.requests.map((_, slot) => new CsvFields(kernel, slot));
  const columns = fields.map((field, column) => {
    field.position = names.indexOf(plan.requests[column]!.name);
    return createColumn(field, builder, column);
  });
  const { text } = kernel;
  text.restart(new Uint8Array(0));
  text.free().set(bytes);
  text.filled(bytes.length);
  text.index(COMMA, names.length, false);
  const { rows } = text;
  console.log(`\n${title}, ${losses.join(",")}: ns a row of ${(bytes.length / rows).toFixed(1)} bytes`);
  const ofBlock = (name: string, run: () => unknown) => print(name, best(run) / rows);

  const file = openSync(path, "r");
  const page = new Uint8Array(new ArrayBuffer(BLOCK));
  ofBlock("reading (from the system's cache)", () => readSync(file, page, 0, bytes.length, 0));
  closeSync(file);
  ofBlock("parity of quotes (threads only)", () => text.quotes(bytes.length));
  ofBlock("index of delimiters, shape", () => text.index(COMMA, names.length, false));
  for (const [index, column] of columns.entries()) {
    const { name, coding } = plan.requests[index]!;
    ofBlock(`${coding.kind} ${name}`, () => column.read());
  }

  const chunk = kernelChunks(kernel, fields, columns, builder, 1).next().value as Chunk;
  const ofChunk = (name: string, run: () => unknown) => print(name, best(run) / chunk.rows);
  const admission = new Admission(plan, [path]);
  ofChunk("admission", () => admission.admit(chunk));
  const admitted = admission.admit(chunk);
  for (const term of plan.terms) {
    const alone = new TermColumns({ ...plan, terms: [term] });
    ofChunk(`column of ${term.key}`, () => alone.compute(admitted));
  }
  const terms = new TermColumns(plan);
  ofChunk("these columns together", () => terms.compute(admitted));
  const batch: Batch = {
    rows: admitted.rows,
    columns: terms.compute(admitted),
    places: { file: 0, line: (row) => row },
  };
  const evaluation = new Evaluation(plan, [path]);
  const keys = chunk.columns.filter((column): column is KeyColumn => column.kind === "key");
  if (keys.length === 0) {
    ofChunk("exact sums", () => evaluation.groups.slices[0]!.series.add(batch));
  } else {
    const slices = new SliceKeys();
    const number = () => slices.number(keys, chunk.rows, (key) => evaluation.groups.group(key));
    ofChunk("number of the slice", number);
    const numbers = number();
    ofChunk("exact sums by slice", () => evaluation.groups.add(batch, numbers));
  }
  ofChunk("from admission to sums, as one", () => evaluation.add(chunk));
}

/** As many rows as a chunk has, at most. */
const ROWS = 8192;
/** Columns of a vector loss. */
const WIDTH = 10;

function inside({ low, high }: { readonly low: number; readonly high: number }): number {
  const [from, to] = [Math.max(low, -10), Math.min(high, 10)];
  return from + (to - from) * Math.random();
}

function labelOf({ label }: Domain): number {
  return label.kind === "real" || label.kind === "vector"
    ? inside(label.interval)
    : Math.round(Math.random());
}

/** Each column that a loss of the catalogue folds, with its parameters at their defaults. */
function lossLoops(): void {
  const times = { scalar: new Map<string, number>(), vector: new Map<string, number>() };
  const out = new Float64Array(ROWS);
  for (const { id, parameters, create } of catalogue) {
    const { shape, domain, terms, ...measure } = create(
      Object.fromEntries(parameters.map(({ name, default: value }) => [name, value])),
      id,
    );
    const width = shape === "scalar" ? 1 : ("columns" in measure && measure.columns) || WIDTH;
    const columns = (number: () => number) =>
      Array.from({ length: width }, () => Float64Array.from({ length: ROWS }, number));
    const predictions = columns(() => inside(domain.prediction));
    const labels = columns(() => labelOf(domain));
    for (const term of terms) {
      if (!("of" in term) || term.fold === "variance-sum") continue;
      const time = term.fold.startsWith("vector")
        ? best(() => rowLoop(term.of as VectorValue)(labels, predictions, ROWS, out))
        : best(() => columnLoop(term.of as ScalarValue)(labels[0]!, predictions[0]!, ROWS, out));
      times[shape].set(term.key, time / ROWS);
    }
  }
  for (const [shape, found] of Object.entries(times)) {
    console.log(`\nlosses of ${shape === "scalar" ? "one column" : `${WIDTH} columns`}: ns a row`);
    for (const [name, time] of [...found].sort(([, a], [, b]) => a - b)) print(name, time);
  }
}

const evaluations: readonly Evaluated[] = [
  { title: "reg", path: FILES.reg, losses: ["mse", "mae"], by: [] },
  { title: "clf", path: FILES.clf, losses: ["log-loss", "brier"], by: [] },
  { title: "multi", path: FILES.multi, losses: ["cross-entropy"], by: [], prediction: "p_*" },
  {
    title: "many",
    path: FILES.reg,
    losses: [
      "mse",
      "mae",
      "huber:delta=2",
      "quantile:q=0.9",
      "pseudo-huber",
      "smooth-l1",
      "epsilon-insensitive",
      "tukey",
    ],
    by: [],
  },
  { title: "group", path: FILES.reg, losses: ["mse"], by: ["segment"] },
];
const wanted = (what: string): boolean => values.only?.split(",").includes(what) ?? true;
for (const evaluated of evaluations) if (wanted(evaluated.title)) stages(evaluated);
if (wanted("losses")) lossLoops();
