/** The rows of an input with a prediction at their end, a block at a time: as CSV with any delimiter, or as NDJSON. */
import { csvField } from "./row-csv.ts";

/** A run of rows. */
export interface PredictedRows {
  readonly rows: number;
  /** May be longer than `rows`. */
  readonly predictions: Float64Array;
  /** The bytes of a row's record as the input has it, without its line end. */
  record(row: number): Uint8Array;
  /** Of a row, the text of the field at this place among `columns`; null where the record has none. */
  text(row: number, place: number): string | null;
}

export interface PredictedWriter {
  /** What stands before the first row. */
  head(): string | Uint8Array;
  /** Valid until the next call. */
  block(rows: PredictedRows): Uint8Array;
}

/** What comes before the prediction: each record as it stands in the input, or these columns as texts; none is a list of none. */
export type Before = "record" | readonly string[];

/** CSV. `header` is the input's own; null where the input has none, and then there is none here either. */
export function predictedCsv(
  name: string,
  delimiter: string,
  before: Before,
  header: Uint8Array | null,
): PredictedWriter {
  const out = new Bytes();
  const end = csvField(name, delimiter);
  return {
    head() {
      if (header === null) return "";
      if (before === "record") return Buffer.concat([header, Buffer.from(`${delimiter}${end}\n`)]);
      return `${[...before.map((column) => csvField(column, delimiter)), end].join(delimiter)}\n`;
    },
    block({ rows, predictions, record, text }) {
      out.clear();
      for (let row = 0; row < rows; row++) {
        if (before === "record") {
          out.add(record(row));
          out.addText(delimiter);
        } else {
          for (let place = 0; place < before.length; place++) {
            out.addText(`${csvField(text(row, place) ?? "", delimiter)}${delimiter}`);
          }
        }
        const prediction = predictions[row] as number;
        out.addText(Number.isNaN(prediction) ? "\n" : `${prediction}\n`);
      }
      return out.bytes;
    },
  };
}

/** NDJSON: the record with one more key; of other texts an object of strings. */
export function predictedNdjson(name: string, before: Before): PredictedWriter {
  const out = new Bytes();
  const key = `${JSON.stringify(name)}: `;
  const keys = before === "record" ? [] : before.map((column) => `${JSON.stringify(column)}: `);
  return {
    head: () => "",
    block({ rows, predictions, record, text }) {
      out.clear();
      for (let row = 0; row < rows; row++) {
        const value = jsonNumber(predictions[row] as number);
        if (before === "record") {
          const { bytes, empty } = withoutBrace(record(row));
          out.add(bytes);
          out.addText(`${empty ? "" : ", "}${key}${value}}\n`);
          continue;
        }
        const fields = keys.map((column, place) => `${column}${JSON.stringify(text(row, place))}`);
        out.addText(`{${[...fields, `${key}${value}`].join(", ")}}\n`);
      }
      return out.bytes;
    },
  };
}

function jsonNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "null" : `"${value}"`;
}

const BRACE = 0x7d;
const OPEN = 0x7b;
const SPACE = 0x20;

/** A JSON object up to where a further key can follow. */
function withoutBrace(record: Uint8Array): { bytes: Uint8Array; empty: boolean } {
  let end = record.lastIndexOf(BRACE);
  while (end > 0 && (record[end - 1] as number) <= SPACE) end--;
  return { bytes: record.subarray(0, end), empty: record[end - 1] === OPEN };
}

/** Bytes one after the other, in memory that is used again. */
class Bytes {
  #buffer = Buffer.allocUnsafe(2 ** 16);
  #length = 0;

  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  add(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  addText(text: string): void {
    // No character has more than three bytes in UTF-8 for each of its units.
    this.#reserve(3 * text.length);
    this.#length += this.#buffer.write(text, this.#length);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#length + bytes));
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }
}
