import { NONNEGATIVE, vectorLoss } from "./build.ts";
import { logRatio } from "./log-ratio.ts";
import type { Definition, VectorRow } from "./types.ts";

/**
 * Jensen-Shannon divergence: half the Kullback-Leibler divergences of both distributions to their mean. It is the same
 * both ways round and at most ln 2.
 *
 * Formula     Σ_j (y_j ln(y_j/m_j) + p_j ln(p_j/m_j))/2, m = (y + p)/2, 0 ln 0 = 0
 * Domain      y_j ≥ 0, p_j ≥ 0
 * Traits      convex, smooth, no Lipschitz bound
 * Convention  natural logarithm; the divergence, not its root; rows not renormalized, nothing clipped
 * Reference   Lin, Divergence measures based on the Shannon entropy (1991)
 * Example     y = (1, 0), p = (0, 1) costs ln 2
 */
export const js: Definition = Object.freeze<Definition>({
  id: "js",
  aliases: ["jensen-shannon"],
  title: "Jensen-Shannon divergence",
  task: "distribution",
  expects: "distribution",
  formula: "Σⱼ (yⱼ ln(yⱼ/mⱼ) + pⱼ ln(pⱼ/mⱼ))/2, m = (y + p)/2",
  gradient: "ln(pⱼ/mⱼ)/2",
  hessian: "yⱼ/(2pⱼ(yⱼ + pⱼ))",
  convention: "the divergence, not its root; rows are not renormalized",
  reference: "Lin, Divergence measures based on the Shannon entropy (1991)",
  parameters: [],
  traits: () => ({ convexity: "convex", smoothness: 2, lipschitz: Infinity, zeroAtPerfect: true }),
  example: { label: [1, 0], prediction: [0, 1], value: Math.LN2 },
  create: () =>
    vectorLoss("js", { label: { kind: "vector", interval: NONNEGATIVE }, prediction: NONNEGATIVE }, ROW, 1),
});

const ROW: VectorRow = {
  value(label, prediction) {
    let sum = 0;
    for (let index = 0; index < label.length; index++) {
      sum += term(label[index] as number, prediction[index] as number);
    }
    return sum;
  },
  gradient(label, prediction, out) {
    for (let index = 0; index < label.length; index++) {
      const y = label[index] as number;
      const p = prediction[index] as number;
      const d = contrast(y, p);
      // ln(p/m) is ln(1 + d). At p = 0 it is the limit, also of y = 0.
      if (y === 0) out[index] = Math.LN2 / 2;
      else if (p === 0) out[index] = -Infinity;
      else out[index] = (d > -0.5 ? Math.log1p(d) : Math.LN2 + logRatio(p, y) - Math.log1p(p / y)) / 2;
    }
  },
  hessian(label, prediction, out) {
    for (let index = 0; index < label.length; index++) {
      const y = label[index] as number;
      const p = prediction[index] as number;
      // y/(y + p) as it is near 0 too, and without the sum, which may overflow.
      out[index] = y === 0 ? 0 : 1 / (1 + p / y) / p / 2;
    }
  },
};

/** d = (p − y)/(y + p), from −1 to 1, so that p/m = 1 + d and y/m = 1 − d; 0 for two zeros. */
function contrast(y: number, p: number): number {
  const sum = y + p;
  if (sum === 0) return 0;
  return sum === Infinity ? (p / 2 - y / 2) / (p / 2 + y / 2) : (p - y) / sum;
}

/** m·f(d)/2, f(d) = (1 + d) ln(1 + d) + (1 − d) ln(1 − d) = 2d·artanh d + ln(1 − d²): the second form for d near 0. */
function term(y: number, p: number): number {
  const d = contrast(y, p);
  const size = Math.abs(d);
  let f: number;
  if (size <= 0.5) f = 2 * d * Math.atanh(d) + Math.log1p(-d * d);
  else {
    const [smaller, larger] = y < p ? [y, p] : [p, y];
    const rest = 2 / (1 + larger / smaller);
    f = (1 + size) * Math.log1p(size) + (rest === 0 ? 0 : rest * Math.log(rest));
  }
  // Of y + p, not of m: halving the smallest numbers would round.
  const sum = y + p;
  return sum === Infinity ? (y / 2 + p / 2) * (f / 2) : sum * (f / 4);
}
