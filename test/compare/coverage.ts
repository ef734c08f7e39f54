/** How often intervals of differences, and those from replicates, hold the truth, on data that is made so that it is known. */
import { Comparison } from "../../src/compare/comparison.ts";
import { makeComparePlan } from "../../src/compare/plan.ts";
import { compareResults } from "../../src/compare/results.ts";
import { Evaluation } from "../../src/evaluate/evaluation.ts";
import { type ColumnChoice, makePlan, type PlanOptions } from "../../src/evaluate/plan.ts";
import { results } from "../../src/evaluate/results.ts";
import { parseLoss } from "../../src/losses/spec.ts";
import type { Chunk } from "../../src/read/chunk.ts";
import { normalCdf } from "../../src/statistics/normal.ts";
import { normal } from "../evaluate/coverage.ts";
import { random } from "../kernel/random.ts";

type Random = ReturnType<typeof random>;

/** Draws of a label and the predictions of two models; the first model's losses and the differences in the long run. */
interface World {
  draw(source: Random): readonly [number, number, number];
  readonly values: Readonly<Record<string, number>>;
  readonly differences: Readonly<Record<string, number>>;
}

/** The second model's errors follow the first's, and are larger. */
const SECOND = Math.hypot(0.6, 1);
const MEAN_SIZE = Math.sqrt(2 / Math.PI);

const worlds: readonly World[] = [
  {
    draw: (source) => {
      const [label, error] = [3 * normal(source), normal(source)];
      return [label, label + error, label + 0.6 * error + normal(source)];
    },
    values: { mse: 1, rmse: 1, mae: MEAN_SIZE, medae: 0.6744897501960817, r2: 8 / 9 },
    differences: {
      mse: SECOND ** 2 - 1,
      rmse: SECOND - 1,
      mae: (SECOND - 1) * MEAN_SIZE,
      r2: (1 - SECOND ** 2) / 9,
      bias: 0,
    },
  },
  {
    draw: (source) => {
      const label = source.next() < 0.4 ? 1 : 0;
      const error = normal(source);
      return [label, label + error, label + 0.6 * error + normal(source)];
    },
    values: { auc: normalCdf(Math.SQRT1_2) },
    differences: { auc: normalCdf(Math.SQRT1_2 / SECOND) - normalCdf(Math.SQRT1_2) },
  },
];

/** One kind of interval: its name, and for each loss the share of the samples whose interval of 95% holds the truth. */
export type Coverage = Map<string, number>;

/** So many samples of so many rows. */
export interface Sampling {
  readonly samples: number;
  readonly rows: number;
  readonly seed: number;
  /** Of these losses only. */
  readonly only?: readonly string[];
}

/** Of differences, by formulas or from so many replicates. */
export function differenceCoverage(
  { samples, rows, seed, only }: Sampling,
  replicates: number | null,
): Coverage {
  const source = random(seed);
  const shares: Coverage = new Map();
  for (const { draw, differences } of worlds) {
    const truths = chosen(differences, only);
    if (truths.length === 0) continue;
    for (let sample = 0; sample < samples; sample++) {
      const bootstrap = replicates === null ? null : { replicates, seed: sample };
      const plan = makeComparePlan(
        truths.map(([key]) => parseLoss(key)),
        ["old", "new"].map((name) => ({ name, columns: columnsOf(name) })),
        { plan: OPTIONS, reference: 0, lags: null, bootstrap },
      );
      const comparison = new Comparison(plan, [["-"], ["-"]]);
      comparison.add(chunkOf(rows, () => draw(source)));
      const { losses } = compareResults(comparison, 0.95);
      for (const [key, truth] of truths) {
        count(shares, key, samples, losses[key]?.differences[0]?.interval, truth);
      }
    }
  }
  return shares;
}

/** Of the first model's losses, from so many replicates. */
export function replicateCoverage({ samples, rows, seed, only }: Sampling, replicates: number): Coverage {
  const source = random(seed);
  const shares: Coverage = new Map();
  for (const { draw, values } of worlds) {
    const truths = chosen(values, only);
    if (truths.length === 0) continue;
    for (let sample = 0; sample < samples; sample++) {
      const options: PlanOptions = { ...OPTIONS, bootstrap: { replicates, seed: sample } };
      const plan = makePlan(
        truths.map(([key]) => parseLoss(key)),
        columnsOf("old"),
        options,
      );
      const evaluation = new Evaluation(plan, ["-"]);
      evaluation.add(chunkOf(rows, () => draw(source)));
      const { losses } = results(evaluation, 0.95);
      for (const [key, truth] of truths) {
        count(shares, key, samples, losses[key]?.interval, truth);
      }
    }
  }
  return shares;
}

function chosen(truths: Readonly<Record<string, number>>, only?: readonly string[]): [string, number][] {
  return Object.entries(truths).filter(([key]) => only === undefined || only.includes(key));
}

function count(
  shares: Coverage,
  key: string,
  samples: number,
  interval: { readonly low: number; readonly high: number } | null | undefined,
  truth: number,
): void {
  const held = interval != null && interval.low <= truth && truth <= interval.high;
  shares.set(key, (shares.get(key) ?? 0) + (held ? 1 / samples : 0));
}

function chunkOf(rows: number, draw: () => readonly [number, number, number]): Chunk {
  const columns = [0, 1, 2].map(() => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    for (const [place, value] of draw().entries()) (columns[place] as Float64Array)[row] = value;
  }
  return {
    rows,
    file: 0,
    firstRecord: 1,
    columns: columns.map((values) => ({ kind: "number", values, status: null })),
    line: (row) => row + 2,
    text: () => null,
  };
}

function columnsOf(prediction: string): ColumnChoice {
  return {
    label: ["y"],
    prediction: [prediction],
    weight: null,
    variance: null,
    level: null,
    by: [],
    keep: [],
    note: null,
  };
}

const OPTIONS: PlanOptions = { by: [], missing: "error", invalid: "error", maxSlices: 1, header: true };
