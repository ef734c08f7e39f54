/** Rows joined by an id are the rows that a map would join, in memory or through a file. */
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { Join } from "../../src/compare/join.ts";
import type { Chunk, ColumnRequest } from "../../src/read/chunk.ts";
import { Spill } from "../../src/read/spill.ts";

const REQUESTS: ColumnRequest[] = [
  { name: "y", coding: { kind: "number" } },
  { name: "by", coding: { kind: "key" } },
  { name: "id", coding: { kind: "text" } },
];
const DICTIONARY = ["a", "b"];
let spills: Spill[] = [];

afterEach(() => {
  for (const spill of spills) spill.close();
  spills = [];
});

interface Row {
  readonly id: string | null;
  readonly value: number;
}

function chunkOf(rows: readonly Row[], firstLine: number): Chunk {
  return {
    rows: rows.length,
    file: 0,
    firstRecord: firstLine - 1,
    columns: [
      { kind: "number", values: Float64Array.from(rows, ({ value }) => value), status: null },
      { kind: "key", ids: Int32Array.from(rows, ({ value }) => Math.abs(value) % 2), dictionary: DICTIONARY },
      { kind: "text", texts: rows.map(({ id }) => id) },
    ],
    line: (row) => firstLine + row,
    text: () => null,
  };
}

function joined(sides: readonly (readonly Row[])[], budget: number) {
  const stores = sides.map(() => new Spill(4, budget));
  spills.push(...stores);
  const join = new Join(
    stores.map((store) => ({ requests: REQUESTS, store })),
    sides.map((_, side) => `${side}.csv`),
    "id",
  );
  for (const [side, rows] of sides.entries()) {
    for (let from = 0; from < rows.length; from += 3) {
      const part = rows.slice(from, from + 3);
      const reasons = part.some(({ value }) => value < 0)
        ? Uint8Array.from(part, ({ value }) => (value < 0 ? 2 : 0))
        : null;
      join.add(side, chunkOf(part, from + 2), reasons);
    }
  }
  const pairs: string[] = [];
  for (const paired of join.pairs()) {
    for (let row = 0; row < (paired[0]?.chunk.rows ?? 0); row++) {
      const cells = paired.map(({ chunk: { columns, line }, reasons }) => {
        const [number, key] = columns;
        if (number?.kind !== "number" || key?.kind !== "key") throw new Error("other columns");
        return `${number.values[row]} ${key.dictionary[key.ids[row] as number]} ${line(row)} ${reasons?.[row] ?? 0}`;
      });
      pairs.push(cells.join(" | "));
    }
  }
  return {
    pairs: pairs.sort(),
    unmatched: join.unmatchedIds,
    duplicates: join.duplicateIds,
    fault: join.fault()?.message ?? null,
    spilled: stores.some((store) => store.spilled > 0),
  };
}

const row = fc.record({
  id: fc.oneof(fc.string({ maxLength: 3, unit: "grapheme" }), fc.integer({ min: 0, max: 30 }).map(String)),
  value: fc.integer({ min: -3, max: 100 }),
});

describe("joined rows", () => {
  test("are those of a map, in memory as through a file", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), fc.array(row, { maxLength: 40 }), (first, second) => {
        const sides = [first, second].map((rows) => rows.filter(({ id }) => id.trim() !== ""));
        const countIn = (rows: readonly Row[], id: string | null) =>
          rows.filter((other) => other.id === id).length;
        const all = [...new Set(sides.flatMap((rows) => rows.map(({ id }) => id)))];
        const counts = all.map((id) => sides.map((rows) => countIn(rows, id)));
        const memory = joined(sides, 2 ** 20);
        const file = joined(sides, 64);
        expect({ ...file, spilled: false }).toEqual(memory);
        expect(memory.pairs).toHaveLength(counts.filter((each) => each.every((count) => count === 1)).length);
        expect(memory.duplicates).toBe(counts.filter((each) => each.some((count) => count > 1)).length);
        expect(memory.unmatched).toBe(
          counts.filter((each) => each.every((count) => count <= 1) && each.includes(0)).length,
        );
      }),
      { numRuns: 60 },
    );
  });

  test("keep their numbers, slices, lines and reasons", () => {
    const sides = [
      [
        { id: "é", value: 1 },
        { id: "x", value: -2 },
      ],
      [
        { id: "x", value: 4 },
        { id: "é", value: 0.1 },
      ],
    ];
    const { pairs, spilled } = joined(sides, 16);
    expect(spilled).toBe(true);
    expect(pairs).toEqual(["-2 a 3 2 | 4 a 2 0", "1 b 2 0 | 0.1 a 3 0"].sort());
  });
});

describe("what is left out is named by the first of it", () => {
  test.each([
    [
      "an id that the other lacks",
      [["a", "b"], ["b"]],
      '0.csv:2: column "id": the id "a" is not in 1.csv (1 id not in every file; --unmatched skip leaves them out)',
    ],
    [
      "an id that is new in the other",
      [["a"], ["a", "c", "b"]],
      '1.csv:3: column "id": the id "c" is not in 0.csv (2 ids not in every file; --unmatched skip leaves them out)',
    ],
    [
      "an id that is there twice",
      [["a", "a"], ["a"]],
      '0.csv:3: column "id": the id "a" is there a second time (1 id more than once in a file; --unmatched skip leaves them out)',
    ],
    [
      "a row without an id",
      [["a", " "], ["a"]],
      '0.csv:3: column "id": expected an id, found none (1 id not in every file; --unmatched skip leaves them out)',
    ],
    [
      "nothing",
      [
        ["a", "b"],
        ["b", "a"],
      ],
      null,
    ],
  ] as const)("%s", (_, sides, fault) => {
    const rows = sides.map((side) => side.map((id) => ({ id, value: 1 })));
    expect(joined(rows, 2 ** 20).fault).toBe(fault);
  });
});
