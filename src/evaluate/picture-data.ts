/** What pictures are drawn from, gathered in the pass that computes the losses. Parts merge as those of losses do. */
import { ConfusionMatrixAccumulator } from "../accumulate/confusion-matrix.ts";
import { DensityAccumulator } from "../accumulate/density.ts";
import { HistogramAccumulator } from "../accumulate/histogram.ts";
import { LevelSharesAccumulator } from "../accumulate/level-shares.ts";
import { OrderProfileAccumulator } from "../accumulate/order-profile.ts";
import { PairPictures } from "../accumulate/pair-pictures.ts";
import { PairSampleAccumulator } from "../accumulate/pair-sample.ts";
import { ScoreBinsAccumulator } from "../accumulate/score-bins.ts";
import { expectState } from "../accumulate/state.ts";
import type { Accumulator, AccumulatorState, Batch, FoldColumns } from "../accumulate/types.ts";
import type { LevelShare, Pictures } from "../report/picture-types.ts";
import type { Admitted } from "./admission.ts";
import type { PicturePlan } from "./picture-plan.ts";
import { Intervals } from "./uncertainty.ts";

const KIND = "pictures";
const VERSION = 1;

export interface PictureDataState extends AccumulatorState {
  /** By name; null for what the plan does not gather. */
  readonly parts: Readonly<Record<PartName, AccumulatorState | null>>;
}

/** Accumulators of a plan; null where it has no such picture. */
interface Parts {
  readonly residuals: HistogramAccumulator | null;
  readonly predictions: DensityAccumulator | null;
  readonly residualsByPrediction: DensityAccumulator | null;
  readonly sample: PairSampleAccumulator | null;
  readonly scores: ScoreBinsAccumulator | null;
  readonly confusion: ConfusionMatrixAccumulator | null;
  readonly levels: LevelSharesAccumulator | null;
  readonly sizes: HistogramAccumulator | null;
  readonly order: OrderProfileAccumulator | null;
}

type PartName = keyof Parts;

export class PictureData {
  readonly plan: PicturePlan;
  readonly #files: number;
  readonly #parts: Parts;
  /** Folds what is of a label and a prediction on its scale; null where no such picture is planned. */
  readonly #pairs: PairPictures | null;
  /** Scratch columns, as long as the longest run of rows. */
  #scratch: Float64Array[] = [];

  /** `files` is the number of inputs. */
  constructor(plan: PicturePlan, files: number) {
    this.plan = plan;
    this.#files = files;
    this.#parts = emptyParts(plan, files);
    const { residuals, predictions, residualsByPrediction, sample } = this.#parts;
    this.#pairs =
      residuals === null || predictions === null || residualsByPrediction === null || sample === null
        ? null
        : new PairPictures({ residuals, predictions, residualsByPrediction, sample });
  }

  /** Folds rows, and the loss of each out of the columns that the batch has for its terms. */
  add(admitted: Admitted, { columns, rows, places }: Batch): void {
    const parts = this.#parts;
    const { weights } = admitted;
    const fold = (part: Accumulator | null, first: Float64Array, second: Float64Array | null): void =>
      part?.add({ first, second, third: null, weights }, 0, rows, places);
    const [label, prediction] = [admitted.label[0], admitted.prediction[0]];
    if (this.#pairs !== null && label !== undefined && prediction !== undefined) {
      this.#pairs.add(label, prediction, rows);
    } else if (this.plan.kind === "classes") {
      const { truth, predicted, largest, right } = this.#classes(admitted);
      fold(parts.confusion, truth, predicted);
      fold(parts.scores, largest, right);
    } else if (parts.levels !== null) {
      this.#addLevels(parts.levels, admitted);
    } else if (label !== undefined && prediction !== undefined) {
      fold(parts.scores, prediction, label);
    }
    const lossColumns: FoldColumns | undefined = columns[this.plan.loss?.term ?? -1];
    if (lossColumns !== undefined) {
      fold(parts.sizes, lossColumns.first, null);
      fold(parts.order, lossColumns.first, null);
    }
  }

  /** Folds in what another part of the same plan has seen. @throws StateError */
  merge(state: PictureDataState): void {
    const other = partsFromState(state, this.plan, this.#files);
    this.settle();
    for (const name of Object.keys(this.#parts) as PartName[]) {
      const part: Accumulator | null = this.#parts[name];
      if (part !== null && other[name] !== null) part.merge(other[name]);
    }
  }

  /** Hands over what the kernel has counted. */
  settle(): void {
    this.#pairs?.settle();
  }

  state(): PictureDataState {
    this.settle();
    const states = Object.entries(this.#parts).map(([name, part]: [string, Accumulator | null]) => [
      name,
      part?.state() ?? null,
    ]);
    return { kind: KIND, version: VERSION, parts: Object.fromEntries(states) };
  }

  /** Intervals are of confidence `level`, above 0 and below 1; null for none. */
  pictures(level: number | null): Pictures {
    this.settle();
    const { kind, better, loss } = this.plan;
    const { residuals, predictions, residualsByPrediction, sample, scores, confusion, levels, sizes, order } =
      this.#parts;
    return {
      kind,
      better,
      residuals: residuals?.binned() ?? null,
      predictions: predictions?.binned() ?? null,
      residualsByPrediction: residualsByPrediction?.binned() ?? null,
      sample: sample === null ? null : { complete: !sample.dropped, pairs: sample.pairs() },
      scores: scores?.binned() ?? null,
      confusion: confusion?.matrix() ?? null,
      levels: levels === null ? null : sharesOf(levels, level),
      loss:
        loss === null ? null : { key: loss.key, sizes: sizes?.binned() ?? null, order: order?.runs() ?? [] },
    };
  }

  /** Side by side each column has its level; else the level stands beside the label. */
  #addLevels(shares: LevelSharesAccumulator, { label, prediction, weights, rows }: Admitted): void {
    const { levels } = this.plan;
    const [labels, ofRows] = label as [Float64Array, Float64Array | undefined];
    for (const [column, forecasts] of prediction.entries()) {
      const [constant] = levels === null ? [] : this.#columns(1, rows);
      const third = constant?.fill(levels?.[column] ?? Number.NaN, 0, rows) ?? ofRows ?? null;
      shares.add({ first: forecasts, second: labels, third, weights }, 0, rows);
    }
  }

  #columns(count: number, rows: number): Float64Array[] {
    if (this.#scratch.length < count || (this.#scratch[0]?.length ?? 0) < rows)
      this.#scratch = Array.from({ length: count }, () => new Float64Array(rows));
    return this.#scratch;
  }

  /** True class, predicted class, its prediction, and whether it is right; of equal predictions the first counts. */
  #classes({ label, prediction, rows }: Admitted) {
    const [truth, predicted, largest, right] = this.#columns(4, rows) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    largestOf(prediction, rows, predicted, largest);
    if (label.length === 1) truth.set((label[0] as Float64Array).subarray(0, rows));
    else largestOf(label, rows, truth, right);
    for (let row = 0; row < rows; row++) right[row] = truth[row] === predicted[row] ? 1 : 0;
    return { truth, predicted, largest, right };
  }
}

/** For each row the first column with the largest value, and that value. */
function largestOf(
  columns: readonly Float64Array[],
  rows: number,
  place: Float64Array,
  value: Float64Array,
): void {
  place.fill(0, 0, rows);
  value.set((columns[0] as Float64Array).subarray(0, rows));
  for (let k = 1; k < columns.length; k++) {
    const column = columns[k] as Float64Array;
    for (let row = 0; row < rows; row++) {
      if (column[row]! <= value[row]!) continue;
      value[row] = column[row]!;
      place[row] = k;
    }
  }
}

/** With intervals as those of a mean over rows. */
function sharesOf(levels: LevelSharesAccumulator, confidence: number | null): LevelShare[] | null {
  const intervals = confidence === null ? null : new Intervals(confidence);
  return (
    levels.levels()?.map(({ level, weight, hits }) => {
      const share = hits / weight;
      const error = Math.sqrt((share * (1 - share)) / (weight - 1));
      const known = intervals !== null && weight > 1 ? intervals.about(share, error, weight - 1) : null;
      return { level, weight, share, interval: known?.interval ?? null };
    }) ?? null
  );
}

function emptyParts({ kind, classes, confidence, quantiles, loss }: PicturePlan, files: number): Parts {
  const regression = kind === "regression";
  const binary = kind === "probability" || kind === "score";
  return {
    residuals: regression ? new HistogramAccumulator() : null,
    predictions: regression ? new DensityAccumulator() : null,
    residualsByPrediction: regression ? new DensityAccumulator() : null,
    sample: regression ? new PairSampleAccumulator() : null,
    scores: binary || confidence ? new ScoreBinsAccumulator() : null,
    confusion: classes > 0 ? new ConfusionMatrixAccumulator(classes) : null,
    levels: quantiles ? new LevelSharesAccumulator() : null,
    sizes: loss !== null && kind === "other" ? new HistogramAccumulator() : null,
    order: loss === null ? null : new OrderProfileAccumulator(files),
  };
}

/** @throws StateError on another version, or what is not of the plan. */
function partsFromState(state: PictureDataState, plan: PicturePlan, files: number): Parts {
  expectState(state, KIND, VERSION);
  const { parts } = state;
  const restore = <A>(name: PartName, from: (part: AccumulatorState) => A): A | null => {
    const part = parts[name];
    return part === null ? null : from(part);
  };
  return {
    residuals: restore("residuals", HistogramAccumulator.fromState),
    predictions: restore("predictions", DensityAccumulator.fromState),
    residualsByPrediction: restore("residualsByPrediction", DensityAccumulator.fromState),
    sample: restore("sample", PairSampleAccumulator.fromState),
    scores: restore("scores", ScoreBinsAccumulator.fromState),
    confusion: restore("confusion", (part) => ConfusionMatrixAccumulator.fromState(part, plan.classes)),
    levels: restore("levels", LevelSharesAccumulator.fromState),
    sizes: restore("sizes", HistogramAccumulator.fromState),
    order: restore("order", (part) => OrderProfileAccumulator.fromState(part, files)),
  };
}
