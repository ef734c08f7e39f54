import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shownBins, shownCells } from "../../src/report/picture-bins.ts";
import { calibration, precisionRecallCurve, rocCurve } from "../../src/report/score-curves.ts";

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

describe("bins as they are shown", () => {
  test("hold or tell every row, in at most as many bins as asked for", () => {
    const counts = fc.array(fc.nat(1000), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(counts, fc.integer({ min: -500, max: 500 }), (rows, first) => {
        fc.pre(total(rows) > 0);
        const bins = { start: first / 4, width: 1 / 4, counts: rows, below: 3, above: 4 };
        const shown = shownBins(bins, 20);
        expect(total(shown.counts) + shown.below + shown.above).toBe(total(rows) + 7);
        expect(shown.counts.length).toBeLessThanOrEqual(20);
        expect(Number.isInteger(shown.start / shown.width)).toBe(true);
      }),
    );
  });

  test("leave a row far beyond the others out of the window, and count it", () => {
    const counts = [...Array.from({ length: 100 }, () => 50), ...new Array<number>(9000).fill(0), 1];
    const shown = shownBins({ start: 0, width: 1, counts, below: 0, above: 0 }, 20);
    expect(shown.above).toBe(1);
    expect(shown.start + shown.counts.length * shown.width).toBeLessThan(200);
  });
});

test("cells are shown where there are enough of them for a shape, all rows counted", () => {
  const axis = { start: -64, width: 1, bins: 128 };
  const counts = Array.from({ length: 128 * 128 }, (_, i) => ((i * 31) % 7 === 0 ? 2 : 0));
  const shown = shownCells({ x: axis, y: axis, counts }, 48);
  expect(total(shown!.cells.map(({ rows }) => rows)) + shown!.outside).toBe(total(counts));
  const narrow = Array.from({ length: 128 * 128 }, (_, i): number => (i < 3 ? 1000 : 0));
  narrow[narrow.length - 1] = 1;
  expect(shownCells({ x: axis, y: axis, counts: narrow }, 48)).toBeNull();
});

describe("curves of scores", () => {
  /** Predictions i/64 with as many positive rows as a calibrated forecast has. */
  const all = new Array<number>(65).fill(64);
  const positive = all.map((_, i) => i);
  const scores = { start: 0, width: 1 / 64, positive, all };

  test("a calibrated forecast lies on the diagonal", () => {
    for (const bin of calibration(scores, 8)) {
      // The bins of the sketch are 1/64 wide, and their middle stands for their predictions.
      expect(Math.abs(bin.observed - bin.predicted)).toBeLessThanOrEqual(1 / 128 + 1e-12);
    }
    expect(total(calibration(scores, 8).map(({ weight }) => weight))).toBe(total(all));
  });

  test("the area under the ROC curve is that of the bins", () => {
    const points = rocCurve(scores)!;
    const area = total(
      points.slice(1).map((point, i) => ((point.x - points[i]!.x) * (point.y + points[i]!.y)) / 2),
    );
    let [ordered, pairs] = [0, 0];
    positive.forEach((hits, i) => {
      all.forEach((rows, j) => {
        const misses = rows - positive[j]!;
        ordered += hits * misses * (i > j ? 1 : i === j ? 0.5 : 0);
        pairs += hits * misses;
      });
    });
    expect(area).toBeCloseTo(ordered / pairs, 3);
    expect([points[0], points.at(-1)]).toEqual([
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ]);
  });

  test("precision ends at the share of positives, where all are found", () => {
    expect(precisionRecallCurve(scores)!.at(-1)).toEqual({ x: 1, y: total(positive) / total(all) });
  });

  test("there are none of one class", () => {
    expect(rocCurve({ ...scores, positive: all })).toBeNull();
    expect(precisionRecallCurve({ ...scores, positive: all.map(() => 0) })).toBeNull();
  });
});
