/** Intervals from replicates: the same whatever the order and the parts, near what formulas say where there are some. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, describe, expect, test } from "vitest";
import { inDialectNamed } from "../../src/commands/choose-dialect.ts";
import { Evaluation, type EvaluationState } from "../../src/evaluate/evaluation.ts";
import { chooseColumns, makePlan, type PlanOptions } from "../../src/evaluate/plan.ts";
import { quantile } from "../../src/evaluate/replicate-intervals.ts";
import { results } from "../../src/evaluate/results.ts";
import { type LossChoice, parseLoss } from "../../src/losses/spec.ts";
import { evaluateTable } from "../../src/parallel/evaluate-table.ts";
import type { ThreadOptions } from "../../src/parallel/threads.ts";
import { openTable } from "../../src/read/open.ts";
import type { LossResult } from "../../src/report/types.ts";
import { temporaryFolder } from "../cli/process.ts";
import { random } from "../kernel/random.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const BASE: PlanOptions = {
  label: "y",
  prediction: "p",
  by: [],
  missing: "skip",
  invalid: "error",
  maxSlices: 1000,
  header: true,
};
const ADDITIVE = ["mse", "max-error", "r2", "rmse"];
const { next, below, pick, shuffled } = (() => {
  const source = random(11);
  const shuffled = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, at: source.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  return { ...source, shuffled };
})();

const LINES = Array.from({ length: 3000 }, (_, row) => {
  const prediction = below(50) === 0 ? "NA" : String(next() * 3);
  return `row ${row},${below(2)},${prediction},${below(4)},${pick(["north", "south", '"east, west"'])}\n`;
});

function write(name: string, lines: readonly string[]): string {
  const path = join(folder.path, name);
  writeFileSync(path, `id,y,p,w,segment\n${lines.join("")}`);
  return path;
}

interface Run extends ThreadOptions {
  readonly losses?: readonly string[];
  readonly options?: Partial<PlanOptions>;
}

async function evaluate(files: readonly string[], run: Run) {
  const { losses = ADDITIVE, options: given, ...threads } = run;
  const options = { ...BASE, ...given };
  const table = await openTable(files, { header: true }, { stdin: Readable.from([]) });
  try {
    const choices = losses.map(parseLoss);
    const available = { names: table.names, open: false, file: files[0] ?? "" };
    const columns = chooseColumns(options, true, available);
    const plan = makePlan(choices, columns, options);
    const task = { losses, columns, options, plan, names: files };
    return { plan, ...(await evaluateTable(table, task, { ...threads, onProgress: () => {} })) };
  } finally {
    await table.close();
  }
}

/** All but places, which are those of the files. */
function bytes(evaluation: Evaluation): string {
  const { losses, slices, rows } = results(evaluation, 0.9);
  return JSON.stringify({ losses, slices, rows });
}

const bootstrap = { replicates: 20, seed: 5, id: "id" };
const sliced = { by: ["segment"], weight: "w", bootstrap };

describe("with ids, the same bytes come from", () => {
  const losses = [...ADDITIVE, "medae", "mae"];
  const file = write("rows.csv", LINES);
  const all = evaluate([file], { threads: 1, options: sliced, losses: ADDITIVE });

  test("rows in another order, and in several files", async () => {
    const other = shuffled(LINES);
    const expected = await evaluate([file], { options: sliced, losses });
    const files = [write("one.csv", other.slice(0, 700)), write("two.csv", other.slice(700))];
    expect(bytes((await evaluate(files, { options: sliced, losses })).evaluation)).toBe(
      bytes(expected.evaluation),
    );
  });

  test("threads", async () => {
    const found = await evaluate([file], { threads: 3, partBytes: 4096, leastBytes: 0, options: sliced });
    expect(found.threads).toBe(3);
    expect(bytes(found.evaluation)).toBe(bytes((await all).evaluation));
  });

  test("states of parts that were merged in any order", async () => {
    const parts = [0, 1, 2].map((part) =>
      write(
        `part-${part}.csv`,
        LINES.filter((_, i) => i % 3 === part),
      ),
    );
    const states = await Promise.all(
      parts.map(async (part) => {
        const { evaluation } = await evaluate([part], { options: sliced });
        return JSON.parse(JSON.stringify(evaluation.state())) as EvaluationState;
      }),
    );
    const { plan, evaluation } = await all;
    for (const order of [
      [0, 1, 2],
      [2, 0, 1],
    ]) {
      const merged = new Evaluation(plan, [file]);
      for (const part of order) merged.merge(states[part] as EvaluationState);
      expect(bytes(merged)).toBe(bytes(evaluation));
    }
  });
});

test("rows are numbered over all files, by threads too", async () => {
  const options = { bootstrap: { replicates: 20, seed: 5 } };
  const whole = await evaluate([write("whole.csv", LINES)], { options, threads: 1 });
  const files = [write("head.csv", LINES.slice(0, 1234)), write("tail.csv", LINES.slice(1234))];
  const split = await evaluate(files, { options, threads: 3, leastBytes: 0, partBytes: 4096 });
  expect(split.threads).toBe(3);
  expect(bytes(split.evaluation)).toBe(bytes(whole.evaluation));
});

test("a seed draws the same again, another one does not", async () => {
  const file = write("seeds.csv", LINES);
  const of = async (seed: number) =>
    bytes((await evaluate([file], { options: { bootstrap: { replicates: 20, seed } } })).evaluation);
  expect(await of(1)).toBe(await of(1));
  expect(await of(1)).not.toBe(await of(2));
});

test("rows without weight, and rows left out, have no part in it", async () => {
  const options = { weight: "w", bootstrap };
  const clean = LINES.filter((line) => !/,NA,|,0,[^,]*(?:, west")?\n$/.test(line));
  expect(clean.length).toBeLessThan(LINES.length);
  const [some, all] = await Promise.all(
    [clean, LINES].map(async (lines, place) => {
      const { evaluation } = await evaluate([write(`clean-${place}.csv`, lines)], { options });
      return results(evaluation, 0.95).losses;
    }),
  );
  expect(some).toEqual(all);
});

test("the slices of a column that has one text are all rows", async () => {
  const lines = LINES.map((line) => line.replace(/(?:north|south|"east, west")\n$/, "only\n"));
  const { evaluation } = await evaluate([write("only.csv", lines)], {
    options: { by: ["segment"], bootstrap },
  });
  const { losses, slices } = results(evaluation, 0.95);
  expect(slices.map((slice) => slice.losses)).toEqual([losses]);
});

describe("against formulas, on a sample of a seed", () => {
  const REPLICATES = 1000;
  const file = write("formula.csv", LINES);
  const losses = ["mse", "mae", "rmse", "r2", "bias"];
  const formulas = evaluate([file], { losses, options: { intervals: true } });
  const replicates = evaluate([file], {
    losses,
    options: { bootstrap: { replicates: REPLICATES, seed: 0 } },
  });

  test.each(losses)("%s", async (loss) => {
    const expected = results((await formulas).evaluation, 0.95).losses[loss]!;
    const found = results((await replicates).evaluation, 0.95).losses[loss]!;
    expect(found.value).toBe(expected.value);
    // The share by which the deviation of so many nearly normal numbers misses: 1/√(2n), five times.
    const ratio = (found.standardError as number) / (expected.standardError as number);
    expect(Math.abs(ratio - 1)).toBeLessThan(5 / Math.sqrt(2 * REPLICATES));
    // A quantile of 2.5% of so many misses by √(0.025 * 0.975 / n) / 0.058 deviations; five times.
    const margin = ((5 * Math.sqrt((0.025 * 0.975) / REPLICATES)) / 0.0584) * expected.standardError!;
    expect(Math.abs(found.interval!.low - expected.interval!.low)).toBeLessThan(margin);
    expect(Math.abs(found.interval!.high - expected.interval!.high)).toBeLessThan(margin);
    expect(found.interval!.method).toBe("bootstrap");
  });
});

describe("a row of weight 3 is three rows", () => {
  const losses = ["mse", "rmse", "r2", "bias", "medae", "max-error"];
  const weighted = LINES.slice(0, 600);
  const repeated = weighted.flatMap((line) => {
    const [, times] = /,(\d),[^,]*(?:, west")?\n$/.exec(line) as RegExpExecArray;
    return Array.from({ length: Number(times) }, () => line);
  });
  const [one, other] = [write("weighted.csv", weighted), write("repeated.csv", repeated)];

  test("of one id, with the same bits", async () => {
    const by = { by: ["segment"], bootstrap };
    const found = await evaluate([one], { losses, options: { ...by, weight: "w" } });
    const { losses: expected, slices } = results(
      (await evaluate([other], { losses, options: by })).evaluation,
      0.9,
    );
    expect(results(found.evaluation, 0.9).losses).toEqual(expected);
    expect(results(found.evaluation, 0.9).slices.map((each) => each.losses)).toEqual(
      slices.map((each) => each.losses),
    );
  });

  test("each drawn by itself without an id, with errors of the same size", async () => {
    const [many, replicates] = [{ losses: losses.slice(0, 4) }, { replicates: 2000, seed: 1 }];
    const found = await evaluate([one], { ...many, options: { weight: "w", bootstrap: replicates } });
    const expected = await evaluate([other], { ...many, options: { bootstrap: replicates } });
    const formula = await evaluate([one], { ...many, options: { weight: "w", intervals: true } });
    const [a, b, c] = [found, expected, formula].map(({ evaluation }) => results(evaluation, 0.95).losses);
    // Both deviations miss by 1/√(2n) of themselves; five times.
    const margin = 5 / Math.sqrt(2 * 2000);
    for (const key of many.losses) {
      const [own, rows, exact] = [a, b, c].map((each) => each?.[key]?.standardError as number) as [
        number,
        number,
        number,
      ];
      expect(Math.abs(own / rows - 1)).toBeLessThan(Math.SQRT2 * margin);
      expect(Math.abs(own / exact - 1)).toBeLessThan(margin);
    }
  });

  test("and of weights that are no whole numbers as the formula says", async () => {
    const lines = LINES.map((line, row) =>
      line.replace(/,\d,([^,]*(?:, west")?\n)$/, `,${0.05 + ((row * 7919) % 101) / 40},$1`),
    );
    const file = write("parts.csv", lines);
    const many = losses.slice(0, 4);
    const drawn = { weight: "w", bootstrap: { replicates: 1000, seed: 2 } };
    const found = results((await evaluate([file], { losses: many, options: drawn })).evaluation, 0.95);
    const formula = { weight: "w", intervals: true };
    const expected = results((await evaluate([file], { losses: many, options: formula })).evaluation, 0.95);
    for (const key of many) {
      const ratio =
        (found.losses[key]?.standardError as number) / (expected.losses[key]?.standardError as number);
      expect(Math.abs(ratio - 1)).toBeLessThan(5 / Math.sqrt(2 * 1000));
    }
  });

  test("weights of 1 change nothing", async () => {
    const lines = LINES.map((line) => line.replace(/,\d,([^,]*(?:, west")?\n)$/, ",1,$1"));
    const file = write("ones.csv", lines);
    const options = { bootstrap: { replicates: 20, seed: 5 } };
    const [plain, ones] = [
      await evaluate([file], { options }),
      await evaluate([file], { options: { ...options, weight: "w" } }),
    ];
    expect(bytes(ones.evaluation)).toBe(bytes(plain.evaluation));
  });
});

test.each([undefined, "w"])(
  "means over the number of rows have theirs about the value (weight %s)",
  async (weight) => {
    const file = write("rows-of-keras.csv", LINES);
    const options = {
      ...BASE,
      ...(weight === undefined ? {} : { weight }),
      bootstrap: { replicates: 50, seed: 1 },
    };
    const evaluated = async (choices: readonly LossChoice[]) => {
      const table = await openTable([file], { header: true }, { stdin: Readable.from([]) });
      const available = { names: table.names, open: false, file };
      const plan = makePlan(choices, chooseColumns(options, true, available), options);
      const evaluation = new Evaluation(plan, [file]);
      for await (const chunk of table.chunks(plan.requests)) evaluation.add(chunk);
      await table.close();
      return results(evaluation, 0.95).losses.mse as LossResult;
    };
    const own = await evaluated(inDialectNamed([parseLoss("mse")], "keras"));
    const plain = await evaluated([parseLoss("mse")]);
    const ratio = (own.value as number) / (plain.value as number);
    expect(own.interval?.low).toBeCloseTo(ratio * (plain.interval?.low as number), 10);
    expect(own.interval?.high).toBeCloseTo(ratio * (plain.interval?.high as number), 10);
    expect(own.standardError).toBeCloseTo(ratio * (plain.standardError as number), 10);
  },
);

test("measures without a formula have intervals too", async () => {
  const lines = LINES.map((line, row) => line.replace(/,(?:NA|[\d.e-]+),/, `,${row % 2},`)).map((line, row) =>
    line.replace(/^([^,]*,\d),[^,]*/, `$1,${((row * 7) % 100) / 100}`),
  );
  const file = write("probabilities.csv", lines);
  const losses = ["ece", "average-precision", "auc", "medae", "max-error", "log-loss"];
  const { evaluation } = await evaluate([file], { losses, options: { bootstrap } });
  for (const [key, { interval, standardError }] of Object.entries(results(evaluation, 0.9).losses)) {
    expect([key, interval?.level, interval!.low <= interval!.high]).toEqual([key, 0.9, true]);
    expect(standardError).toBeGreaterThanOrEqual(0);
  }
});

test("equal losses have an interval without width", async () => {
  const lines = LINES.map((_, row) => `${row},${row / 8},${row / 8 + 0.5},1,a\n`).slice(0, 100);
  const { evaluation } = await evaluate([write("equal.csv", lines)], {
    losses: ["mse"],
    options: { bootstrap },
  });
  const { mse } = results(evaluation, 0.95).losses;
  expect(mse).toMatchObject({ standardError: 0, interval: { low: 0.25, high: 0.25 } });
});

test("where a replicate has no value there is no interval, and it says of how many", async () => {
  const lines = ["a,1,2,1,north\n", "b,1,3,1,south\n", "c,0,3,1,south\n"];
  const { evaluation } = await evaluate([write("few.csv", lines)], {
    losses: ["mse"],
    options: { by: ["segment"], bootstrap: { replicates: 200, seed: 0 } },
  });
  const reasons = results(evaluation, 0.95).slices.map(({ losses }) => losses.mse?.intervalReason ?? "");
  expect(reasons[0]).toBe("one row");
  const found = Number(/^(\d+) of 200 replicates have no value$/.exec(reasons[1] ?? "")?.[1]);
  // Each of two rows is left out with probability 1/e; five standard deviations.
  expect(Math.abs(found / 200 - Math.exp(-2))).toBeLessThan(5 * Math.sqrt((0.135 * 0.865) / 200));
});

test("a quantile lies between the values about its place", () => {
  const sorted = Float64Array.of(1, 2, 4, 8, 16);
  // (n - 1) * share is 0, 0.4, 1, 2, 3.6 and 4: 1 + 0.4 * 1, and 8 + 0.6 * 8.
  expect([0, 0.1, 0.25, 0.5, 0.9, 1].map((share) => quantile(sorted, share))).toEqual([
    1, 1.4, 2, 4, 12.8, 16,
  ]);
});
