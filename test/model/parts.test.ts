import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PART } from "../../src/fit/types.ts";
import { foldOf, isValidation, partOf } from "../../src/model/parts.ts";

const ROWS = 20_000;
const records = Array.from({ length: ROWS }, (_, row) => row + 1);
const share = (of: (record: number) => boolean) => records.filter(of).length / ROWS;

describe("parts", () => {
  // Five standard deviations of a share of so many independent draws.
  const within = (value: number) => 5 * Math.sqrt((value * (1 - value)) / ROWS);

  test.each([0, 1, 12345, 2 ** 40])("have their shares under the seed %d", (seed) => {
    const shares = { test: 0.2, validation: 0.1 };
    const test = share((record) => partOf(record, seed, shares) === PART.test);
    const validation = share((record) => partOf(record, seed, shares) === PART.validation);
    expect(Math.abs(test - 0.2)).toBeLessThan(within(0.2));
    expect(Math.abs(validation - 0.08)).toBeLessThan(within(0.08));
  });

  test("of the test do not depend on the validation share", () => {
    for (const record of records.slice(0, 1000)) {
      const alone = partOf(record, 7, { test: 0.3, validation: 0 }) === PART.test;
      expect(partOf(record, 7, { test: 0.3, validation: 0.5 }) === PART.test).toBe(alone);
    }
  });

  test("of a larger share hold those of a smaller one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 50 }),
        fc.nat(),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (record, seed, low) => {
          if (!isValidation(record, seed, low)) return;
          expect(isValidation(record, seed, low + 0.4)).toBe(true);
        },
      ),
    );
  });

  test("without shares are all for training", () => {
    expect(share((record) => partOf(record, 0, { test: 0, validation: 0 }) === PART.train)).toBe(1);
  });

  test("of one seed say nothing of those of another, nor of neighbours", () => {
    const shares = { test: 0.5, validation: 0 };
    const is = (record: number, seed: number) => partOf(record, seed, shares) === PART.test;
    expect(Math.abs(share((record) => is(record, 0) === is(record, 1)) - 0.5)).toBeLessThan(within(0.5));
    expect(Math.abs(share((record) => is(record, 0) === is(record + 1, 0)) - 0.5)).toBeLessThan(within(0.5));
  });
});

describe("folds", () => {
  test.each([2, 3, 5, 10])("of %d have one of each run of records", (folds) => {
    for (let run = 0; run < 200; run++) {
      const found = Array.from({ length: folds }, (_, place) => foldOf(run * folds + place + 1, 3, folds));
      expect(found.toSorted((a, b) => a - b)).toEqual(Array.from({ length: folds }, (_, fold) => fold));
    }
  });

  test("are not in one order in each run", () => {
    const orders = new Set(
      Array.from({ length: 100 }, (_, run) => [1, 2, 3].map((at) => foldOf(3 * run + at, 0, 3)).join()),
    );
    expect(orders.size).toBe(6);
  });
});
