/** Threads that gather the rows of a fit come to the bytes of one, and to its errors. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, describe, expect, test } from "vitest";
import { createFit, gatheringOf } from "../../src/fit/fit.ts";
import { createDesign } from "../../src/model/design.ts";
import type { DesignTask } from "../../src/model/design-rows.ts";
import { gatherFit } from "../../src/parallel/gather-fit.ts";
import type { ThreadOptions } from "../../src/parallel/threads.ts";
import { openTable } from "../../src/read/open.ts";
import { temporaryFolder } from "../cli/process.ts";
import { type Options, requestOf } from "../fit/fitting.ts";
import { random } from "../kernel/random.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const HEADER = "note,a,b,city,w,part,y\n";

function rows(count: number, seed: number): string[] {
  const { below, next, pick } = random(seed);
  return Array.from({ length: count }, () => {
    const [a, b] = [next() * 7, below(50) === 0 ? "NA" : String(below(2000) / 7 - 100)];
    const note = pick(["x", '"two\nlines"', '"a, ""b"""']);
    const part = pick(["train", "train", "validation", "test"]);
    const city = pick(["Oslo", "Paris", '"The Hague"']);
    return `${note},${a},${b},${city},${below(4) / 2},${part},${a - Number(b === "NA" ? 0 : b) / 3 + next()}\n`;
  });
}

function write(name: string, lines: readonly string[]): string {
  const path = join(folder.path, name);
  writeFileSync(path, `${HEADER}${lines.join("")}`);
  return path;
}

interface Run extends ThreadOptions {
  readonly task?: Partial<DesignTask>;
  readonly fit?: Options;
  readonly testFile?: string;
}

const number = (name: string) => ({ name, levels: null });

/** The outcome as text, and how many threads gathered the rows. */
async function fitted(files: readonly string[], run: Run = {}): Promise<{ json: string; threads: number }> {
  const { task: given = {}, fit: options = {}, testFile, ...threads } = run;
  const sources = [number("a"), number("b"), { name: "city", levels: ["Oslo", "Paris", "The Hague"] }];
  const features = createDesign(sources, true).columns.map(({ name }) => name);
  const request = requestOf(features, options);
  const task = {
    target: "y",
    loss: options.loss ?? "mse",
    sources,
    intercept: true,
    weight: null,
    split: null,
    positive: null,
    missing: "skip" as const,
    invalid: "error" as const,
    header: true,
    test: 0,
    validation: 0,
    folds: options.folds ?? null,
    seed: 3,
    once: gatheringOf(request).once,
    ...given,
  };
  const open = (paths: readonly string[]) => openTable(paths, { header: true }, { stdin: Readable.from([]) });
  const table = await open(files);
  try {
    const gathered = await gatherFit(table, task, files, { ...threads, onProgress: () => {} });
    const { share, elsewhere } = gathered;
    if (testFile !== undefined) {
      const other = await open([testFile]);
      await share.addTest(other.chunks(share.requests), [testFile], () => {});
      await other.close();
    }
    const fit = createFit(request, share.rows, elsewhere);
    try {
      const counts = share.counts.state();
      return { json: JSON.stringify({ counts, ...(await fit.solve()) }), threads: gathered.threads };
    } finally {
      await fit.close();
    }
  } finally {
    await table.close();
  }
}

describe("threads that gather a fit's rows", () => {
  const file = write("rows.csv", rows(4000, 1));

  test.each<[string, Run]>([
    ["all of one part", {}],
    ["with weights", { task: { weight: "w" } }],
    ["parts by the numbers of the records", { task: { test: 0.2, validation: 0.1 } }],
    ["parts by a column", { task: { split: "part", validation: 0.2 } }],
    ["folds", { fit: { folds: 5 } }],
    ["a test part from another file", { testFile: write("test.csv", rows(500, 9)) }],
    ["a loss whose domain predictions leave", { fit: { gateLosses: ["msle", "medae", "huber:delta=2"] } }],
    ["L1 and momentum", { fit: { l1: 0.1, optimizer: "momentum" } }],
  ])("come to the bytes of one: %s", async (_, run) => {
    const alone = await fitted([file], { ...run, threads: 1 });
    expect(alone.threads).toBe(1);
    for (const [threads, partBytes] of [
      [2, 64 * 1024],
      [3, 4096],
    ] as const) {
      const found = await fitted([file], { ...run, threads, partBytes, leastBytes: 0 });
      expect(found.threads).toBe(threads);
      expect(found.json).toBe(alone.json);
    }
  });

  test("count records over all files", async () => {
    const lines = rows(3000, 2);
    const whole = write("whole.csv", lines);
    const parts = [write("first.csv", lines.slice(0, 700)), write("second.csv", lines.slice(700))];
    const run: Run = { task: { test: 0.3 } };
    const together = await fitted(parts, { ...run, threads: 2, partBytes: 4096, leastBytes: 0 });
    expect(together.threads).toBe(2);
    expect(together.json).toBe((await fitted([whole], { ...run, threads: 1 })).json);
  });

  test("read NDJSON, of one shape or of many, and count its records", async () => {
    const { below, next, pick } = random(6);
    const records = Array.from({ length: 3000 }, () => ({
      a: next() * 7,
      b: below(50) === 0 ? null : below(2000) / 7 - 100,
      city: pick(["Oslo", "Paris", "The Hague"]),
      y: next(),
    }));
    const shapes = {
      one: records.map((record) => JSON.stringify(record)),
      many: records.map(({ a, ...rest }, row) =>
        JSON.stringify(row % 3 === 0 ? { ...rest, a } : { a, ...rest }),
      ),
    };
    for (const [name, lines] of Object.entries(shapes)) {
      const path = join(folder.path, `${name}.ndjson`);
      writeFileSync(path, `${lines.join("\n")}\n`);
      const run: Run = { task: { test: 0.3 } };
      const found = await fitted([path], { ...run, threads: 2, partBytes: 4096, leastBytes: 0 });
      expect(found.threads).toBe(2);
      expect(found.json).toBe((await fitted([path], { ...run, threads: 1 })).json);
    }
  });

  test("read NDJSON too", async () => {
    const { below, next } = random(6);
    const records = Array.from({ length: 3000 }, () => {
      const a = next() * 7;
      const city = ["Oslo", "Paris", "The Hague"][below(3)]!;
      return JSON.stringify({ a, b: below(50) === 0 ? null : below(2000) / 7, city, y: a + next() });
    });
    const path = join(folder.path, "rows.ndjson");
    writeFileSync(path, `${records.join("\n")}\n`);
    const run: Run = { task: { test: 0.2, validation: 0.1 } };
    const found = await fitted([path], { ...run, threads: 3, partBytes: 4096, leastBytes: 0 });
    expect(found.threads).toBe(3);
    expect(found.json).toBe((await fitted([path], { ...run, threads: 1 })).json);
  });

  test("can have no rows at all", async () => {
    // One part: one of the threads has all rows, the others none.
    const small = write("small.csv", rows(30, 4));
    for (const weight of ["w", null]) {
      const run = { task: { weight } };
      const found = await fitted([small], { ...run, threads: 3, leastBytes: 0 });
      expect(found.threads).toBe(3);
      expect(found.json).toBe((await fitted([small], { ...run, threads: 1 })).json);
    }
  });

  test("are not used where the rows are gone through in their order, or it would not pay", async () => {
    const many = { threads: 2, partBytes: 4096, leastBytes: 0 };
    expect((await fitted([file], { ...many, fit: { loss: "huber:delta=1" } })).threads).toBe(1);
    const batches = { optimizer: "sgd" as const, batchSize: 32, epochs: 1 };
    expect((await fitted([file], { ...many, fit: batches })).threads).toBe(1);
    expect((await fitted([file], { threads: 2 })).threads).toBe(1);
  });

  test.each([
    ["a bad cell", "x,1,abc,Oslo,1,train,3\n"],
    ["a short record", "x,1\n"],
    ["an unknown level", "x,1,2,Rome,1,train,3\n"],
    ["a negative weight", "x,1,2,Oslo,-1,train,3\n"],
  ])("name the place of %s as one does", async (_, line) => {
    const lines = rows(2000, 5);
    const path = write("broken.csv", [...lines.slice(0, 1500), line, ...lines.slice(1500)]);
    const run: Run = { task: { weight: "w", test: 0.5 } };
    const alone = await fitted([path], { ...run, threads: 1 }).catch((error: Error) => error.message);
    expect(alone).toContain("broken.csv:");
    const shared = fitted([path], { ...run, threads: 3, partBytes: 4096, leastBytes: 0 });
    await expect(shared).rejects.toThrow(alone as string);
  });
});
