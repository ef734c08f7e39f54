import { REAL, REAL_LABEL } from "./build.ts";
import { explainedEstimate, explainedShare, LABEL, LABEL_SQUARED, RESIDUAL_SQUARED } from "./moments.ts";
import type { Definition, Totals } from "./types.ts";

/**
 * R², the coefficient of determination: 1 is perfect, 0 no better than the labels' mean, below 0 worse than it.
 *
 * Formula     1 − Σw(p − y)² / Σw(y − ȳ)², ȳ the weighted mean
 * Domain      any label, any prediction
 * Traits      not a mean of row losses; higher is better
 * Convention  constant labels: 1 if every residual is 0, else no value; from exact sums
 * Reference   Wright, Correlation and causation (1921)
 * Example     y = (0, 0, 2, 2), p = (0, 1, 2, 1) gives 0.5
 */
export const r2: Definition = Object.freeze<Definition>({
  id: "r2",
  aliases: ["r-squared"],
  title: "coefficient of determination",
  task: "regression",
  expects: "value",
  formula: "1 − Σw(p − y)² / Σw(y − ȳ)²",
  convention: "constant labels: 1 if every residual is 0, else no value",
  reference: "Wright, Correlation and causation (1921)",
  equivalents: {
    sklearn: "r2_score",
    torch: "torchmetrics R2Score",
    keras: "metrics.R2Score",
  },
  parameters: [],
  traits: () => null,
  example: { label: [0, 0, 2, 2], prediction: [0, 1, 2, 1], value: 0.5 },
  create: () => ({
    shape: "scalar",
    domain: { label: REAL_LABEL, prediction: REAL },
    terms: [LABEL, LABEL_SQUARED, RESIDUAL_SQUARED],
    better: "higher",
    finish: (totals) => explainedShare(totals, unexplained(totals)),
    estimate: (totals) => explainedEstimate(totals, unexplained(totals)),
  }),
});

function unexplained(totals: Pick<Totals, "weight" | "sum">) {
  return totals.sum(RESIDUAL_SQUARED.key).times(totals.weight);
}
