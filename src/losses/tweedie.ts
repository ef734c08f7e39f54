import { NONNEGATIVE, POSITIVE, REAL, rowLoss } from "./build.ts";
import { gamma } from "./gamma.ts";
import { logRatio } from "./log-ratio.ts";
import { mse } from "./mse.ts";
import { poisson } from "./poisson.ts";
import type { Definition, Domain, ScalarRow } from "./types.ts";

/**
 * Tweedie deviance: for amounts that are often 0 (power between 1 and 2), and a family from squared error to gamma.
 *
 * Formula     2(max(y, 0)^(2−k)/((1−k)(2−k)) − y p^(1−k)/(1−k) + p^(2−k)/(2−k)), k the power
 * Domain      p > 0; y ≥ 0 for 1 < k < 2, y > 0 for k > 2, any y for k < 0; no power between 0 and 1
 * Traits      not convex but for k = 0 and 1, smooth, no Lipschitz bound
 * Convention  the deviance with its factor 2, of the mean itself; powers 0, 1 and 2 are `mse`, `poisson` and `gamma`
 *             with their domains
 * Reference   Jørgensen, Exponential dispersion models (1987)
 * Example     y = 0, p = 4 costs 8
 */
export const tweedie: Definition = Object.freeze<Definition>({
  id: "tweedie",
  aliases: [],
  title: "Tweedie deviance",
  task: "regression",
  expects: "rate",
  formula: "2(max(y, 0)^(2−k)/((1−k)(2−k)) − y p^(1−k)/(1−k) + p^(2−k)/(2−k)), k the power",
  gradient: "2r/p^k",
  hessian: "2(k y + (1 − k) p)/p^(k+1)",
  convention: "the deviance, with the factor 2; powers 0, 1, 2 are mse, poisson, gamma",
  reference: "Jørgensen, Exponential dispersion models (1987)",
  topics: ["counts"],
  equivalents: {
    sklearn: "mean_tweedie_deviance(power)",
    torch: "TweedieDevianceScore(power) of torchmetrics",
    xgboost: "tweedie-nloglik@power (other constants)",
    lightgbm: "tweedie, tweedie_variance_power=power (other constants)",
  },
  parameters: [
    {
      name: "power",
      about: "the variance grows with this power of the mean",
      interval: REAL,
      hole: { low: 0, high: 1, lowOpen: true, highOpen: true },
      default: 1.5,
    },
  ],
  traits: ({ power }) =>
    SPECIAL.get(Number(power))?.traits({}) ?? {
      convexity: "none",
      smoothness: 2,
      lipschitz: Infinity,
      zeroAtPerfect: true,
    },
  example: { label: 0, prediction: 4, value: 8 },
  create: (parameters, key) => {
    const power = Number(parameters.power);
    return (
      SPECIAL.get(power)?.create({}, key) ?? rowLoss(`tweedie:power=${power}`, domain(power), row(power))
    );
  },
});

const SPECIAL: ReadonlyMap<number, Definition> = new Map([
  [0, mse],
  [1, poisson],
  [2, gamma],
]);

function domain(power: number): Domain {
  const interval = power < 0 ? REAL : power < 2 ? NONNEGATIVE : POSITIVE;
  return { label: { kind: "real", interval }, prediction: POSITIVE };
}

/** `power` is none of the special ones. */
function row(power: number): ScalarRow {
  const a = 2 - power;
  const b = 1 - power;

  /** The three terms as they stand, for y <= 0 and where a power of p/y is out of range. */
  const direct = (label: number, prediction: number) => {
    const ofLabel = label > 0 ? label ** a / a / b : 0;
    const both = label === 0 ? 0 : timesPower(label / b, prediction, b);
    const sum = 2 * (ofLabel - both + timesPower(1 / a, prediction, a));
    // Two terms beyond the range of numbers: the loss is too.
    return Number.isNaN(sum) ? Infinity : sum;
  };

  /** ((p/y)^e - 1)/e, where q is p/y, which may be out of range where its power is not, and x is ln q. */
  const powerLessOne = (y: number, p: number, q: number, x: number, e: number) => {
    if (Math.abs(e * x) < 1) return Math.expm1(e * x) / e;
    return ((q > 2 ** -1000 && q < Infinity ? q ** e : p ** e / y ** e) - 1) / e;
  };

  const value = (label: number, prediction: number) => {
    if (label === prediction) return 0;
    if (label <= 0) return direct(label, prediction);
    const ratio = prediction / label;
    const change = Math.abs(prediction - label) / Math.max(prediction, label);
    if (change < 0.75 && change * Math.abs(power) < 2) return near(label, prediction, power);
    const log = logRatio(prediction, label);
    const part = (e: number) => powerLessOne(label, prediction, ratio, log, e);
    const ofRatio = part(a) - part(b);
    return ofRatio < 2 ** 900 ? 2 * timesPower(ofRatio, label, a) : direct(label, prediction);
  };

  return {
    value: power === 1.5 ? threeHalves : value,
    gradient(label, prediction) {
      if (label === 0) return 2 * prediction ** b;
      const residual = prediction - label;
      if (residual === 0) return 0;
      if (power < 0) return 2 * timesPower(residual, prediction, -power);
      return 2 * timesPower(residual / prediction, prediction, b);
    },
    hessian(label, prediction) {
      if (label === 0) return 2 * (b * prediction ** -power);
      const ratio = label / prediction;
      if (Math.abs(ratio) < Infinity) return 2 * timesPower(power * ratio + b, prediction, -power);
      return 2 * timesPower(power * (label - prediction) + prediction, prediction, -power - 1);
    },
  };
}

/** x p^e, in two steps where the power alone is out of range. */
function timesPower(x: number, p: number, e: number): number {
  const power = p ** e;
  if (power > 2 ** -1000 && power < 2 ** 1000) return x * power;
  const half = p ** (e / 2);
  const product = x * half * half;
  // 0 times Infinity: the part that is 0 is exact only where x is.
  return Number.isNaN(product) ? 0 : product;
}

/** 4(√p − √y)²/√p, the difference of the roots without cancellation. */
function threeHalves(label: number, prediction: number): number {
  const root = Math.sqrt(prediction);
  if (label === 0) return 4 * root;
  const difference = (prediction - label) / (root + Math.sqrt(label));
  return 4 * difference * (difference / root);
}

/**
 * The deviance is 2∫(t − y)/t^k dt from y to p. About the larger of the two, m, with d the residual over m, the binomial
 * series of t^−k gives terms that all have one sign for k > 0: nothing cancels where the formula does.
 */
function near(label: number, prediction: number, power: number): number {
  const larger = Math.max(label, prediction);
  const d = -Math.abs(prediction - label) / larger;
  let binomial = 1;
  let series = 0;
  for (let n = 0; n < 1000; n++) {
    const term = binomial / (label < prediction ? (n + 1) * (n + 2) : n + 2);
    series += term;
    if (Math.abs(term) < 1e-17 * Math.abs(series)) break;
    binomial *= ((-power - n) / (n + 1)) * d;
  }
  return timesPower(2 * d * d * series, larger, 2 - power);
}
