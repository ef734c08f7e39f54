import { longPinball, widePinball } from "./pinball-rows.ts";
import { USUAL_LEVELS } from "./quantile-levels.ts";
import type { Definition } from "./types.ts";

/**
 * Quantile score: the mean quantile (pinball) loss of forecasts of several quantiles.
 *
 * Formula     Σ_k ρ_k(y − p_k)/K, ρ_k(u) = max(q_k u, (q_k − 1)u), p_k the forecast at the level q_k
 * Domain      any label, any predictions; levels above 0 and below 1
 * Traits      convex, a corner at p_k = y, slope below 1 in each column
 * Convention  the mean over rows and levels, without a factor 2 (`wis` has it); gradient 0 at p_k = y. With a level column
 *             a row is one level, and the mean is over the rows
 * Reference   Koenker, Bassett, Regression quantiles (1978); Gneiting, Raftery, Strictly proper scoring rules (2007)
 * Example     y = 10, p = (8, 10, 13) at the levels 0.25, 0.5, 0.75 costs 1.25/3
 */
export const quantileScore: Definition = Object.freeze<Definition>({
  id: "quantile-score",
  aliases: [],
  title: "quantile score",
  task: "regression",
  topics: ["quantile"],
  expects: "value",
  formula: "Σₖ max(qₖ(y − pₖ), (1 − qₖ)(pₖ − y))/K, qₖ the level of column k",
  gradient: "−qₖ/K if pₖ < y, (1 − qₖ)/K if pₖ > y",
  hessian: "0",
  convention: "the mean over rows and levels, half of wis; gradient 0 at pₖ = y",
  reference: "Gneiting, Raftery, Strictly proper scoring rules, prediction, and estimation (2007)",
  equivalents: { sklearn: "mean_pinball_loss, on average over the levels" },
  parameters: [],
  traits: () => ({ convexity: "convex", smoothness: 0, lipschitz: 1, zeroAtPerfect: true }),
  example: { label: 10, prediction: [8, 10, 13], levels: [0.25, 0.5, 0.75], value: 1.25 / 3 },
  create: () => widePinball("quantile-score", USUAL_LEVELS, 1),
  quantiles: {
    wide: (_parameters, _key, levels) => widePinball("quantile-score", levels, 1),
    long: () => longPinball("quantile-score", 1),
  },
});
