/**
 * Values and derivatives at points that were computed with mpmath in about 1,380 digits and rounded once: ours are within
 * 4 units in the last place. `fixtures/golden/loss-points.json` holds the points of the catalogue's losses; the whole
 * set is read where it stands beside the project.
 */
import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createMeasure, createVectorMeasure, parseLoss } from "../../src/losses/spec.ts";
import { ulpsBetween } from "./ulp.ts";

type Golden = number | "Infinity" | "-Infinity" | "NaN" | null;

interface Point {
  loss: string;
  params: Record<string, number>;
  y: number | null;
  p: number;
  value: Golden;
  dp: Golden;
  dp_range?: [number, number];
  d2p: Golden;
  d2p_range?: [number, number];
}

interface SoftmaxPoint {
  logits: number[];
  label: number;
  value: Golden;
  grad: Golden[];
  hessian_diagonal: Golden[];
}

const whole = new URL("../../../shared/golden/loss-points.json", import.meta.url);
const ours = new URL("../../fixtures/golden/loss-points.json", import.meta.url);
const golden: { points: Point[]; softmax_cross_entropy: SoftmaxPoint[] } = JSON.parse(
  readFileSync(existsSync(whole) ? whole : ours, "utf8"),
);

const SPECS: Readonly<Record<string, string>> = {
  squared_error: "mse",
  absolute_error: "mae",
  huber: "huber",
  log_cosh: "log-cosh",
  smooth_l1: "smooth-l1",
  pseudo_huber: "pseudo-huber",
  pinball: "quantile",
  expectile: "expectile",
  squared_log_error: "msle",
  absolute_percentage_error: "mape",
  symmetric_ape: "smape",
  poisson_deviance: "poisson",
  poisson_nll: "poisson-nll",
  poisson_nll_log_input: "poisson-nll-log",
  gamma_deviance: "gamma",
  tweedie_deviance: "tweedie",
  bce: "log-loss",
  bce_with_logits: "logistic",
  logistic_pm1: "logistic",
  hinge: "hinge",
  squared_hinge: "squared-hinge",
  exponential: "exponential",
  focal: "focal",
  focal_with_logits: "focal-logits",
  kl_term: "kl",
  elastic: "sparsity",
};

const NEAR_ZERO = "e^p and y p cancel near a zero of the loss: off by less than 4 ulp of either";
const ZERO_LABEL = "the reference has no value for a label of 0; a loss of 0 or Infinity is our convention";

/** Where we are farther off, or where the conventions differ: `loss y p what`, and why. */
const DIFFERENT: Readonly<Record<string, string>> = {
  "poisson_nll_log_input y=4 p=2.137 value": NEAR_ZERO,
  "absolute_percentage_error y=0 p=0 value": ZERO_LABEL,
  "absolute_percentage_error y=0 p=0 dp": ZERO_LABEL,
  "absolute_percentage_error y=0 p=0 d2p": ZERO_LABEL,
  "absolute_percentage_error y=0 p=2 d2p": ZERO_LABEL,
};

const LIMIT = 4;

function numberOf(golden: Golden): number {
  return golden === null ? Number.NaN : Number(golden);
}

function nameOf({ loss, params, y, p }: Point): string {
  return [loss, ...Object.entries(params).map(([key, value]) => `${key}=${value}`), `y=${y}`, `p=${p}`].join(
    " ",
  );
}

function specOf({ loss, params }: Point): string {
  return [
    SPECS[loss],
    ...Object.entries(params).map(([name, value]) => `${name === "tau" ? "q" : name}=${value}`),
  ].join(":");
}

/** Value, gradient and Hessian of a point, from the measure of one column or of one-column vectors. */
function evaluate(point: Point): { value: number; dp: number; d2p: number } {
  const measure = createMeasure(parseLoss(specOf(point)));
  const { y, p } = point;
  if (measure.shape === "scalar") {
    const row = measure.row!;
    return { value: row.value(y!, p), dp: row.gradient!(y!, p), d2p: row.hessian!(y!, p) };
  }
  const row = measure.row!;
  const [label, prediction] = [Float64Array.from(y === null ? [] : [y]), Float64Array.of(p)];
  const [gradient, hessian] = [new Float64Array(1), new Float64Array(1)];
  row.gradient!(label, prediction, gradient);
  row.hessian!(label, prediction, hessian);
  return { value: row.value(label, prediction), dp: gradient[0]!, d2p: hessian[0]! };
}

/** What of a point is not as the reference has it. */
function differences(point: Point): string[] {
  const found = evaluate(point);
  const name = nameOf(point);
  const check = (what: "value" | "dp" | "d2p", range: [number, number] | undefined) => {
    const given = found[what];
    if (range !== undefined) {
      const [low, high] = range;
      const allowed = low <= 0 && 0 <= high && what === "dp" ? given === 0 : given >= low && given <= high;
      return allowed ? [] : [`${name} ${what}`];
    }
    if (point[what] === null) return Number.isNaN(given) ? [`${name} ${what}`] : [];
    return ulpsBetween(given, numberOf(point[what])) <= LIMIT ? [] : [`${name} ${what}`];
  };
  return [...check("value", undefined), ...check("dp", point.dp_range), ...check("d2p", point.d2p_range)];
}

const points = golden.points.filter(({ loss }) => SPECS[loss] !== undefined);

it.each(Object.keys(SPECS))("%s agrees with the reference within 4 ulp, kinks within their range", (loss) => {
  const ofLoss = points.filter((point) => point.loss === loss);
  expect(ofLoss.length).toBeGreaterThan(10);
  const found = ofLoss.flatMap(differences);
  expect(found).toEqual(Object.keys(DIFFERENT).filter((name) => name.startsWith(`${loss} `)));
});

it("softmax cross-entropy agrees with the reference within 4 ulp", () => {
  const row = createVectorMeasure(parseLoss("softmax-cross-entropy"))!.row!;
  const found = golden.softmax_cross_entropy.flatMap((point) => {
    const logits = Float64Array.from(point.logits);
    const label = new Float64Array(logits.length).fill(0).with(point.label, 1);
    const [gradient, hessian] = [new Float64Array(logits.length), new Float64Array(logits.length)];
    row.gradient!(label, logits, gradient);
    row.hessian!(label, logits, hessian);
    const given = [row.value(label, logits), ...gradient, ...hessian];
    const expected = [point.value, ...point.grad, ...point.hessian_diagonal].map(numberOf);
    return expected.flatMap((value, index) =>
      ulpsBetween(value, given[index]!) <= LIMIT
        ? []
        : [`${point.logits} label ${point.label}: ${given[index]} for ${value}`],
    );
  });
  expect(found).toEqual([]);
});
