/** How often intervals hold the truth, on data that is made so that the truth is known. */
import { Series } from "../../src/accumulate/series.ts";
import { makePlan } from "../../src/evaluate/plan.ts";
import { TermColumns } from "../../src/evaluate/term-columns.ts";
import { Intervals } from "../../src/evaluate/uncertainty.ts";
import { parseLoss } from "../../src/losses/spec.ts";
import { random } from "../kernel/random.ts";

type Random = ReturnType<typeof random>;

/** Draws of a label and a prediction, and what the losses are in the long run. */
interface World {
  draw(source: Random): readonly [number, number];
  readonly truths: Readonly<Record<string, number>>;
}

/** Box and Muller. */
export function normal(source: Random): number {
  return Math.sqrt(-2 * Math.log(1 - source.next())) * Math.cos(2 * Math.PI * source.next());
}

const MEAN_SIZE = Math.sqrt(2 / Math.PI);
/** P(Z <= 1/√2) and the upper quartile of Z. */
const WON = 0.7602499389065233;
const QUARTILE = 0.6744897501960817;

const worlds: readonly World[] = [
  {
    // Labels of deviation 3, independent errors of deviation 1.
    draw: (source) => {
      const label = 3 * normal(source);
      return [label, label + normal(source)];
    },
    truths: {
      mse: 1,
      rmse: 1,
      mae: MEAN_SIZE,
      bias: 0,
      medae: QUARTILE,
      wape: 1 / 3,
      r2: 8 / 9,
      "explained-variance": 8 / 9,
      pearson: 3 / Math.sqrt(10),
      "quantile:q=0.9": MEAN_SIZE / 2,
    },
  },
  {
    // Probabilities spread evenly, each true of its rows.
    draw: (source) => {
      const probability = source.next();
      return [source.next() < probability ? 1 : 0, probability];
    },
    truths: {
      "log-loss": 1 / 2,
      brier: 1 / 6,
      accuracy: 3 / 4,
      precision: 3 / 4,
      recall: 3 / 4,
      f1: 3 / 4,
      "f-beta:beta=2": 3 / 4,
      specificity: 3 / 4,
      "balanced-accuracy": 3 / 4,
      mcc: 1 / 2,
      kappa: 1 / 2,
    },
  },
  {
    draw: (source) => {
      const label = source.next() < 0.4 ? 1 : 0;
      return [label, label + normal(source)];
    },
    truths: { auc: WON },
  },
];

/** For each loss the share of `samples` of `rows` rows whose 95% interval holds the truth. */
export function coverage(samples: number, rows: number, seed: number): Map<string, number> {
  const source = random(seed);
  const shares = new Map<string, number>();
  for (const { draw, truths } of worlds) {
    const plan = makePlan(Object.keys(truths).map(parseLoss), COLUMNS, OPTIONS);
    const columns = new TermColumns(plan);
    const intervals = new Intervals(0.95);
    const [label, prediction] = [new Float64Array(rows), new Float64Array(rows)];
    for (let sample = 0; sample < samples; sample++) {
      for (let row = 0; row < rows; row++) [label[row], prediction[row]] = draw(source) as [number, number];
      const series = new Series(plan.terms);
      const admitted = { rows, label: [label], prediction: [prediction], weights: null, variance: null };
      series.add({
        rows,
        columns: columns.compute({ ...admitted, origin: null, reasons: null }),
        places: { file: 0, line: (row) => row + 2 },
      });
      const totals = series.totals();
      for (const { key, measure } of plan.measures) {
        const { interval } = intervals.of(measure, totals, measure.finish(totals).value);
        const truth = truths[key] ?? Number.NaN;
        const held = interval !== null && interval.low <= truth && truth <= interval.high;
        shares.set(key, (shares.get(key) ?? 0) + (held ? 1 / samples : 0));
      }
    }
  }
  return shares;
}

const COLUMNS = {
  label: ["y"],
  prediction: ["p"],
  weight: null,
  variance: null,
  level: null,
  by: [],
  keep: [],
  note: null,
};
const OPTIONS = {
  by: [],
  missing: "error",
  invalid: "error",
  maxSlices: 1,
  header: true,
  intervals: true,
} as const;
