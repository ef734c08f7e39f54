/**
 * A Poisson bootstrap: many replicates of an evaluation side by side, in each of which a row counts as often as a draw
 * with mean 1 says. The draw is a hash of what the row is called, so that the order of rows and parts does not show.
 */
import { RunSorter } from "../accumulate/runs.ts";
import { Series, type SeriesContent } from "../accumulate/series.ts";
import type { Batch, FoldColumns } from "../accumulate/types.ts";
import { inputError, quoted } from "../errors.ts";
import type { Term } from "../losses/types.ts";
import type { Chunk } from "../read/chunk.ts";
import { chanceOfNone, keyOfNumber, keyOfText, PoissonDraws } from "../statistics/poisson-draws.ts";

/** What is asked of a bootstrap. */
export interface BootstrapOptions {
  /** At least 2. */
  readonly replicates: number;
  readonly seed: number;
  /** The column by which rows are told apart, as it is named on the command line; absent: by their numbers. */
  readonly id?: string;
}

/** What is folded, and what rows are called. */
export interface BootstrapRows {
  /** Of the batches, in their order. */
  readonly terms: readonly Term[];
  /** Keys of the terms that values are made of. */
  readonly needed: ReadonlySet<string>;
  /** The column of ids, of texts, among those of a chunk; null: rows go by their numbers. */
  readonly id: { readonly name: string; readonly column: number } | null;
  /** The inputs as messages call them. */
  readonly files: readonly string[];
}

/** The replicates of each slice, in the order of the evaluation's; plain data that survives JSON. */
export interface BootstrapState {
  readonly slices: readonly {
    readonly key: readonly string[];
    readonly replicates: readonly SeriesContent[];
  }[];
}

/** The number of a slice, which is made if there is none. */
type Numbering = (key: readonly string[]) => number;

export class Bootstrap {
  readonly #files: readonly string[];
  readonly #id: BootstrapRows["id"];
  readonly #draws: readonly PoissonDraws[];
  /** Places of the needed terms among those of a batch. */
  readonly #places: readonly number[];
  readonly #terms: readonly Term[];
  /** By slice, then by replicate. */
  readonly #series: Series[][] = [];
  readonly #sorter = new RunSorter();
  #high = new Float64Array(0);
  #low = new Float64Array(0);
  #none = new Float64Array(0);
  #kept = new Int32Array(0);
  #weights = new Float64Array(0);
  readonly #copies = new Map<number, Float64Array>();

  constructor(
    { terms, needed, id, files }: BootstrapRows,
    { replicates, seed }: Pick<BootstrapOptions, "replicates" | "seed">,
  ) {
    this.#id = id;
    this.#files = files;
    this.#draws = Array.from({ length: replicates }, (_, replicate) => new PoissonDraws(seed, replicate));
    this.#places = terms.flatMap(({ key }, place) => (needed.has(key) ? [place] : []));
    this.#terms = this.#places.map((place) => terms[place] as Term);
  }

  get replicates(): number {
    return this.#draws.length;
  }

  /**
   * Folds a batch of the chunk's rows made for the terms. Row i of it is row `rowOf(i)` of the chunk, and belongs
   * to slice `groups[i]` of `slices`; without `groups` all rows belong to the only one.
   * @throws LossctlError (input) for a row without an id.
   */
  add(
    batch: Batch,
    chunk: Chunk,
    rowOf: (row: number) => number,
    groups: Int32Array | null,
    slices: number,
  ): void {
    this.#cover(slices);
    if (batch.rows === 0) return;
    this.#name(batch.rows, chunk, rowOf);
    const third = this.#chances(batch.rows, batch.columns[0]?.weights ?? null);
    const names: FoldColumns = { first: this.#high, second: this.#low, third, weights: null };
    const columns = [...this.#places.map((place) => batch.columns[place] as FoldColumns), names];
    const named: Batch = { ...batch, columns };
    const sorted =
      groups === null
        ? { batch: named, runs: [{ group: 0, from: 0, to: batch.rows }] }
        : this.#sorter.sort(named, groups, slices);
    for (let replicate = 0; replicate < this.#draws.length; replicate++) this.#replicate(replicate, sorted);
  }

  /** Of all rows, or of one slice by its number; undefined where there was no such slice. */
  series(replicate: number, slice: number | null = null): Series | undefined {
    if (slice !== null) return this.#series[slice]?.[replicate];
    if (this.#series.length === 1) return this.#series[0]?.[replicate];
    const total = new Series(this.#terms);
    for (const replicates of this.#series) total.merge(replicates[replicate] as Series);
    return total;
  }

  /** `keys` are those of the slices, by number. */
  state(keys: readonly (readonly string[])[]): BootstrapState {
    return {
      slices: this.#series.map((replicates, slice) => ({
        key: keys[slice] ?? [],
        replicates: replicates.map((series) => series.content()),
      })),
    };
  }

  /** Folds in a part of the same plan, whose slices have their numbers by `numberOf`. */
  merge({ slices }: BootstrapState, numberOf: Numbering): void {
    for (const { key, replicates } of slices) {
      const slice = numberOf(key);
      this.#cover(slice + 1);
      replicates.forEach((content, replicate) => {
        this.#series[slice]?.[replicate]?.merge(Series.fromContent(content, this.#terms));
      });
    }
  }

  #cover(slices: number): void {
    while (this.#series.length < slices) this.#series.push(this.#draws.map(() => new Series(this.#terms)));
  }

  /** The words of what each row is called. */
  #name(rows: number, chunk: Chunk, rowOf: (row: number) => number): void {
    if (this.#high.length < rows) {
      this.#high = new Float64Array(rows);
      this.#low = new Float64Array(rows);
    }
    for (let row = 0; row < rows; row++) {
      const place = rowOf(row);
      const { high, low } =
        this.#id === null ? keyOfNumber(chunk.firstRecord + place) : keyOfText(this.#textOf(chunk, place));
      this.#high[row] = high;
      this.#low[row] = low;
    }
  }

  /** What the draws of rows that stand for several, each drawn by itself, have in common; null where there are none. */
  #chances(rows: number, weights: Float64Array | null): Float64Array | null {
    if (weights === null || this.#id !== null) return null;
    if (this.#none.length < rows) this.#none = new Float64Array(rows);
    for (let row = 0; row < rows; row++) this.#none[row] = chanceOfNone(weights[row]!);
    return this.#none;
  }

  #textOf(chunk: Chunk, row: number): string {
    const { name, column } = this.#id as { name: string; column: number };
    const found = chunk.columns[column];
    const text = found?.kind === "text" ? (found.texts[row] ?? null) : null;
    if (text !== null && text.trim() !== "") return text;
    throw inputError(
      `column "${name}": expected an id, found ${text === null ? "none" : quoted(text)}`,
      { file: this.#files[chunk.file] ?? "", line: chunk.line(row) },
      "without --id rows are told apart by their numbers",
    );
  }

  /**
   * Rows that were not drawn are left out: accumulators take only rows with a weight. A row of weight 3 is three rows:
   * with one id, so that they are drawn together, or else each by itself, and their draws add up to one of mean 3.
   */
  #replicate(replicate: number, { batch, runs }: ReturnType<RunSorter["sort"]>): void {
    const { rows, places } = batch;
    const draws = this.#draws[replicate] as PoissonDraws;
    const names = batch.columns.at(-1) as FoldColumns;
    const { first: high, third: none } = names;
    const low = names.second as Float64Array;
    const given = batch.columns[0]?.weights ?? null;
    if (this.#kept.length < rows) {
      this.#kept = new Int32Array(rows);
      this.#weights = new Float64Array(rows);
    }
    const [kept, weights] = [this.#kept, this.#weights];
    let count = 0;
    const drawn = runs.map(({ group, from, to }) => {
      const start = count;
      for (let row = from; row < to; row++) {
        const times =
          none === null || given === null
            ? draws.draw(high[row]!, low[row]!)
            : draws.drawMany(high[row]!, low[row]!, given[row]!, none[row]!);
        if (times === 0) continue;
        weights[count] = given === null || none !== null ? times : given[row]! * times;
        kept[count++] = row;
      }
      return { group, from: start, to: count };
    });
    const columns = this.#copy(batch.columns.slice(0, -1), count);
    const copied: Batch = {
      rows: count,
      columns,
      places: { file: places.file, line: (row) => places.line(kept[row]!) },
    };
    for (const { group, from, to } of drawn) {
      if (to > from) this.#series[group]?.[replicate]?.add(copied, from, to);
    }
  }

  /** The kept rows of the columns; terms share columns, and each is copied once. */
  #copy(columns: readonly FoldColumns[], count: number): FoldColumns[] {
    const copied = new Map<Float64Array, Float64Array>();
    const copy = (source: Float64Array): Float64Array => {
      let target = copied.get(source);
      if (target === undefined) {
        target = this.#spare(copied.size, count);
        for (let row = 0; row < count; row++) target[row] = source[this.#kept[row]!]!;
        copied.set(source, target);
      }
      return target;
    };
    return columns.map(({ first, second, third, fourth = null }) => ({
      first: copy(first),
      second: second === null ? null : copy(second),
      third: third === null ? null : copy(third),
      fourth: fourth === null ? null : copy(fourth),
      weights: this.#weights,
    }));
  }

  #spare(index: number, rows: number): Float64Array {
    let array = this.#copies.get(index);
    if (array === undefined || array.length < rows) {
      array = new Float64Array(Math.max(rows, this.#weights.length));
      this.#copies.set(index, array);
    }
    return array;
  }
}
