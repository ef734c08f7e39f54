/** Rows of one side of a join as bytes, so that more of them can wait than memory holds. */
import type { Chunk, Column, ColumnRequest, KeyColumn, NumberColumn, TextColumn } from "../read/chunk.ts";

/** Where rows wait by bucket. */
export interface BucketStore {
  readonly buckets: number;
  /** `write` puts the bytes into a block from a place on. */
  add(bucket: number, bytes: number, write: (block: Buffer, at: number) => void): void;
  read(bucket: number): Buffer;
}

/**
 * A row: its line, its numbers, the ids of its slice texts, why it can't be used, the length of its id and the id.
 * The id is the last of the requested columns, as text.
 */
export class SideRows {
  readonly #numbers: readonly number[];
  readonly #keys: readonly number[];
  readonly #columns: number;
  readonly #fixed: number;
  /** Of the slice columns, by their place; they grow while the side is read. */
  readonly #dictionaries = new Map<number, readonly string[]>();

  constructor(requests: readonly ColumnRequest[]) {
    const places = [...requests.keys()];
    const kindAt = (place: number) => requests[place]?.coding.kind;
    this.#columns = requests.length;
    this.#keys = places.filter((place) => kindAt(place) === "key");
    this.#numbers = places.filter((place) => kindAt(place) !== "key" && kindAt(place) !== "text");
    this.#fixed = 8 + 8 * this.#numbers.length + 4 * this.#keys.length + 1 + 4;
  }

  /** The ids of a chunk's rows; null where a record has none. */
  idsOf(chunk: Chunk): readonly (string | null)[] {
    return (chunk.columns[this.#columns - 1] as TextColumn).texts;
  }

  /** What puts a row of the chunk with its id into a bucket of a store. */
  encoder(
    chunk: Chunk,
    reasons: Uint8Array | null,
  ): (row: number, id: string, store: BucketStore, bucket: number) => void {
    const numbers = this.#numbers.map((place) => (chunk.columns[place] as NumberColumn).values);
    const keys = this.#keys.map((place) => chunk.columns[place] as KeyColumn);
    for (const [index, { dictionary }] of keys.entries()) {
      this.#dictionaries.set(this.#keys[index] as number, dictionary);
    }
    return (row, id, store, bucket) => {
      const length = Buffer.byteLength(id);
      store.add(bucket, this.#fixed + length, (block, from) => {
        let at = block.writeDoubleLE(chunk.line(row), from);
        for (const values of numbers) at = block.writeDoubleLE(values[row] as number, at);
        for (const { ids } of keys) at = block.writeInt32LE(ids[row] as number, at);
        at = block.writeUInt8(reasons?.[row] ?? 0, at);
        at = block.writeUInt32LE(length, at);
        block.write(id, at, "utf8");
      });
    };
  }

  /** The rows of a bucket, in the order in which they were added. */
  decode(bytes: Buffer): DecodedRow[] {
    const rows: DecodedRow[] = [];
    for (let at = 0; at < bytes.length; ) {
      const length = bytes.readUInt32LE(at + this.#fixed - 4);
      const end = at + this.#fixed + length;
      rows.push({ id: bytes.toString("utf8", at + this.#fixed, end), line: bytes.readDoubleLE(at), at });
      at = end;
    }
    return rows;
  }

  /** Rows of a bucket as a chunk of the requested columns, and why they can't be used. */
  chunk(bytes: Buffer, rows: readonly DecodedRow[]): { chunk: Chunk; reasons: Uint8Array | null } {
    const columns: Column[] = [];
    for (const [index, place] of this.#numbers.entries()) {
      const from = 8 + 8 * index;
      const values = Float64Array.from(rows, ({ at }) => bytes.readDoubleLE(at + from));
      columns[place] = { kind: "number", values, status: null };
    }
    for (const [index, place] of this.#keys.entries()) {
      const from = 8 + 8 * this.#numbers.length + 4 * index;
      const ids = Int32Array.from(rows, ({ at }) => bytes.readInt32LE(at + from));
      columns[place] = { kind: "key", ids, dictionary: this.#dictionaries.get(place) ?? [] };
    }
    columns[this.#columns - 1] = { kind: "text", texts: rows.map(({ id }) => id) };
    const reasons = Uint8Array.from(rows, ({ at }) => bytes[at + this.#fixed - 5] as number);
    return {
      chunk: {
        rows: rows.length,
        file: 0,
        firstRecord: 1,
        columns,
        line: (row) => rows[row]?.line ?? 0,
        text: () => null,
      },
      reasons: reasons.some((reason) => reason !== 0) ? reasons : null,
    };
  }
}

export interface DecodedRow {
  readonly id: string;
  readonly line: number;
  /** Where its bytes begin. */
  readonly at: number;
}
