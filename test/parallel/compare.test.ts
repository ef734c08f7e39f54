/** Threads compare models with the bytes that one pass gives, and the errors. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, describe, expect, test } from "vitest";
import { type CompareOptions, makeComparePlan } from "../../src/compare/plan.ts";
import { compareResults } from "../../src/compare/results.ts";
import type { BootstrapOptions } from "../../src/evaluate/bootstrap.ts";
import { chooseColumns } from "../../src/evaluate/plan.ts";
import { parseLoss } from "../../src/losses/spec.ts";
import { compareTable } from "../../src/parallel/compare-table.ts";
import type { ThreadOptions } from "../../src/parallel/threads.ts";
import { openTable } from "../../src/read/open.ts";
import { temporaryFolder } from "../cli/process.ts";
import { random } from "../kernel/random.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

function write(name: string, lines: readonly string[]): string {
  const path = join(folder.path, name);
  writeFileSync(path, lines.join(""));
  return path;
}

/** Quotes with newlines in them and missing values of either model. */
function rows(count: number): string[] {
  const { below, pick } = random(3);
  const number = () => (below(60) === 0 ? "NA" : String(below(2000) / 7 - 100));
  return Array.from(
    { length: count },
    () => `${pick(["north", '"east,\nwest"'])},${below(1000) / 3},${number()},${number()},${below(4)}\n`,
  );
}

interface Question extends ThreadOptions {
  readonly losses: readonly string[];
  readonly models: readonly string[];
  readonly weight?: string;
  readonly by?: readonly string[];
  readonly lags?: number;
  readonly bootstrap?: BootstrapOptions;
}

async function compare(file: string, question: Question): Promise<{ json: string; threads: number }> {
  const { losses, models, weight, by = [], lags = null, bootstrap = null, ...threads } = question;
  const table = await openTable([file], { header: true }, { stdin: Readable.from([]) });
  try {
    const plain = { label: "y", missing: "skip", invalid: "error", maxSlices: 100, header: true } as const;
    const available = { names: table.names, open: false, file };
    const options: CompareOptions = { plan: { ...plain, by }, reference: 0, lags, bootstrap };
    const choices = models.map((name, place) => {
      const ofRows = {
        by,
        ...(weight === undefined ? {} : { weight }),
        ...(bootstrap === null ? {} : { bootstrap }),
      };
      const rowsOptions = place === 0 ? ofRows : { by: [] };
      return {
        name,
        columns: chooseColumns({ ...plain, ...rowsOptions, prediction: name }, true, available),
      };
    });
    const plan = makeComparePlan(losses.map(parseLoss), choices, options);
    const done = await compareTable(table, plan, losses, [file], { ...threads, onProgress: () => {} });
    return { json: JSON.stringify(compareResults(done.comparison, 0.95)), threads: done.threads };
  } finally {
    await table.close();
  }
}

describe("threads", () => {
  const file = write("rows.csv", ["segment,y,old,new,w\n", ...rows(3000)]);
  const question: Question = {
    losses: ["mse", "mae", "rmse", "r2", "max-error", "huber:delta=2"],
    models: ["old", "new"],
    weight: "w",
    by: ["segment"],
  };
  const one = compare(file, { ...question, threads: 1 });

  test.each([
    [2, 4096],
    [3, 64 * 1024],
  ])("%i, with parts of %i bytes, give the bytes of one", async (threads, partBytes) => {
    const found = await compare(file, { ...question, threads, partBytes, leastBytes: 1 });
    expect(found.threads).toBe(threads);
    expect(found.json).toBe((await one).json);
  });

  test("read a label by the classes of each model", async () => {
    const { below, pick } = random(4);
    const lines = Array.from({ length: 2000 }, () => {
      const cells = Array.from({ length: 4 }, () => (1 + below(50)) / 64);
      return `${pick(["cat", "dog"])},${cells.join(",")}\n`;
    });
    const classes = write("classes.csv", ["y,p_cat,p_dog,q_dog,q_cat\n", ...lines]);
    const asked: Question = { losses: ["cross-entropy", "multi-accuracy"], models: ["p_*", "q_*"] };
    const found = await compare(classes, { ...asked, threads: 2, partBytes: 4096, leastBytes: 1 });
    expect(found.threads).toBe(2);
    expect(found.json).toBe((await compare(classes, { ...asked, threads: 1 })).json);
  });

  test("draw the rows of replicates by their ids", async () => {
    const bootstrap = { replicates: 20, seed: 4, id: "id" };
    const numbered = write("ids.csv", [
      "id,segment,y,old,new,w\n",
      ...rows(2000).map((line, row) => `${row},${line}`),
    ]);
    const asked: Question = { ...question, bootstrap };
    const found = await compare(numbered, { ...asked, threads: 3, partBytes: 4096, leastBytes: 1 });
    expect(found.threads).toBe(3);
    expect(found.json).toBe((await compare(numbered, { ...asked, threads: 1 })).json);
  });

  test("draw the rows of replicates by their numbers", async () => {
    const numbered: Question = { ...question, bootstrap: { replicates: 20, seed: 0 } };
    const found = await compare(file, { ...numbered, threads: 3, partBytes: 4096, leastBytes: 1 });
    expect(found.threads).toBe(3);
    expect(found.json).toBe((await compare(file, { ...numbered, threads: 1 })).json);
  });

  test("are one for a time series", async () => {
    const lagged: Question = { losses: ["mse"], models: ["old", "new"], lags: 2 };
    expect((await compare(file, { ...lagged, threads: 2, partBytes: 4096, leastBytes: 1 })).threads).toBe(1);
  });

  test("give up for a row that can't be used, which is named as by one", async () => {
    const broken = write("broken.csv", [
      "segment,y,old,new,w\n",
      ...rows(900),
      "a,1,2,abc,1\n",
      ...rows(900),
    ]);
    const failure = (threads: number) =>
      compare(broken, { ...question, threads, partBytes: 4096, leastBytes: 1 }).catch(
        (error: Error) => error.message,
      );
    const message = await failure(2);
    expect(message).toMatch(/column "new": expected a number, found "abc"/);
    expect(message).toBe(await failure(1));
  });
});
