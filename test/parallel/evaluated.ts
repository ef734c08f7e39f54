/** Evaluations in this process, by however many threads, as bytes that can be compared. */
import { Readable } from "node:stream";
import { chooseColumns, makePlan, type PlanOptions } from "../../src/evaluate/plan.ts";
import { results } from "../../src/evaluate/results.ts";
import { parseLoss } from "../../src/losses/spec.ts";
import { evaluateTable } from "../../src/parallel/evaluate-table.ts";
import type { ThreadOptions } from "../../src/parallel/threads.ts";
import type { Dialect } from "../../src/read/chunk.ts";
import { type OpenOptions, openTable } from "../../src/read/open.ts";

export const OPTIONS: PlanOptions = {
  label: "y",
  prediction: "p",
  weight: "w",
  by: ["segment"],
  missing: "skip",
  invalid: "error",
  maxSlices: 1000,
  intervals: true,
  header: true,
};
const LOSSES = ["mse", "mae", "max-error", "r2", "huber:delta=2"];

export interface Run extends ThreadOptions {
  readonly options?: PlanOptions;
  readonly losses?: readonly string[];
  readonly dialect?: Partial<Dialect>;
  /** How the table is read; bytes of standard input come in pieces of `blockBytes`. */
  readonly reading?: Pick<OpenOptions, "blockBytes" | "longestRecord">;
  readonly stdin?: Buffer;
  /** What happens between opening and reading. */
  readonly meanwhile?: () => void;
}

export interface Evaluated {
  /** The results, and what pictures are drawn of, as JSON. */
  readonly json: string;
  readonly threads: number;
  /** What `--verbose` says of the readers. */
  readonly notes: readonly string[];
}

export async function evaluate(files: readonly string[], run: Run = {}): Promise<Evaluated> {
  const { options = OPTIONS, losses = LOSSES, stdin = Buffer.alloc(0), dialect, reading, ...threads } = run;
  const notes: string[] = [];
  const onReader = (note: string) => notes.push(note);
  const pieces = blocks(stdin, reading?.blockBytes ?? 1 << 16);
  const open = { stdin: Readable.from(pieces), ...reading, onReader };
  const table = await openTable(files, { header: true, ...dialect }, open);
  try {
    run.meanwhile?.();
    const choices = losses.map(parseLoss);
    const available = { names: table.names, open: table.format === "ndjson", file: files[0] ?? "" };
    const columns = chooseColumns(options, true, available);
    const plan = makePlan(choices, columns, options);
    const task = { losses, columns, options, plan, names: files };
    const done = await evaluateTable(table, task, { ...threads, onProgress: () => {}, onReader });
    const pictures = done.evaluation.pictures(0.95);
    const json = JSON.stringify({ ...results(done.evaluation, 0.95), pictures });
    return { json, threads: done.threads, notes };
  } finally {
    await table.close();
  }
}

function* blocks(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The message of the error that an evaluation ends with. */
export function failureOf(evaluated: Promise<Evaluated>): Promise<string> {
  return evaluated.then(
    () => {
      throw new Error("expected a failure");
    },
    (error: Error) => error.message,
  );
}
