import { meanEstimate } from "../build.ts";
import { clippingDetails, clippingKeys } from "../clipping.ts";
import { renormalizedRow, rowSum } from "../renormalized-row.ts";
import type { Measure, VectorMeasure, VectorRow } from "../types.ts";
import { clip, unitRange } from "./clip.ts";
import { addedRate } from "./lifted-rate.ts";
import { percentageError } from "./percentage.ts";
import { type Dialect, type DialectLoss, same } from "./types.ts";

/** keras.backend.epsilon(). */
const EPS = 1e-7;
/** Metrics count a probability of 1/2 as negative. */
const ABOVE_HALF = { threshold: 0.5 + 2 ** -53 };

/** keras.losses; what is no mean of row losses is of keras.metrics, which divide by the weights' sum. */
export const keras: Dialect = {
  name: "keras",
  meanOver: "rows",
  losses: new Map<string, DialectLoss>([
    ...same("mse", "rmse", "mae", "huber", "log-cosh", "r2", "brier", "logistic", "hinge", "squared-hinge"),
    ...same("softmax-cross-entropy", "multi-accuracy"),
    ["mape", percentageError("keras", EPS, 100)],
    [
      "msle",
      {
        difference: "labels and predictions below 1e-7 count as 1e-7",
        adapt: (make) => clip(make({}), "msle@keras", { low: EPS, high: Number.MAX_VALUE, labels: true }),
      },
    ],
    ["poisson-nll", { difference: "p - y ln(p + 1e-7)", adapt: (make) => addedRate(make({}), "keras", EPS) }],
    [
      "log-loss",
      {
        difference: "clips p to [1e-7, 1 - 1e-7]",
        lacks: ["eps"],
        adapt: (make) => clip(make({}), "log-loss@keras", unitRange(EPS)),
      },
    ],
    [
      "focal",
      {
        difference: "clips p to [1e-7, 1 - 1e-7]",
        adapt: (make, parameters) => {
          const measure = make(parameters);
          return clip(measure, `${measure.terms[0]?.key}@keras`, unitRange(EPS));
        },
      },
    ],
    ...["accuracy", "precision", "recall"].map(
      (id) => [id, { difference: "positive when p > 0.5", parameters: ABOVE_HALF }] as const,
    ),
    [
      "cross-entropy",
      {
        difference: "divides each row by its sum, then clips to [1e-7, 1 - 1e-7]",
        lacks: ["eps", "normalize"],
        adapt: (make) => renormalizedThenClipped(make({}) as VectorMeasure),
      },
    ],
    [
      "kl",
      {
        difference: "clips labels and predictions to [1e-7, 1]",
        adapt: (make) => clip(make({}), "kl@keras", { low: EPS, high: 1, labels: true }),
      },
    ],
    ["cosine", { difference: "minus the cosine: ours less 1", adapt: (make) => lessOne(make({})) }],
  ]),
};

function renormalizedThenClipped(measure: VectorMeasure): VectorMeasure {
  const key = "cross-entropy@keras";
  const { low, high } = unitRange(EPS);
  const lifted = renormalizedRow(EPS);
  /** Labels without those whose term is flat at the upper end. */
  const sloping = (label: Float64Array, prediction: Float64Array) => {
    const sum = rowSum(prediction);
    return label.map((y, column) => ((prediction[column] as number) / sum >= high ? 0 : y));
  };
  const isClipped = (label: Float64Array, prediction: Float64Array) => {
    const sum = rowSum(prediction);
    return label.some((y, column) => y > 0 && (prediction[column] as number) / sum < low) ? 1 : 0;
  };
  const value: VectorRow["value"] = (label, prediction) => {
    const sum = rowSum(prediction);
    let cost = lifted.value(sloping(label, prediction), prediction);
    label.forEach((y, column) => {
      if ((prediction[column] as number) / sum >= high) cost -= y * Math.log(high);
    });
    return cost;
  };
  const keys = clippingKeys(key);
  return {
    ...measure,
    row: {
      ...lifted,
      value,
      gradient: (label, prediction, out) => lifted.gradient?.(sloping(label, prediction), prediction, out),
      hessian: (label, prediction, out) => lifted.hessian?.(sloping(label, prediction), prediction, out),
    },
    terms: [
      { key, fold: "vector-sum", of: value },
      { key: keys.rows, fold: "vector-count", of: isClipped },
      { key: keys.loss, fold: "vector-sum", of: (y, p) => (isClipped(y, p) === 1 ? value(y, p) : 0) },
      ...measure.terms.filter(({ fold }) => fold === "vector-maximum"),
    ],
    estimate: meanEstimate(key),
    finish(totals) {
      const { details } = measure.finish({ ...totals, sum: () => totals.sum(key) });
      return {
        value: totals.sum(key).over(totals.weight).toNumber(),
        details: { ...details, ...clippingDetails(key, totals) },
      };
    },
  };
}

function lessOne(measure: Measure): Measure {
  const { row } = measure as VectorMeasure;
  if (row === undefined) return measure;
  const key = "cosine@keras";
  const value: VectorRow["value"] = (label, prediction) => row.value(label, prediction) - 1;
  return {
    ...(measure as VectorMeasure),
    row: { ...row, value },
    terms: [{ key, fold: "vector-sum", of: value }],
    estimate: meanEstimate(key),
    finish: (totals) => ({ value: totals.sum(key).over(totals.weight).toNumber() }),
  };
}
