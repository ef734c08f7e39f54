/** A share of a fit's rows, of which threads have one each: read, counted, and added up as far as they can be. */
import { RowCounts, type RowCountsState } from "../accumulate/row-counts.ts";
import { countRows } from "../evaluate/admission.ts";
import { GatheredRows, type GatheredState } from "../fit/gathered-rows.ts";
import { answerOf, type LossAnswer, type LossQuestion } from "../fit/part-losses.ts";
import { parseLossOrCombination } from "../losses/combination-spec.ts";
import type { Chunk, ColumnRequest } from "../read/chunk.ts";
import { DesignRows, type DesignTask, isDrawn } from "./design-rows.ts";

/** Plain data. */
export interface FitTask extends DesignTask {
  /** Whether the fit goes through its rows only once more: `GatheringOptions.once`. */
  readonly once: boolean;
}

export interface FitShareState {
  readonly counts: RowCountsState;
  readonly rows: GatheredState;
}

export class FitShare {
  readonly task: FitTask;
  readonly counts = new RowCounts();
  readonly rows: GatheredRows;
  readonly #design: DesignRows;

  /** `names` are the inputs' in messages. */
  constructor(task: FitTask, names: readonly string[]) {
    this.task = task;
    const loss = parseLossOrCombination(task.loss);
    this.#design = new DesignRows(task, loss, names);
    const features = this.#design.design.columns.length;
    this.rows = new GatheredRows({ target: task.target, features, loss, once: task.once });
  }

  get requests(): readonly ColumnRequest[] {
    return this.#design.plan.requests;
  }

  /** Whether the numbers of records say what becomes of them. */
  get numbered(): boolean {
    return isDrawn(this.task);
  }

  /** @throws LossctlError (input) for a row that may not be. */
  add(chunk: Chunk): void {
    this.#add(this.#design, chunk);
  }

  /** The rows of `chunks`, of inputs called `names`, are of the test part. @throws as `add`. */
  async addTest(chunks: AsyncIterable<Chunk>, names: readonly string[], read: (rows: number) => void) {
    const design = new DesignRows(this.task, parseLossOrCombination(this.task.loss), names, true);
    for await (const chunk of chunks) {
      this.#add(design, chunk);
      read(chunk.rows);
    }
  }

  /** When all rows are there. @throws as `add`. */
  state(): FitShareState {
    this.rows.finish();
    return { counts: this.counts.state(), rows: this.rows.state() };
  }

  /** Adds what another has counted and added up; its rows stay with it. */
  merge({ counts, rows }: FitShareState): void {
    this.counts.merge(RowCounts.fromState(counts));
    this.rows.merge(rows);
  }

  /** What a model loses on the share's own rows, after `state`. */
  answer(question: LossQuestion): LossAnswer {
    return answerOf(this.rows.store, question);
  }

  /** Frees the rows' file. */
  close(): void {
    this.rows.close();
  }

  #add(design: DesignRows, chunk: Chunk): void {
    const { admitted, design: rows } = design.of(chunk);
    countRows(this.counts, admitted, chunk.rows);
    if (rows !== null) this.rows.add(rows);
  }
}
