import { POSITIVE, type ResidualFunctions, residualLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Barron's general loss: one family from squared error to bounded losses; the smaller α, the less outliers pull.
 *
 * Formula     b/α ((1 + u²/b)^(α/2) − 1), b = |α − 2|, u = r/s; α = 2: u²/2, 0: ln(1 + u²/2), −∞: 1 − e^(−u²/2)
 * Domain      any label, any prediction
 * Traits      smooth; convex from α = 1 on, strongly from 2 on; Lipschitz up to α = 1
 * Convention  in units of the scale s, like u²/2 near 0. α = 1 is `pseudo-huber` over s², 0 `cauchy` at c = √2 s over
 *             s², −2 Geman-McClure, −∞ Welsch
 * Reference   Barron, A general and adaptive robust loss function (2019)
 * Example     y = 0, p = 2, α = 2, s = 1 costs 2
 */
export const adaptive: Definition = Object.freeze<Definition>({
  id: "adaptive",
  aliases: ["barron"],
  title: "Barron's adaptive loss",
  task: "regression",
  expects: "value",
  formula: "b/α ((1 + u²/b)^(α/2) − 1), b = |α − 2|, u = r/s",
  gradient: "u/s (1 + u²/b)^(α/2 − 1)",
  hessian: "(1 + u²/b)^(α/2 − 2) (1 + (α − 1)u²/b)/s²",
  convention: "in units of the scale; the limits at α = 2, 0 and −∞",
  reference: "Barron, A general and adaptive robust loss function (2019)",
  parameters: [
    {
      name: "alpha",
      about: "shape: 2 squared, 1 pseudo-Huber, 0 Cauchy, -2 Geman-McClure, -Infinity Welsch",
      interval: { low: -Infinity, high: Number.MAX_VALUE },
      default: 1,
    },
    {
      name: "scale",
      about: "the residual around which the shape begins to tell",
      interval: POSITIVE,
      default: 1,
    },
  ],
  traits: (parameters) => {
    const [alpha, scale] = [Number(parameters.alpha), Number(parameters.scale)];
    return {
      convexity: alpha >= 2 ? "strong" : alpha >= 1 ? "strict" : "none",
      smoothness: 2,
      lipschitz: alpha > 1 ? Infinity : steepest(alpha) / scale,
      zeroAtPerfect: true,
    };
  },
  example: { label: 0, prediction: 2, parameters: { alpha: 2 }, value: 2 },
  create: (parameters) => {
    const [alpha, scale] = [Number(parameters.alpha), Number(parameters.scale)];
    const key = `adaptive:alpha=${alpha}:scale=${scale}`;
    if (alpha === 2) return residualLoss(key, squared(scale));
    if (alpha === -Infinity) return residualLoss(key, welsch(scale));
    return residualLoss(key, general(alpha, scale));
  },
});

/** The slope at scale 1 where it is largest: at u² = b/(1 − α), for α = 1 at infinity. */
function steepest(alpha: number): number {
  if (alpha === -Infinity) return Math.exp(-0.5);
  if (alpha === 1) return 1;
  const place = (2 - alpha) / (1 - alpha);
  return Math.sqrt(place) * place ** (alpha / 2 - 1);
}

function squared(scale: number): ResidualFunctions {
  return {
    value(residual) {
      const units = residual / scale;
      return units * (units / 2);
    },
    gradient: (residual) => residual / scale / scale,
    hessian: () => 1 / scale / scale,
  };
}

function welsch(scale: number): ResidualFunctions {
  const decay = (units: number) => Math.exp(-units * (units / 2));
  return {
    value(residual) {
      const units = residual / scale;
      return 0 - Math.expm1(-units * (units / 2));
    },
    // The exponential is 0 long before the factor beside it is infinite.
    gradient(residual) {
      const units = residual / scale;
      const factor = decay(units);
      return factor === 0 ? 0 : (units * factor) / scale;
    },
    hessian(residual) {
      const units = residual / scale;
      const factor = decay(units);
      return factor === 0 ? 0 : ((1 - units) * (1 + units) * factor) / scale / scale;
    },
  };
}

/** u²/b from which on 1 is nothing beside it, and its products may overflow. */
const FAR = 2 ** 512;

/** α real and not 2. */
function general(alpha: number, scale: number): ResidualFunctions {
  const b = Math.abs(alpha - 2);
  const far = farOut(alpha, scale);
  return {
    value(residual) {
      const units = residual / scale;
      const ratio = (units / b) * units;
      if (!(ratio < FAR)) return far.value(residual / 2);
      const log = Math.log1p(ratio);
      const exponent = (alpha / 2) * log;
      // (e^x - 1)/x is 1 at 0; above 1 the power has less error than the exponential of a rounded logarithm.
      if (Math.abs(exponent) < 2 ** -54) return (b / 2) * log;
      return (b / alpha) * (exponent > 1 ? (1 + ratio) ** (alpha / 2) - 1 : Math.expm1(exponent));
    },
    valueOfHalf: far.value,
    gradient(residual) {
      const units = residual / scale;
      const ratio = (units / b) * units;
      if (!(ratio < FAR)) return far.gradient(residual / 2);
      return (units * (1 + ratio) ** (alpha / 2 - 1)) / scale;
    },
    gradientOfHalf: far.gradient,
    hessian(residual) {
      const units = residual / scale;
      const ratio = (units / b) * units;
      if (!(ratio < FAR)) return far.hessian(residual / 2);
      const power = (1 + ratio) ** (alpha / 2 - 2);
      return power === 0 ? 0 : (power * (1 + (alpha - 1) * ratio)) / scale / scale;
    },
    hessianOfHalf: far.hessian,
  };
}

/**
 * Where 1 is nothing beside u²/b: powers of q = |u|/√b. Of half the residual, since that, unlike the residual and its
 * quotients, is always in the range of numbers.
 */
function farOut(alpha: number, scale: number) {
  const b = Math.abs(alpha - 2);
  const root = Math.sqrt(b);
  const logarithm = (half: number) => Math.log(Math.abs(half)) + Math.LN2 - Math.log(scale) - Math.log(root);

  /** factor * q^exponent / scale^over, in two steps where q or its power is out of range. */
  const power = (factor: number, half: number, exponent: number, over: 0 | 1 | 2) => {
    if (factor === 0) return 0;
    const q = 2 * (Math.abs(half) / scale / root);
    const whole = q ** exponent;
    const plain = q < Infinity && whole > 2 ** -1000 && whole < 2 ** 1000;
    const first = plain
      ? whole
      : q < Infinity
        ? q ** (exponent / 2)
        : Math.exp((exponent / 2) * logarithm(half));
    const second = plain ? 1 : first;
    return (((factor * first) / (over > 0 ? scale : 1)) * second) / (over > 1 ? scale : 1);
  };

  return {
    value(half: number) {
      const log = logarithm(half);
      const exponent = alpha * log;
      if (Math.abs(exponent) < 2 ** -54) return b * log;
      return exponent > 1 ? power(b / alpha, half, alpha, 0) - b / alpha : (b / alpha) * Math.expm1(exponent);
    },
    gradient: (half: number) => Math.sign(half) * power(root, half, alpha - 1, 1),
    hessian: (half: number) => power(alpha - 1, half, alpha - 2, 2) + power(1, half, alpha - 4, 2),
  };
}
