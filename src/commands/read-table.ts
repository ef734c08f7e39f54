/** Reading the inputs once, as every command does it: with progress, and closed at the end whatever happens. */
import { usageError } from "../errors.ts";
import type { Columns } from "../evaluate/columns.ts";
import type { Dialect, Table } from "../read/chunk.ts";
import { openTable } from "../read/open.ts";
import { inputName, isSameFile, totalBytes } from "../read/source.ts";
import { count } from "../report/heading.ts";
import { createProgress } from "../report/progress.ts";
import { visible } from "../visible.ts";
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
    // Made only if it is read.
    get stdin() {
      return io.stdin;
    },
    quiet,
    verbose: options.verbose === true,
    say: (text) => {
      if (!quiet) io.stderr.write(`lossctl: ${visible(text)}\n`);
    },
  };
}

/** A document in the place of an input would be the end of the predictions. */
export function refuseInput(output: string, files: readonly string[], role = "input", option = "-o"): void {
  for (const file of files) {
    if (file !== "-" && isSameFile(output, file)) {
      throw usageError(`${option} ${output} would replace the ${role} ${file}`);
    }
  }
}

/** An opened data set. */
export interface Reading {
  readonly table: Table;
  readonly available: Columns;
  /** The inputs as messages call them. */
  readonly names: readonly string[];
  /** Tells the progress that so many more rows were read. */
  read(rows: number): void;
  /** Adds to what `--verbose` says of how the inputs were read. */
  note(text: string): void;
  /** Tells the progress how many rows were read so far, and bytes where the table does not count them. */
  progress(rows: number, bytes?: number): void;
}

export interface ReadOptions {
  /** Whether the bytes of each record are asked for. */
  readonly records?: boolean;
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
  options: ReadOptions = {},
): Promise<Result> {
  return readTables([files], dialect, run, ([reading]) => work(reading as Reading), options);
}

/** The same of several data sets that are read side by side. */
export async function readTables<Result>(
  sets: readonly (readonly string[])[],
  dialect: Dialect,
  run: Run,
  work: (readings: readonly Reading[]) => Promise<Result>,
  { records = false }: ReadOptions = {},
): Promise<Result> {
  const started = Date.now();
  const line = createProgress(run.io.stderr, { quiet: run.quiet, env: run.io.env });
  const files = sets.flat();
  const state = { what: files.join(", "), bytes: 0, totalBytes: totalBytes(files), rows: 0 };
  const notes: string[] = [];
  const tables: Table[] = [];
  try {
    for (const set of sets) {
      tables.push(
        await openTable(set, dialect, {
          get stdin() {
            return run.stdin;
          },
          records,
          onReader: (note) => notes.push(note),
          onBytes: (bytes) => {
            state.bytes += bytes;
            line.update(state);
          },
        }),
      );
    }
    const readings = tables.map((table, place): Reading => {
      const names = (sets[place] ?? []).map(inputName);
      return {
        table,
        available: { names: table.names, open: table.format === "ndjson", file: names[0] ?? "" },
        names,
        read: (rows) => {
          state.rows += rows;
        },
        note: (text) => notes.push(text),
        progress: (rows, bytes = state.bytes) => {
          state.rows = rows;
          state.bytes = bytes;
          line.update(state);
        },
      };
    });
    const result = await work(readings);
    if (run.verbose) {
      const seconds = ((Date.now() - started) / 1000).toFixed(2);
      line.end();
      for (const note of [...notes, `${count(state.rows, "row")} in ${seconds} s`]) {
        run.say(`note: ${note}`);
      }
    }
    return result;
  } finally {
    line.end();
    for (const table of tables) await table.close();
  }
}
