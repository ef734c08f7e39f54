/** How many rows are used, and the sum of their weights: what a first pass over the inputs finds out. */
import type { Rational } from "../accumulate/rational.ts";
import { RowCounts } from "../accumulate/row-counts.ts";
import { WeightAccumulator } from "../accumulate/weight.ts";
import { Admission, countRows } from "../evaluate/admission.ts";
import type { Plan } from "../evaluate/plan.ts";
import type { Chunk } from "../read/chunk.ts";

export class WeightTotal {
  readonly counts = new RowCounts();
  readonly #admission: Admission;
  readonly #weight = new WeightAccumulator();

  /** `files` name the inputs in messages. */
  constructor(plan: Plan, files: readonly string[]) {
    this.#admission = new Admission(plan, files);
  }

  /** @throws LossctlError (input) at a row that can't be used and may not be skipped. */
  add(chunk: Chunk): void {
    const admitted = this.#admission.admit(chunk);
    countRows(this.counts, admitted, chunk.rows);
    const { rows, weights, prediction } = admitted;
    const first = prediction[0] ?? new Float64Array(0);
    this.#weight.add({ first, second: null, third: null, weights }, 0, rows);
  }

  get total(): Rational {
    return this.#weight.total();
  }
}
