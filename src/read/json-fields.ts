/** A column's fields in a block of NDJSON. */
import type { Dictionary, Kernel, Segment, Token } from "../kernel/kernel.ts";
import { scalar } from "./json-shape.ts";
import { type Fields, Irregular } from "./kernel-columns.ts";
import { decodeUtf8, showUtf8 } from "./utf8.ts";

export class JsonFields implements Fields {
  readonly kernel: Kernel;
  readonly slot: number;
  /** Where it stands in a record. */
  segment: Segment = { number: 0, prefix: 0, prefixLength: 0 };
  /** Whether numbers are wanted, not texts. */
  readonly #numeric: boolean;

  constructor(kernel: Kernel, slot: number, numeric: boolean) {
    this.kernel = kernel;
    this.slot = slot;
    this.#numeric = numeric;
  }

  readNumbers(interpret: (row: number) => Token): void {
    if (!this.kernel.readJsonNumbers(this.slot, this.segment, interpret)) {
      throw new Irregular("another shape");
    }
  }

  readCodes(dictionary: Dictionary): void {
    if (!this.kernel.readJsonCodes(this.slot, this.segment, dictionary)) {
      throw new Irregular("another shape");
    }
  }

  /** Whether the block has a plain value in each record, most often a string or most often a number. */
  isPlain(string: boolean): boolean {
    const { kernel, slot, segment } = this;
    const plain = (row: number) => this.#value(row) !== undefined;
    if (string) return kernel.isString(segment, (row) => kernel.hasPrefix(row, segment) && plain(row));
    let all = true;
    const shaped = kernel.readJsonNumbers(slot, segment, (row) => {
      all &&= plain(row);
      return { value: 0, status: 0 };
    });
    return shaped && all;
  }

  has(row: number): boolean {
    return this.kernel.hasPrefix(row, this.segment);
  }

  bytes(row: number): Uint8Array {
    return this.kernel.text.field(row, this.segment.number).subarray(this.segment.prefixLength);
  }

  text(bytes: Uint8Array, textual: boolean): string | null {
    const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
    const text = textual ? decodeUtf8(source) : showUtf8(source);
    const value = text === null ? undefined : scalar(text);
    if (value === undefined) throw new Irregular("no plain value");
    // A number is kept as it is written.
    return typeof value === "string" || value === null ? value : source.trim();
  }

  show(row: number): string {
    const value = this.#value(row);
    if (this.#numeric && typeof value === "number" && Number.isFinite(value)) return String(value);
    return this.text(this.bytes(row), false) ?? "null";
  }

  #value(row: number): ReturnType<typeof scalar> {
    return scalar(Buffer.from(this.bytes(row)).toString());
  }
}
