/** Columns of functions of the residual b - a, in one pass over the rows. */
import { type Exports, instantiate } from "./module.ts";

/** Rows of a run: so many that the columns stay in the processor's cache. */
const RUN = 2048;

/** |r|, r * r, and 1 where r is 0, else 0. */
type ResidualValue = "size" | "square" | "zero";

interface Column {
  readonly address: number;
  readonly values: Float64Array;
}

/** An instance with a memory of its own. */
export class Residuals {
  readonly #exports: Exports;
  readonly #first: Column;
  readonly #second: Column;
  readonly #outs: Readonly<Record<ResidualValue, Column>>;

  constructor() {
    this.#exports = instantiate();
    const addresses = Array.from({ length: 5 }, () => this.#exports.allocate(8 * RUN) >>> 0);
    const [first, second, size, square, zero] = addresses.map((address) => ({
      address,
      values: new Float64Array(this.#exports.memory.buffer, address, RUN),
    })) as [Column, Column, Column, Column, Column];
    this.#first = first;
    this.#second = second;
    this.#outs = { size, square, zero };
  }

  /** Writes to each of `outs` its function of second[i] - first[i], for i from 0 to `rows` - 1. */
  compute(
    first: Float64Array,
    second: Float64Array,
    rows: number,
    outs: readonly { readonly value: ResidualValue; readonly out: Float64Array }[],
  ): void {
    const asked = (value: ResidualValue) =>
      outs.some((each) => each.value === value) ? this.#outs[value].address : 0;
    const [size, square, zero] = [asked("size"), asked("square"), asked("zero")];
    for (let start = 0; start < rows; start += RUN) {
      const end = Math.min(start + RUN, rows);
      this.#first.values.set(first.subarray(start, end));
      this.#second.values.set(second.subarray(start, end));
      this.#exports.residuals(this.#first.address, this.#second.address, end - start, size, square, zero);
      for (const { value, out } of outs) out.set(this.#outs[value].values.subarray(0, end - start), start);
    }
  }
}
