/** Reading the inputs once, as every command does it: with progress, and closed at the end whatever happens. */
import type { Columns } from "../evaluate/columns.ts";
import type { Dialect, Table } from "../read/chunk.ts";
import { openTable } from "../read/open.ts";
import { inputName, totalBytes } from "../read/source.ts";
import { createProgress } from "../report/progress.ts";
import type { CommandIo } from "./io.ts";
import type { OutputOptions } from "./output-options.ts";

/** What a run says, and what it reads in place of files. */
export interface Run {
  readonly io: Pick<CommandIo, "stderr" | "env">;
  readonly stdin: NodeJS.ReadableStream;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** A line on standard error, unless `quiet`. */
  say(text: string): void;
}

export function createRun(options: OutputOptions, io: CommandIo): Run {
  const quiet = options.quiet === true;
  return {
    io,
    stdin: io.stdin,
    quiet,
    verbose: options.verbose === true,
    say: (text) => {
      if (!quiet) io.stderr.write(`lossctl: ${text}\n`);
    },
  };
}

/** An opened data set. */
export interface Reading {
  readonly table: Table;
  readonly available: Columns;
  /** Tells the progress how many rows were read. */
  read(rows: number): void;
}

/**
 * Opens the inputs and hands them to `work`. Progress is gone and everything closed when it returns or throws.
 * @throws LossctlError (input) where one can't be opened.
 */
export async function readTable<Result>(
  files: readonly string[],
  dialect: Dialect,
  run: Run,
  work: (reading: Reading) => Promise<Result>,
): Promise<Result> {
  const started = performance.now();
  const progress = createProgress(run.io.stderr, { quiet: run.quiet, env: run.io.env });
  const reading = { what: files.join(", "), bytes: 0, totalBytes: await totalBytes(files), rows: 0 };
  const table = await openTable(files, dialect, {
    stdin: run.stdin,
    onBytes: (bytes) => {
      reading.bytes += bytes;
      progress.update(reading);
    },
  });
  try {
    const result = await work({
      table,
      available: {
        names: table.names,
        open: table.format === "ndjson",
        file: inputName(files[0] ?? "-"),
      },
      read: (rows) => {
        reading.rows += rows;
      },
    });
    if (run.verbose) {
      const seconds = ((performance.now() - started) / 1000).toFixed(2);
      progress.end();
      run.say(
        `note: ${reading.rows} rows of ${table.format === "ndjson" ? "NDJSON" : "delimited text"} in ${seconds} s`,
      );
    }
    return result;
  } finally {
    progress.end();
    await table.close();
  }
}
