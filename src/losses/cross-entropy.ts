import { UNIT, vectorLoss } from "./build.ts";
import { clippingDetails, clippingKeys, EPS } from "./clipping.ts";
import { deviationFromOne } from "./deviation-from-one.ts";
import { renormalizedRow, rowSum } from "./renormalized-row.ts";
import type { Definition, Domain, Term, Totals, VectorMeasure, VectorRow, VectorValue } from "./types.ts";

/**
 * Cross-entropy: the price of the probability that was given to the true class, in nats.
 *
 * Formula     −Σ_j y_j ln p_j, 0 ln 0 = 0
 * Domain      a class, or label columns from 0 to 1; p_j from 0 to 1
 * Traits      convex, smooth, no Lipschitz bound; not convex if renormalized or clipped, Lipschitz 1/eps if clipped
 * Convention  natural logarithm; rows as they are, unless normalize=true divides them by their sums; nothing clipped,
 *             unless eps lifts p_j (after that division) to eps. The largest deviation of a row's sum from 1 is reported
 * Reference   Good, Rational decisions (1952)
 * Example     y = (0, 1, 0), p = (1/4, 1/2, 1/4) costs ln 2
 */
export const crossEntropy: Definition = Object.freeze<Definition>({
  id: "cross-entropy",
  aliases: ["cce", "categorical-cross-entropy", "sparse-categorical-cross-entropy", "multi-log-loss"],
  title: "cross-entropy",
  task: "multiclass",
  expects: "probabilities",
  formula: "−Σⱼ yⱼ ln pⱼ, 0 ln 0 = 0",
  gradient: "−yⱼ/pⱼ",
  hessian: "yⱼ/pⱼ²",
  convention: "rows are not renormalized and nothing is clipped, unless stated",
  reference: "Good, Rational decisions (1952)",
  equivalents: {
    sklearn: "log_loss (clips, then renormalizes)",
    torch: "NLLLoss of logarithms",
    keras: "CategoricalCrossentropy (renormalizes, then clips)",
    xgboost: "mlogloss (clips at 1e-16)",
    lightgbm: "multi_logloss (clips at 1e-15)",
  },
  parameters: [
    EPS,
    {
      name: "normalize",
      about: "true divides the probabilities of a row by their sum",
      choices: ["true", "false"],
      default: "false",
    },
  ],
  traits: (parameters) => {
    const eps = Number(parameters.eps ?? 0);
    return {
      convexity: parameters.normalize === "true" || eps > 0 ? "none" : "convex",
      smoothness: eps > 0 ? 0 : 2,
      lipschitz: eps > 0 && parameters.normalize !== "true" ? 1 / eps : Infinity,
      zeroAtPerfect: true,
    };
  },
  example: { label: [0, 1, 0], prediction: [0.25, 0.5, 0.25], value: Math.LN2 },
  create: ({ eps, normalize }) => {
    const renormalized = normalize === "true";
    const lift = Number(eps ?? 0);
    const row = renormalized ? renormalizedRow(lift) : plainRow(lift);
    const clipping = eps === undefined ? "" : `:eps=${lift}`;
    const key = `cross-entropy${clipping}${renormalized ? ":normalize=true" : ""}`;
    return measure(key, row, eps === undefined ? null : clipIndicator(lift, renormalized));
  },
});

const DOMAIN: Domain = { label: { kind: "classes" }, prediction: UNIT };
const DEVIATION: Term = { key: "largest-deviation-from-one", fold: "vector-maximum", of: deviationFromOne };

/** `isClipped` is 1 for rows that needed a probability below eps; null without eps. */
function measure(key: string, row: VectorRow, isClipped: VectorValue | null): VectorMeasure {
  const plain = vectorLoss(key, DOMAIN, row, 2);
  const keys = clippingKeys(key);
  const clippingTerms: Term[] =
    isClipped === null
      ? []
      : [
          { key: keys.rows, fold: "vector-count", of: isClipped },
          { key: keys.loss, fold: "vector-sum", of: (y, p) => (isClipped(y, p) ? row.value(y, p) : 0) },
        ];
  const details = (totals: Totals) => ({
    largestDeviation: totals.maximum(DEVIATION.key),
    ...(isClipped === null ? {} : clippingDetails(key, totals)),
  });
  return {
    ...plain,
    terms: [...plain.terms, DEVIATION, ...clippingTerms],
    finish: (totals) => ({ ...plain.finish(totals), details: details(totals) }),
  };
}

function clipIndicator(eps: number, renormalized: boolean): VectorValue {
  return (label, prediction) => {
    const sum = renormalized ? rowSum(prediction) : 1;
    return label.some((y, index) => y > 0 && (prediction[index] as number) / sum < eps) ? 1 : 0;
  };
}

function plainRow(eps: number): VectorRow {
  /** Without a slope: another class, or clipped; at the corner p = eps, 0 is one of the two slopes. */
  const isFlat = (y: number, p: number) => y === 0 || (eps > 0 && p <= eps);
  return {
    value(label, prediction) {
      let cost = 0;
      for (let index = 0; index < label.length; index++) {
        const y = label[index] as number;
        if (y > 0) cost -= y * Math.log(Math.max(prediction[index] as number, eps));
      }
      return cost;
    },
    gradient(label, prediction, out) {
      for (let index = 0; index < label.length; index++) {
        const y = label[index] as number;
        const p = prediction[index] as number;
        out[index] = isFlat(y, p) ? 0 : -y / p;
      }
    },
    hessian(label, prediction, out) {
      for (let index = 0; index < label.length; index++) {
        const y = label[index] as number;
        const p = prediction[index] as number;
        out[index] = isFlat(y, p) ? 0 : y / p / p;
      }
    },
    nearKink: (label, prediction, reach) =>
      eps > 0 && label.some((y, index) => y > 0 && Math.abs((prediction[index] as number) - eps) <= reach),
  };
}
