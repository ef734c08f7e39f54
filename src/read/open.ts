/** Opens the inputs as one data set. */
import { usageError } from "../errors.ts";
import type { Chunk, ColumnRequest, Dialect, PartedFile, Table } from "./chunk.ts";
import { ChunkBuilder } from "./chunk-builder.ts";
import { recogniseCompression } from "./compression.ts";
import { showCsvField } from "./csv-fields.ts";
import type { Feed } from "./feed.ts";
import { kernelReads } from "./kernel-csv.ts";
import { Lookahead } from "./lookahead.ts";
import { missingColumn } from "./names.ts";
import { showJsonField } from "./ndjson.ts";
import { Readers } from "./readers.ts";
import { type Recognised, recognise } from "./recognise.ts";
import { type ColumnSample, SampledColumns } from "./sample.ts";
import { inputName, openSource, type Source } from "./source.ts";

export interface OpenOptions {
  readonly stdin: NodeJS.ReadableStream;
  /** Called with the size of each block as it is read, before any decompression. */
  readonly onBytes?: (bytes: number) => void;
  /** Rows of a chunk, at most. */
  readonly chunkRows?: number;
  /** Bytes that are read at once. */
  readonly blockBytes?: number;
  /** Bytes of a record, at most. */
  readonly longestRecord?: number;
  /** Whether chunks give the bytes of each record. */
  readonly records?: boolean;
  /** Told which reader reads an input, and where another takes over. */
  readonly onReader?: (note: string) => void;
}

/** Small enough for the records of a block to be young when they are dropped. */
const BLOCK_BYTES = 64 * 1024;

/** An input whose header was read; the rest of it waits in `content`. */
interface OpenInput {
  readonly source: Source;
  readonly content: Lookahead;
  /** What follows what `content` has looked at, of a file that is not compressed; else null. */
  readonly rest: Feed | null;
  readonly recognised: Recognised;
  /** From here on bytes count as read: a header that was only looked at will be read again. */
  startCounting(): void;
}

/** What is known of an input, open or not. */
interface Input {
  readonly path: string;
  readonly name: string;
  readonly recognised: Recognised;
  /** Bytes of a regular file that is not compressed; else null. */
  readonly size: number | null;
  /** Where the first record begins. */
  readonly start: number;
  open: OpenInput | null;
}

/**
 * Opens each input and reads its header, so that what is wrong with any of them shows before the first row.
 * @param inputs Paths, `-` for standard input; at least one.
 * @throws LossctlError (input) where one can't be opened, decompressed or recognised.
 */
export async function openTable(
  inputs: readonly string[],
  dialect: Dialect,
  options: OpenOptions,
): Promise<Table> {
  if (inputs.filter((input) => input === "-").length > 1) throw usageError("standard input is named twice");
  const opened: Input[] = [];
  const close = async () => {
    for (const input of opened) {
      await input.open?.source.close();
      input.open = null;
    }
  };
  try {
    for (const path of inputs) {
      const open = await openInput(path, dialect, options);
      const input: Input = {
        path,
        name: inputName(path),
        recognised: open.recognised,
        size: open.rest === null ? null : open.source.size,
        start: open.content.skipped,
        open,
      };
      opened.push(input);
      // Of many files only the first stays open; what can't be opened again has to.
      if (opened.length > 1 && open.source.reopenable) {
        await open.source.close();
        input.open = null;
      }
    }
  } catch (error) {
    await close();
    throw error;
  }
  const [first] = opened;
  if (first === undefined) throw usageError("no input");
  const { names, format } = first.recognised;

  async function* chunks(requests: readonly ColumnRequest[]): AsyncGenerator<Chunk> {
    const builder = new ChunkBuilder(requests, options.chunkRows, options);
    const readers = new Readers(builder, options);
    try {
      for (const input of opened) positionsOf(input.recognised, requests, input.name);
      for (const [index, input] of opened.entries()) {
        input.open ??= await openInput(input.path, dialect, options);
        const { content, rest, recognised, source } = input.open;
        input.open.startCounting();
        builder.startFile(index, input.name, recognised.format === "ndjson" ? showJsonField : showCsvField);
        const { name } = input;
        const positions = positionsOf(recognised, requests, name);
        const widthOf = dialect.header ? "header" : "first record";
        yield* withLastRows(builder, readers.read({ name, content, rest, recognised, widthOf, positions }));
        await source.close();
        input.open = null;
      }
    } finally {
      await close();
    }
  }
  const sample = async (count: number): Promise<readonly ColumnSample[]> => {
    const columns = new SampledColumns(names);
    for (const input of opened) {
      if (columns.records === count) break;
      const open = input.open ?? (await openInput(input.path, dialect, options));
      try {
        await columns.look(open, input.name, count - columns.records);
      } finally {
        if (input.open === null) await open.source.close();
      }
    }
    return columns.columns;
  };
  const beginnings = opened.map(({ recognised }) => recognised);
  const parts = (requests: readonly ColumnRequest[]) => partedFiles(opened, requests);
  return { names, format, beginnings, sample, chunks, parts, close };
}

function partedFiles(inputs: readonly Input[], requests: readonly ColumnRequest[]): PartedFile[] | null {
  const files: PartedFile[] = [];
  for (const [file, { path, name, recognised, size, start }] of inputs.entries()) {
    const positions = positionsOf(recognised, requests, name);
    if (size === null) return null;
    const { names, firstLine } = recognised;
    const common = { path, name, file, start, firstLine, size };
    if (recognised.format === "ndjson") files.push({ ...common, format: "ndjson", names });
    else {
      const { delimiter } = recognised;
      if (!kernelReads(delimiter)) return null;
      files.push({ ...common, format: "delimited", delimiter, width: names.length, positions });
    }
  }
  return files;
}

async function openInput(path: string, dialect: Dialect, options: OpenOptions): Promise<OpenInput> {
  const { blockBytes = BLOCK_BYTES } = options;
  const name = inputName(path);
  let count = (bytes: number) => {
    uncounted += bytes;
  };
  let uncounted = 0;
  const startCounting = () => {
    count = options.onBytes ?? (() => {});
    count(uncounted);
  };
  const source = await openSource(path, {
    // Asked for only if it is read: a stream is made then.
    get stdin() {
      return options.stdin;
    },
    blockBytes,
    onBytes: (bytes) => count(bytes),
  });
  try {
    const bytes = new Lookahead(source.blocks());
    const compression = await recogniseCompression(bytes, path, dialect.decompress);
    const content =
      compression === "none"
        ? bytes
        : new Lookahead((await import("./decompress.ts")).decompress(bytes, compression, name));
    const recognised = await recognise(content, name, dialect, options.longestRecord);
    const { readInto } = source;
    const rest = readInto !== undefined && compression === "none" ? { fill: readInto } : null;
    return { source, content, rest, recognised, startCounting };
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** The rows of one input, also those before a fault, so that the first thing wrong in a file is what is reported. */
async function* withLastRows(builder: ChunkBuilder, chunks: AsyncGenerator<Chunk>): AsyncGenerator<Chunk> {
  try {
    yield* chunks;
  } catch (error) {
    if (builder.rows > 0) yield builder.take();
    throw error;
  }
  if (builder.rows > 0) yield builder.take();
}

/**
 * Where the requested columns stand in delimited text; none in NDJSON, whose records may have what the first lacks.
 * @throws LossctlError (input) for a column that is not there.
 */
function positionsOf(recognised: Recognised, requests: readonly ColumnRequest[], file: string): number[] {
  if (recognised.format === "ndjson") return [];
  return requests.map(({ name }) => {
    const position = recognised.names.indexOf(name);
    if (position < 0) throw missingColumn(name, recognised.names, file);
    return position;
  });
}
