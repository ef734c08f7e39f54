/** Draws of a bootstrap: the distribution, and that keys, replicates and seeds go their own ways. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chanceOfNone, keyOfNumber, keyOfText, PoissonDraws } from "../../src/statistics/poisson-draws.ts";

const ROWS = 100_000;

function drawsOf(seed: number, replicate: number, text = false): number[] {
  const draws = new PoissonDraws(seed, replicate);
  return Array.from({ length: ROWS }, (_, row) => {
    const { high, low } = text ? keyOfText(`row ${row}`) : keyOfNumber(row + 1);
    return draws.draw(high, low);
  });
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/** Of numbers with mean 1 and variance 1. */
function correlation(one: readonly number[], other: readonly number[]): number {
  return mean(one.map((x, i) => (x - 1) * (other[i]! - 1)));
}

/** Five standard deviations of a mean of so many independent numbers with variance 1. */
const MARGIN = 5 / Math.sqrt(ROWS);

describe.each([
  ["numbers", 0, 0, false],
  ["numbers, another seed", 2 ** 40 + 1, 0, false],
  ["numbers, another replicate", 0, 999, false],
  ["texts", 0, 0, true],
] as const)("draws of %s", (_, seed, replicate, text) => {
  const draws = drawsOf(seed, replicate, text);

  test("have mean 1 and variance 1", () => {
    expect(Math.abs(mean(draws) - 1)).toBeLessThan(MARGIN);
    // The fourth central moment is 4, so the variance of a square is 3.
    expect(Math.abs(mean(draws.map((x) => (x - 1) ** 2)) - 1)).toBeLessThan(MARGIN * Math.sqrt(3));
  });

  test("are as often 0, 1, 2, … as Poisson's distribution says", () => {
    let share = Math.exp(-1);
    let chiSquare = 0;
    for (let k = 0; k < 6; k++) {
      const found = draws.filter((x) => x === k).length;
      chiSquare += (found - ROWS * share) ** 2 / (ROWS * share);
      share /= k + 1;
    }
    // Beyond it lies less than a millionth of the distribution with 6 degrees of freedom.
    expect(chiSquare).toBeLessThan(38.26);
  });

  test("do not follow one another", () => {
    expect(Math.abs(correlation(draws.slice(0, -1), draws.slice(1)))).toBeLessThan(MARGIN);
  });
});

test("replicates and seeds are as if independent of one another", () => {
  const first = drawsOf(0, 0);
  for (const other of [drawsOf(0, 1), drawsOf(0, 2), drawsOf(0, 256), drawsOf(1, 0), drawsOf(2 ** 32, 0)]) {
    expect(Math.abs(correlation(first, other))).toBeLessThan(MARGIN);
  }
});

test("a row is not drawn more often over all replicates than another", () => {
  const replicates = Array.from({ length: 10_000 }, (_, replicate) => new PoissonDraws(0, replicate));
  for (const row of [1, 2, 3, 1000, 2 ** 32, 2 ** 32 + 1]) {
    const { high, low } = keyOfNumber(row);
    const draws = replicates.map((each) => each.draw(high, low));
    expect(Math.abs(mean(draws) - 1)).toBeLessThan(5 / Math.sqrt(replicates.length));
  }
});

test("different numbers have different keys", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
      const [one, other] = [keyOfNumber(a), keyOfNumber(b)];
      expect(one.high === other.high && one.low === other.low).toBe(a === b);
    }),
  );
});

test("texts that are alike have different keys", () => {
  const texts = new Set(Array.from({ length: 200_000 }, (_, i) => `${i % 2 === 0 ? "id" : "di"}-${i}`));
  const keys = new Set([...texts].map((text) => Object.values(keyOfText(text)).join(" ")));
  expect(keys.size).toBe(texts.size);
});

describe("draws of another mean", () => {
  const drawsOfMean = (average: number): number[] => {
    const draws = new PoissonDraws(0, 5);
    const none = chanceOfNone(average);
    return Array.from({ length: ROWS }, (_, row) => {
      const { high, low } = keyOfNumber(row + 1);
      return draws.drawMany(high, low, average, none);
    });
  };

  test.each([1e-3, 0.37, 1 - 2 ** -53, 1, 1.5, 2, 2.75, 3, 10, 97.2, 1000, 4095.5, 4096, 1e6 + 0.25, 1e15])(
    "%d have it for their mean and variance",
    (average) => {
      const draws = drawsOfMean(average);
      const scaled = draws.map((x) => (x - average) / Math.sqrt(average));
      expect(Math.abs(mean(scaled))).toBeLessThan(MARGIN);
      // The fourth central moment is 3 + 1/mean deviations, so the variance of a square is 2 + 1/mean.
      expect(Math.abs(mean(scaled.map((x) => x * x)) - 1)).toBeLessThan(MARGIN * Math.sqrt(2 + 1 / average));
      expect(draws.every((x) => x >= 0)).toBe(true);
    },
  );

  test.each([0.4, 2, 2.5, 7])("%d are as often 0, 1, 2, … as Poisson's distribution says", (average) => {
    const draws = drawsOfMean(average);
    expect(draws.every(Number.isSafeInteger)).toBe(true);
    let share = Math.exp(-average);
    let [chiSquare, cells] = [0, 0];
    for (let k = 0; k < 30; k++) {
      const expected = ROWS * share;
      if (expected > 20) {
        chiSquare += (draws.filter((x) => x === k).length - expected) ** 2 / expected;
        cells++;
      }
      share *= average / (k + 1);
    }
    // Mean and deviation of a chi-square with so many degrees of freedom; six of them.
    expect(chiSquare).toBeLessThan(cells + 6 * Math.sqrt(2 * cells));
  });

  test("1 are those of no mean at all", () => {
    const draws = new PoissonDraws(0, 5);
    const plain = Array.from({ length: ROWS }, (_, row) => {
      const { high, low } = keyOfNumber(row + 1);
      return draws.draw(high, low);
    });
    expect(drawsOfMean(1)).toEqual(plain);
  });

  test("the chance of no draw at all is e^-x", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (x) => {
        expect(chanceOfNone(x) / 2 ** 32 / Math.exp(-x)).toBeCloseTo(1, 14);
        expect(chanceOfNone(3 + x)).toBe(chanceOfNone((3 + x) % 1));
      }),
    );
  });
});

test("the draws of a seed are what they were", () => {
  // Reports of an earlier version would not come out again with others.
  const draws = new PoissonDraws(7, 3);
  const keys = [
    ...Array.from({ length: 12 }, (_, row) => keyOfNumber(row + 1)),
    keyOfText("a"),
    keyOfText("ü"),
  ];
  expect(keys.map(({ high, low }) => draws.draw(high, low))).toEqual([
    0, 3, 1, 2, 2, 1, 2, 1, 0, 2, 0, 0, 0, 4,
  ]);
  const means = [0.5, 2, 3.25, 100, 1e5];
  expect(means.map((mean) => draws.drawMany(0, 1, mean, chanceOfNone(mean)))).toEqual([
    0, 0, 1, 85, 99530.59940981875,
  ]);
});
