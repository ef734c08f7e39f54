/** Columns whose sums are hard. */
import type { Random } from "./random.ts";

const view = new DataView(new ArrayBuffer(8));

function anyDouble(random: Random): number {
  view.setUint32(0, random.below(2 ** 32));
  view.setUint32(4, random.below(2 ** 32));
  return view.getFloat64(0);
}

function finite(random: Random): number {
  const value = anyDouble(random);
  return Number.isFinite(value) ? value : 0;
}

const sign = (random: Random) => (random.below(2) ? 1 : -1);

const KINDS: readonly ((random: Random, i: number) => number)[] = [
  (random) => (random.next() - 0.5) ** 2,
  (random) => sign(random) * random.next() * 10 ** (random.below(20) - 10),
  finite,
  (random, i) => (i % 2 ? 1e308 : -1e308) + random.next(),
  (random) => sign(random) * 1.7e308 * random.next(),
  (random) => sign(random) * random.below(1000) * Number.MIN_VALUE,
  (random) => sign(random) * random.next() * 1e-300,
  (random) => sign(random) * 2 ** (random.below(2000) - 1000),
  (_, i) => (i === 0 ? 1 : 2 ** -53),
  (random) => random.pick([1e16, 1, -1e16, 1e-16, 0, -0]),
  () => 0,
  (random) => (random.below(500) ? random.next() : random.pick([Infinity, -Infinity, Number.NaN])),
  (random) => (random.below(500) ? random.next() : anyDouble(random)),
];

/** One kind all through, or two, of which the second cancels the first. */
export function sumCase(random: Random): Float64Array {
  const kind = random.pick(KINDS);
  const length = random.pick([
    0,
    1,
    2,
    3,
    4,
    5,
    7,
    8,
    31,
    100,
    2047,
    2048,
    2049,
    4100,
    1 + random.below(9000),
  ]);
  const values = Float64Array.from({ length }, (_, i) => kind(random, i));
  if (random.below(4) === 0) for (let i = 0; i + 1 < length; i += 2) values[i + 1] = -values[i]!;
  // What is rounded off then adds up to the most that it can.
  if (random.below(4) === 0) values.fill(values[0] ?? 0);
  return values;
}
