import { longPinball, widePinball } from "./pinball-rows.ts";
import { placeOfLevel, USUAL_LEVELS } from "./quantile-levels.ts";
import type { Definition } from "./types.ts";

/**
 * Weighted interval score: width of central prediction intervals, and what they miss, over several levels. It approximates
 * the continuous ranked probability score, and is not it.
 *
 * Formula     2 Σ_k ρ_k(y − p_k)/K, ρ_k(u) = max(q_k u, (q_k − 1)u): twice the quantile score
 * Domain      any label, any predictions; levels symmetric about 1/2
 * Traits      convex, a corner at p_k = y, slope at most 1 in each column, below 2 with a level column
 * Convention  the mean over rows and levels; with a level column a row is one level, and symmetry is not checked
 * Reference   Bracher, Ray, Gneiting, Reich, Evaluating epidemic forecasts in an interval format (2021)
 * Example     y = 10, p = (8, 10, 13) at the levels 0.25, 0.5, 0.75 costs 2.5/3
 */
export const wis: Definition = Object.freeze<Definition>({
  id: "wis",
  aliases: [],
  title: "weighted interval score",
  task: "regression",
  topics: ["quantile"],
  expects: "value",
  formula: "2 Σₖ max(qₖ(y − pₖ), (1 − qₖ)(pₖ − y))/K, qₖ the level of column k",
  gradient: "−2qₖ/K if pₖ < y, 2(1 − qₖ)/K if pₖ > y",
  hessian: "0",
  convention: "twice quantile-score, for levels symmetric about 1/2; gradient 0 at pₖ = y",
  reference: "Bracher, Ray, Gneiting, Reich, Evaluating epidemic forecasts in an interval format (2021)",
  parameters: [],
  traits: () => ({ convexity: "convex", smoothness: 0, lipschitz: 2, zeroAtPerfect: true }),
  example: { label: 10, prediction: [8, 10, 13], levels: [0.25, 0.5, 0.75], value: 2.5 / 3 },
  create: () => widePinball("wis", USUAL_LEVELS, 2),
  quantiles: {
    wide: (_parameters, _key, levels) => widePinball("wis", levels, 2),
    expectedLevels: (_parameters, levels) => {
      const alone = levels.find((level) => placeOfLevel(levels, 1 - level) < 0);
      return alone === undefined ? null : `levels symmetric about 0.5, but none is 1 - ${alone}`;
    },
    long: () => longPinball("wis", 2),
  },
});
