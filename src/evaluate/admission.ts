/**
 * Which rows count. Each row of a chunk is used, or left out for one reason, or ends the run with an error that
 * names its place. Losses and accumulators see only rows that came through here.
 */
import type { RowCounts } from "../accumulate/row-counts.ts";
import { inputError, quoted } from "../errors.ts";
import {
  type Chunk,
  INFINITE,
  MISSING,
  NOT_A_NUMBER,
  type NumberColumn,
  UNKNOWN_CLASS,
} from "../read/chunk.ts";
import { type DomainCheck, domainChecks } from "./domain.ts";
import type { Plan } from "./plan.ts";
import { SignCoding } from "./sign-coding.ts";

/** Why a row is left out, in the order in which they are looked for: a row has the first that applies. */
export const REASONS = [
  "missing",
  "notANumber",
  "infinite",
  "unknownClass",
  "badWeight",
  "outOfDomain",
] as const;
export type Reason = (typeof REASONS)[number];

/** The rows of a chunk that count, compacted. Columns may be longer than `rows`; all are reused. */
export interface Admitted {
  /** Rows with a weight above 0; with `keepWeightless` also those with the weight 0. */
  readonly rows: number;
  /** One column of numbers or class places, K columns, or none. */
  readonly label: readonly Float64Array[];
  readonly prediction: readonly Float64Array[];
  readonly weights: Float64Array | null;
  /** Of the forecasts, where a loss asks for them. */
  readonly variance: Float64Array | null;
  /** The chunk's row of each row; null where they are the same. */
  readonly origin: Int32Array | null;
  /**
   * For each row of the chunk 0 if it is used, also with weight 0, else 1 + the place of its reason in `REASONS`;
   * null where all rows are used.
   */
  readonly reasons: Uint8Array | null;
}

/** A row that must not be: where it stands and what to say. */
interface Fault {
  readonly row: number;
  readonly column: number;
  readonly reason: Reason;
  readonly expected: string;
}

export class Admission {
  readonly #plan: Plan;
  readonly #files: readonly string[];
  readonly #checks: readonly DomainCheck[];
  readonly #sign: SignCoding | null;
  readonly #keepWeightless: boolean;
  #reasons = new Uint8Array(0);
  #origin = new Int32Array(0);
  #compacted: Float64Array[] = [];

  /** `keepWeightless` is for those who show each row; accumulators take only rows with a weight. */
  constructor(plan: Plan, files: readonly string[], { keepWeightless = false } = {}) {
    this.#plan = plan;
    this.#files = files;
    this.#keepWeightless = keepWeightless;
    this.#checks = domainChecks(plan);
    this.#sign = plan.measures.some(({ measure }) => measure.domain.label.kind === "sign")
      ? new SignCoding()
      : null;
  }

  /** How a ±1 or 0/1 label column is coded, as far as rows have shown; null where no loss asks. */
  get sign(): SignCoding | null {
    return this.#sign;
  }

  /** @throws LossctlError (input) for the chunk's first row that can't be used and may not be skipped. */
  admit(chunk: Chunk): Admitted {
    return this.take(chunk, this.judge(chunk));
  }

  /**
   * Why rows of the chunk can't be used, as `Admitted.reasons`; the array is reused.
   * @throws LossctlError (input) for the first row that may not be skipped.
   */
  judge(chunk: Chunk): Uint8Array | null {
    const plan = this.#plan;
    const state: Marks = { reasons: null, fault: null };
    numbersOf(chunk).forEach((column, index) => {
      if (column.status !== null) this.#markFields(chunk, column.status, index, state);
    });
    const { label, prediction, weights, variance } = this.#columns(chunk);
    const labels = plan.labels.length;
    const weightColumn = labels + prediction.length;
    if (weights !== null) this.#markWeights(chunk, weights, weightColumn, state);
    const varianceColumn = weightColumn + (weights === null ? 0 : 1);
    if (variance !== null) this.#markVariances(chunk, variance, varianceColumn, state);
    for (const check of this.#checks) {
      check(label, prediction, chunk.rows, state.reasons, (row, column, expected) =>
        this.#mark(chunk, state, { row, column, reason: "outOfDomain", expected }),
      );
    }
    if (state.fault !== null) throw this.#error(chunk, state.fault);
    return state.reasons;
  }

  /**
   * The rows without a reason. `reasons` are those of `judge`, or more of them.
   * @throws LossctlError (input) where labels of two codings are mixed.
   */
  take(chunk: Chunk, reasons: Uint8Array | null): Admitted {
    const columns = this.#columns(chunk);
    const [label] = columns.label;
    if (this.#sign !== null && label !== undefined) {
      this.#sign.see(chunk, label, reasons, this.#plan.columns.label[0] ?? "", this.#files);
    }
    return this.#compact(chunk, columns, reasons);
  }

  /** The chunk's columns by role. */
  #columns(chunk: Chunk): ReadColumns {
    const { labels, columns } = this.#plan;
    const values = numbersOf(chunk).map((column) => column.values);
    const weightColumn = labels.length + columns.prediction.length;
    const varianceColumn = weightColumn + (columns.weight === null ? 0 : 1);
    return {
      label: values.slice(0, labels.length),
      prediction: values.slice(labels.length, weightColumn),
      weights: columns.weight === null ? null : (values[weightColumn] ?? null),
      variance: columns.variance === null ? null : (values[varianceColumn] ?? null),
    };
  }

  #markFields(chunk: Chunk, status: Uint8Array, column: number, state: Marks): void {
    for (let row = 0; row < chunk.rows; row++) {
      const found = status[row];
      if (found === 0) continue;
      if (found === MISSING) {
        this.#mark(chunk, state, { row, column, reason: "missing", expected: this.#expected(column) });
      } else if (found === INFINITE) {
        this.#mark(chunk, state, { row, column, reason: "infinite", expected: "a finite number" });
      } else if (found === UNKNOWN_CLASS) {
        const expected = this.#expected(column);
        this.#mark(chunk, state, { row, column, reason: "unknownClass", expected });
      } else if (found === NOT_A_NUMBER) {
        this.#mark(chunk, state, { row, column, reason: "notANumber", expected: "a number" });
      }
    }
  }

  #expected(column: number): string {
    const coding = this.#plan.requests[column]?.coding;
    if (coding?.kind === "class") return `${coding.called ?? "a class of"} ${shortList(coding.classes)}`;
    return coding?.kind === "positive" ? "a label" : "a number";
  }

  #markWeights(chunk: Chunk, weights: Float64Array, column: number, state: Marks): void {
    for (let row = 0; row < chunk.rows; row++) {
      const weight = weights[row] as number;
      if (weight > 0) continue;
      if (weight < 0) {
        this.#mark(chunk, state, { row, column, reason: "badWeight", expected: "a weight of at least 0" });
      }
    }
  }

  #markVariances(chunk: Chunk, variances: Float64Array, column: number, state: Marks): void {
    for (let row = 0; row < chunk.rows; row++) {
      if ((variances[row] as number) > 0) continue;
      this.#mark(chunk, state, { row, column, reason: "outOfDomain", expected: "a variance above 0" });
    }
  }

  /** Keeps the weaker reason away from the stronger, and the first fault that no policy forgives. */
  #mark(chunk: Chunk, state: Marks, fault: Fault): void {
    if (state.reasons === null) {
      if (this.#reasons.length < chunk.rows) this.#reasons = new Uint8Array(chunk.rows);
      state.reasons = this.#reasons.fill(0, 0, chunk.rows);
    }
    const code = 1 + REASONS.indexOf(fault.reason);
    const before = state.reasons[fault.row] as number;
    if (before === 0 || code < before) state.reasons[fault.row] = code;
    const policy = fault.reason === "missing" ? this.#plan.missing : this.#plan.invalid;
    if (policy === "skip") return;
    if (state.fault === null || fault.row < state.fault.row) state.fault = fault;
  }

  #error(chunk: Chunk, fault: Fault): Error {
    const name = this.#plan.requests[fault.column]?.name ?? "";
    const text = chunk.text(fault.row, fault.column);
    const found = text === null ? "none" : quoted(text);
    return inputError(
      `column "${name}": expected ${fault.expected}, found ${found}`,
      { file: this.#files[chunk.file] ?? "", line: chunk.line(fault.row) },
      this.#hint(fault),
    );
  }

  #hint({ column, reason }: Fault): string {
    const option = reason === "missing" ? "--missing" : "--invalid";
    const skip = `${option} skip leaves such rows out`;
    const coding = this.#plan.requests[column]?.coding;
    const other = reason === "notANumber" ? (this.#plan.hints?.[column] ?? null) : null;
    if (other !== null) return `${other}; ${skip}`;
    const binary = coding?.kind === "number" && coding.words !== undefined;
    return reason === "notANumber" && binary ? `--positive TEXT says which label is 1; ${skip}` : skip;
  }

  #compact(chunk: Chunk, columns: ReadColumns, reasons: Uint8Array | null): Admitted {
    const { rows } = chunk;
    const { label, prediction, weights, variance } = columns;
    const dropped = this.#keepWeightless ? null : weights;
    const someZero = dropped !== null && hasZero(dropped, rows);
    if (reasons === null && !someZero) {
      return { rows, ...columns, origin: null, reasons: null };
    }
    if (this.#origin.length < rows) this.#origin = new Int32Array(rows);
    const origin = this.#origin;
    let kept = 0;
    for (let row = 0; row < rows; row++) {
      if (reasons !== null && reasons[row] !== 0) continue;
      if (dropped !== null && dropped[row] === 0) continue;
      origin[kept++] = row;
    }
    const sources = [...label, ...prediction, ...[weights, variance].filter((column) => column !== null)];
    const compacted = sources.map((source, index) => {
      let target = this.#compacted[index];
      if (target === undefined || target.length < rows) {
        target = new Float64Array(rows);
        this.#compacted[index] = target;
      }
      for (let row = 0; row < kept; row++) target[row] = source[origin[row] as number] as number;
      return target;
    });
    return {
      rows: kept,
      label: compacted.slice(0, label.length),
      prediction: compacted.slice(label.length, label.length + prediction.length),
      weights: weights === null ? null : (compacted[label.length + prediction.length] ?? null),
      variance: variance === null ? null : (compacted.at(-1) ?? null),
      origin,
      reasons,
    };
  }
}

type ReadColumns = Pick<Admitted, "label" | "prediction" | "weights" | "variance">;
/** Adds the rows of a chunk of `read` rows to `counts`: used, or left out for their reasons. */
export function countRows(counts: RowCounts, { reasons }: Pick<Admitted, "reasons">, read: number): void {
  let used = read;
  if (reasons !== null) {
    for (let row = 0; row < read; row++) {
      const reason = REASONS[(reasons[row] as number) - 1];
      if (reason === undefined) continue;
      counts.skip(reason, 1);
      used--;
    }
  }
  counts.use(used);
}

interface Marks {
  reasons: Uint8Array | null;
  fault: Fault | null;
}

function numbersOf(chunk: Chunk): NumberColumn[] {
  return chunk.columns.filter((column): column is NumberColumn => column.kind === "number");
}

function hasZero(values: Float64Array, rows: number): boolean {
  for (let row = 0; row < rows; row++) if (values[row] === 0) return true;
  return false;
}

function shortList(names: readonly string[]): string {
  return names.length <= 6 ? names.join(", ") : `${names.slice(0, 5).join(", ")}, … (${names.length})`;
}
