/** Gradients that stand in tutorials, with the true values: those of a mean carry its 1/n. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FIXTURES, lossctl, temporaryFolder } from "../cli/process.ts";
import { numberOf, type ReferenceValue, relativeDifference } from "./reference.ts";

const TOLERANCE = 4e-16;

interface Example {
  readonly id: string;
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly expected: { readonly gradient?: readonly ReferenceValue[] };
}

const { examples } = JSON.parse(readFileSync(join(FIXTURES, "golden", "tutorial-examples.json"), "utf8")) as {
  readonly examples: readonly Example[];
};

/** How each example with a gradient is asked for. */
const TRIALS: Readonly<
  Record<string, { loss: string; prediction: string; reduction: string; oneRow: boolean }>
> = {
  "mse-with-gradient": { loss: "mse", prediction: "p", reduction: "mean", oneRow: false },
  "mse-with-gradient-5": { loss: "mse", prediction: "p", reduction: "mean", oneRow: false },
  "softmax-ce-misprinted": {
    loss: "softmax-cross-entropy",
    prediction: "logits",
    reduction: "none",
    oneRow: true,
  },
};

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

test("each example with a gradient is tried", () => {
  const ids = examples.filter(({ expected }) => expected.gradient !== undefined).map(({ id }) => id);
  expect(Object.keys(TRIALS).sort()).toEqual(ids.sort());
});

test.each(Object.entries(TRIALS))("%s", async (id, { loss, prediction, reduction, oneRow }) => {
  const example = examples.find((candidate) => candidate.id === id);
  const { y = [], [prediction]: p = [] } = example?.inputs ?? {};
  const columns = (prefix: string) => p.map((_, column) => `${prefix}_${column}`);
  const records = oneRow
    ? [
        [...columns("y"), ...columns("p")],
        [...y, ...p],
      ]
    : [["y_0", "p_0"], ...y.map((label, row) => [label, p[row]])];
  writeFileSync(join(folder.path, `${id}.csv`), `${records.map((record) => record.join(",")).join("\n")}\n`);
  const args = [`${id}.csv`, "--loss", loss, "--label", "y_*", "--pred", "p_*", "--reduction", reduction];
  const { code, stdout } = await lossctl(["grad", ...args], folder.path);
  expect(code).toBe(0);
  const rows: Record<string, string>[] = parse(stdout, { columns: true });
  const found = oneRow
    ? p.map((_, column) => Number(rows[0]?.[`gradient_p_${column}`]))
    : rows.map(({ gradient }) => Number(gradient));
  const expected = example?.expected.gradient ?? [];
  expect(found).toHaveLength(expected.length);
  for (const [place, reference] of expected.entries()) {
    const value = found[place] ?? Number.NaN;
    expect.soft(relativeDifference(value, numberOf(reference)), `${value}`).toBeLessThanOrEqual(TOLERANCE);
  }
});
