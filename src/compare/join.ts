/**
 * Rows of several data sets joined by an id, in bounded memory: each side is cut into buckets by a hash of the id, and
 * a bucket of all sides is joined at a time.
 */
import { inputError, type LossctlError, quoted } from "../errors.ts";
import type { Chunk, ColumnRequest } from "../read/chunk.ts";
import { type BucketStore, type DecodedRow, SideRows } from "./side-rows.ts";

/** An id that is not once in every side. */
interface Unpaired {
  readonly side: number;
  readonly line: number;
  readonly id: string | null;
  /** The side that lacks it; null where its own has it twice. */
  readonly lacking: number | null;
}

interface Side {
  readonly rows: SideRows;
  readonly store: BucketStore;
}

/** A bucket's chunk of each side, row by row of the same id, at most this many rows. */
const ROWS = 8192;

export class Join {
  readonly #sides: readonly Side[];
  readonly #names: readonly string[];
  readonly #column: string;
  #unmatched = 0;
  #duplicates = 0;
  #first: Unpaired | null = null;

  /**
   * @param sides What each side is asked for, the id last as text, and where its rows wait.
   * @param names Of the sides, in messages.
   */
  constructor(
    sides: readonly { readonly requests: readonly ColumnRequest[]; readonly store: BucketStore }[],
    names: readonly string[],
    column: string,
  ) {
    this.#sides = sides.map(({ requests, store }) => ({ rows: new SideRows(requests), store }));
    this.#names = names;
    this.#column = column;
  }

  /** Ids that are not in every side. */
  get unmatchedIds(): number {
    return this.#unmatched;
  }

  /** Ids that a side has more than once. */
  get duplicateIds(): number {
    return this.#duplicates;
  }

  /** Takes the rows of a side, which were judged. */
  add(side: number, chunk: Chunk, reasons: Uint8Array | null): void {
    const { rows, store } = this.#sides[side] as Side;
    const ids = rows.idsOf(chunk);
    const encode = rows.encoder(chunk, reasons);
    for (let row = 0; row < chunk.rows; row++) {
      const id = ids[row] ?? null;
      if (id === null || id.trim() === "") {
        this.#unmatched++;
        this.#remember({ side, line: chunk.line(row), id: null, lacking: null });
      } else encode(row, id, store, bucketOf(id, store.buckets));
    }
  }

  /** Once all rows are there: those of each id that every side has once. */
  *pairs(): Generator<readonly { chunk: Chunk; reasons: Uint8Array | null }[]> {
    const buckets = this.#sides[0]?.store.buckets ?? 0;
    for (let bucket = 0; bucket < buckets; bucket++) {
      const sides = this.#sides.map(({ rows, store }) => {
        const bytes = store.read(bucket);
        return { rows, bytes, decoded: rows.decode(bytes) };
      });
      const paired = this.#pair(sides.map(({ decoded }) => decoded));
      for (let from = 0; from < (paired[0]?.length ?? 0); from += ROWS) {
        yield sides.map(({ rows, bytes }, side) =>
          rows.chunk(bytes, (paired[side] ?? []).slice(from, from + ROWS)),
        );
      }
    }
  }

  /** What to say of the ids that are left out; null where there are none. */
  fault(): LossctlError | null {
    const first = this.#first;
    if (first === null) return null;
    const { side, line, id, lacking } = first;
    const place = { file: this.#names[side] ?? "", line };
    const found =
      id === null
        ? "expected an id, found none"
        : lacking === null
          ? `the id ${quoted(id)} is there a second time`
          : `the id ${quoted(id)} is not in ${this.#names[lacking]}`;
    const counts = [
      ...(this.#unmatched === 0 ? [] : [`${ids(this.#unmatched)} not in every file`]),
      ...(this.#duplicates === 0 ? [] : [`${ids(this.#duplicates)} more than once in a file`]),
    ];
    return inputError(
      `column "${this.#column}": ${found}`,
      place,
      `${counts.join(", ")}; --unmatched skip leaves them out`,
    );
  }

  #pair(sides: readonly (readonly DecodedRow[])[]): DecodedRow[][] {
    const maps = sides.map((rows, side) => {
      const byId = new Map<string, DecodedRow>();
      const twice = new Set<string>();
      for (const row of rows) {
        if (!byId.has(row.id)) byId.set(row.id, row);
        else {
          if (!twice.has(row.id)) this.#remember({ side, line: row.line, id: row.id, lacking: null });
          twice.add(row.id);
        }
      }
      return { byId, twice };
    });
    const duplicates = new Set(maps.flatMap(({ twice }) => [...twice]));
    this.#duplicates += duplicates.size;
    const unmatched = new Set<string>();
    const paired: DecodedRow[][] = sides.map(() => []);
    for (const [side, { byId }] of maps.entries()) {
      for (const [id, row] of byId) {
        if (duplicates.has(id)) continue;
        const found = maps.map((other) => other.byId.get(id));
        const lacking = found.indexOf(undefined);
        if (lacking >= 0) {
          unmatched.add(id);
          this.#remember({ side, line: row.line, id, lacking });
        } else if (side === 0) {
          for (const [place, each] of found.entries()) paired[place]?.push(each as DecodedRow);
        }
      }
    }
    this.#unmatched += unmatched.size;
    return paired;
  }

  /** The first by side, then by line, whatever the order of the buckets. */
  #remember(unpaired: Unpaired): void {
    const first = this.#first;
    const earlier =
      first === null ||
      unpaired.side < first.side ||
      (unpaired.side === first.side && unpaired.line < first.line);
    if (earlier) this.#first = unpaired;
  }
}

function ids(count: number): string {
  return count === 1 ? "1 id" : `${count} ids`;
}

/** FNV-1a over the UTF-16 units, its bits mixed once more: neighbouring ids fall into different buckets. */
function bucketOf(id: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) % buckets;
}
