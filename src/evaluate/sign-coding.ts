/**
 * Labels of margin losses are 0/1 or -1/1, and one data set uses one of the two: a 0 and a -1 together are an
 * error, since one of them is not what it seems.
 */
import { inputError, type LossctlError } from "../errors.ts";
import type { Chunk } from "../read/chunk.ts";

/** The first row that shows a coding. */
export interface Sighting {
  readonly file: number;
  readonly line: number;
  readonly value: number;
}

export interface SignCodingState {
  readonly zeroOne: Sighting | null;
  readonly minusOne: Sighting | null;
}

export class SignCoding {
  #zeroOne: Sighting | null = null;
  #minusOne: Sighting | null = null;

  /** `-1/1` once a -1 was seen, else `0/1`. */
  get coding(): "0/1" | "-1/1" {
    return this.#minusOne === null ? "0/1" : "-1/1";
  }

  /**
   * Looks at the labels of the rows that are used.
   * @throws LossctlError (input) at the first row that speaks against an earlier one.
   */
  see(
    chunk: Chunk,
    label: Float64Array,
    reasons: Uint8Array | null,
    column: string,
    files: readonly string[],
  ): void {
    for (let row = 0; row < chunk.rows; row++) {
      const value = label[row] as number;
      if (value === 1) continue;
      const seen = value === -1 ? this.#minusOne : this.#zeroOne;
      if (seen !== null && (value === -1 ? this.#zeroOne : this.#minusOne) === null) continue;
      if (reasons !== null && reasons[row] !== 0) continue;
      const sighting = { file: chunk.file, line: chunk.line(row), value };
      if (value === -1) this.#minusOne ??= sighting;
      else this.#zeroOne ??= sighting;
      this.#check(column, files);
    }
  }

  /** @throws LossctlError (input) where the parts use different codings. */
  merge(other: SignCodingState, column: string, files: readonly string[]): void {
    this.#zeroOne = earlier(this.#zeroOne, other.zeroOne);
    this.#minusOne = earlier(this.#minusOne, other.minusOne);
    this.#check(column, files);
  }

  state(): SignCodingState {
    return { zeroOne: this.#zeroOne, minusOne: this.#minusOne };
  }

  #check(column: string, files: readonly string[]): void {
    const zeroOne = this.#zeroOne;
    const minusOne = this.#minusOne;
    if (zeroOne === null || minusOne === null) return;
    const first = earlier(zeroOne, minusOne) as Sighting;
    throw clash(first, first === zeroOne ? minusOne : zeroOne, column, files);
  }
}

function earlier(a: Sighting | null, b: Sighting | null): Sighting | null {
  if (a === null || b === null) return a ?? b;
  return a.file < b.file || (a.file === b.file && a.line <= b.line) ? a : b;
}

function clash(first: Sighting, second: Sighting, column: string, files: readonly string[]): LossctlError {
  const place = { file: files[second.file] ?? "", line: second.line };
  const where = first.file === second.file ? `line ${first.line}` : `${files[first.file]}:${first.line}`;
  const expected = first.value === -1 ? "labels -1 and 1" : "labels from 0 to 1";
  return inputError(
    `column "${column}": expected ${expected}, as on ${where}, found ${second.value}`,
    place,
    "0/1 and -1/1 can't be mixed",
  );
}
