/** What holds of every comparison: order, chunks, weights, swapped models, and the pitfalls of paired tests. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Comparison } from "../../src/compare/comparison.ts";
import { compareResults } from "../../src/compare/results.ts";
import type { LossComparison } from "../../src/report/compare-types.ts";
import { compared, comparisonOf, csvOf, differenceIn } from "./compared.ts";

const number = fc.integer({ min: -2000, max: 2000 }).map((whole) => whole / 7);
const rows = fc.array(
  fc.tuple(number, number, number, fc.integer({ min: 0, max: 3 }), fc.constantFrom("a", "b")),
  {
    minLength: 1,
    maxLength: 30,
  },
);
const LOSSES = ["mse", "mae", "bias", "r2", "rmse", "max-error", "medae", "task=0.3*mse+0.7*mae"];
const HEADER = "y,old,new,w,segment";

describe("the same bits", () => {
  test("for any order of rows and any chunks", async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer(), fc.integer({ min: 1, max: 7 }), async (list, seed, chunkRows) => {
        const shuffled = list.toSorted(
          (a, b) => ((seed ^ (a[0] * 7919)) % 13) - ((seed ^ (b[0] * 7919)) % 13),
        );
        const question = { losses: LOSSES, by: ["segment"], weight: "w" };
        const [one, other] = [
          await compared(csvOf(list, HEADER), { ...question, chunkRows: 1000 }),
          await compared(csvOf(shuffled, HEADER), { ...question, chunkRows }),
        ];
        expect(other).toEqual(one);
      }),
      { numRuns: 25 },
    );
  });

  test("for parts that are merged, whose states survive JSON", async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.nat(), async (list, cut) => {
        const at = cut % (list.length + 1);
        const question = { losses: LOSSES, by: ["segment"], weight: "w" };
        const whole = await comparisonOf(csvOf(list, HEADER), question);
        const parts = await Promise.all(
          [list.slice(at), list.slice(0, at)].map((part) => comparisonOf(csvOf(part, HEADER), question)),
        );
        const merged = new Comparison(whole.plan, [["-"], ["-"]]);
        for (const part of parts) merged.merge(JSON.parse(JSON.stringify(part.state())));
        expect(compareResults(merged, 0.95)).toEqual(compareResults(whole, 0.95));
      }),
      { numRuns: 20 },
    );
  });

  test("of a time series for any chunks", async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 7 }), async (list, chunkRows) => {
        const question = { losses: ["mse", "mae"], by: ["segment"], lags: 3 };
        const one = await compared(csvOf(list, HEADER), { ...question, chunkRows: 1000 });
        expect(await compared(csvOf(list, HEADER), { ...question, chunkRows })).toEqual(one);
      }),
      { numRuns: 20 },
    );
  });
});

test("areas under the curve do not depend on the order of rows, in slices either", async () => {
  const scored = fc.array(
    fc.tuple(
      fc.constantFrom(0, 1),
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom(1, 2, 0.5),
      fc.constantFrom("a", "b"),
    ),
    { minLength: 2, maxLength: 20 },
  );
  await fc.assert(
    fc.asyncProperty(scored, async (list) => {
      const question = { losses: ["auc"], weight: "w", by: ["segment"] };
      const one = await compared(csvOf(list, HEADER), question);
      expect(await compared(csvOf(list.toReversed(), HEADER), { ...question, chunkRows: 3 })).toEqual(one);
    }),
    { numRuns: 25 },
  );
});

test("each slice of a time series is the series of its own rows", async () => {
  const list = Array.from({ length: 40 }, (_, row) => [
    0,
    1,
    1 + ((row * 7919) % 23) / 10,
    1,
    row % 3 === 0 ? "a" : "b",
  ]);
  const question = { losses: ["mae"], lags: 2 };
  const { slices } = await compared(csvOf(list, HEADER), { ...question, by: ["segment"] });
  for (const slice of slices) {
    const own = list.filter((row) => row[4] === slice.by.segment);
    const alone = await compared(csvOf(own, HEADER), question);
    expect(slice.losses.mae?.differences[0]).toEqual(differenceIn(alone, "mae"));
  }
});

test("whole weights are rows that are there so often", async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (list) => {
      const repeated = list.flatMap((row) => Array.from({ length: row[3] }, () => row));
      const losses = ["mse", "mae", "bias", "rmse"];
      const [weighted, plain] = [
        await compared(csvOf(list, HEADER), { losses, weight: "w" }),
        await compared(csvOf(repeated, HEADER), { losses }),
      ];
      if (repeated.length > 0) expect(weighted.losses).toEqual(plain.losses);
    }),
    { numRuns: 25 },
  );
});

describe("means over the number of rows, whatever they weigh", () => {
  const list = [
    [1, 2, 3, 3, "a"],
    [2, 2, 4, 1, "b"],
    [4, 1, 4, 2, "a"],
    [0, 1, 1, 0, "a"],
    [5, 7, 2, 1, "b"],
  ];
  const question = { losses: ["mse", "mae"], weight: "w", by: ["segment"] };

  test("differ by what their values differ by, and slices add up to that", async () => {
    const results = await compared(csvOf(list, HEADER), { ...question, keras: true });
    for (const { losses } of [results, ...results.slices]) {
      for (const [key, { values }] of Object.entries(losses)) {
        const between = (values.new as number) - (values.old as number);
        expect(differenceIn({ losses }, key).difference).toBeCloseTo(between, 13);
      }
    }
    // Squares 4, 4, 0, 1, 9 less 1, 0, 9, 1, 4, times the weights, over five rows.
    expect(differenceIn(results, "mse").difference).toBe((3 * 3 + 4 - 18 + 5) / 5);
    const parts = results.contributions.filter(({ loss }) => loss === "mse");
    const sum = parts.reduce((total, { contribution }) => total + contribution, 0);
    expect(sum).toBeCloseTo(differenceIn(results, "mse").difference as number, 13);
  });

  test.each([undefined, { replicates: 50, seed: 1 }])(
    "have the intervals of weighted means, times the mean weight (%o)",
    async (bootstrap) => {
      const ask = { ...question, ...(bootstrap === undefined ? {} : { bootstrap }) };
      const large = Array.from({ length: 20 }, () => list).flat();
      const [own, plain] = [
        differenceIn(await compared(csvOf(large, HEADER), { ...ask, keras: true }), "mse"),
        differenceIn(await compared(csvOf(large, HEADER), ask), "mse"),
      ];
      // Weights of 7 a five rows.
      expect(own.standardError).toBeCloseTo((7 / 5) * (plain.standardError as number), 12);
      expect(own.interval?.low).toBeCloseTo((7 / 5) * (plain.interval?.low as number), 12);
      expect(own.interval?.high).toBeCloseTo((7 / 5) * (plain.interval?.high as number), 12);
      expect(own.pValue).toBeCloseTo(plain.pValue as number, 12);
    },
  );
});

test("swapped models flip the sign, and nothing else", async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (list) => {
      const losses = ["mse", "mae", "bias"];
      const [one, other] = [
        await compared(csvOf(list, HEADER), { losses }),
        await compared(csvOf(list, HEADER), { losses, reference: 1 }),
      ];
      for (const key of losses) {
        const [a, b] = [differenceIn(one, key), differenceIn(other, key)];
        expect(b.model).toBe("old");
        expect((a.difference as number) + (b.difference as number)).toBe(0);
        expect(b.standardError).toBe(a.standardError);
        expect(b.pValue).toBe(a.pValue);
        expect((a.interval?.low ?? 0) + (b.interval?.high ?? 0)).toBe(0);
        expect(b.signTest?.better).toBe(a.signTest?.worse);
        expect(b.signTest?.pValue).toBe(a.signTest?.pValue);
      }
    }),
    { numRuns: 25 },
  );
});

test("a comparison does not depend on the other models", async () => {
  const list = [
    [1, 2, 0, 3],
    [2, 2, 5, 1],
    [4, 1, 4, 4],
    [0, 1, 1, 2],
  ];
  const [all, two] = [
    await compared(csvOf(list, "y,old,new,third"), { losses: ["mse"], models: ["old", "new", "third"] }),
    await compared(csvOf(list, "y,old,new,third"), { losses: ["mse"], models: ["old", "third"] }),
  ];
  const third = differenceIn(two, "mse");
  const { adjustedPValue, ...found } = (all.losses.mse as LossComparison).differences[1] as typeof third;
  expect(found).toEqual(third);
  expect(adjustedPValue).toBeGreaterThanOrEqual(third.pValue as number);
});

describe("identical predictions", () => {
  const list = Array.from({ length: 9 }, (_, row) => [row % 2, 0.1 * (row + 0.5), 0.1 * (row + 0.5)]);

  test.each(["mse", "mae", "log-loss", "accuracy", "error-rate", "auc", "rmse", "brier", "f1"])(
    "%s: the difference is exactly 0",
    async (key) => {
      const found = differenceIn(await compared(csvOf(list), { losses: [key] }), key);
      expect(found.difference).toBe(0);
      expect(found.relative).toBe(0);
    },
  );

  test.each(["mse", "log-loss", "accuracy", "rmse", "auc", "f1"])(
    "%s: p is 1 and the interval has no width",
    async (key) => {
      const found = differenceIn(await compared(csvOf(list), { losses: [key] }), key);
      expect(found.pValue).toBe(1);
      expect(found.standardError).toBe(0);
      expect(found.interval).toEqual({ level: 0.95, low: 0, high: 0 });
      if (found.rowWins !== undefined) expect(found.rowWins).toEqual({ better: 0, worse: 0, equal: 1 });
      expect((found.mcnemar ?? found.signTest ?? { pValue: 1 }).pValue).toBe(1);
    },
  );

  test("that are perfect have a root of 0 that does not vary", async () => {
    const perfect = csvOf([
      [1, 1, 1],
      [2, 2, 2],
    ]);
    const found = differenceIn(await compared(perfect, { losses: ["rmse"] }), "rmse");
    expect(found).toMatchObject({ difference: 0, standardError: 0, pValue: 1 });
  });

  test("of a time series too", async () => {
    const found = differenceIn(await compared(csvOf(list), { losses: ["mse"], lags: 2 }), "mse");
    expect(found.pValue).toBe(1);
    expect(found.interval).toEqual({ level: 0.95, low: 0, high: 0 });
  });
});

describe("one row that outweighs all others", () => {
  const list = [
    [0, 1, 1e150],
    [0, 2, 1],
    [1, 1, 1],
    [0, 3, 2],
  ];

  test.each([undefined, { replicates: 50, seed: 0 }])(
    "leaves numbers, or a reason: never NaN (%o)",
    async (bootstrap) => {
      const losses = ["mse", "mae", "rmse", "r2", "bias", "medae", "max-error"];
      const question = { losses, ...(bootstrap === undefined ? {} : { bootstrap }) };
      const results = await compared(csvOf(list), question);
      for (const key of losses) {
        const { difference, standardError, interval, intervalReason } = differenceIn(results, key);
        expect([key, Number.isFinite(difference)]).toEqual([key, true]);
        if (interval === null) expect(intervalReason).toMatch(/\w/);
        else {
          const numbers = [standardError, interval.low, interval.high];
          expect([key, numbers.every(Number.isFinite)]).toEqual([key, true]);
        }
      }
      if (bootstrap !== undefined) return;
      const { interval } = differenceIn(results, "mse");
      expect((interval?.low ?? 0) < 0 && (interval?.high ?? 0) > 1e299).toBe(true);
    },
  );

  test("beyond the range of numbers is infinite, and has no interval", async () => {
    const results = await compared(csvOf([[0, 1, 1e170], ...list.slice(1)]), { losses: ["mse"] });
    expect(differenceIn(results, "mse")).toMatchObject({
      difference: Number.POSITIVE_INFINITY,
      interval: null,
      intervalReason: "a value is infinite",
    });
  });
});

describe("few rows", () => {
  test.each([undefined, { replicates: 20, seed: 0 }])(
    "one row has no interval, with the reason (%o)",
    async (bootstrap) => {
      const question = { losses: ["mse"], ...(bootstrap === undefined ? {} : { bootstrap }) };
      const found = differenceIn(await compared(csvOf([[1, 2, 4]]), question), "mse");
      expect(found.difference).toBe(8);
      expect(found).toMatchObject({ standardError: null, interval: null, pValue: null });
      expect(found.intervalReason).toBe("one row");
    },
  );

  test("rows that differ by the same have no width, and no doubt", async () => {
    const found = differenceIn(
      await compared(
        csvOf([
          [1, 1, 2],
          [5, 5, 6],
        ]),
        { losses: ["mse"] },
      ),
      "mse",
    );
    expect(found).toMatchObject({ difference: 1, standardError: 0, pValue: 0 });
    expect(found.interval).toEqual({ level: 0.95, low: 1, high: 1 });
  });

  test("fewer rows than lags have no interval", async () => {
    const found = differenceIn(
      await compared(
        csvOf([
          [1, 1, 2],
          [5, 5, 7],
        ]),
        { losses: ["mse"], lags: 3 },
      ),
      "mse",
    );
    expect(found.intervalReason).toBe("3 lags take at least 8 rows");
  });
});

describe("a time series", () => {
  /** Each difference is most of the one before it, and some noise. */
  function series(count: number): number[][] {
    let [state, error] = [7, 0];
    return Array.from({ length: count }, () => {
      state = (state * 48271) % 2147483647;
      error = 0.9 * error + state / 2147483647 - 0.5;
      return [0, 1, 1.2 + error];
    });
  }

  test("whose differences follow each other has a wider interval with lags", async () => {
    const csv = csvOf(series(300));
    const width = async (lags?: number) => {
      const question = { losses: ["mae"], ...(lags === undefined ? {} : { lags }) };
      const { interval } = differenceIn(await compared(csv, question), "mae");
      return (interval?.high ?? 0) - (interval?.low ?? 0);
    };
    expect(await width(0)).toBeCloseTo(await width(), 12);
    expect(await width(8)).toBeGreaterThan(2 * (await width()));
  });

  test("of independent rows is tested as without lags", async () => {
    const csv = csvOf(series(50));
    const [plain, none] = [
      differenceIn(await compared(csv, { losses: ["mae"] }), "mae"),
      differenceIn(await compared(csv, { losses: ["mae"], lags: 0 }), "mae"),
    ];
    expect(none.pValue).toBeCloseTo(plain.pValue as number, 12);
  });
});

describe("relative changes", () => {
  test.each([
    [
      "of a loss",
      "mse",
      [
        [0, 1, 2],
        [0, 1, 2],
      ],
      3,
      3,
    ],
    [
      "of a negative score, which gets worse",
      "r2",
      [
        [0, 3, 4],
        [1, 3, 4],
      ],
      undefined,
      -0.9,
    ],
    [
      "of a bias below 0",
      "bias",
      [
        [0, -2, -1],
        [0, -2, -1],
      ],
      1,
      0.5,
    ],
  ] as const)("%s", async (_, key, list, difference, relative) => {
    const found = differenceIn(await compared(csvOf(list), { losses: [key] }), key);
    if (difference !== undefined) expect(found.difference).toBe(difference);
    expect(Math.sign(found.relative as number)).toBe(Math.sign(found.difference as number));
    if (key !== "r2") expect(found.relative).toBe(relative);
  });

  test("have no value where the reference is 0, with the reason", async () => {
    const found = differenceIn(
      await compared(
        csvOf([
          [1, 1, 2],
          [2, 2, 2],
        ]),
        { losses: ["mse"] },
      ),
      "mse",
    );
    expect(found).toMatchObject({ relative: null, relativeReason: "the reference's value is 0" });
  });

  test("and where both are infinite there is no difference", async () => {
    const found = differenceIn(
      await compared(
        csvOf([
          [1, 0, 0],
          [0, 0.5, 0.5],
        ]),
        { losses: ["log-loss"] },
      ),
      "log-loss",
    );
    expect(found).toMatchObject({
      difference: null,
      reason: "both values are infinite",
      interval: null,
      pValue: null,
    });
  });
});

describe("rows", () => {
  test("count only where every model can use them, for their first reason", async () => {
    const csv = csvOf([
      [1, 2, 3],
      [1, "NA", 3],
      [1, 2, "abc"],
      ["NA", "x", 1],
      [2, 2, "inf"],
      [5, 6, 6],
    ]);
    const results = await compared(csv, { losses: ["mse"], skip: true });
    expect(results.rows).toEqual({ read: 6, used: 2, skipped: { missing: 2, notANumber: 1, infinite: 1 } });
    expect(results.losses.mse?.values).toEqual(Object.assign(Object.create(null), { old: 1, new: 2.5 }));
  });

  test("of the weight 0 are used and count nothing, in slices too", async () => {
    const csv = csvOf(
      [
        [1, 2, 3, 1, "a"],
        [1, 9, 9, 0, "a"],
        [1, 1, 1, 0, "b"],
        [3, 3, 4, 2, "a"],
      ],
      HEADER,
    );
    const results = await compared(csv, { losses: ["mae"], weight: "w", by: ["segment"] });
    expect(results.rows).toEqual({ read: 4, used: 4, skipped: {} });
    expect(results.slices.map(({ rows: { used } }) => used)).toEqual([3, 1]);
    expect(results.losses.mae?.values.new).toBe(4 / 3);
    expect(results.slices[1]?.losses.mae?.reasons?.new).toBe("the weights add up to 0");
  });
});

test("slices add up to the total difference, the largest first", async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (list) => {
      const results = await compared(csvOf(list, HEADER), { losses: ["mse"], by: ["segment"] });
      const sizes = results.contributions.map(({ contribution }) => Math.abs(contribution));
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
      const sum = results.contributions.reduce((total, { contribution }) => total + contribution, 0);
      expect(sum).toBeCloseTo(differenceIn(results, "mse").difference as number, 6);
    }),
    { numRuns: 20 },
  );
});
