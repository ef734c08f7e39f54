/** Rows that break sums which are not exact, and rows at random. */
import fc from "fast-check";
import type { Row } from "./laws.ts";
import { BINS } from "./subjects.ts";

const HARD = [
  1e16,
  1,
  -1e16,
  0.1,
  0.2,
  0.3,
  -0.6,
  1e308,
  1e308,
  -1e308,
  -1e308,
  5e-324,
  -5e-324,
  2.5e-310,
  -0,
  0,
  3,
  3,
  7,
  2 ** 53,
  1,
  -(2 ** 53),
  1e-300,
  1e300,
  -1e300,
  1 / 3,
  7,
];

/** Cancellation, overflow on the way, subnormals, zeros of both signs, ties; in two files. */
export const hardRows: readonly Row[] = place(
  HARD.map((first, i) => ({
    first,
    second: HARD[(5 * i + 2) % HARD.length]!,
    third: i % BINS,
    weight: [1, 3, 0.1, 1e-5, 1][i % 5]!,
    key: ["a", "", "b"][(i >> 1) % 3]!,
  })),
);

/** The same with unequal infinite rows. */
export const infiniteRows: readonly Row[] = hardRows.map((row, i) =>
  i === 9 || i === 20 ? { ...row, first: Number.POSITIVE_INFINITY } : row,
);

const number = fc.oneof(
  { weight: 4, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 4, arbitrary: fc.constantFrom(...HARD) },
  { weight: 2, arbitrary: fc.integer({ min: -3, max: 3 }) },
);

export const anyRows: fc.Arbitrary<Row[]> = fc
  .array(
    fc.record({
      first: fc.oneof({ weight: 30, arbitrary: number }, { weight: 1, arbitrary: fc.constant(Infinity) }),
      second: number,
      third: fc.integer({ min: 0, max: BINS - 1 }),
      weight: fc.oneof(
        fc.constant(1),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(0.1, 0.5, 1e-300, 1e300, 5e-324),
      ),
      key: fc.constantFrom("a", "b", "", "__proto__"),
    }),
    { maxLength: 40 },
  )
  .map(place);

/** Lines ascend, and no two rows stand on one. */
function place(rows: readonly Omit<Row, "file" | "line">[]): Row[] {
  const middle = rows.length >> 1;
  return rows.map((row, i) => ({
    ...row,
    file: Number(i >= middle),
    line: 2 + (i >= middle ? i - middle : i) * 3 + i,
  }));
}
