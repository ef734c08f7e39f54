/** A column's fields in a block of delimited text. */
import type { Dictionary, Kernel, Token } from "../kernel/kernel.ts";
import { type Fields, Irregular } from "./kernel-columns.ts";
import { decodeUtf8, showUtf8 } from "./utf8.ts";

export class CsvFields implements Fields {
  readonly kernel: Kernel;
  readonly slot: number;
  /** Its place among the fields of a record. */
  position = 0;

  constructor(kernel: Kernel, slot: number) {
    this.kernel = kernel;
    this.slot = slot;
  }

  readNumbers(interpret: (row: number) => Token): void {
    this.kernel.readNumbers(this.slot, this.position, interpret);
  }

  readCodes(dictionary: Dictionary): void {
    this.kernel.readCodes(this.slot, this.position, dictionary);
  }

  has(): boolean {
    return true;
  }

  bytes(row: number): Uint8Array {
    return this.kernel.text.field(row, this.position);
  }

  text(bytes: Uint8Array, textual: boolean): string {
    const text = unquoted(bytes);
    if (!textual) return text;
    const decoded = decodeUtf8(text);
    if (decoded === null) throw new Irregular("not UTF-8");
    return decoded;
  }

  show(row: number): string {
    return showUtf8(unquoted(this.bytes(row)));
  }
}

/** The byte string of a field without its quotes. */
function unquoted(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  return text.charCodeAt(0) === 0x22 ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/** How fields put into a builder by `readCsv` look in messages. */
export function showCsvField(field: unknown): string | null {
  return typeof field === "string" ? showUtf8(field) : null;
}
