/**
 * What is folded over paired rows, and from which columns: the terms of each model's measures, and of each loss with
 * values of rows the sums that a paired test needs. Products are exact, so that the variance of the differences comes
 * from exact sums too: sum(w (a - b)^2) = sum(w a a) - 2 sum(w a b) + sum(w b b), without cancellation.
 */
import type { FoldColumns } from "../accumulate/types.ts";
import type { Term } from "../losses/types.ts";
import { isSmooth, type ModelTerm, productColumns, termPairs } from "./delta.ts";
import { modelKey } from "./model-keys.ts";
import type { ComparedLoss, ComparePlan } from "./plan.ts";

/** Columns of a term's model, as `TermColumns` computes them. */
export type ModelColumns = readonly FoldColumns[];

export class PairTerms {
  /** Keys are made here; nothing about them but their being different matters. */
  readonly terms: readonly Term[];
  readonly #plan: ComparePlan;
  readonly #makers: readonly ((rows: PairedRows) => FoldColumns)[];

  constructor(plan: ComparePlan) {
    this.#plan = plan;
    const made = new Map<string, { term: Term; make: (rows: PairedRows) => FoldColumns }>();
    for (const [model, { terms }] of plan.plans.entries()) {
      for (const [place, term] of terms.entries()) {
        const key = modelKey(model, term);
        if (made.has(key)) continue;
        made.set(key, { term: { ...term, key }, make: (rows) => rows.columnsOf(model, place) });
      }
    }
    const { reference, bootstrap } = plan.options;
    // Replicates need no products.
    const formulas = bootstrap === null;
    for (const loss of formulas ? plan.losses.filter(isSmooth) : []) {
      for (const model of plan.models.keys()) {
        if (model === reference) continue;
        for (const { key, first, second } of termPairs(plan, loss, model)) {
          const columns = (rows: PairedRows, { model: of, place }: ModelTerm) => rows.columnsOf(of, place);
          const make = (rows: PairedRows) => productColumns(columns(rows, first), columns(rows, second));
          made.set(key, { term: syntheticTerm(key, "product"), make });
        }
      }
    }
    for (const [place, loss] of plan.losses.entries()) {
      if (loss.rowValues === null) continue;
      for (const model of plan.models.keys()) {
        const add = (kind: PairSum, make: (rows: PairedRows) => FoldColumns, fold: "sum" | "product") => {
          const key = pairKey(kind, loss, model);
          made.set(key, { term: syntheticTerm(key, fold), make });
        };
        if (loss.isMean) {
          if (totalKey(loss, model) === pairKey("total", loss, model)) {
            add("total", (rows) => rows.one(rows.value(place, model)), "sum");
          }
        }
        if (loss.isMean && formulas) {
          const other = (rows: PairedRows) => rows.value(place, reference);
          add("square", (rows) => rows.two(rows.value(place, model), rows.value(place, model)), "product");
          if (model !== reference) {
            add("cross", (rows) => rows.two(rows.value(place, model), other(rows)), "product");
          }
        }
        if (model === reference) continue;
        add("better", (rows) => rows.one(rows.wins(place, model, "better")), "sum");
        add("worse", (rows) => rows.one(rows.wins(place, model, "worse")), "sum");
      }
    }
    this.terms = [...made.values()].map(({ term }) => term);
    this.#makers = [...made.values()].map(({ make }) => make);
  }

  /** For each term; valid until the next call. `models` are the columns of each model's own terms. */
  columns(models: readonly ModelColumns[], weights: Float64Array | null, rows: number): PairedRows {
    return new PairedRows(this.#plan, models, weights, rows);
  }

  /** The columns of each term of `terms`. */
  fold(rows: PairedRows): FoldColumns[] {
    return this.#makers.map((make) => make(rows));
  }
}

/** What a paired test needs of a loss and a model. */
export type PairSum = "total" | "square" | "cross" | "better" | "worse";

export function pairKey(kind: PairSum, { key }: ComparedLoss, model: number): string {
  return `${kind} ${model} ${key}`;
}

/** Where the sum of a loss's row values is: mostly it is that of a term which is folded anyway. */
export function totalKey(loss: ComparedLoss, model: number): string {
  const [only, ...others] = loss.rowValues?.[model]?.parts ?? [];
  if (only !== undefined && others.length === 0 && only.factor === 1) return modelKey(model, only.term);
  return pairKey("total", loss, model);
}

/** Only its fold and key matter: its columns are handed over. */
function syntheticTerm(key: string, fold: "sum" | "product"): Term {
  return fold === "sum"
    ? { key, fold, of: () => Number.NaN }
    : { key, fold, factors: ["prediction", "prediction"] };
}

/** The rows of a chunk that count for all models, as columns that are made when they are asked for. */
export class PairedRows {
  readonly rows: number;
  readonly weights: Float64Array | null;
  readonly #plan: ComparePlan;
  readonly #models: readonly ModelColumns[];
  readonly #made = new Map<string, Float64Array>();

  constructor(
    plan: ComparePlan,
    models: readonly ModelColumns[],
    weights: Float64Array | null,
    rows: number,
  ) {
    this.#plan = plan;
    this.#models = models;
    this.weights = weights;
    this.rows = rows;
  }

  /** Of a term of a model, with the rows' weights. */
  columnsOf(model: number, place: number): FoldColumns {
    const columns = this.#models[model]?.[place];
    if (columns === undefined) throw new TypeError(`no term ${place} of model ${model}`);
    return { ...columns, weights: this.weights };
  }

  one(first: Float64Array): FoldColumns {
    return { first, second: null, third: null, weights: this.weights };
  }

  two(first: Float64Array, second: Float64Array): FoldColumns {
    return { first, second, third: null, weights: this.weights };
  }

  /** Values of a loss of the rows. */
  value(loss: number, model: number): Float64Array {
    const parts = this.#plan.losses[loss]?.rowValues?.[model]?.parts ?? [];
    const terms = this.#plan.plans[model]?.terms ?? [];
    const columns = parts.map(({ term, factor }) => ({
      factor,
      column: this.columnsOf(
        model,
        terms.findIndex(({ key }) => key === term.key),
      ).first,
    }));
    const [only] = columns;
    if (only !== undefined && columns.length === 1 && only.factor === 1) return only.column;
    return this.#once(`value ${loss} ${model}`, (out) => {
      for (const { factor, column } of columns) {
        for (let row = 0; row < this.rows; row++)
          out[row] = (out[row] as number) + factor * (column[row] as number);
      }
    });
  }

  /** 1 where the model is better (worse) than the reference, else 0. */
  wins(loss: number, model: number, side: "better" | "worse"): Float64Array {
    return this.#once(`${side} ${loss} ${model}`, (out) => {
      const own = this.value(loss, model);
      const other = this.value(loss, this.#plan.options.reference);
      const better = this.#plan.losses[loss]?.better;
      const [low, high] = (better === "higher") === (side === "better") ? [other, own] : [own, other];
      const { rows } = this;
      if (better === "zero") {
        for (let row = 0; row < rows; row++) {
          if (Math.abs(low[row] as number) < Math.abs(high[row] as number)) out[row] = 1;
        }
      } else {
        for (let row = 0; row < rows; row++) if ((low[row] as number) < (high[row] as number)) out[row] = 1;
      }
    });
  }

  #once(key: string, fill: (out: Float64Array) => void): Float64Array {
    const made = this.#made.get(key);
    if (made !== undefined) return made;
    const out = new Float64Array(this.rows);
    fill(out);
    this.#made.set(key, out);
    return out;
  }
}
