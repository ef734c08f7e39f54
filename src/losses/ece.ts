import { UNIT } from "./build.ts";
import type { Definition } from "./types.ts";

/** More bins than this are a slip of the keyboard, and would cost memory for each slice. */
const MOST_BINS = 1_000_000;

/**
 * Expected calibration error: how far predicted probabilities are from observed frequencies, bin by bin.
 *
 * Formula     Σ_b n_b/n |mean y − mean p| over bins of equal width
 * Domain      y from 0 to 1 (soft labels too), p from 0 to 1
 * Traits      no gradient; not proper: 0 for the constant forecast of the mean
 * Convention  bin min(bins − 1, ⌊p·bins⌋), the product in binary64: bins are closed below
 * Reference   Naeini, Cooper, Hauskrecht, Obtaining well calibrated probabilities using Bayesian binning (2015)
 * Example     y = (1, 0, 1), p = (0.75, 0.75, 0.5) gives 1/3
 */
export const ece: Definition = Object.freeze<Definition>({
  id: "ece",
  aliases: ["calibration-error"],
  title: "expected calibration error",
  task: "binary",
  expects: "probability",
  formula: "Σ_b n_b/n |mean y − mean p|, b = min(bins − 1, ⌊p·bins⌋)",
  convention: "bins of equal width, closed below; p·bins is taken in binary64",
  reference:
    "Naeini, Cooper, Hauskrecht, Obtaining well calibrated probabilities using Bayesian binning (2015)",
  equivalents: {
    torch: 'torchmetrics BinaryCalibrationError(n_bins=bins, norm="l1")',
  },
  parameters: [
    {
      name: "bins",
      about: "bins of equal width from 0 to 1",
      interval: { low: 1, high: MOST_BINS },
      integer: true,
      default: 10,
    },
  ],
  traits: () => null,
  example: { label: [1, 0, 1], prediction: [0.75, 0.75, 0.5], value: 1 / 3 },
  create: (parameters) => {
    const bins = Number(parameters.bins);
    const key = `bins:bins=${bins}`;
    const bin = (_label: number, prediction: number) => Math.min(bins - 1, Math.floor(prediction * bins));
    return {
      shape: "scalar",
      domain: { label: { kind: "binary", soft: true }, prediction: UNIT },
      terms: [{ key, fold: "bins", bins, bin }],
      better: "lower",
      noInterval: "a calibration error is biased upwards by as much as chance moves the bins",
      finish: (totals) => {
        const gaps = totals.bins(key).map((gap) => gap.abs());
        const total = gaps.reduce((sum, gap) => sum.plus(gap), totals.exact(0));
        return { value: total.over(totals.weight).toNumber() };
      },
    };
  },
});
