/** What can be seen of a column's fields without knowing what they mean. Parts merge to the same as one pass. */
import { INFINITE, MISSING, type NumberColumn, PRESENT } from "../read/chunk.ts";
import { Distinct } from "./distinct.ts";

export interface ColumnFacts {
  /** Fields with a number. */
  readonly numbers: number;
  readonly missing: number;
  readonly infinite: number;
  /** Fields with another text, or a label that names no class. */
  readonly others: number;
  /** The texts of those, sorted, if they are few. */
  readonly texts: readonly string[] | null;
  /** Null without a number. */
  readonly least: number | null;
  readonly largest: number | null;
  /** Whether all numbers are whole. */
  readonly whole: boolean;
  readonly zeros: number;
  /** Sorted, if they are few. */
  readonly values: readonly number[] | null;
}

export class ColumnProfile {
  #numbers = 0;
  #missing = 0;
  #infinite = 0;
  #others = 0;
  #fractions = 0;
  #zeros = 0;
  #least = Infinity;
  #largest = -Infinity;
  readonly #values = new Distinct<number>();
  readonly #texts = new Distinct<string>();

  /** `text` gives a row's field as it stands in the file; it is asked only for what is no number. */
  add({ values, status }: NumberColumn, rows: number, text: (row: number) => string | null): void {
    for (let row = 0; row < rows; row++) {
      const found = status === null ? PRESENT : status[row];
      if (found === PRESENT) this.#addNumber(values[row] as number);
      else if (found === MISSING) this.#missing++;
      else if (found === INFINITE) this.#infinite++;
      else {
        this.#others++;
        this.#texts.add(text(row) ?? "");
      }
    }
  }

  #addNumber(value: number): void {
    this.#numbers++;
    if (value < this.#least) this.#least = value;
    if (value > this.#largest) this.#largest = value;
    if (value === 0) this.#zeros++;
    if (!Number.isInteger(value)) this.#fractions++;
    // -0 is the 0 that it is written as.
    this.#values.add(value + 0);
  }

  /** `other` stays as it is. */
  merge(other: ColumnProfile): void {
    this.#numbers += other.#numbers;
    this.#missing += other.#missing;
    this.#infinite += other.#infinite;
    this.#others += other.#others;
    this.#fractions += other.#fractions;
    this.#zeros += other.#zeros;
    this.#least = Math.min(this.#least, other.#least);
    this.#largest = Math.max(this.#largest, other.#largest);
    this.#values.merge(other.#values);
    this.#texts.merge(other.#texts);
  }

  facts(): ColumnFacts {
    const some = this.#numbers > 0;
    return {
      numbers: this.#numbers,
      missing: this.#missing,
      infinite: this.#infinite,
      others: this.#others,
      texts: this.#texts.values?.toSorted() ?? null,
      // + 0 makes 0 of -0: which of them comes first depends on the order.
      least: some ? this.#least + 0 : null,
      largest: some ? this.#largest + 0 : null,
      whole: this.#fractions === 0,
      zeros: this.#zeros,
      values: this.#values.values?.toSorted((a, b) => a - b) ?? null,
    };
  }
}
