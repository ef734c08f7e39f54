import { describe, expect, test } from "vitest";
import { CROSS_ROWS, CrossSums } from "../../src/kernel/cross-sums.ts";
import { units } from "./exact-reference.ts";
import { random } from "./random.ts";
import { sumCase } from "./sum-cases.ts";

type Source = ReturnType<typeof random>;

/** Columns that call for one slice, two, three; that have zeros, long tails, a range too wide for slices. */
const KINDS: readonly ((source: Source) => number)[] = [
  () => 1,
  () => 0,
  (source) => source.below(1000) - 500,
  (source) => source.next() - 0.5,
  (source) => Math.fround(source.next()) * 1e6,
  (source) => (source.next() - 0.5) * 10 ** (source.below(12) - 6),
  (source) => (source.below(9) === 0 ? 0 : source.next() * 1e-100),
  (source) => source.next() * 10 ** (source.below(40) - 20),
  (source) => (source.next() - 0.5) * 2 ** -17 + (source.below(50) === 0 ? 1 : 0),
  (source) => 1e100 * (source.next() + 1),
  // Whole numbers that fill a slice to its rim.
  (source) => (source.below(2) === 0 ? 1 : -1) * (2 ** 22 - source.below(2)),
];

describe("sums of products of every two columns", () => {
  test("are exact, but for rows that are left", () => {
    const source = random(31);
    let [added, left] = [0, 0];
    for (let trial = 0; trial < 40; trial++) {
      const kinds = Array.from({ length: 1 + source.below(5) }, () => KINDS[source.below(KINDS.length)]!);
      const sums = new CrossSums(kinds.length);
      const expected = new Array<bigint>((kinds.length * (kinds.length + 1)) / 2).fill(0n);
      for (let run = 0; run < 3; run++) {
        const rows = source.below(run === 0 ? CROSS_ROWS : 300) + 1;
        const columns = kinds.map((kind) => Float64Array.from({ length: rows + 5 }, () => kind(source)));
        const out = new Set(sums.add(columns, rows));
        left += out.size;
        for (let row = 0; row < rows; row++) {
          if (out.has(row)) continue;
          added++;
          let pair = 0;
          for (let i = 0; i < kinds.length; i++) {
            for (let j = i; j < kinds.length; j++) {
              expected[pair]! += units(columns[i]![row]!) * units(columns[j]![row]!);
              pair++;
            }
          }
        }
      }
      sums.take(({ sign, words }, pair) => {
        const found = words.reduce((sum, word, i) => sum + (BigInt(word) << BigInt(32 * i)), 0n);
        expect((BigInt(sign) * found) << 1074n).toBe(expected[pair]);
      });
    }
    expect(added).toBeGreaterThan(5000);
    expect(left).toBeGreaterThan(50);
  });

  test("are exact with weights, but for rows that are left", () => {
    const source = random(37);
    const weightKinds: readonly ((source: Source) => number)[] = [
      () => 1,
      (source) => source.below(4),
      (source) => source.below(3) / 2,
      (source) => source.next(),
      (source) => source.next() * 10 ** (source.below(20) - 10),
    ];
    let [added, left] = [0, 0];
    for (let trial = 0; trial < 40; trial++) {
      const kinds = Array.from({ length: 1 + source.below(4) }, () => KINDS[source.below(KINDS.length)]!);
      const kind = weightKinds[source.below(weightKinds.length)]!;
      const sums = new CrossSums(kinds.length, true);
      const expected = new Array<bigint>((kinds.length * (kinds.length + 1)) / 2).fill(0n);
      for (let run = 0; run < 2; run++) {
        const rows = source.below(run === 0 ? CROSS_ROWS : 300) + 1;
        const columns = kinds.map((of) => Float64Array.from({ length: rows + 3 }, () => of(source)));
        const weights = Float64Array.from({ length: rows + 3 }, () => kind(source));
        const out = new Set(sums.add(columns, rows, weights));
        left += out.size;
        for (let row = 0; row < rows; row++) {
          if (out.has(row)) continue;
          added++;
          let pair = 0;
          for (let i = 0; i < kinds.length; i++) {
            const weighted = units(weights[row]!) * units(columns[i]![row]!);
            for (let j = i; j < kinds.length; j++) expected[pair++]! += weighted * units(columns[j]![row]!);
          }
        }
      }
      sums.take(({ sign, words }, pair) => {
        const found = words.reduce((sum, word, i) => sum + (BigInt(word) << BigInt(32 * i)), 0n);
        expect((BigInt(sign) * found) << 2148n).toBe(expected[pair]);
      });
    }
    expect(added).toBeGreaterThan(5000);
    expect(left).toBeGreaterThan(50);
  });

  test("hold the largest slices of a full run", () => {
    // Each slice at its rim: 2^22 units and all bits below that round up.
    const rim = (2 ** 22 - 1 + 0.5) * (1 + 2 ** -23) * 2 ** -5;
    for (const value of [rim, 2 ** 17, 1 - 2 ** -53, 4 / 3, (2 ** 53 - 1) / 2 ** 30]) {
      const column = new Float64Array(CROSS_ROWS).fill(value);
      const sums = new CrossSums(2);
      expect(sums.add([column, column.map((each) => -each)], CROSS_ROWS)).toEqual([]);
      sums.take(({ sign, words }, pair) => {
        const found = words.reduce((sum, word, i) => sum + (BigInt(word) << BigInt(32 * i)), 0n);
        const product = units(value) * units(value) * BigInt(CROSS_ROWS) * (pair === 1 ? -1n : 1n);
        expect((BigInt(sign) * found) << 1074n).toBe(product);
      });
    }
  });

  test("hold many runs that fill one word of a sum", () => {
    const runs = 150;
    // Where the sum of a run stands within a word of 32 bits is a matter of the exponent: all of them, by squares and
    // by products of two columns.
    for (let power = 0; power < 16; power++) {
      const value = (2 - 2 ** -21) * 2 ** power;
      const column = new Float64Array(CROSS_ROWS).fill(value);
      const double = column.map((each) => 2 * each);
      const sums = new CrossSums(2);
      for (let run = 0; run < runs; run++) expect(sums.add([column, double], CROSS_ROWS)).toEqual([]);
      sums.take(({ words }, pair) => {
        const found = words.reduce((sum, word, i) => sum + (BigInt(word) << BigInt(32 * i)), 0n);
        expect(found << 1074n).toBe((units(value) ** 2n * BigInt(runs * CROSS_ROWS)) << BigInt(pair));
      });
    }
  });

  test("leave what is out of range, not finite or subnormal to others", () => {
    const source = random(5);
    for (const value of [1e300, 1e-300, 5e-324, Number.POSITIVE_INFINITY, Number.NaN]) {
      const sums = new CrossSums(1);
      const column = Float64Array.from({ length: 10 }, (_, i) => (i === 3 ? value : value * source.next()));
      expect(sums.add([column], 10)).toHaveLength(10);
      sums.take(({ words }) => expect(words.every((word) => word === 0)).toBe(true));
    }
  });

  test("are of any numbers that sums are tried with", () => {
    const source = random(77);
    for (let trial = 0; trial < 200; trial++) {
      const column = sumCase(source).subarray(0, CROSS_ROWS);
      const sums = new CrossSums(1);
      const left = new Set(sums.add([column], column.length));
      let expected = 0n;
      column.forEach((value, row) => {
        if (!left.has(row)) expected += units(value) ** 2n;
      });
      sums.take(({ words }) => {
        const found = words.reduce((sum, word, i) => sum + (BigInt(word) << BigInt(32 * i)), 0n);
        expect(found << 1074n).toBe(expected);
      });
    }
  });
});
