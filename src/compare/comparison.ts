/**
 * One comparison, or one part of it: paired rows in, totals out. Parts merge, and the state of a part is plain data, so
 * that threads can share the work and give the same bytes as one pass.
 */
import { GroupBy, type GroupByState, type Slice, SliceLimitError } from "../accumulate/group-by.ts";
import type { Batch } from "../accumulate/types.ts";
import { LossctlError } from "../errors.ts";
import { Admission, countRows, REASONS } from "../evaluate/admission.ts";
import { BinaryWatch } from "../evaluate/binary-watch.ts";
import { Bootstrap, type BootstrapState } from "../evaluate/bootstrap.ts";
import { tooManySlices } from "../evaluate/evaluation.ts";
import type { SignCodingState } from "../evaluate/sign-coding.ts";
import { SliceKeys } from "../evaluate/slice-keys.ts";
import { TermColumns } from "../evaluate/term-columns.ts";
import type { Term } from "../losses/types.ts";
import type { Chunk, KeyColumn } from "../read/chunk.ts";
import { viewOf } from "./chunk-view.ts";
import { LongRunSums } from "./long-run.ts";
import { modelKey } from "./model-keys.ts";
import { type PairedRows, PairTerms } from "./pair-terms.ts";
import type { ComparePlan } from "./plan.ts";
import { Rankings } from "./rankings.ts";

/** What a part has seen: plain data that survives JSON. Long-run sums and rankings are not there: they need all rows. */
export interface ComparisonState {
  readonly version: 2;
  readonly groups: GroupByState;
  /** By model. */
  readonly sign: readonly (SignCodingState | null)[];
  readonly binary: boolean;
  /** Null where there are no replicates. */
  readonly bootstrap: BootstrapState | null;
}

/** Why rows of a chunk are left out, as `Admitted.reasons`. */
export type Reasons = Uint8Array | null;

/** What stands for a weight of 0 among the reasons: such a row is used, but folded nowhere. */
const WEIGHTLESS = 255;

export class Comparison {
  readonly plan: ComparePlan;
  /** Without slices there is one group, with an empty key. */
  readonly groups: GroupBy;
  /** By group, where lags were asked for. */
  readonly longRun: LongRunSums | null;
  /** By group, where areas under the ROC curve are compared. */
  readonly rankings: Rankings | null;
  /** Replicates of each of the groups; null where none are asked for. */
  readonly bootstrap: Bootstrap | null;
  /** Whether it matters which numbers records have: replicates draw by them where rows have no ids. */
  readonly numbered: boolean;
  readonly #admissions: readonly Admission[];
  readonly #columns: readonly TermColumns[];
  readonly #terms: PairTerms;
  readonly #keys = new SliceKeys();
  readonly #binary: BinaryWatch;
  readonly #sliced: boolean;
  readonly #files: readonly (readonly string[])[];

  /** `files` name each model's inputs in messages. */
  constructor(plan: ComparePlan, files: readonly (readonly string[])[]) {
    this.plan = plan;
    this.#files = files;
    this.#binary = new BinaryWatch(
      plan.plans.flatMap(({ measures }) => measures.map(({ measure }) => measure.domain.label)),
    );
    this.#terms = new PairTerms(plan);
    const { by, maxSlices } = plan.options.plan;
    this.#sliced = by.length > 0;
    this.groups = new GroupBy(this.#terms.terms, this.#sliced ? maxSlices : 1);
    if (!this.#sliced) this.groups.group([]);
    this.longRun = plan.options.lags === null ? null : new LongRunSums(plan, plan.options.lags);
    this.rankings = Rankings.of(plan);
    this.bootstrap = bootstrapOf(plan, this.#terms.terms, files);
    const { bootstrap } = plan.options;
    this.numbered = bootstrap !== null && bootstrap.id === undefined;
    this.#admissions = plan.plans.map((model, place) => new Admission(model, files[place] ?? []));
    this.#columns = plan.plans.map((model) => new TermColumns(model));
  }

  /** How labels of raw scores are coded, as in an evaluation of the first model. */
  get labelCoding(): "0/1" | "-1/1" | null {
    const coding = this.#admissions[0]?.sign?.coding ?? null;
    const margins = this.plan.losses.some(
      ({ measures: [measure] }) => measure?.domain.label.kind === "sign" && measure.row !== undefined,
    );
    return margins || coding === "-1/1" ? coding : null;
  }

  /** Whether all labels were 0 or 1 and all predictions of the first model from 0 to 1. */
  get binary(): boolean {
    return this.#binary.binary;
  }

  /**
   * Folds a chunk with the columns of all models.
   * @throws LossctlError (input) at the first row that can't be used, or one slice too many.
   */
  add(chunk: Chunk): void {
    const chunks = this.plan.places.map((places) => viewOf(chunk, places));
    this.addJudged(chunks, this.#judge(chunks));
  }

  /** Looks at each model's rows; of several faults the one that stands first counts. */
  #judge(chunks: readonly Chunk[]): Reasons[] {
    let fault: LossctlError | null = null;
    const reasons = chunks.map((chunk, model) => {
      try {
        return this.judge(model, chunk);
      } catch (error) {
        if (!(error instanceof LossctlError)) throw error;
        if (fault === null || lineOf(error) < lineOf(fault)) fault = error;
        return null;
      }
    });
    if (fault !== null) throw fault;
    return reasons;
  }

  /**
   * Why rows of a model can't be used; the array is reused.
   * @throws LossctlError (input) at a row that may not be skipped.
   */
  judge(model: number, chunk: Chunk): Reasons {
    return (this.#admissions[model] as Admission).judge(chunk);
  }

  /** Folds rows that were judged: a chunk of each model, row by row of the same pair. */
  addJudged(chunks: readonly Chunk[], judged: readonly Reasons[]): void {
    const [first] = chunks as readonly [Chunk, ...Chunk[]];
    const reasons = joint(judged, first.rows);
    const admissions = this.#admissions as readonly [Admission, ...Admission[]];
    const leading = admissions[0].take(first, reasons);
    const { origin, rows, weights } = leading;
    this.#binary.see(leading);
    const left = origin === null ? null : leftOut(reasons, origin, rows, first.rows);
    const columns = this.#columns.map((terms, model) =>
      terms.compute(
        model === 0 ? leading : (admissions[model] as Admission).take(chunks[model] as Chunk, left),
      ),
    );
    const paired = this.#terms.columns(columns, weights, rows);
    const rowOf = (row: number): number => (origin === null ? row : (origin[row] as number));
    const batch: Batch = {
      rows,
      columns: this.#terms.fold(paired),
      places: { file: first.file, line: (row) => first.line(rowOf(row)) },
    };
    const keys = first.columns.filter((column): column is KeyColumn => column.kind === "key");
    let groups: Int32Array | null = null;
    if (keys.length === 0) this.#addWhole(batch, paired, reasons, first.rows);
    else groups = this.#addSliced(batch, paired, reasons, first, keys, origin);
    this.bootstrap?.add(batch, first, rowOf, groups, this.groups.slices.length);
  }

  #addWhole(batch: Batch, paired: PairedRows, reasons: Reasons, read: number): void {
    const all = this.groups.slices[0] as Slice;
    all.series.add(batch);
    countRows(all.rows, { reasons }, read);
    this.longRun?.add(0, paired, null);
    this.rankings?.add(0, paired, null);
  }

  /** The group of each row of the batch. */
  #addSliced(
    batch: Batch,
    paired: PairedRows,
    reasons: Reasons,
    chunk: Chunk,
    keys: readonly KeyColumn[],
    origin: Int32Array | null,
  ): Int32Array {
    const slices = this.#number(chunk, keys);
    const groups = origin === null ? slices : new Int32Array(batch.rows);
    if (origin !== null)
      for (let row = 0; row < batch.rows; row++) groups[row] = slices[origin[row] as number] as number;
    this.groups.add(batch, groups);
    this.longRun?.add(this.groups.slices.length, paired, groups);
    this.rankings?.add(this.groups.slices.length, paired, groups);
    if (origin === null) return groups;
    // The group-by counts the rows that it folds; left are those without weight and those left out.
    const left = leftOut(reasons, origin, batch.rows, chunk.rows);
    for (let row = 0; row < chunk.rows; row++) {
      const code = left[row] as number;
      if (code === 0) continue;
      const counts = this.groups.slices[slices[row] as number]?.rows;
      const reason = REASONS[code - 1];
      if (reason === undefined) counts?.use(1);
      else counts?.skip(reason, 1);
    }
    return groups;
  }

  #number(chunk: Chunk, keys: readonly KeyColumn[]): Int32Array {
    try {
      return this.#keys.number(keys, chunk.rows, (key) => this.groups.group(key));
    } catch (error) {
      if (error instanceof SliceLimitError) throw tooManySlices(this.plan.options.plan.by, error.limit);
      throw error;
    }
  }

  state(): ComparisonState {
    return {
      version: 2,
      groups: this.groups.state(),
      sign: this.#admissions.map(({ sign }) => sign?.state() ?? null),
      binary: this.#binary.binary,
      bootstrap: this.bootstrap?.state(this.groups.slices.map(({ key }) => key)) ?? null,
    };
  }

  /** Folds in a part of the same plan. @throws LossctlError (input) where the parts don't fit together. */
  merge(state: ComparisonState): void {
    this.#binary.merge(state.binary);
    for (const [model, sign] of state.sign.entries()) {
      const label = this.plan.plans[model]?.columns.label[0] ?? "";
      if (sign !== null) this.#admissions[model]?.sign?.merge(sign, label, this.#files[model] ?? []);
    }
    const { by, maxSlices } = this.plan.options.plan;
    try {
      this.groups.merge(GroupBy.fromState(state.groups, this.#terms.terms, maxSlices));
    } catch (error) {
      if (error instanceof SliceLimitError) throw tooManySlices(by, error.limit);
      throw error;
    }
    if (state.bootstrap !== null) this.bootstrap?.merge(state.bootstrap, (key) => this.groups.group(key));
  }
}

function bootstrapOf(
  { plans, options }: ComparePlan,
  terms: readonly Term[],
  files: readonly (readonly string[])[],
): Bootstrap | null {
  const { bootstrap } = options;
  const [first] = plans;
  if (bootstrap === null || first === undefined) return null;
  const needed = new Set(plans.flatMap((plan, model) => plan.terms.map((term) => modelKey(model, term))));
  const { requests, columns } = first;
  // Of rows that were joined the id comes after what is asked for besides.
  const last = columns.id === undefined ? requests.length : requests.length - 1;
  const id = bootstrap.id === undefined ? null : { name: bootstrap.id, column: last };
  return new Bootstrap({ terms, needed, id, files: files[0] ?? [] }, bootstrap);
}

function lineOf({ place }: LossctlError): number {
  return place?.line ?? 0;
}

/** A row is left out where it is for one of the models, for the first of its reasons. */
function joint(judged: readonly Reasons[], rows: number): Reasons {
  const some = judged.filter((reasons) => reasons !== null);
  if (some.length <= 1) return some[0] ?? null;
  const all = new Uint8Array(rows);
  for (const reasons of some) {
    for (let row = 0; row < rows; row++) {
      const [code, before] = [reasons[row] as number, all[row] as number];
      if (code !== 0 && (before === 0 || code < before)) all[row] = code;
    }
  }
  return all;
}

/** For each row of a chunk 0 if it is folded, else why not. */
function leftOut(reasons: Reasons, origin: Int32Array, rows: number, read: number): Uint8Array {
  const left = new Uint8Array(read).fill(WEIGHTLESS);
  for (let row = 0; row < rows; row++) left[origin[row] as number] = 0;
  if (reasons !== null) {
    for (let row = 0; row < read; row++) if (reasons[row] !== 0) left[row] = reasons[row] as number;
  }
  return left;
}
