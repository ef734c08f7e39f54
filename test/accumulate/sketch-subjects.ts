/** The accumulators behind pictures as subjects of the laws. They count rows; those with weights are exact in them. */
import { ConfusionMatrixAccumulator } from "../../src/accumulate/confusion-matrix.ts";
import { DensityAccumulator } from "../../src/accumulate/density.ts";
import { HistogramAccumulator } from "../../src/accumulate/histogram.ts";
import { LevelSharesAccumulator } from "../../src/accumulate/level-shares.ts";
import { OrderProfileAccumulator } from "../../src/accumulate/order-profile.ts";
import { PairSampleAccumulator } from "../../src/accumulate/pair-sample.ts";
import { ScoreBinsAccumulator } from "../../src/accumulate/score-bins.ts";
import type { AccumulatorState, FoldColumns } from "../../src/accumulate/types.ts";
import type { Row, Subject } from "./laws.ts";
import { BINS } from "./subjects.ts";

const FILES = 2;

type Sketch =
  | HistogramAccumulator
  | DensityAccumulator
  | PairSampleAccumulator
  | ScoreBinsAccumulator
  | ConfusionMatrixAccumulator
  | OrderProfileAccumulator
  | LevelSharesAccumulator;

/** Folds `columns` of the rows, file by file. */
function adding(columns: (rows: readonly Row[]) => readonly [number[], number[], number[]?]) {
  return (accumulator: Sketch, rows: readonly Row[]): void => {
    for (const file of new Set(rows.map((row) => row.file))) {
      const part = rows.filter((row) => row.file === file).sort((a, b) => a.line - b.line);
      const [first, second, third = null] = columns(part).map((column) => Float64Array.from(column ?? []));
      const weights = part.every(({ weight }) => weight === 1)
        ? null
        : Float64Array.from(part, (r) => r.weight);
      const folded: FoldColumns = { first: first!, second: second!, third, weights };
      accumulator.add(folded, 0, part.length, { file, line: (row) => part[row]!.line });
    }
  };
}

const subject = <A extends Sketch>(
  parts: Pick<Subject<A>, "name" | "empty" | "add" | "result" | "restore"> & Partial<Subject<A>>,
): Subject<Sketch> =>
  ({
    merge: (into: A, from: A) => into.merge(from),
    state: (accumulator: A) => accumulator.state(),
    ...parts,
  }) as unknown as Subject<Sketch>;

const values = adding((rows) => [rows.map((row) => row.first), rows.map((row) => row.second)]);

export const sketchSubjects: readonly Subject<Sketch>[] = [
  subject<HistogramAccumulator>({
    name: "histogram",
    empty: () => new HistogramAccumulator(),
    add: values,
    result: (accumulator) => accumulator.binned(),
    restore: (state) => HistogramAccumulator.fromState(state as AccumulatorState),
  }),
  subject<DensityAccumulator>({
    name: "density",
    empty: () => new DensityAccumulator(),
    add: values,
    result: (accumulator) => accumulator.binned(),
    restore: (state) => DensityAccumulator.fromState(state as AccumulatorState),
  }),
  subject<PairSampleAccumulator>({
    name: "pair-sample",
    empty: () => new PairSampleAccumulator(),
    add: values,
    result: (accumulator) => accumulator.pairs(),
    restore: (state) => PairSampleAccumulator.fromState(state as AccumulatorState),
  }),
  subject<ScoreBinsAccumulator>({
    name: "score-bins",
    empty: () => new ScoreBinsAccumulator(),
    add: adding((rows) => [rows.map((row) => row.second), rows.map((row) => row.third / (BINS - 1))]),
    result: (accumulator) => accumulator.binned(),
    weightedResult: (accumulator) => accumulator.binned(),
    restore: (state) => ScoreBinsAccumulator.fromState(state as AccumulatorState),
  }),
  subject<ConfusionMatrixAccumulator>({
    name: "confusion-matrix",
    empty: () => new ConfusionMatrixAccumulator(BINS),
    add: adding((rows) => [rows.map((row) => row.third), rows.map((row) => row.key.length % BINS)]),
    result: (accumulator) => accumulator.matrix(),
    weightedResult: (accumulator) => accumulator.matrix(),
    restore: (state) => ConfusionMatrixAccumulator.fromState(state as AccumulatorState, BINS),
  }),
  subject<LevelSharesAccumulator>({
    name: "level-shares",
    empty: () => new LevelSharesAccumulator(),
    add: adding((rows) => [
      rows.map((row) => row.first),
      rows.map((row) => row.second),
      rows.map((row) => (1 + row.third) / (BINS + 1)),
    ]),
    result: (accumulator) => accumulator.levels(),
    weightedResult: (accumulator) => accumulator.levels(),
    restore: (state) => LevelSharesAccumulator.fromState(state as AccumulatorState),
  }),
  subject<OrderProfileAccumulator>({
    name: "order-profile",
    empty: () => new OrderProfileAccumulator(FILES),
    add: values,
    // What it shows is the order; that the same rows elsewhere make another picture is no fault.
    result: (accumulator) => accumulator.runs().reduce((rows, run) => rows + run.rows, 0),
    restore: (state) => OrderProfileAccumulator.fromState(state as AccumulatorState, FILES),
  }),
];
