import { describe, expect, test } from "vitest";
import type { ColumnRequest } from "../../src/read/chunk.ts";
import { ChunkBuilder } from "../../src/read/chunk-builder.ts";
import { blockFeed } from "../../src/read/feed.ts";
import { KernelNdjsonReader } from "../../src/read/kernel-ndjson.ts";
import { readNdjson, showJsonField } from "../../src/read/ndjson.ts";
import { type Random, random } from "../kernel/random.ts";
import { NAMES, ndjsonText, ODD, requestsOf, WRONG } from "./ndjson-texts.ts";
import { type Outcome, outcome, pieces, someSizes, withRest } from "./outcome.ts";

function prepared(requests: readonly ColumnRequest[]) {
  const builder = new ChunkBuilder(requests, undefined);
  builder.startFile(0, "data.ndjson", showJsonField);
  return { builder, input: { name: "data.ndjson", firstLine: 1, names: NAMES } };
}

function byJsonParse(text: Buffer, requests: readonly ColumnRequest[]): Promise<Outcome> {
  const { builder, input } = prepared(requests);
  return outcome(withRest(builder, readNdjson({ ...input, blocks: pieces(text, 1 << 16) }, builder)));
}

function byKernel(
  text: Buffer,
  requests: readonly ColumnRequest[],
  sizes: ReturnType<typeof someSizes>,
): Promise<Outcome> {
  const { builder, input } = prepared(requests);
  const start = text.subarray(0, sizes.start);
  const feed = blockFeed(pieces(text.subarray(start.length), sizes.piece));
  return outcome(withRest(builder, new KernelNdjsonReader(builder, sizes).read({ ...input, start, feed })));
}

async function expectSame(
  text: Buffer,
  requests: readonly ColumnRequest[],
  source: Random,
): Promise<Outcome> {
  const sizes = someSizes(source);
  const expected = await byJsonParse(text, requests);
  const found = await byKernel(text, requests, sizes);
  expect({ text: text.toString(), requests, sizes, ...found }).toEqual({
    text: text.toString(),
    requests,
    sizes,
    ...expected,
  });
  return expected;
}

describe("NDJSON by the kernel", () => {
  test("is read as JSON.parse reads it: rows, texts, lines, and the error of what is no JSON", async () => {
    const source = random(41);
    const seen = { whole: 0, refused: 0 };
    for (let i = 0; i < 600; i++) {
      const text = ndjsonText(source);
      const { error } = await expectSame(Buffer.from(text), requestsOf(source), source);
      seen[error === null ? "whole" : "refused"]++;
    }
    expect(Math.min(seen.whole, seen.refused)).toBeGreaterThan(60);
  });

  test.each([
    '{"y":1,"s":"x","y":2}\n{"y":1,"s":"x","y":2}\n',
    '{"y":1,"s":"a,\\"y\\":5"}\n{"y":2,"s":"b"}\n',
    '{"y":1,"s":"a"}\n{"y":2,"s":"}\n',
    '{"y":1,"s":"a"}\n{"y":2,"s":"b"}}\n',
    '{"y":1,"s":"a"}\n{"y":2,"s":"b","y":3}\n',
    '{"y":1,"s":"a"}{"y":2,"s":"b"}\n',
    '{"y":1,"s":"a"} \n\n{"y":2,"s":"b"}\n',
    '{"y":1,"s":"x,"y":1}\n{"y":1,"s":"x,"y":1}\n',
    '{"y":1,"t":"a"}\n{"y":2,"t":"b"}\n',
    '{"y":[1,2],"s":"a"}\n{"y":[1,2],"s":"a"}\n',
    '{"y":{},"s":"a"}\n{"y":{},"s":"a"}\n',
    "{}\n{}\n",
    "[1]\n[2]\n",
    '{"y":1,"s":"a"}\n{"y":1,"s":"\u0001"}\n',
    '{"__proto__":1,"y":2,"s":"a"}\n{"__proto__":1,"y":2,"s":"a"}\n',
  ])("reads %j like JSON.parse", async (text) => {
    const source = random(42);
    for (const name of ["y", "s"]) {
      for (const kind of ["number", "key"] as const) {
        for (let i = 0; i < 4; i++) await expectSame(Buffer.from(text), [{ name, coding: { kind } }], source);
      }
    }
  });

  test.each([
    ...WRONG,
    ...ODD,
    "00",
    "-01",
    "0",
    "00.5",
    "0.50",
    "1.e5",
    "-",
    "1e+",
    "12345678901234567890123",
  ])("a value of %j, wanted or not, is what JSON.parse says it is", async (value) => {
    const source = random(44);
    const lines = Array.from({ length: 9 }, (_, i) => `{"y":${i === 5 ? value : i},"id":${i}}\n`);
    for (const name of ["y", "id"])
      await expectSame(Buffer.from(lines.join("")), [{ name, coding: { kind: "number" } }], source);
  });

  test("strings that are not UTF-8 are an error in a text column, on their line, and none elsewhere", async () => {
    const source = random(43);
    const lines = Array.from({ length: 30 }, (_, i) => Buffer.from(`{"y":${i},"s":"k${i % 3}"}\n`));
    lines[20] = Buffer.concat([Buffer.from('{"y":1,"s":"'), Buffer.from([0xff]), Buffer.from('"}\n')]);
    const text = Buffer.concat(lines);
    const used = await expectSame(text, [{ name: "s", coding: { kind: "key" } }], source);
    expect(used.error).toContain("data.ndjson:21");
    const unused = await expectSame(text, [{ name: "y", coding: { kind: "number" } }], source);
    expect(unused.error).toBeNull();
  });
});
