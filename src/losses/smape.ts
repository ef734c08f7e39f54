import { REAL, REAL_LABEL, rowLoss } from "./build.ts";
import type { Definition } from "./types.ts";

/**
 * Symmetric absolute percentage error: the error as a share of the mean of label's and prediction's size.
 *
 * Formula     2|p − y| / (|y| + |p|), from 0 to 2
 * Domain      any label, any prediction
 * Traits      not convex, corners at p = y and p = 0, no Lipschitz bound over all labels
 * Convention  a fraction; a row with y = p = 0 counts 0; gradient 0 at p = y and p = 0
 * Reference   Armstrong, Long-Range Forecasting (1985); in this form Makridakis (1993)
 * Example     y = 3, p = 1 costs 1
 */
export const smape: Definition = Object.freeze<Definition>({
  id: "smape",
  aliases: [],
  title: "symmetric mean absolute percentage error",
  task: "regression",
  expects: "value",
  formula: "2|p − y| / (|y| + |p|)",
  gradient: "4|y|·sign(r)/(|y| + |p|)² if y and p have one sign, else 0",
  hessian: "−8|y|·sign(r)·sign(p)/(|y| + |p|)³ if y and p have one sign, else 0",
  convention: "a fraction from 0 to 2; a row of two zeros counts 0",
  reference: "Armstrong, Long-Range Forecasting (1985); in this form Makridakis (1993)",
  equivalents: {
    torch: "torchmetrics SymmetricMeanAbsolutePercentageError",
  },
  parameters: [],
  traits: () => ({ convexity: "none", smoothness: 0, lipschitz: Infinity, zeroAtPerfect: true }),
  example: { label: 3, prediction: 1, value: 1 },
  create: () =>
    rowLoss(
      "smape",
      { label: REAL_LABEL, prediction: REAL },
      {
        value(label, prediction) {
          const residual = prediction - label;
          if (residual === 0) return 0;
          const size = Math.abs(label) + Math.abs(prediction);
          return size === Infinity
            ? 2 * (Math.abs(prediction / 2 - label / 2) / halfSize(label, prediction))
            : 2 * (Math.abs(residual) / size);
        },
        gradient,
        hessian(label, prediction) {
          const slope = gradient(label, prediction);
          return slope === 0 ? 0 : (-slope * Math.sign(prediction)) / halfSize(label, prediction);
        },
        kinks: (label) => [label, 0],
        isKink: (label, prediction) => prediction === label || prediction === 0,
      },
    ),
});

/** Half of |y| + |p|, which itself may be beyond the range of numbers. */
function halfSize(label: number, prediction: number): number {
  const size = Math.abs(label) + Math.abs(prediction);
  return size === Infinity ? Math.abs(label) / 2 + Math.abs(prediction) / 2 : size / 2;
}

function gradient(label: number, prediction: number): number {
  if (Math.sign(label) !== Math.sign(prediction) || label === prediction) return 0;
  const half = halfSize(label, prediction);
  const slope = Math.abs(label) / half / half;
  return prediction > label ? slope : -slope;
}
