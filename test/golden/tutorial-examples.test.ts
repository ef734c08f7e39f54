/** Worked examples of loss functions as they stand in tutorials, with the true values. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FIXTURES, lossctl, temporaryFolder } from "../cli/process.ts";
import { numberOf, type ReferenceValue, relativeDifference } from "./reference.ts";

const TOLERANCE = 1e-15;

interface Example {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, ReferenceValue | readonly ReferenceValue[]>>;
}

const { examples } = JSON.parse(readFileSync(join(FIXTURES, "golden", "tutorial-examples.json"), "utf8")) as {
  readonly examples: readonly Example[];
};

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

/** One number a row is a label or prediction; several are a vector. */
type Input = readonly (number | readonly number[])[];

/** What of an example is run: inputs as label and prediction, expected name to loss; `rows` of that loss. */
interface Trial {
  readonly example: string;
  /** Name of the input; null where the loss has no label. */
  readonly label: string | null;
  readonly prediction: string;
  readonly losses: Readonly<Record<string, string>>;
  readonly rows?: string;
  /** The inputs are one row of a vector, not a column. */
  readonly oneRow?: true;
  readonly warns?: true;
}

const PAIR = { label: "y", prediction: "p" } as const;

const TRIALS: readonly Trial[] = [
  { example: "mse-1", ...PAIR, losses: { mse: "mse" } },
  {
    example: "ce-logits",
    label: "labels",
    prediction: "logits",
    losses: { mean: "softmax-cross-entropy", treating_the_rows_as_probabilities: "cross-entropy" },
    rows: "softmax-cross-entropy",
  },
  { example: "mse-mae-5", ...PAIR, losses: { mse: "mse", mae: "mae" } },
  { example: "bce-5", ...PAIR, losses: { mean: "log-loss" }, rows: "log-loss" },
  {
    example: "categorical-ce-unnormalised",
    ...PAIR,
    losses: { mean: "cross-entropy", mean_renormalised: "cross-entropy:normalize=true" },
    warns: true,
  },
  { example: "mse-with-gradient", ...PAIR, losses: { mse: "mse" } },
  { example: "mse-with-gradient-5", ...PAIR, losses: { mse: "mse" } },
  {
    example: "autoencoder",
    label: "x",
    prediction: "reconstruction",
    losses: { mean_over_elements: "mse", mean_over_rows_of_squared_l2: "reconstruction" },
    rows: "reconstruction",
  },
  {
    example: "sparse",
    label: null,
    prediction: "p",
    losses: {
      entrywise: "sparsity",
      entrywise_l1: "sparsity:lambda=1",
      frobenius_squared: "sparsity:lambda=0",
    },
    oneRow: true,
  },
  { example: "mse-misprinted", ...PAIR, losses: { mse: "mse", mae: "mae", rmse: "rmse" } },
  {
    example: "softmax-ce-misprinted",
    label: "y",
    prediction: "logits",
    losses: { softmax_ce: "softmax-cross-entropy", minus_ln_0_9: "cross-entropy" },
    oneRow: true,
    warns: true,
  },
];

/** Examples without a trial, and why. */
const NOT_COVERED: Readonly<Record<string, string>> = {
  "positive-term-log-loss": "not a loss: the negative rows cost nothing",
};

function rowsOf(input: unknown, oneRow: boolean): readonly (readonly number[])[] {
  const values = input as Input;
  if (oneRow) return [values.flat()];
  return values.map((value) => (typeof value === "number" ? [value] : value));
}

/** Writes `row,y_0,…,p_0,…`; returns the width of each vector. */
function write(
  path: string,
  labels: readonly (readonly number[])[],
  predictions: readonly (readonly number[])[],
) {
  const names = (prefix: string, row: readonly number[] = []) =>
    row.map((_, column) => `${prefix}_${column}`);
  const header = ["row", ...names("y", labels[0]), ...names("p", predictions[0])];
  const records = predictions.map((prediction, row) => [row, ...(labels[row] ?? []), ...prediction]);
  writeFileSync(path, `${[header, ...records].map((record) => record.join(",")).join("\n")}\n`);
}

test.each(TRIALS.map((trial) => [trial.example, trial] as const))("%s", async (id, trial) => {
  const example = examples.find((candidate) => candidate.id === id);
  if (example === undefined) throw new Error(`no example ${id}`);
  const { inputs, expected } = example;
  const { label, prediction, losses, rows, oneRow = false, warns = false } = trial;
  write(
    join(folder.path, `${id}.csv`),
    label === null ? [] : rowsOf(inputs[label], oneRow),
    rowsOf(inputs[prediction], oneRow),
  );
  const names = ["--loss", Object.values(losses).join(","), "--pred", "p_*"];
  if (label !== null) names.push("--label", "y_*");
  const { code, stdout, stderr } = await lossctl(
    ["eval", `${id}.csv`, ...names, "--by", "row", "--json"],
    folder.path,
  );
  expect(code).toBe(0);
  expect(stderr).toMatch(warns ? /^lossctl: warning: / : /^$/);
  const report = JSON.parse(stdout);

  for (const [name, loss] of Object.entries(losses)) {
    const found = report.losses[loss].value as number;
    const reference = numberOf(expected[name] as ReferenceValue);
    expect
      .soft(relativeDifference(found, reference), `${name}: ${found}, not ${reference}`)
      .toBeLessThan(TOLERANCE);
  }
  if (rows !== undefined) {
    const references = (expected.rows as readonly ReferenceValue[]).map(numberOf);
    expect(report.slices).toHaveLength(references.length);
    for (const [row, reference] of references.entries()) {
      const found = report.slices[row].losses[rows].value as number;
      expect.soft(relativeDifference(found, reference), `row ${row}: ${found}`).toBeLessThan(TOLERANCE);
    }
  }
});

test("each example is run, or there is a reason why not", () => {
  const run = new Set(TRIALS.map(({ example }) => example));
  expect(examples.filter(({ id }) => !run.has(id) && !(id in NOT_COVERED))).toEqual([]);
});
