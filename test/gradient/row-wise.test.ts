/** Which losses have gradients, and what the others say. */
import { describe, expect, it, test } from "vitest";
import { LossctlError } from "../../src/errors.ts";
import { insteadOf, numberNames, rowWise } from "../../src/gradient/row-wise.ts";
import { catalogue } from "../../src/losses/catalogue.ts";
import { createMeasure, findDefinition, parseLoss } from "../../src/losses/spec.ts";

const others = catalogue.filter((definition) => {
  const measure = createMeasure(parseLoss(definition.id));
  return measure.row === undefined && (measure.shape === "vector" || measure.varianceRow === undefined);
});

function refusal(loss: string): LossctlError {
  const choice = parseLoss(loss);
  try {
    rowWise(choice, createMeasure(choice));
  } catch (error) {
    if (error instanceof LossctlError) return error;
  }
  throw new Error(`${loss} was not refused`);
}

test.each([
  ["rmse", "mse"],
  ["rmsle", "msle"],
  ["medae", "mae"],
  ["wape", "mae"],
  ["r2", "mse"],
  ["pearson", "mse"],
  ["max-error", "mse"],
  ["coverage", "quantile-score"],
  ["accuracy", "log-loss"],
  ["f1:threshold=0.3", "log-loss"],
  ["multi-accuracy", "cross-entropy"],
  ["mape:zero=skip", "mape, without zero=skip"],
])("%s is refused: take %s", (loss, instead) => {
  const { kind, message } = refusal(loss);
  expect(kind).toBe("usage");
  expect(message).toBe(`${loss} is not a mean over rows, so that no row has a gradient (take ${instead})`);
});

test("no loss without gradients is refused without one to take", () => {
  for (const { id } of others) expect([id, insteadOf(parseLoss(id))]).not.toEqual([id, undefined]);
});

describe("what is to be taken instead has gradients", () => {
  test.each(others.map(({ id }) => [id]))("of %s", (id) => {
    const instead = insteadOf(parseLoss(id));
    if (instead === undefined) return;
    const names =
      instead.match(/[a-z][a-z0-9]*(?:-[a-z0-9]+)+|\b(?:mse|mae|msle|mape|brier|logistic)\b/g) ?? [];
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(findDefinition(name)?.id).toBe(name);
      const choice = parseLoss(name);
      expect(rowWise(choice, createMeasure(choice)).row.gradient).toBeTypeOf("function");
    }
  });
});

it("the numbers of a row are named for the columns of its derivatives where there are several", () => {
  expect(numberNames(["p"])).toEqual(["loss", "gradient", "hessian"]);
  expect(numberNames(["a", "b"])).toEqual(["loss", "gradient_a", "gradient_b", "hessian_a", "hessian_b"]);
});
