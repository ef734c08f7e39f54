/** Parts of a file, in any order, have the rows of the whole, or say that they can't be read by themselves. */
import { describe, expect, test } from "vitest";
import { LossctlError } from "../../src/errors.ts";
import type { Chunk, ColumnRequest, PartedFile } from "../../src/read/chunk.ts";
import { ChunkBuilder } from "../../src/read/chunk-builder.ts";
import { readCsv } from "../../src/read/csv.ts";
import { showCsvField } from "../../src/read/csv-fields.ts";
import { Irregular } from "../../src/read/kernel-columns.ts";
import { readNdjson, showJsonField } from "../../src/read/ndjson.ts";
import { cutIntoParts, PartReader } from "../../src/read/parts.ts";
import { delimitedText, textOptions } from "../kernel/delimited-texts.ts";
import { type Random, random } from "../kernel/random.ts";
import { fileWriter } from "./collect.ts";
import { NAMES, ndjsonText, requestsOf } from "./ndjson-texts.ts";
import { type Outcome, outcome, pieces, withRest } from "./outcome.ts";

const write = fileWriter();

/** Rows of `outcome` without the number of the record, which parts don't know. */
function placed({ rows }: Outcome): string[] {
  return rows.map((row) => {
    const [file, , line, fields] = JSON.parse(row) as [number, number, number, unknown];
    return JSON.stringify([file, line, fields]);
  });
}

/** Null where a part can't be read by itself. */
async function byParts(
  file: PartedFile,
  requests: readonly ColumnRequest[],
  partBytes: number,
  source: Random,
): Promise<string[] | null> {
  const parts = cutIntoParts([file], partBytes);
  const reader = new PartReader(requests, partBytes, { put: () => {}, get: () => null });
  try {
    const quotes = [false];
    for (const [place, part] of parts.entries()) quotes.push(quotes[place] !== reader.load(part));
    const order = parts.map((_, place) => [source.next(), place] as const).sort(([a], [b]) => a - b);
    const rows: string[][] = parts.map(() => []);
    const counts: number[] = [];
    for (const [, place] of order) {
      reader.load(parts[place]!);
      async function* chunks(): AsyncGenerator<Chunk> {
        counts[place] = reader.index(parts[place]!, quotes[place]!, quotes[place + 1]!);
        yield* reader.chunks(parts[place]!);
      }
      const found = await outcome(chunks());
      if (found.error !== null) return null;
      rows[place] = placed(found);
    }
    expect(counts).toEqual(rows.map(({ length }) => length));
    return rows.flat();
  } catch (error) {
    if (error instanceof Irregular || error instanceof LossctlError) return null;
    throw error;
  } finally {
    reader.close();
  }
}

interface Seen {
  shared: number;
  left: number;
}

/** What is wrong never passes; what is right need not be shared, but comes out alike where it is. */
async function compare(
  expected: Outcome,
  file: PartedFile,
  requests: readonly ColumnRequest[],
  source: Random,
  seen: Seen,
): Promise<void> {
  const partBytes = source.pick([64, 128, 256, 1024, 4096]);
  const found = await byParts(file, requests, partBytes, source);
  seen[found === null ? "left" : "shared"]++;
  if (found === null) return;
  expect({ partBytes, requests, error: null, rows: found }).toEqual({
    partBytes,
    requests,
    error: expected.error,
    rows: placed(expected),
  });
}

describe("parts of a file", () => {
  test("of NDJSON have the rows that JSON.parse finds in the whole", async () => {
    const source = random(51);
    const seen: Seen = { shared: 0, left: 0 };
    for (let i = 0; i < 300; i++) {
      const text = Buffer.from(ndjsonText(source));
      const requests = requestsOf(source);
      const builder = new ChunkBuilder(requests, undefined);
      builder.startFile(0, "data.ndjson", showJsonField);
      const input = { name: "data.ndjson", firstLine: 1, names: NAMES, blocks: pieces(text, 1 << 16) };
      const expected = await outcome(withRest(builder, readNdjson(input, builder)));
      const path = write("data.ndjson", text);
      const place = { path, name: "data.ndjson", file: 0, start: 0, firstLine: 1, size: text.length };
      await compare(expected, { ...place, format: "ndjson", names: NAMES }, requests, source, seen);
    }
    expect(Math.min(seen.shared, seen.left)).toBeGreaterThan(40);
  });

  test("of delimited text have the rows that csv-parse finds in the whole", async () => {
    const source = random(52);
    const seen: Seen = { shared: 0, left: 0 };
    for (let i = 0; i < 300; i++) {
      const options = textOptions(source);
      const text = delimitedText(source, options);
      const header = `${Array.from({ length: options.fields }, (_, field) => `c${field}`).join(options.delimiter)}\n`;
      const positions = Array.from({ length: 1 + source.below(3) }, () => source.below(options.fields));
      const requests = positions.map(
        (position): ColumnRequest => ({
          name: `c${position}`,
          coding: source.pick<ColumnRequest["coding"]>([
            { kind: "number" },
            { kind: "key" },
            { kind: "text" },
          ]),
        }),
      );
      const { delimiter, fields: width } = options;
      const builder = new ChunkBuilder(requests, undefined);
      builder.startFile(0, "data.csv", showCsvField);
      const expected = await outcome(
        withRest(
          builder,
          readCsv(
            {
              ...{ name: "data.csv", firstLine: 2, delimiter, width, widthOf: "header", positions },
              blocks: pieces(Buffer.from(text), 1 << 16),
            },
            builder,
          ),
        ),
      );
      const bytes = Buffer.from(header + text);
      const path = write("data.csv", bytes);
      const place = {
        path,
        name: "data.csv",
        file: 0,
        start: header.length,
        firstLine: 2,
        size: bytes.length,
      };
      await compare(
        expected,
        { ...place, format: "delimited", delimiter, width, positions },
        requests,
        source,
        seen,
      );
    }
    expect(Math.min(seen.shared, seen.left)).toBeGreaterThan(40);
  });
});
