import { describe, expect, test } from "vitest";
import type { ColumnRequest } from "../../src/read/chunk.ts";
import { ChunkBuilder } from "../../src/read/chunk-builder.ts";
import { readCsv } from "../../src/read/csv.ts";
import { showCsvField } from "../../src/read/csv-fields.ts";
import { blockFeed } from "../../src/read/feed.ts";
import { KernelCsvReader } from "../../src/read/kernel-csv.ts";
import { delimitedText, type TextOptions, textOptions } from "../kernel/delimited-texts.ts";
import { numberText } from "../kernel/number-texts.ts";
import { type Random, random } from "../kernel/random.ts";
import { type Outcome, outcome, pieces, someSizes, withRest } from "./outcome.ts";

interface Case {
  readonly text: Buffer;
  readonly delimiter: string;
  readonly requests: readonly ColumnRequest[];
  readonly positions: readonly number[];
  readonly width: number;
}

function prepared({ requests, positions, width, delimiter }: Case) {
  const builder = new ChunkBuilder(requests, undefined);
  builder.startFile(0, "data.csv", showCsvField);
  return {
    builder,
    input: { name: "data.csv", firstLine: 2, delimiter, width, widthOf: "header", positions } as const,
  };
}

function byCsvParse(from: Case): Promise<Outcome> {
  const { builder, input } = prepared(from);
  return outcome(withRest(builder, readCsv({ ...input, blocks: pieces(from.text, 1 << 16) }, builder)));
}

function byKernel(
  from: Case,
  sizes: { blockBytes: number; chunkRows: number; piece: number; start: number },
): Promise<Outcome> {
  const { builder, input } = prepared(from);
  const start = from.text.subarray(0, sizes.start);
  const feed = blockFeed(pieces(from.text.subarray(start.length), sizes.piece));
  return outcome(withRest(builder, new KernelCsvReader(builder, sizes).read({ ...input, start, feed })));
}

async function expectSame(from: Case, source: Random): Promise<Outcome> {
  const expected = await byCsvParse(from);
  const sizes = someSizes(source);
  expect({ text: from.text.toString(), sizes, ...(await byKernel(from, sizes)) }).toEqual({
    text: from.text.toString(),
    sizes,
    ...expected,
  });
  return expected;
}

function column(name: string, source: Random): ColumnRequest {
  const coding = source.pick<ColumnRequest["coding"]>([
    { kind: "number" },
    { kind: "number" },
    { kind: "number", words: { true: 1, false: 0 } },
    { kind: "key" },
    { kind: "class", classes: ["p_abc", "p_1", "p_NA", "naïve"], exact: source.below(2) === 0, places: true },
    { kind: "positive", positive: "abc" },
  ]);
  return { name, coding };
}

function caseOf(text: string, options: TextOptions, source: Random): Case {
  const count = 1 + source.below(3);
  const positions = Array.from({ length: count }, () => source.below(options.fields));
  return {
    text: Buffer.from(text),
    delimiter: options.delimiter,
    width: options.fields,
    positions,
    requests: positions.map((position) => column(`c${position}`, source)),
  };
}

describe("delimited text by the kernel", () => {
  test("is read as csv-parse reads it: rows, texts, lines, and the error of what is malformed", async () => {
    const source = random(31);
    const seen = { whole: 0, refused: 0 };
    for (let i = 0; i < 700; i++) {
      const options = textOptions(source);
      let text = delimitedText(source, options);
      if (source.below(4) === 0) text = text.slice(0, source.below(text.length + 1));
      if (source.below(8) === 0) text += source.pick(["\n", "\r\n", "\n\n \n", "\r", " \n", "\n1,2"]);
      const { error } = await expectSame(caseOf(text, options, source), source);
      seen[error === null ? "whole" : "refused"]++;
    }
    expect(seen.whole).toBeGreaterThan(100);
    expect(seen.refused).toBeGreaterThan(100);
  });

  test("numbers, tokens for missing values and bad texts come out alike", async () => {
    const source = random(32);
    const tokens = [
      "",
      " ",
      "NA",
      "nan",
      "N/A",
      "null",
      "None",
      "?",
      "\\N",
      "inf",
      "-Infinity",
      "1e400",
      "abc",
      " 1",
      "2 ",
      "\t3",
    ];
    const odd = [
      "true",
      "false",
      "TRUE",
      " true",
      '"true"',
      '"1"',
      '" 1 "',
      '""',
      '"NA"',
      '"""1"""',
      "0x10",
      "1_0",
      "１",
      "+.5",
      "5.",
      ".",
    ];
    for (let i = 0; i < 150; i++) {
      const rare = source.pick([0, 0.05, 0.5, 1]);
      const field = () =>
        source.next() < rare ? source.pick(source.below(2) ? tokens : odd) : numberText(source);
      const text = Array.from(
        { length: source.below(80) },
        () => `${field()},${field()}${source.pick(["\n", "\r\n"])}`,
      ).join("");
      const requests = [0, 1].map((position) => ({
        name: `c${position}`,
        coding: source.below(2)
          ? { kind: "number" as const }
          : { kind: "number" as const, words: { true: 1, false: 0 } },
      }));
      await expectSame(
        { text: Buffer.from(text), delimiter: ",", width: 2, positions: [0, 1], requests },
        source,
      );
    }
  });

  test("bytes that are not UTF-8 are an error in a text column, on their line, and none elsewhere", async () => {
    const source = random(33);
    for (let i = 0; i < 60; i++) {
      const lines = Array.from({ length: 20 }, (_, line) => Buffer.from(`${line},k${line % 3},\n`));
      lines[source.below(20)] = Buffer.from([0x31, 0x2c, 0xff, 0xfe, 0x2c, 0x0a]);
      const key = { name: "k", coding: { kind: "key" } } as const;
      const number = { name: "n", coding: { kind: "number" } } as const;
      const text = Buffer.concat(lines);
      const used = await expectSame(
        { text, delimiter: ",", width: 3, positions: [0, 1], requests: [number, key] },
        source,
      );
      expect(used.error).toContain("UTF-8");
      const unused = await expectSame(
        { text, delimiter: ",", width: 3, positions: [0, 1], requests: [number, number] },
        source,
      );
      expect(unused.error).toBeNull();
    }
  });

  test("a column of words is read like one of numbers, from the first row to the last", async () => {
    const source = random(34);
    const label = () => source.pick(["true", "false", "1", "0", "0.5", "", "yes"]);
    const text = Buffer.from(
      Array.from({ length: 3000 }, () => `${label()}\n`)
        .concat("1\n")
        .join(""),
    );
    const requests = [{ name: "y", coding: { kind: "number", words: { true: 1, false: 0 } } }] as const;
    await expectSame({ text, delimiter: ",", width: 1, positions: [0], requests }, source);
  });
});
