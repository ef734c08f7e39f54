/** From the texts of the `--by` columns of a row to the number of its slice. */
import type { KeyColumn } from "../read/chunk.ts";

/** Dictionaries hold fewer texts than this: two places make one exact double. */
const PLACES = 2 ** 26;

export class SliceKeys {
  /** For each column but the first, (place so far, id) to a place; places count from 0. */
  readonly #pairs: Map<number, number>[] = [];
  /** Slice of each place; -1 where it was not met yet. */
  #slices = new Int32Array(16).fill(-1);
  #groups = new Int32Array(0);

  /**
   * The slice of each of `rows` rows. `sliceOf` numbers a key when it is first met.
   * The array is reused.
   */
  number(
    columns: readonly KeyColumn[],
    rows: number,
    sliceOf: (key: readonly string[]) => number,
  ): Int32Array {
    if (this.#groups.length < rows) this.#groups = new Int32Array(rows);
    const groups = this.#groups;
    const [first, ...others] = columns;
    if (first === undefined) throw new TypeError("slices need a column");
    const { ids } = first;
    let slices = this.#slices;
    for (let row = 0; row < rows; row++) {
      let place = ids[row] as number;
      if (others.length > 0) place = this.#place(place, others, row);
      let slice = place < slices.length ? (slices[place] as number) : -1;
      if (slice < 0) {
        slice = sliceOf(columns.map((column) => column.dictionary[column.ids[row] as number] ?? ""));
        this.#remember(place, slice);
        slices = this.#slices;
      }
      groups[row] = slice;
    }
    return groups;
  }

  #place(first: number, others: readonly KeyColumn[], row: number): number {
    let place = first;
    for (let index = 0; index < others.length; index++) {
      place = this.#pair(index, place, (others[index] as KeyColumn).ids[row] as number);
    }
    return place;
  }

  #pair(index: number, place: number, id: number): number {
    let pairs = this.#pairs[index];
    if (pairs === undefined) {
      pairs = new Map();
      this.#pairs[index] = pairs;
    }
    const key = place * PLACES + id;
    let pair = pairs.get(key);
    if (pair === undefined) {
      pair = pairs.size;
      pairs.set(key, pair);
    }
    return pair;
  }

  #remember(place: number, slice: number): void {
    if (place >= this.#slices.length) {
      const larger = new Int32Array(2 ** Math.ceil(Math.log2(place + 2))).fill(-1);
      larger.set(this.#slices);
      this.#slices = larger;
    }
    this.#slices[place] = slice;
  }
}
