/** Assembles chunks field by field; readers only say what stands where. */
import { inputError } from "../errors.ts";
import {
  type Chunk,
  type Coding,
  type Column,
  type ColumnRequest,
  type FieldStatus,
  INFINITE,
  MISSING,
} from "./chunk.ts";
import { type Coder, CodingFault, createCoder } from "./coding.ts";
import { KeyDictionary } from "./key-dictionary.ts";

/** Rows of a chunk; fewer where so many columns are asked for that their texts would weigh. */
const ROWS = 8192;
const FIELDS = 1 << 18;

/**
 * Rows of one data set. A row is put together by `put` and `putNumber`, once for each request, and counts from
 * `endRow` on. `Field` is how the reader keeps a field until a message asks for its text.
 */
export class ChunkBuilder {
  readonly #requests: readonly ColumnRequest[];
  readonly #columns: readonly Slot[];
  readonly #fields: unknown[][];
  readonly #lines: Float64Array;
  readonly #records: (() => Uint8Array)[] | null;
  readonly #capacity: number;
  #rows = 0;
  #taken = false;
  #nextRecord = 1;
  #file = 0;
  #fileName = "";
  #show: (field: unknown) => string | null = () => null;

  /** With `records` it keeps the record of each row too. */
  constructor(requests: readonly ColumnRequest[], chunkRows: number | undefined, { records = false } = {}) {
    this.#capacity =
      chunkRows ?? Math.max(1, Math.min(ROWS, Math.floor(FIELDS / Math.max(1, requests.length))));
    this.#requests = requests;
    this.#records = records ? [] : null;
    this.#columns = requests.map(({ coding }) => createSlot(coding, this.#capacity));
    this.#fields = requests.map(() => []);
    this.#lines = new Float64Array(this.#capacity);
  }

  get requests(): readonly ColumnRequest[] {
    return this.#requests;
  }

  /** Rows that wait to be taken. */
  get rows(): number {
    return this.#taken ? 0 : this.#rows;
  }

  get full(): boolean {
    return !this.#taken && this.#rows === this.#capacity;
  }

  /** True if the column's text matters, not only the number that it may be. */
  textual(column: number): boolean {
    const slot = this.#columns[column];
    return !(slot instanceof NumberSlot) || slot.coder.textual;
  }

  /** What makes numbers or ids of the column's texts, null where they stay texts; for readers with chunks of their own. */
  coding(column: number): Coder | KeyDictionary | null {
    const slot = this.#columns[column];
    return slot instanceof KeySlot ? slot.dictionary : slot instanceof NumberSlot ? slot.coder : null;
  }

  /** Counts the rows of such a chunk; where it stands. */
  count(rows: number): Pick<Chunk, "file" | "firstRecord"> {
    const firstRecord = this.#nextRecord;
    this.#nextRecord += rows;
    return { file: this.#file, firstRecord };
  }

  /** The next record has this number over all inputs. */
  goOnAt(record: number): void {
    this.#nextRecord = record;
  }

  /** The rows that follow are those of a file; `show` turns its reader's fields into text. */
  startFile(file: number, name: string, show: (field: unknown) => string | null): void {
    this.#file = file;
    this.#fileName = name;
    this.#show = show;
  }

  /**
   * The next field of the row that begins on `line`: as text, null if the record has none.
   * @throws LossctlError (input) where a coding can't go on.
   */
  put(column: number, line: number, field: unknown, text: string | null): void {
    this.#begin();
    const slot = this.#columns[column] as Slot;
    if (slot instanceof KeySlot) {
      slot.ids[this.#rows] = slot.dictionary.id(text ?? "");
      return;
    }
    if (slot instanceof TextSlot) {
      slot.texts[this.#rows] = text;
      return;
    }
    (this.#fields[column] as unknown[])[this.#rows] = field;
    if (text === null) {
      slot.mark(this.#rows, MISSING);
      return;
    }
    try {
      const value = slot.coder.number(text);
      if (!Number.isNaN(value)) slot.values[this.#rows] = value;
      else slot.mark(this.#rows, slot.coder.status(text));
    } catch (error) {
      if (!(error instanceof CodingFault)) throw error;
      const place = { file: this.#fileName, line };
      throw inputError(`column "${this.#requests[column]?.name}": ${error.message}`, place, error.hint);
    }
  }

  /** The same for a field that is a number already, in a column that is not `textual`. */
  putNumber(column: number, field: unknown, value: number): void {
    this.#begin();
    const slot = this.#columns[column] as NumberSlot;
    (this.#fields[column] as unknown[])[this.#rows] = field;
    if (Number.isFinite(value)) slot.values[this.#rows] = value;
    else slot.mark(this.#rows, INFINITE);
  }

  /** `record` gives its bytes. */
  endRow(line: number, record: () => Uint8Array): void {
    this.#begin();
    if (this.#records !== null) this.#records[this.#rows] = record;
    this.#lines[this.#rows++] = line;
  }

  /** The rows so far as a chunk, valid until the next row begins. */
  take(): Chunk {
    const rows = this.#rows;
    const firstRecord = this.#nextRecord;
    const show = this.#show;
    const records = this.#records;
    this.#nextRecord += rows;
    this.#taken = true;
    return {
      rows,
      file: this.#file,
      firstRecord,
      columns: this.#columns.map((slot) => slot.column()),
      ...(records === null ? {} : { record: (row: number) => (records[row] as () => Uint8Array)() }),
      line: (row) => this.#lines[row] as number,
      text: (row, column) => {
        const slot = this.#columns[column];
        if (slot instanceof KeySlot) return slot.dictionary.texts[slot.ids[row] as number] ?? null;
        if (slot instanceof TextSlot) return slot.texts[row] ?? null;
        return show(this.#fields[column]?.[row]);
      },
    };
  }

  /** Forgets the rows that wait. */
  drop(): void {
    this.#rows = 0;
  }

  /** Makes room once the last chunk was taken. */
  #begin(): void {
    if (!this.#taken) return;
    this.#taken = false;
    this.#rows = 0;
    for (const slot of this.#columns) if (slot instanceof NumberSlot) slot.clear();
  }
}

class NumberSlot {
  readonly coder: Coder;
  readonly values: Float64Array;
  readonly #status: Uint8Array;
  #marked = false;

  constructor(capacity: number, coder: Coder) {
    this.coder = coder;
    this.values = new Float64Array(capacity);
    this.#status = new Uint8Array(capacity);
  }

  mark(row: number, status: FieldStatus): void {
    this.values[row] = Number.NaN;
    this.#status[row] = status;
    this.#marked = true;
  }

  clear(): void {
    if (this.#marked) this.#status.fill(0);
    this.#marked = false;
  }

  column(): Column {
    return { kind: "number", values: this.values, status: this.#marked ? this.#status : null };
  }
}

class KeySlot {
  readonly ids: Int32Array;
  readonly dictionary = new KeyDictionary();

  constructor(capacity: number) {
    this.ids = new Int32Array(capacity);
  }

  column(): Column {
    return { kind: "key", ids: this.ids, dictionary: this.dictionary.texts };
  }
}

class TextSlot {
  readonly texts: (string | null)[];

  constructor(capacity: number) {
    this.texts = new Array<string | null>(capacity).fill(null);
  }

  column(): Column {
    return { kind: "text", texts: this.texts };
  }
}

type Slot = NumberSlot | KeySlot | TextSlot;

function createSlot(coding: Coding, capacity: number): Slot {
  if (coding.kind === "key") return new KeySlot(capacity);
  if (coding.kind === "text") return new TextSlot(capacity);
  return new NumberSlot(capacity, createCoder(coding));
}
