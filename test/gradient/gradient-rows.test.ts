/** From an input to the rows that are written: every loss of the catalogue, against its own functions and eval's report. */
import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { Evaluation } from "../../src/evaluate/evaluation.ts";
import { chooseColumns, makePlan, needsLabel, type Plan } from "../../src/evaluate/plan.ts";
import { results } from "../../src/evaluate/results.ts";
import { GradientRows } from "../../src/gradient/gradient-rows.ts";
import type { Reduction } from "../../src/gradient/reduction.ts";
import { rowWise } from "../../src/gradient/row-wise.ts";
import { WeightTotal } from "../../src/gradient/weight-total.ts";
import { USUAL_LEVELS } from "../../src/losses/quantile-levels.ts";
import { parseLoss } from "../../src/losses/spec.ts";
import type { Measure } from "../../src/losses/types.ts";
import { openTable } from "../../src/read/open.ts";
import { instances } from "../losses/instances.ts";
import { ordinaryRows, rowLossOf } from "../losses/rows.ts";

interface Question {
  readonly loss: string;
  readonly label?: string;
  readonly prediction: string;
  readonly weight?: string;
  readonly level?: string;
  readonly levels?: readonly number[];
  readonly keep?: readonly string[];
  readonly chunkRows?: number;
}

async function planOf(csv: string, question: Question): Promise<Plan> {
  const choice = parseLoss(question.loss);
  const options = {
    by: [],
    missing: "skip",
    invalid: "skip",
    maxSlices: 1,
    header: true,
    ...question,
  } as const;
  const table = await openTable(["-"], { header: true }, { stdin: Readable.from([Buffer.from(csv)]) });
  const available = { names: table.names, open: false, file: "-" };
  return makePlan([choice], chooseColumns(options, needsLabel([choice]), available), options);
}

async function read(csv: string, plan: Plan, { chunkRows = 3 }: Question, see: (chunk: never) => void) {
  const stdin = Readable.from([Buffer.from(csv)]);
  const table = await openTable(["-"], { header: true }, { stdin, chunkRows });
  for await (const chunk of table.chunks(plan.requests)) see(chunk as never);
}

/** All blocks as one, and what they add up to. */
async function gradientRows(csv: string, question: Question, reduction: Reduction = "none") {
  const plan = await planOf(csv, question);
  const [named] = plan.measures;
  const first = new WeightTotal(plan, ["-"]);
  await read(csv, plan, question, (chunk) => first.add(chunk));
  const loss = rowWise(parseLoss(question.loss), named!.measure);
  const rows = new GradientRows(plan, loss, ["-"], reduction, first.total);
  const records: number[] = [];
  const numbers: number[][] = rows.names.numbers.map(() => []);
  const texts: (string | null)[][] = rows.names.texts.map(() => []);
  await read(csv, plan, question, (chunk) => {
    const block = rows.add(chunk);
    records.push(...block.records.subarray(0, block.rows));
    for (const [place, column] of block.numbers.entries()) {
      numbers[place]!.push(...column.subarray(0, block.rows));
    }
    for (const [place, column] of block.texts.entries()) texts[place]!.push(...column.slice(0, block.rows));
  });
  const sums = Object.fromEntries(rows.sums().map(({ column, result }) => [column, result.value]));
  const norms = Object.fromEntries(rows.norms().map(({ column, result }) => [column, result.value]));
  return { names: rows.names.numbers, records, numbers, texts, sums, norms, used: rows.counts.used };
}

async function evaluated(csv: string, question: Question): Promise<number | null> {
  const plan = await planOf(csv, question);
  const evaluation = new Evaluation(plan, ["-"]);
  await read(csv, plan, question, (chunk) => evaluation.add(chunk));
  return Object.values(results(evaluation).losses)[0]?.value ?? null;
}

/** Which of the columns `y_0`, `y_1` … are labels; the second of two may be the level of a quantile. */
function labelsOf({ domain }: Measure, columns: number): Pick<Question, "label" | "level"> {
  if (domain.label.kind === "level") return { label: "y_0", level: "y_1" };
  return columns === 0 ? {} : { label: "y_*" };
}

const differentiable = instances.filter(({ measure }) => measure.row?.gradient !== undefined);

describe("a row's numbers are those of the loss's functions", () => {
  test.each(differentiable.map((instance) => [instance.name, instance] as const))(
    "%s",
    async (_, instance) => {
      const { definition, measure, name } = instance;
      // -1 and 0 are not labels of one data set.
      const rows = ordinaryRows(measure)
        .filter(({ label }) => measure.domain.label.kind !== "sign" || label[0] !== -1)
        .slice(0, 40);
      const width = rows[0]!.prediction.length;
      const labels = rows[0]!.label.length;
      const names = (prefix: string, count: number) =>
        Array.from({ length: count }, (_, k) => `${prefix}_${k}`);
      const header = [...names("y", labels), ...names("p", width)];
      const records = rows.map(({ label, prediction }) => [...label, ...prediction]);
      const csv = `${[header, ...records].map((record) => record.join(",")).join("\n")}\n`;
      const parameters = name.replace(/ (?:of columns|with a level column)$/, "").slice(definition.id.length);
      const found = await gradientRows(csv, {
        loss: definition.id + parameters,
        prediction: "p_*",
        ...labelsOf(measure, labels),
        ...(definition.quantiles !== undefined && labels === 1 ? { levels: USUAL_LEVELS } : {}),
      });
      const loss = rowLossOf(measure)!;
      // Soft labels whose sum is not 1 are no labels of some.
      const used = found.records.map((record) => rows[record - 1]!);
      expect(used.length).toBeGreaterThan(3);
      expect(found.numbers[0]).toEqual(used.map((row) => loss.value(row.label, row.prediction)));
      for (let column = 0; column < width; column++) {
        expect(found.numbers[1 + column]).toEqual(
          used.map((row) => loss.gradient!(row.label, row.prediction)[column]),
        );
        expect(found.numbers[1 + width + column]).toEqual(
          used.map((row) => loss.hessian!(row.label, row.prediction)[column]),
        );
      }
    },
  );
});

const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const weight = fc.oneof(fc.constantFrom(0, 1, 3), fc.double({ min: 0, max: 10, noNaN: true }));
const rowsArbitrary = fc.array(fc.tuple(number, number, weight), { minLength: 1, maxLength: 20 });

it("a mean's sum of the loss is eval's value to the last bit, and a sum's is that times the weight", async () => {
  await fc.assert(
    fc.asyncProperty(rowsArbitrary, fc.integer({ min: 1, max: 5 }), async (rows, chunkRows) => {
      const csv = `y,p,w\n${rows.map((row) => row.join(",")).join("\n")}\n`;
      const question = { loss: "huber:delta=2", label: "y", prediction: "p", weight: "w", chunkRows };
      const value = await evaluated(csv, question);
      const mean = await gradientRows(csv, question, "mean");
      expect(mean.sums.loss).toBe(value);
      const total = rows.reduce((sum, [, , w]) => sum + w, 0);
      const { sums } = await gradientRows(csv, question, "sum");
      if (value === null) expect(total).toBe(0);
      else {
        // The mean, the weights' plain sum and their product are rounded, below the normal range to whole MIN_VALUEs.
        const rounding = 1e-14 * value * total + Number.MIN_VALUE * (total + 1);
        expect(Math.abs(sums.loss! - value * total)).toBeLessThanOrEqual(rounding);
      }
    }),
    { numRuns: 50 },
  );
});

it("rows that are left out do not appear, and the others keep their record numbers and texts", async () => {
  const csv = "id,y,p\na,1,2\nb,,2\nc,3,x\nd,4,2\ne,5,5\n";
  const found = await gradientRows(csv, {
    loss: "mse",
    prediction: "p",
    label: "y",
    keep: ["id"],
    chunkRows: 2,
  });
  expect(found.records).toEqual([1, 4, 5]);
  expect(found.numbers).toEqual([
    [1, 4, 0],
    [2, -4, 0],
    [2, 2, 2],
  ]);
  expect(found.texts).toEqual([["a", "d", "e"]]);
  expect(found.used).toBe(3);
});

it("a row of weight 0 appears with its loss, and with 0 in a sum or mean", async () => {
  const csv = "y,p,w\n1,0,0\n1,0.5,1\n";
  const question = { loss: "log-loss", label: "y", prediction: "p", weight: "w" };
  expect((await gradientRows(csv, question)).numbers[0]).toEqual([Infinity, Math.LN2]);
  for (const reduction of ["sum", "mean"] as const) {
    const found = await gradientRows(csv, question, reduction);
    expect(found.numbers).toEqual([
      [0, Math.LN2],
      [0, -2],
      [0, 4],
    ]);
    expect(found.sums).toEqual({ loss: Math.LN2, gradient: -2, hessian: 4 });
    expect(found.norms).toEqual({ gradient: 2 });
  }
});

it("class labels are made one-hot, and the norm of all gradient columns stands before each", async () => {
  const csv = "y,z_a,z_b\na,0,0\nb,0,0\n";
  const found = await gradientRows(csv, { loss: "softmax-cross-entropy", label: "y", prediction: "z_*" });
  expect(found.names).toEqual(["loss", "gradient_z_a", "gradient_z_b", "hessian_z_a", "hessian_z_b"]);
  expect(found.numbers.slice(1)).toEqual([
    [-0.5, 0.5],
    [0.5, -0.5],
    [0.25, 0.25],
    [0.25, 0.25],
  ]);
  expect(found.norms).toEqual({ gradient: 1, gradient_z_a: Math.SQRT1_2, gradient_z_b: Math.SQRT1_2 });
});
