/** The check of `lossctl grad --check`: chunks in, counts and the worst derivatives out. */
import { RowCounts } from "../accumulate/row-counts.ts";
import { Admission, countRows } from "../evaluate/admission.ts";
import type { Plan } from "../evaluate/plan.ts";
import type { Chunk } from "../read/chunk.ts";
import type { DerivativeCounts, Suspect } from "../report/check-report.ts";
import type { Comparison, Tolerances } from "./check-derivative.ts";
import { type CheckRow, checkRow } from "./check-row.ts";
import { derivativeColumns, derivativeValues, type RowWise } from "./row-wise.ts";

/** So many of the worst derivatives are named. */
const NAMED = 5;

export class DerivativeCheck {
  readonly counts = new RowCounts();
  readonly #plan: Plan;
  readonly #columns: readonly string[];
  readonly #files: readonly string[];
  readonly #admission: Admission;
  readonly #check: CheckRow;
  readonly #gradient = new Tally();
  readonly #hessian: Tally | null;
  /** The farthest beyond what is allowed first; of equals the first in the input. */
  readonly #worst: Suspect[] = [];

  /** `plan` has the one measure that `loss` is of; `files` name the inputs. */
  constructor(plan: Plan, loss: RowWise, files: readonly string[], tolerances: Tolerances) {
    const [named] = plan.measures;
    if (named === undefined) throw new TypeError("a plan without a measure");
    this.#plan = plan;
    this.#columns = derivativeColumns(plan.columns);
    this.#files = files;
    this.#admission = new Admission(plan, files, { keepWeightless: true });
    this.#check = checkRow(loss, named.measure.domain, tolerances);
    this.#hessian = loss.row.hessian === undefined ? null : new Tally();
  }

  /** How labels of raw scores are coded; null where the loss does not ask. */
  get labelCoding(): "0/1" | "-1/1" | null {
    return this.#admission.sign?.coding ?? null;
  }

  /** @throws LossctlError (input) at a row that can't be used and may not be skipped. */
  add(chunk: Chunk): void {
    const admitted = this.#admission.admit(chunk);
    countRows(this.counts, admitted, chunk.rows);
    const { rows, label, origin } = admitted;
    const { labelShape } = this.#plan;
    const points = derivativeValues(admitted);
    const predictions = new Float64Array(points.length);
    const labels = new Float64Array(labelShape === "class" ? points.length : label.length);
    for (let row = 0; row < rows; row++) {
      points.forEach((column, place) => {
        predictions[place] = column[row] as number;
      });
      if (labelShape === "class") labels.fill(0)[(label[0] as Float64Array)[row] as number] = 1;
      else {
        label.forEach((column, place) => {
          labels[place] = column[row] as number;
        });
      }
      const { gradient, hessian } = this.#check(labels, predictions);
      const place = origin === null ? row : (origin[row] as number);
      gradient.forEach((found, column) => {
        this.#gradient.add(found);
        this.#name("gradient", found, column, chunk, place);
      });
      hessian.forEach((found, column) => {
        this.#hessian?.add(found);
        this.#name("hessian", found, column, chunk, place);
      });
    }
  }

  get gradient(): DerivativeCounts {
    return this.#gradient.counts();
  }

  /** Null where the loss has no Hessian. */
  get hessian(): DerivativeCounts | null {
    return this.#hessian?.counts() ?? null;
  }

  get worst(): readonly Suspect[] {
    return this.#worst;
  }

  #name(
    derivative: Suspect["derivative"],
    { verdict, analytic, numeric, excess }: Comparison,
    column: number,
    chunk: Chunk,
    row: number,
  ): void {
    if (excess === 0 || excess <= (this.#worst[NAMED - 1]?.excess ?? 0)) return;
    const suspect: Suspect = {
      derivative,
      column: this.#columns[column] ?? "",
      file: this.#files[chunk.file] ?? "",
      line: chunk.line(row),
      row: chunk.firstRecord + row,
      analytic,
      numeric,
      excess,
      verdict: verdict === "differs" ? "differs" : "agrees",
    };
    const place = this.#worst.findIndex((other) => other.excess < excess);
    this.#worst.splice(place < 0 ? this.#worst.length : place, 0, suspect);
    this.#worst.length = Math.min(this.#worst.length, NAMED);
  }
}

class Tally {
  readonly #counts = { agrees: 0, differs: 0, kink: 0, infinite: 0, unresolved: 0 };

  add({ verdict }: Comparison): void {
    this.#counts[verdict]++;
  }

  counts(): DerivativeCounts {
    const { agrees, differs, ...skipped } = this.#counts;
    return { agree: agrees, differ: differs, skipped };
  }
}
