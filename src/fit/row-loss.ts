/** A loss as a function of the linear predictor η: which losses a linear model can be fitted by, and by what link. */
import { usageError } from "../errors.ts";
import { createMeasure, type LossChoice, parseLoss } from "../losses/spec.ts";
import type { ScalarRow, ScalarValue } from "../losses/types.ts";
import type { Link } from "./types.ts";

/** Where the slope jumps, by how much (above 0). */
export interface Corner {
  readonly at: number;
  readonly jump: number;
}

/** Functions of (label, η), convex in η. */
export interface RowLoss {
  readonly link: Link;
  /** Squared error, which cross-products know all about. */
  readonly squared: boolean;
  /** A function of η - label alone, so that both can be moved. */
  readonly translates: boolean;
  readonly value: ScalarValue;
  readonly gradient: ScalarValue;
  /** 0 at corners. */
  readonly hessian: ScalarValue;
  /** In η, or where the loss translates in η - label; null without corners. */
  readonly corners: ((label: number) => readonly Corner[]) | null;
  /** Straight between its corners. */
  readonly piecewiseLinear: boolean;
  /** η of the best constant, or near it, from the labels' mean. */
  start(mean: number): number;
}

const TRANSLATES: ReadonlySet<string> = new Set([
  "mse",
  "mae",
  "huber",
  "smooth-l1",
  "pseudo-huber",
  "log-cosh",
  "quantile",
  "expectile",
  "epsilon-insensitive",
  "squared-epsilon-insensitive",
  "fair",
  "adaptive",
]);

const PIECEWISE_LINEAR: ReadonlySet<string> = new Set([
  "mae",
  "quantile",
  "epsilon-insensitive",
  "hinge",
  "perceptron",
  "mape",
]);

/** What to take in place of a loss that has no convex objective of η. */
const INSTEAD: Readonly<Record<string, string>> = {
  rmse: "mse",
  "root-mean-squared-error": "mse",
  r2: "mse",
  "explained-variance": "mse",
  pearson: "mse",
  medae: "mae",
  "max-error": "mae",
  wape: "mae",
  smape: "mape",
  bias: "mse",
  rmsle: "poisson",
  msle: "poisson",
  cauchy: "huber",
  tukey: "huber",
};

/** @throws LossctlError (usage) for a loss that no linear model can be fitted by, with the one to take instead. */
export function rowLossOf(choice: LossChoice): RowLoss {
  const { definition, parameters, key } = choice;
  const measure = createMeasure(choice);
  const row = measure.shape === "scalar" ? measure.row : undefined;
  if (row?.gradient === undefined || row.hessian === undefined)
    throw unfit(choice, "is not the mean of a loss of one prediction");
  const { expects, id } = definition;
  if (id === "log-loss") {
    if (parameters.eps !== undefined && parameters.eps !== 0)
      throw unfit(choice, "is not convex where it clips");
    return fromRow(parseLoss("logistic"), "logit", (mean) =>
      mean > 0 && mean < 1 ? Math.log(mean / (1 - mean)) : 0,
    );
  }
  if (expects === "rate") return ofLogLink(choice, row);
  if (definition.traits(parameters)?.convexity === "none") throw unfit(choice, "is not convex");
  if (expects === "value") return fromRow(choice, "identity", (mean) => mean);
  if (expects === "score") return fromRow(choice, "identity", () => 0);
  if (expects === "log-rate") return fromRow(choice, "identity", (mean) => (mean > 0 ? Math.log(mean) : 0));
  throw unfit(choice, `takes a ${expects}, and is not convex in a linear model's number: ${key}`);
}

function unfit({ key, definition }: LossChoice, why: string): Error {
  const instead = INSTEAD[definition.id] ?? (definition.task === "binary" ? "log-loss" : undefined);
  return usageError(
    `--loss ${key}: it ${why}`,
    instead === undefined
      ? "lossctl losses lists what there is"
      : `fit by ${instead}; --max ${key}=… judges by it`,
  );
}

function fromRow(choice: LossChoice, link: Link, start: RowLoss["start"]): RowLoss {
  const { definition, parameters } = choice;
  const { row } = createMeasure(choice) as { row: Required<ScalarRow> };
  const translates = TRANSLATES.has(definition.id);
  const cornered = definition.traits(parameters)?.smoothness === 0;
  return {
    link,
    squared: definition.id === "mse",
    translates,
    value: row.value,
    gradient: row.gradient,
    hessian: row.hessian,
    corners: cornered ? cornersOf(row, translates) : null,
    piecewiseLinear: PIECEWISE_LINEAR.has(definition.id),
    start,
  };
}

/** Where the loss translates the same of all labels; else labels of neighbouring rows are often the same. */
function cornersOf(row: Required<ScalarRow>, translates: boolean): (label: number) => readonly Corner[] {
  const compute = (label: number): Corner[] => {
    const places = [...new Set(row.kinks(label).map((at) => at + 0))].sort((a, b) => a - b);
    return places
      .map((at, i) => {
        const gap = Math.min(
          at - (places[i - 1] ?? Number.NEGATIVE_INFINITY),
          (places[i + 1] ?? Number.POSITIVE_INFINITY) - at,
        );
        const near = Math.min(gap / 4, 2 ** -20 * Math.max(1, Math.abs(at)));
        return { at, jump: row.gradient(label, at + near) - row.gradient(label, at - near) };
      })
      .filter(({ jump }) => jump > 2 ** -16);
  };
  let last = Number.NaN;
  let corners: readonly Corner[] = [];
  if (translates) {
    corners = compute(0);
    return () => corners;
  }
  return (label) => {
    if (label !== last) {
      corners = compute(label);
      last = label;
    }
    return corners;
  };
}

/**
 * Deviances of the mean e^η. With power k of the variance: the derivative in η is 2(μ^(2−k) − y μ^(1−k)), and convex
 * from k = 1 to 2.
 */
function ofLogLink(choice: LossChoice, row: ScalarRow): RowLoss {
  const { definition, parameters } = choice;
  const power = POWERS[definition.id] ?? Number(parameters.power);
  if (!(power >= 1 && power <= 2))
    throw unfit(choice, "is convex in the logarithm of a mean only from power 1 to 2");
  const factor = definition.id === "poisson-nll" ? 1 : 2;
  const [a, b] = [2 - power, 1 - power];
  return {
    link: "log",
    squared: false,
    translates: false,
    value: (label, eta) => row.value(label, Math.exp(eta)),
    gradient: (label, eta) => factor * (exp(a * eta) - (label === 0 ? 0 : label * exp(b * eta))),
    hessian: (label, eta) => factor * (a * exp(a * eta) - (label === 0 ? 0 : b * label * exp(b * eta))),
    corners: null,
    piecewiseLinear: false,
    start: (mean) => (mean > 0 ? Math.log(mean) : 0),
  };
}

const POWERS: Readonly<Record<string, number>> = { poisson: 1, "poisson-nll": 1, gamma: 2 };

function exp(exponent: number): number {
  return exponent === 0 ? 1 : Math.exp(exponent);
}
