import { NONNEGATIVE, vectorLoss } from "./build.ts";
import { logDeviation } from "./log-deviation.ts";
import { logRatio } from "./log-ratio.ts";
import { sumError } from "./sum-error.ts";
import type { Definition, VectorRow } from "./types.ts";

/**
 * Kullback-Leibler divergence: what it costs, in nats, to take p for the distribution y.
 *
 * Formula     Σ_j y_j ln(y_j/p_j), 0 ln 0 = 0
 * Domain      y_j ≥ 0, p_j ≥ 0
 * Traits      convex, smooth, no Lipschitz bound; below 0 only if p adds up to more than y
 * Convention  natural logarithm, rows not renormalized, nothing clipped: Infinity where p_j = 0 and y_j > 0
 * Reference   Kullback, Leibler, On information and sufficiency (1951)
 * Example     y = (1/2, 1/2), p = (1/4, 3/4) costs ln(4/3)/2
 */
export const kl: Definition = Object.freeze<Definition>({
  id: "kl",
  aliases: ["kl-divergence"],
  title: "Kullback-Leibler divergence",
  task: "distribution",
  expects: "distribution",
  formula: "Σⱼ yⱼ ln(yⱼ/pⱼ), 0 ln 0 = 0",
  gradient: "−yⱼ/pⱼ",
  hessian: "yⱼ/pⱼ²",
  convention: "rows are not renormalized; Infinity where pⱼ = 0 and yⱼ > 0",
  reference: "Kullback, Leibler, On information and sufficiency (1951)",
  equivalents: {
    torch: 'KLDivLoss(reduction="batchmean") of ln p',
    keras: "KLDivergence (clips at 1e-7)",
    lightgbm: "kullback_leibler (of two classes)",
  },
  parameters: [],
  traits: () => ({ convexity: "convex", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: false }),
  example: { label: [0.5, 0.5], prediction: [0.25, 0.75], value: Math.log1p(1 / 3) / 2 },
  create: () =>
    vectorLoss("kl", { label: { kind: "vector", interval: NONNEGATIVE }, prediction: NONNEGATIVE }, ROW, 1),
});

/** Power of two that brings a row near the end of the range of numbers away from it. */
const AWAY = 2 ** -64;

const ROW: VectorRow = {
  value(label, prediction) {
    const sum = divergence(label, prediction, 1);
    if (Number.isFinite(sum)) return sum;
    // Of degree 1 in the row as a whole; an infinite sum stays infinite.
    return divergence(label, prediction, AWAY) / AWAY;
  },
  gradient(label, prediction, out) {
    for (let index = 0; index < label.length; index++) {
      const y = label[index] as number;
      out[index] = y === 0 ? 0 : -y / (prediction[index] as number);
    }
  },
  hessian(label, prediction, out) {
    for (let index = 0; index < label.length; index++) {
      const y = label[index] as number;
      const p = prediction[index] as number;
      out[index] = y === 0 ? 0 : y / p / p;
    }
  },
};

/**
 * Where p_j is near y_j, y_j*ln(y_j/p_j) = y_j*h(r_j/y_j) - r_j, h(d) = d - ln(1+d): these r_j are exact and cancel in
 * their sum, as those of two distributions do, and not the logarithms. Farther off that form would cancel itself.
 * The residuals' sum keeps its rounding errors (Ogita, Rump, Oishi, Accurate sum and dot product, 2005, Sum2).
 */
function divergence(label: Float64Array, prediction: Float64Array, scale: number): number {
  let sum = 0;
  let residuals = 0;
  let lost = 0;
  for (let index = 0; index < label.length; index++) {
    const y = label[index] as number;
    const p = prediction[index] as number;
    if (y === 0) continue;
    if (p === 0) return Infinity;
    if (p >= y / 2 && p / 2 <= y) {
      sum += logDeviation(y * scale, p * scale);
      const residual = (p - y) * scale;
      const next = residuals + residual;
      lost += sumError(residuals, residual, next);
      residuals = next;
    } else {
      sum += y * scale * logRatio(y, p);
    }
  }
  return sum - (residuals + lost);
}
