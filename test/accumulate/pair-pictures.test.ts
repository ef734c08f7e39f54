/** Pairs by the kernel against the accumulators by themselves: the same states, whatever the chunks. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { DensityAccumulator } from "../../src/accumulate/density.ts";
import { HistogramAccumulator } from "../../src/accumulate/histogram.ts";
import { type PairPictureParts, PairPictures } from "../../src/accumulate/pair-pictures.ts";
import { PairSampleAccumulator } from "../../src/accumulate/pair-sample.ts";

function emptyParts(): PairPictureParts {
  return {
    residuals: new HistogramAccumulator(),
    predictions: new DensityAccumulator(),
    residualsByPrediction: new DensityAccumulator(),
    sample: new PairSampleAccumulator(),
  };
}

const states = (parts: PairPictureParts) => Object.values(parts).map((part) => part.state());

/** Accumulators that are handed the columns one by one. */
function apart(label: Float64Array, prediction: Float64Array): PairPictureParts {
  const parts = emptyParts();
  const residual = prediction.map((value, row) => value - label[row]!);
  const fold = (first: Float64Array, second: Float64Array | null) => ({
    first,
    second,
    third: null,
    weights: null,
  });
  parts.residuals.add(fold(residual, null), 0, label.length);
  parts.predictions.add(fold(label, prediction), 0, label.length);
  parts.residualsByPrediction.add(fold(prediction, residual), 0, label.length);
  parts.sample.add(fold(label, prediction), 0, label.length);
  return parts;
}

/** In chunks of so many rows, those below 512 without the kernel. */
function inChunks(label: Float64Array, prediction: Float64Array, sizes: readonly number[]): PairPictureParts {
  const parts = emptyParts();
  const pictures = new PairPictures(parts);
  for (let [from, i] = [0, 0]; from < label.length; i++) {
    const to = Math.min(from + sizes[i % sizes.length]!, label.length);
    pictures.add(label.slice(from, to), prediction.slice(from, to), to - from);
    from = to;
  }
  pictures.settle();
  return parts;
}

const numbers = [
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, -5e-324, 2 ** 30, -(2 ** -30)),
  fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1),
];

test("what the kernel counts is what the accumulators count", () => {
  const sizes = fc.array(fc.constantFrom(1, 2, 511, 512, 513, 2048, 2049, 4099), {
    minLength: 1,
    maxLength: 3,
  });
  const column = fc.constantFrom(...numbers).chain((kind) => fc.array(kind, { minLength: 1, maxLength: 40 }));
  fc.assert(
    fc.property(column, column, fc.integer({ min: 1, max: 6000 }), sizes, (a, b, rows, chunks) => {
      const label = Float64Array.from({ length: rows }, (_, row) => a[row % a.length]!);
      const prediction = Float64Array.from({ length: rows }, (_, row) => b[(row * 7) % b.length]!);
      expect(states(inChunks(label, prediction, chunks))).toEqual(states(apart(label, prediction)));
    }),
    { numRuns: 60 },
  );
});

test("ranges that grow, and more pairs than a sample has", () => {
  const rows = 30_000;
  const label = Float64Array.from({ length: rows }, (_, row) => Math.sin(row) * 1.001 ** row);
  const prediction = label.map((value, row) => value * (1 + Math.cos(row * row) / 9) - 1);
  const whole = states(apart(label, prediction));
  for (const sizes of [[30_000], [10_000], [700, 100, 5000]]) {
    expect(states(inChunks(label, prediction, sizes))).toEqual(whole);
  }
});

test("a part that was merged keeps what it had, and goes on", () => {
  const label = Float64Array.from({ length: 3000 }, (_, row) => row % 17);
  const prediction = label.map((value, row) => value + (row % 5) - 2);
  const parts = emptyParts();
  const pictures = new PairPictures(parts);
  pictures.add(label.slice(0, 1000), prediction.slice(0, 1000), 1000);
  pictures.settle();
  const other = inChunks(label.slice(2000), prediction.slice(2000), [1000]);
  parts.residuals.merge(other.residuals);
  parts.predictions.merge(other.predictions);
  parts.residualsByPrediction.merge(other.residualsByPrediction);
  parts.sample.merge(other.sample);
  pictures.add(label.slice(1000, 2000), prediction.slice(1000, 2000), 1000);
  pictures.settle();
  expect(states(parts)).toEqual(states(apart(label, prediction)));
});
