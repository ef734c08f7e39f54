/** All that is folded for one set of rows: an accumulator for each term, and the rows' weight. */
import type { Term, Totals } from "../losses/types.ts";
import { BinsAccumulator } from "./bins.ts";
import { CountAccumulator } from "./count.ts";
import { MaximumAccumulator } from "./maximum.ts";
import { MedianAccumulator } from "./median.ts";
import { PairAccumulator } from "./pair.ts";
import { addPowers, isWorthPowers } from "./power-sums.ts";
import { ProductAccumulator } from "./product.ts";
import { addTogether } from "./product-group.ts";
import { RankingAccumulator } from "./ranking.ts";
import { Rational } from "./rational.ts";
import { accumulatorFromState, createAccumulator, type TermAccumulator } from "./registry.ts";
import { expectState, StateError } from "./state.ts";
import { SumAccumulator } from "./sum.ts";
import type { AccumulatorState, Batch, FoldColumns, RowPlace } from "./types.ts";
import { WeightAccumulator } from "./weight.ts";

const KIND = "series";
const VERSION = 1;

/** What was folded, without the terms, which many series share. */
export interface SeriesContent {
  /** In the order of the terms. */
  readonly accumulators: readonly AccumulatorState[];
  readonly weight: AccumulatorState;
}

export interface SeriesState extends AccumulatorState, SeriesContent {
  /** The terms by `termName`. */
  readonly terms: readonly string[];
}

export class Series {
  readonly terms: readonly Term[];
  #accumulators: readonly TermAccumulator[];
  #weight = new WeightAccumulator();
  /** Places of the terms that are products of columns. */
  readonly #products: readonly number[];
  readonly #squares: Squares;

  /** No two terms have the same key. */
  constructor(terms: readonly Term[]) {
    this.terms = terms;
    this.#accumulators = terms.map(createAccumulator);
    this.#products = terms.flatMap(({ fold }, place) => (fold === "product" ? [place] : []));
    this.#squares = squaresOf(terms);
  }

  /** Rows with a weight above 0. */
  get rows(): number {
    return this.#weight.rows;
  }

  /** Folds the rows `from` (inclusive) to `to` (exclusive), or all, of a batch made for these terms. */
  add(batch: Batch, from = 0, to = batch.rows): void {
    const { columns, places } = batch;
    const together = this.#addProducts(columns, from, to);
    const { squareOf, sumOf } = this.#squares;
    const powers = squareOf.size > 0 && isWorthPowers(columns, from, to);
    for (let i = 0; i < this.#accumulators.length; i++) {
      if (together && this.terms[i]!.fold === "product") continue;
      const square = powers ? squareOf.get(i) : undefined;
      if (square !== undefined) this.#addPowers(i, square, batch, from, to);
      else if (!powers || !sumOf.has(i)) this.#accumulators[i]!.add(columns[i]!, from, to, places);
    }
    if (columns.length > 0) this.#weight.add(columns[0]!, from, to);
  }

  /** Folds all products of columns, if that is worth it. */
  #addProducts(columns: readonly FoldColumns[], from: number, to: number): boolean {
    if (this.#products.length === 0) return false;
    const accumulators = this.#products.map((place) => this.#accumulators[place] as ProductAccumulator);
    const factors = this.#products.map((place) => columns[place]!);
    return addTogether(accumulators, factors, from, to);
  }

  #addPowers(place: number, square: number, { columns, places }: Batch, from: number, to: number): void {
    const [sum, squares] = [this.#accumulators[place], this.#accumulators[square]];
    addPowers(sum as SumAccumulator, squares as PairAccumulator, columns[place]!, from, to, places);
  }

  /**
   * Folds in what `other` has seen, which stays as it is.
   * @throws StateError unless it has the same terms.
   */
  merge(other: Series): void {
    if (other.terms !== this.terms) expectTerms(other.terms.map(termName), this.terms);
    for (let i = 0; i < this.#accumulators.length; i++) {
      this.#accumulators[i]!.merge(other.#accumulators[i]!);
    }
    this.#weight.merge(other.#weight);
  }

  /** What the terms came to. Its readers throw on the key of no term, or of a term of another kind. */
  totals(): Totals {
    return {
      rows: this.#weight.rows,
      weight: this.#weight.total(),
      sum: (key) => {
        const accumulator = this.#find(key);
        if (accumulator instanceof SumAccumulator) return accumulator.total();
        if (accumulator instanceof PairAccumulator) return accumulator.total();
        return expectKind(accumulator, ProductAccumulator, key).total();
      },
      maximum: (key) => expectKind(this.#find(key), MaximumAccumulator, key).value,
      count: (key) => expectKind(this.#find(key), CountAccumulator, key).count,
      median: (key) => expectKind(this.#find(key), MedianAccumulator, key).median(),
      within: (key, depth) => expectKind(this.#find(key), MedianAccumulator, key).within(depth),
      concordance: (key) => expectKind(this.#find(key), RankingAccumulator, key).concordance(),
      concordanceVariance: (key) =>
        expectKind(this.#find(key), RankingAccumulator, key).concordanceVariance(),
      averagePrecision: (key) => expectKind(this.#find(key), RankingAccumulator, key).averagePrecision(),
      bins: (key) => expectKind(this.#find(key), BinsAccumulator, key).gaps(),
      exact: (value) => Rational.fromNumber(value),
    };
  }

  /** By key: where a maximum is attained first, or a sum is infinite first. Other keys are not there. */
  places(): ReadonlyMap<string, RowPlace> {
    const places = new Map<string, RowPlace>();
    this.terms.forEach(({ key }, i) => {
      const accumulator = this.#accumulators[i];
      if (accumulator instanceof MaximumAccumulator && accumulator.place !== null) {
        places.set(key, accumulator.place);
      } else if (accumulator instanceof SumAccumulator && accumulator.firstInfinite !== null) {
        places.set(key, accumulator.firstInfinite);
      }
    });
    return places;
  }

  state(): SeriesState {
    return { kind: KIND, version: VERSION, terms: this.terms.map(termName), ...this.content() };
  }

  content(): SeriesContent {
    return {
      accumulators: this.#accumulators.map((accumulator) => accumulator.state()),
      weight: this.#weight.state(),
    };
  }

  /** @throws StateError on a state of other terms or another version. */
  static fromState(state: SeriesState, terms: readonly Term[]): Series {
    expectState(state, KIND, VERSION);
    expectTerms(state.terms, terms);
    return Series.fromContent(state, terms);
  }

  /** @throws StateError on content of other kinds or versions. */
  static fromContent({ accumulators, weight }: SeriesContent, terms: readonly Term[]): Series {
    if (!Array.isArray(accumulators) || accumulators.length !== terms.length) {
      throw new StateError(`expected ${terms.length} accumulators`);
    }
    const series = new Series(terms);
    series.#accumulators = terms.map((term, i) => accumulatorFromState(term, accumulators[i]!));
    series.#weight = WeightAccumulator.fromState(weight);
    return series;
  }

  #find(key: string): TermAccumulator {
    const accumulator = this.#accumulators[this.terms.findIndex((term) => term.key === key)];
    if (accumulator === undefined) throw new TypeError(`no term ${key}`);
    return accumulator;
  }
}

/** Places of sums, and of the sums of the squares of what they add up. */
interface Squares {
  readonly squareOf: ReadonlyMap<number, number>;
  readonly sumOf: ReadonlyMap<number, number>;
}

/** Of lists of terms that series share. */
const squaresOfTerms = new WeakMap<readonly Term[], Squares>();

function squaresOf(terms: readonly Term[]): Squares {
  let squares = squaresOfTerms.get(terms);
  if (squares === undefined) {
    const pairs = terms.flatMap((term, square): [number, number][] => {
      if (term.fold !== "pair" || term.first !== term.second) return [];
      const sum = terms.findIndex(({ key, fold }) => key === term.first.key && fold === term.first.fold);
      return sum < 0 ? [] : [[sum, square]];
    });
    squares = { squareOf: new Map(pairs), sumOf: new Map(pairs.map(([sum, square]) => [square, sum])) };
    squaresOfTerms.set(terms, squares);
  }
  return squares;
}

/** Key and fold of a term; the key carries the parameters that matter. */
export function termName(term: Term): string {
  return `${term.fold} ${term.key}`;
}

/** @throws StateError unless `names` are those of `terms`, in their order. */
export function expectTerms(names: readonly string[], terms: readonly Term[]): void {
  const expected = terms.map(termName);
  if (
    Array.isArray(names) &&
    names.length === expected.length &&
    expected.every((name, i) => name === names[i])
  ) {
    return;
  }
  const found = Array.isArray(names) ? names.join(", ") : "none";
  throw new StateError(`expected the terms ${expected.join(", ")}, found ${found}`);
}

function expectKind<A extends TermAccumulator>(
  accumulator: TermAccumulator,
  type: new (...parameters: never[]) => A,
  key: string,
): A {
  if (accumulator instanceof type) return accumulator;
  throw new TypeError(`${key} is a ${accumulator.kind}`);
}
