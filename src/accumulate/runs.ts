/** Sorts the rows of a batch by group, so that each group's rows are one run. */
import type { Batch, FoldColumns } from "./types.ts";

/** Rows `from` (inclusive) to `to` (exclusive) belong to `group`. */
export interface Run {
  readonly group: number;
  readonly from: number;
  readonly to: number;
}

/** Keeps its arrays from batch to batch. */
export class RunSorter {
  /** Rows by group, then where the group's next row goes; all zero between calls. */
  #counts = new Int32Array(0);
  #order = new Int32Array(0);
  #spare: Float64Array[] = [];

  /**
   * A counting sort, stable, so that lines ascend within a run. `groups[row]` is below `groupCount`. The batch it
   * returns is valid until the next call.
   */
  sort(batch: Batch, groups: Int32Array, groupCount: number): { batch: Batch; runs: readonly Run[] } {
    const { rows, places } = batch;
    if (this.#counts.length < groupCount) this.#counts = new Int32Array(2 * groupCount);
    if (this.#order.length < rows) this.#order = new Int32Array(rows);
    const counts = this.#counts;
    const order = this.#order;
    const present: number[] = [];
    for (let row = 0; row < rows; row++) {
      const group = groups[row]!;
      if (counts[group]!++ === 0) present.push(group);
    }
    let from = 0;
    const runs = present.map((group) => {
      const to = from + counts[group]!;
      counts[group] = from;
      const run = { group, from, to };
      from = to;
      return run;
    });
    for (let row = 0; row < rows; row++) order[counts[groups[row]!]!++] = row;
    for (const group of present) counts[group] = 0;
    if (runs.length <= 1) return { batch, runs };
    const columns = this.#permute(batch.columns, rows);
    return {
      batch: { rows, columns, places: { file: places.file, line: (row) => places.line(order[row]!) } },
      runs,
    };
  }

  /** Terms share columns (labels, weights): each array is permuted once. */
  #permute(columns: readonly FoldColumns[], rows: number): FoldColumns[] {
    const permuted = new Map<Float64Array, Float64Array>();
    const permute = (source: Float64Array): Float64Array => {
      let target = permuted.get(source);
      if (target === undefined) {
        target = this.#spareArray(permuted.size, rows);
        for (let row = 0; row < rows; row++) target[row] = source[this.#order[row]!]!;
        permuted.set(source, target);
      }
      return target;
    };
    return columns.map(({ first, second, third, fourth = null, weights }) => ({
      first: permute(first),
      second: second === null ? null : permute(second),
      third: third === null ? null : permute(third),
      fourth: fourth === null ? null : permute(fourth),
      weights: weights === null ? null : permute(weights),
    }));
  }

  #spareArray(index: number, rows: number): Float64Array {
    let array = this.#spare[index];
    if (array === undefined || array.length < rows) {
      array = new Float64Array(rows);
      this.#spare[index] = array;
    }
    return array;
  }
}
