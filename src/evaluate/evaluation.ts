/**
 * One evaluation, or one part of it: chunks in, totals out. Parts merge, and the state of a part is plain data,
 * so that threads and machines can share the work and give the same bytes as one pass.
 */
import { GroupBy, type GroupByState, SliceLimitError } from "../accumulate/group-by.ts";
import type { AccumulatorState, Batch } from "../accumulate/types.ts";
import { WorstAccumulator } from "../accumulate/worst.ts";
import { inputError } from "../errors.ts";
import type { Chunk, KeyColumn } from "../read/chunk.ts";
import type { Pictures } from "../report/picture-types.ts";
import { Admission, type Admitted, countRows, REASONS } from "./admission.ts";
import { BinaryWatch } from "./binary-watch.ts";
import { Bootstrap, type BootstrapOptions, type BootstrapState } from "./bootstrap.ts";
import { PictureData, type PictureDataState } from "./picture-data.ts";
import type { Plan } from "./plan.ts";
import type { SignCodingState } from "./sign-coding.ts";
import { SliceKeys } from "./slice-keys.ts";
import { TermColumns } from "./term-columns.ts";
import { shownColumns } from "./worst-rows.ts";

/** What a part has seen: plain data that survives JSON. */
export interface EvaluationState {
  readonly version: 2;
  readonly groups: GroupByState;
  readonly sign: SignCodingState | null;
  readonly binary: boolean;
  /** Null where no pictures are asked for. */
  readonly pictures: PictureDataState | null;
  /** Null where no rows are to be shown. */
  readonly worst: AccumulatorState | null;
  /** Null where there are no replicates. */
  readonly bootstrap: BootstrapState | null;
}

export class Evaluation {
  readonly plan: Plan;
  readonly files: readonly string[];
  /** Without slices there is one group, with an empty key. */
  readonly groups: GroupBy;
  /** Of all rows, whatever their slice; null where none are to be shown. */
  readonly worst: WorstAccumulator | null;
  /** Replicates of each of the groups; null where none are asked for. */
  readonly bootstrap: Bootstrap | null;
  /** Whether it matters which numbers records have over all inputs: replicates draw by them where rows have no ids. */
  readonly numbered: boolean;
  readonly #admission: Admission;
  readonly #terms: TermColumns;
  readonly #keys = new SliceKeys();
  readonly #binary: BinaryWatch;
  readonly #pictures: PictureData | null;
  /** Place among the terms of the one by which rows are the worst, and the chunk columns that are shown of them. */
  readonly #worstTerm: number;
  readonly #shown: readonly number[];

  /** `files` name the inputs in messages. */
  constructor(plan: Plan, files: readonly string[]) {
    this.plan = plan;
    this.files = files;
    this.groups = new GroupBy(plan.terms, plan.columns.by.length === 0 ? 1 : plan.maxSlices);
    if (plan.columns.by.length === 0) this.groups.group([]);
    this.#admission = new Admission(plan, files);
    this.#binary = new BinaryWatch(plan.measures.map(({ measure }) => measure.domain.label));
    this.#terms = new TermColumns(plan);
    this.#pictures = plan.pictures === null ? null : new PictureData(plan.pictures, files.length);
    this.worst = plan.worst === null ? null : new WorstAccumulator(plan.worst.count);
    this.bootstrap = plan.bootstrap === null ? null : bootstrapOf(plan, plan.bootstrap, files);
    this.numbered = plan.bootstrap !== null && plan.bootstrap.id === undefined;
    this.#worstTerm = plan.terms.findIndex(({ key }) => key === plan.worst?.term.key);
    this.#shown = plan.worst === null ? [] : shownColumns(plan);
  }

  /** How labels of raw scores are coded; null where no loss asks, or only ranks that take 0/1 as it is. */
  get labelCoding(): "0/1" | "-1/1" | null {
    const coding = this.#admission.sign?.coding ?? null;
    const margins = this.plan.measures.some(
      ({ measure }) => measure.domain.label.kind === "sign" && measure.row !== undefined,
    );
    return margins || coding === "-1/1" ? coding : null;
  }

  /** Whether all labels were 0 or 1 and all predictions from 0 to 1, with losses that are not for that. */
  get binary(): boolean {
    return this.#binary.binary;
  }

  /** What pictures are drawn from; null where none are asked for. Intervals are of a confidence, null for none. */
  pictures(confidence: number | null): Pictures | null {
    return this.#pictures?.pictures(confidence) ?? null;
  }

  /** @throws LossctlError (input) at a row that can't be used, or one slice too many. */
  add(chunk: Chunk): void {
    const admitted = this.#admission.admit(chunk);
    this.#binary.see(admitted);
    const { origin } = admitted;
    const rowOf = (row: number): number => (origin === null ? row : (origin[row] as number));
    const batch: Batch = {
      rows: admitted.rows,
      columns: this.#terms.compute(admitted),
      places: {
        file: chunk.file,
        line: (row) => chunk.line(rowOf(row)),
        fields: (row) => this.#shown.map((column) => chunk.text(rowOf(row), column)),
      },
    };
    this.#pictures?.add(admitted, batch);
    const costs = batch.columns[this.#worstTerm];
    if (costs !== undefined) this.worst?.add(costs, 0, batch.rows, batch.places);
    const keys = chunk.columns.filter((column): column is KeyColumn => column.kind === "key");
    let groups: Int32Array | null = null;
    if (keys.length === 0) this.#addWhole(batch, admitted, chunk.rows);
    else groups = this.#addSliced(batch, admitted, chunk, keys);
    this.bootstrap?.add(batch, chunk, rowOf, groups, this.groups.slices.length);
  }

  #addWhole(batch: Batch, admitted: Admitted, read: number): void {
    const all = this.groups.slices[0];
    if (all === undefined) throw new TypeError("the group of all rows is missing");
    all.series.add(batch);
    countRows(all.rows, admitted, read);
  }

  /** The group of each row of the batch. */
  #addSliced(batch: Batch, admitted: Admitted, chunk: Chunk, keys: readonly KeyColumn[]): Int32Array {
    const { origin, reasons } = admitted;
    const slices = this.#number(chunk, keys);
    if (origin === null) {
      this.groups.add(batch, slices);
      return slices;
    }
    // The group-by counts the rows that it folds; left are those without weight and those left out.
    const weightless = new Uint8Array(chunk.rows).fill(1);
    const groups = new Int32Array(batch.rows);
    for (let row = 0; row < batch.rows; row++) {
      const place = origin[row] as number;
      groups[row] = slices[place] as number;
      weightless[place] = 0;
    }
    this.groups.add(batch, groups);
    for (let row = 0; row < chunk.rows; row++) {
      if (weightless[row] === 0) continue;
      const rows = this.groups.slices[slices[row] as number]?.rows;
      const reason = reasons === null ? undefined : REASONS[(reasons[row] as number) - 1];
      if (reason === undefined) rows?.use(1);
      else rows?.skip(reason, 1);
    }
    return groups;
  }

  #number(chunk: Chunk, keys: readonly KeyColumn[]): Int32Array {
    try {
      return this.#keys.number(keys, chunk.rows, (key) => this.groups.group(key));
    } catch (error) {
      if (error instanceof SliceLimitError) throw tooManySlices(this.plan.columns.by, error.limit);
      throw error;
    }
  }

  /** To be called after the last row, so that it is done before the states of others are there. */
  settle(): void {
    this.#pictures?.settle();
  }

  state(): EvaluationState {
    return {
      version: 2,
      groups: this.groups.state(),
      sign: this.#admission.sign?.state() ?? null,
      binary: this.#binary.binary,
      pictures: this.#pictures?.state() ?? null,
      worst: this.worst?.state() ?? null,
      bootstrap: this.bootstrap?.state(this.groups.slices.map(({ key }) => key)) ?? null,
    };
  }

  /** Folds in a part of the same plan. @throws LossctlError (input) where the parts don't fit together. */
  merge(state: EvaluationState): void {
    const { plan, files } = this;
    this.#binary.merge(state.binary);
    if (state.pictures !== null) this.#pictures?.merge(state.pictures);
    if (state.sign !== null) {
      this.#admission.sign?.merge(state.sign, plan.columns.label[0] ?? "", files);
    }
    if (this.worst !== null && state.worst !== null) {
      this.worst.merge(WorstAccumulator.fromState(state.worst, this.worst.limit));
    }
    try {
      this.groups.merge(GroupBy.fromState(state.groups, plan.terms, plan.maxSlices));
    } catch (error) {
      if (error instanceof SliceLimitError) throw tooManySlices(plan.columns.by, error.limit);
      throw error;
    }
    if (state.bootstrap !== null) this.bootstrap?.merge(state.bootstrap, (key) => this.groups.group(key));
  }
}

function bootstrapOf(plan: Plan, options: BootstrapOptions, files: readonly string[]): Bootstrap {
  const { terms, measures, columns, requests } = plan;
  const needed = new Set(measures.flatMap(({ measure }) => measure.terms.map(({ key }) => key)));
  // The last request is that of the id.
  const id = columns.id === undefined ? null : { name: columns.id, column: requests.length - 1 };
  return new Bootstrap({ terms, needed, id, files }, options);
}

/** What is said of one slice too many. */
export function tooManySlices(by: readonly string[], limit: number): Error {
  return inputError(
    `column "${by.join(", ")}": more than ${limit} slices`,
    undefined,
    "--max-slices allows more; each takes some hundred bytes a loss",
  );
}
