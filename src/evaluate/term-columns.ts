/** The columns that each term of a plan folds, computed a chunk at a time. */
import type { FoldColumns } from "../accumulate/types.ts";
import {
  type Shared,
  type SharedLoop,
  type SharedRowLoop,
  sharedRowLoops,
  varianceLoop,
} from "../losses/loops.ts";
import type { Factor, ScalarValue, SumTerm, Term, VarianceValue, VectorValue } from "../losses/types.ts";
import type { Admitted } from "./admission.ts";
import type { Plan } from "./plan.ts";
import { scalarLoops } from "./scalar-loops.ts";

/** What a column is computed by. */
type RowFunction = ScalarValue | VarianceValue | VectorValue | "residual";

export class TermColumns {
  readonly #plan: Plan;
  /** One column for each distinct function: two terms may fold the same one in two ways. */
  readonly #columns = new Map<RowFunction, Float64Array>();

  /** The loops of functions, each with those that are computed with it. */
  readonly #scalars = new Map<ScalarValue, Shared<ScalarValue, SharedLoop>>();
  readonly #vectors = new Map<VectorValue, Shared<VectorValue, SharedRowLoop>>();

  constructor(plan: Plan) {
    this.#plan = plan;
    const scalars = new Set(plan.terms.flatMap(scalarsOf));
    for (const shared of scalarLoops([...scalars])) {
      for (const of of shared.of) this.#scalars.set(of, shared);
    }
    const vectors = new Set(plan.terms.flatMap(vectorsOf));
    for (const shared of sharedRowLoops([...vectors])) {
      for (const of of shared.of) this.#vectors.set(of, shared);
    }
  }

  /** For each term of the plan, valid until the next call. */
  compute(admitted: Admitted): FoldColumns[] {
    const fresh = new Set<RowFunction>();
    return this.#plan.terms.map((term) => this.#columnsOf(term, admitted, fresh));
  }

  #columnsOf(term: Term, admitted: Admitted, fresh: Set<RowFunction>): FoldColumns {
    const { weights } = admitted;
    const [label, prediction] = [admitted.label[0], admitted.prediction[0]];
    const one = (first: Float64Array): FoldColumns => ({ first, second: null, third: null, weights });
    const scalar = (of: ScalarValue): Float64Array => this.#scalar(of, admitted, fresh);
    const vector = (of: VectorValue): Float64Array => this.#vector(of, admitted, fresh);
    const sum = (folded: SumTerm): Float64Array => {
      if (folded.fold === "sum") return scalar(folded.of);
      if (folded.fold === "vector-sum") return vector(folded.of);
      return this.#column(folded.of, admitted, fresh, (out) => {
        const { variance, rows } = admitted;
        varianceLoop(folded.of)(
          label ?? out,
          prediction as Float64Array,
          variance as Float64Array,
          rows,
          out,
        );
      });
    };
    switch (term.fold) {
      case "sum":
      case "vector-sum":
      case "variance-sum":
        return one(sum(term));
      case "pair":
        return {
          ...one(sum(term.first)),
          second: term.first === term.second ? null : sum(term.second),
        };
      case "maximum":
      case "count":
      case "median":
        return one(scalar(term.of));
      case "vector-maximum":
      case "vector-count":
        return one(vector(term.of));
      case "product": {
        const [first, second = null, third = null, fourth = null] = term.factors.map((factor) =>
          this.#factor(factor, admitted, fresh),
        );
        return { first: first as Float64Array, second, third, fourth, weights };
      }
      case "ranking":
        return { first: prediction as Float64Array, second: label as Float64Array, third: null, weights };
      case "bins":
        return {
          first: prediction as Float64Array,
          second: label as Float64Array,
          third: scalar(term.bin),
          weights,
        };
    }
  }

  /** Filled once a chunk, with those that share its loop. */
  #scalar(of: ScalarValue, { label, prediction, rows }: Admitted, fresh: Set<RowFunction>): Float64Array {
    const shared = this.#scalars.get(of);
    if (shared === undefined) throw new TypeError("no term folds the function");
    this.#share(shared, rows, fresh, (outs) => {
      shared.loop(label[0] ?? (outs[0] as Float64Array), prediction[0] as Float64Array, rows, outs);
    });
    return this.#array(of, rows);
  }

  #vector(of: VectorValue, { label, prediction, rows }: Admitted, fresh: Set<RowFunction>): Float64Array {
    const shared = this.#vectors.get(of);
    if (shared === undefined) throw new TypeError("no term folds the function");
    this.#share(shared, rows, fresh, (outs) => {
      const labels = this.#plan.labelShape === "class" ? (label[0] as Float64Array) : label;
      shared.loop(labels, prediction, rows, outs);
    });
    return this.#array(of, rows);
  }

  #share(
    { of }: { readonly of: readonly RowFunction[] },
    rows: number,
    fresh: Set<RowFunction>,
    fill: (outs: Float64Array[]) => void,
  ): void {
    if (fresh.has(of[0] as RowFunction)) return;
    for (const each of of) fresh.add(each);
    fill(of.map((each) => this.#array(each, rows)));
  }

  #factor(factor: Factor, admitted: Admitted, fresh: Set<RowFunction>): Float64Array {
    const label = admitted.label[0] as Float64Array;
    const prediction = admitted.prediction[0] as Float64Array;
    if (factor !== "residual") return factor === "label" ? label : prediction;
    return this.#column("residual", admitted, fresh, (out) => {
      fillResiduals(label, prediction, admitted.rows, out);
    });
  }

  /** Filled once a chunk. */
  #column(
    of: RowFunction,
    { rows }: Admitted,
    fresh: Set<RowFunction>,
    fill: (out: Float64Array) => void,
  ): Float64Array {
    const column = this.#array(of, rows);
    if (!fresh.has(of)) {
      fresh.add(of);
      fill(column);
    }
    return column;
  }

  #array(of: RowFunction, rows: number): Float64Array {
    let column = this.#columns.get(of);
    if (column === undefined || column.length < rows) {
      column = new Float64Array(rows);
      this.#columns.set(of, column);
    }
    return column;
  }
}

/** A function of its own, so that the loop is all there is to optimise. */
function fillResiduals(label: Float64Array, prediction: Float64Array, rows: number, out: Float64Array): void {
  for (let row = 0; row < rows; row++) out[row] = prediction[row]! - label[row]!;
}

/** The scalar functions that a term folds. */
function scalarsOf(term: Term): ScalarValue[] {
  switch (term.fold) {
    case "sum":
    case "maximum":
    case "count":
    case "median":
      return [term.of];
    case "bins":
      return [term.bin];
    case "pair":
      return [...scalarsOf(term.first), ...scalarsOf(term.second)];
    default:
      return [];
  }
}

/** The functions of a row of columns that a term folds. */
function vectorsOf(term: Term): VectorValue[] {
  switch (term.fold) {
    case "vector-sum":
    case "vector-maximum":
    case "vector-count":
      return [term.of];
    case "pair":
      return [...vectorsOf(term.first), ...vectorsOf(term.second)];
    default:
      return [];
  }
}
