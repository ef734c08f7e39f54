/** What other tools report of real files, through the built command: reference values of their conventions, and their own output. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FIXTURES, lossctl } from "../cli/process.ts";
import { numberOf, type ReferenceValue, referenceSets, relativeDifference, type Task } from "./reference.ts";

const TOLERANCE = 1e-13;
/** Of the tools themselves, which sum in binary64. */
const LIBRARY_TOLERANCE = 1e-12;

/** Metrics of the reference that are another tool's convention. */
const CONVENTIONS: Readonly<Record<string, readonly [dialect: string, loss: string]>> = {
  mape_sklearn: ["sklearn", "mape"],
  "bce_clip1e-15_binary64": ["sklearn", "log-loss:eps=1e-15"],
  bce_torch: ["torch", "log-loss"],
  "bce_clip1e-15": ["lightgbm", "log-loss"],
  "ce_clip1e-15": ["lightgbm", "cross-entropy"],
  ce_renormalised: ["sklearn", "cross-entropy"],
};

/**
 * What the tools themselves printed for `prob_knn` of breast-cancer-logistic.csv, in binary64: scikit-learn 1.2.1
 * log_loss, numpy clipped to 1e-7 as Keras does, PyTorch 1.13 BCELoss. Some of its certain forecasts are wrong.
 */
const OUTPUTS: Readonly<Record<string, number>> = {
  sklearn: 0.4411018080241406,
  keras: 0.2309905628118514,
  torch: 1.1155096808981246,
};

interface Comparison {
  readonly name: string;
  readonly folder: string;
  readonly args: readonly string[];
  readonly loss: string;
  readonly expected: number;
}

function comparisons(): Comparison[] {
  return referenceSets().flatMap(({ name: set, folder, values }) =>
    Object.entries(values.files).flatMap(([file, tasks]) =>
      Object.entries(tasks).flatMap(([name, task]) => ofTask(set, folder, file, name, task)),
    ),
  );
}

function ofTask(set: string, folder: string, file: string, name: string, task: Task): Comparison[] {
  // A weighted torch mean is over the rows, the reference's over the weights; and slices are compared elsewhere.
  if (task.metrics === undefined || task.columns.w !== undefined || task.where !== undefined) return [];
  const { y, p } = task.columns;
  const columns = ["--label", [y ?? []].flat().join(","), "--pred", [p ?? []].flat().join(",")];
  const make = (metric: string, dialect: string, loss: string, expected: number) => ({
    name: `${set}: ${file}, ${name}: ${metric} is ${loss} of ${dialect}`,
    folder,
    args: ["eval", file, ...columns, "--missing", "skip", "--json", "--loss", loss, "--dialect", dialect],
    loss,
    expected,
  });
  return Object.entries(task.metrics).flatMap(([metric, reference]) => {
    const [dialect, loss] = CONVENTIONS[metric] ?? [];
    if (dialect === undefined || loss === undefined) return [];
    return [make(metric, dialect, loss, numberOf(reference))];
  });
}

const all = comparisons();

test("there are references of each convention", () => {
  for (const metric of Object.keys(CONVENTIONS)) {
    expect(all.some(({ name }) => name.includes(`: ${metric} is `))).toBe(true);
  }
});

test.each(Object.entries(OUTPUTS))("%s itself prints the same log loss, %d", async (dialect, output) => {
  const columns = ["breast-cancer-logistic.csv", "--label", "y", "--pred", "prob_knn"];
  const { stdout } = await lossctl([
    "eval",
    ...columns,
    "--loss",
    "log-loss",
    "--dialect",
    dialect,
    "--json",
  ]);
  const { value } = JSON.parse(stdout).losses["log-loss"];
  expect(relativeDifference(value, output)).toBeLessThan(LIBRARY_TOLERANCE);
});

test.concurrent.each(all.map((comparison) => [comparison.name, comparison] as const))(
  "%s",
  async (_name, { args, folder, loss, expected }) => {
    const { code, stdout } = await lossctl(args, folder);
    expect(code).toBe(0);
    const { value } = JSON.parse(stdout).losses[loss];
    if (relativeDifference(Number(value), expected) > TOLERANCE) expect(value).toBe(expected);
  },
);

describe("rows whose sum is not 1", () => {
  const { examples } = JSON.parse(
    readFileSync(join(FIXTURES, "golden", "tutorial-examples.json"), "utf8"),
  ) as { examples: { id: string; inputs: { y: number[][]; p: number[][] }; expected: Expected }[] };
  type Expected = Record<string, ReferenceValue>;

  test.each(["sklearn", "keras"])("are renormalised by %s, to a last digit of its clip", async (dialect) => {
    const example = examples.find(({ id }) => id === "categorical-ce-unnormalised")!;
    const lines = example.inputs.p.map((row, place) => [...example.inputs.y[place]!, ...row].join(","));
    const input = ["y_a,y_b,y_c,p_a,p_b,p_c", ...lines].join("\n");
    const columns = ["--label", "y_*", "--pred", "p_*"];
    const args = ["eval", "--loss", "cross-entropy", ...columns, "--dialect", dialect, "--json"];
    const { stdout } = await lossctl(args, FIXTURES, input);
    const expected = numberOf(example.expected.mean_renormalised!);
    expect(relativeDifference(JSON.parse(stdout).losses["cross-entropy"].value, expected)).toBeLessThan(
      1e-14,
    );
  });
});
