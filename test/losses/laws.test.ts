import { describe, expect, it } from "vitest";
import type { Term } from "../../src/losses/types.ts";
import { instances } from "./instances.ts";
import { laws } from "./laws.ts";
import { extremeRows, ordinaryRows } from "./rows.ts";

describe.each(instances.map((instance) => [instance.name, instance] as const))("%s", (_, instance) => {
  it.each(Object.entries(laws))("%s", (_sentence, law) => {
    expect(law(instance)).toEqual([]);
  });
});

it("the catalogue has the losses of the regression table", () => {
  const ids = new Set(instances.map(({ definition }) => definition.id));
  const table =
    "mse rmse mae medae max-error bias huber smooth-l1 pseudo-huber log-cosh quantile expectile epsilon-insensitive squared-epsilon-insensitive fair cauchy adaptive tukey msle rmsle mape smape wape poisson poisson-nll poisson-nll-log gamma tweedie gaussian-nll r2 explained-variance pearson";
  expect(table.split(" ").filter((id) => !ids.has(id))).toEqual([]);
});

it("the catalogue has the losses of the other tables", () => {
  const ids = new Set(instances.map(({ definition }) => definition.id));
  const tables = [
    "log-loss brier focal accuracy error-rate precision recall f1 f-beta specificity balanced-accuracy mcc kappa auc average-precision ece",
    "logistic hinge squared-hinge smoothed-hinge modified-huber exponential perceptron focal-logits",
    "cross-entropy softmax-cross-entropy nll multi-brier multi-focal multi-hinge multi-accuracy top-k",
    "kl js cosine reconstruction sparsity tversky dice jaccard quantile-score wis coverage",
  ];
  expect(tables.flatMap((table) => table.split(" ")).filter((id) => !ids.has(id))).toEqual([]);
});

it("terms that share a key are the same quantity, so that one fold serves all", () => {
  const seen = new Map<string, { owner: string; term: Term }>();
  const found: string[] = [];
  for (const { name, measure } of instances) {
    for (const term of measure.terms) {
      const id = `${measure.shape} ${term.key}`;
      const other = seen.get(id);
      if (other === undefined) seen.set(id, { owner: name, term });
      else if (describeTerm(term, measure) !== describeTerm(other.term, measure)) {
        found.push(`${term.key} of ${other.owner} and of ${name}`);
      }
    }
  }
  expect(found).toEqual([]);
});

/** The fold and what it folds, as values on rows of the measure's domain. */
function describeTerm(term: Term, measure: (typeof instances)[number]["measure"]): string {
  const rows = [...ordinaryRows(measure), ...extremeRows(measure)];
  switch (term.fold) {
    case "product":
      return `${term.fold} ${term.factors}`;
    case "ranking":
      return term.fold;
    case "bins":
      return `${term.fold} ${rows.map(({ label, prediction }) => term.bin(label[0]!, prediction[0]!))}`;
    case "pair":
      return `${term.fold} ${term.first.key} ${term.second.key}`;
    case "variance-sum":
      return `${term.fold} ${rows.map(({ label, prediction }) => term.of(label[0]!, prediction[0]!, prediction[1]!))}`;
    case "vector-sum":
    case "vector-maximum":
    case "vector-count":
      return `${term.fold} ${rows.map(({ label, prediction }) => term.of(label, prediction))}`;
    default:
      return `${term.fold} ${rows.map(({ label, prediction }) => term.of(label[0] ?? 0, prediction[0]!))}`;
  }
}
