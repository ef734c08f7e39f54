/** The rows of `lossctl grad`: chunks in, rows to write out, and at the end what they add up to. */
import type { Rational } from "../accumulate/rational.ts";
import { RowCounts } from "../accumulate/row-counts.ts";
import { Admission, type Admitted, countRows } from "../evaluate/admission.ts";
import type { Plan } from "../evaluate/plan.ts";
import type { Chunk } from "../read/chunk.ts";
import type { RowBlock, RowNames } from "../report/row-block.ts";
import { ColumnSums, type SumResult } from "./column-sums.ts";
import { type Reducer, type Reduction, reducer } from "./reduction.ts";
import { RowNumbers } from "./row-numbers.ts";
import { derivativeColumns, numberNames, type RowWise } from "./row-wise.ts";

/** Of the columns that are written, by name. */
export interface NamedSum {
  readonly column: string;
  readonly result: SumResult;
}

export class GradientRows {
  readonly names: RowNames;
  readonly counts = new RowCounts();
  /** Columns that the loss has derivatives in. */
  readonly #width: number;
  readonly #loss: RowWise;
  readonly #admission: Admission;
  readonly #numbers: RowNumbers;
  readonly #reduce: Reducer;
  readonly #sums: ColumnSums;
  #records = new Float64Array(0);

  /**
   * `plan` has the one measure that `loss` is of. `total` is the sum of the weights, which a mean divides by; `files`
   * name the inputs in messages.
   */
  constructor(
    plan: Plan,
    loss: RowWise,
    files: readonly string[],
    reduction: Reduction,
    total: Rational | null,
  ) {
    const columns = derivativeColumns(plan.columns);
    const width = columns.length;
    this.names = { numbers: numberNames(columns), texts: plan.columns.keep };
    this.#width = width;
    this.#loss = loss;
    this.#admission = new Admission(plan, files, { keepWeightless: true });
    this.#numbers = new RowNumbers(loss, plan.labelShape, width);
    this.#reduce = reducer(reduction, total);
    this.#sums = new ColumnSums(1 + 2 * width, reduction, total);
  }

  /** How labels of raw scores are coded; null where the loss does not ask. */
  get labelCoding(): "0/1" | "-1/1" | null {
    return this.#admission.sign?.coding ?? null;
  }

  /**
   * The chunk's rows that are used, valid until the next call.
   * @throws LossctlError (input) at a row that can't be used and may not be skipped.
   */
  add(chunk: Chunk): RowBlock {
    const admitted = this.#admission.admit(chunk);
    countRows(this.counts, admitted, chunk.rows);
    const { rows, weights } = admitted;
    const numbers = this.#numbers.compute(admitted);
    this.#sums.add(numbers, weights, rows);
    for (const column of numbers) this.#reduce(column, weights, rows);
    this.#sums.addSquares(numbers, rows);
    return { rows, records: this.#recordsOf(chunk, admitted), numbers, texts: textsOf(chunk, admitted) };
  }

  /** What each column adds up to. */
  sums(): NamedSum[] {
    const width = this.#width;
    return this.names.numbers.map((column, place) => {
      const missing = place > width && this.#loss.row.hessian === undefined;
      const result: SumResult = missing
        ? { value: null, reason: "the loss has no Hessian" }
        : this.#sums.sum(place);
      return { column, result };
    });
  }

  /** The Euclidean norm of each gradient column over the rows; where there are several, first that of all together. */
  norms(): NamedSum[] {
    const width = this.#width;
    const each = this.names.numbers
      .slice(1, 1 + width)
      .map((column, place) => ({ column, result: this.#sums.norm(1 + place, 2 + place) }));
    return width === 1 ? each : [{ column: "gradient", result: this.#sums.norm(1, 1 + width) }, ...each];
  }

  #recordsOf({ firstRecord }: Chunk, { rows, origin }: Admitted): Float64Array {
    if (this.#records.length < rows) this.#records = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      this.#records[row] = firstRecord + (origin === null ? row : (origin[row] as number));
    }
    return this.#records;
  }
}

function textsOf(chunk: Chunk, { rows, origin }: Admitted): RowBlock["texts"] {
  return chunk.columns.flatMap((column) => {
    if (column.kind !== "text") return [];
    const { texts } = column;
    if (origin === null) return [texts];
    return [Array.from({ length: rows }, (_, row) => texts[origin[row] as number] ?? null)];
  });
}
