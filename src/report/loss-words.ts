/** What is known of a loss, in words. */
import type { LossEntry, ParameterEntry } from "../catalogue/types.ts";
import type { Domain, Equivalents, Expects, Interval, LabelDomain, Traits } from "../losses/types.ts";

/** Names of the tools in the order in which they are told. */
export const TOOLS: readonly (readonly [keyof Equivalents, string])[] = [
  ["sklearn", "sklearn"],
  ["torch", "PyTorch"],
  ["keras", "Keras"],
  ["xgboost", "XGBoost"],
  ["lightgbm", "LightGBM"],
];

/** `above 0 and below 1`, `0 to 1`, `any number`. */
export function rangeWords({ low, high, lowOpen, highOpen }: Interval): string {
  const from = low > -Number.MAX_VALUE;
  const to = high < Number.MAX_VALUE;
  if (!from && !to) return low === -Infinity ? "any number or -Infinity" : "any number";
  if (from && to && !lowOpen && !highOpen) return `${low} to ${high}`;
  const words = [
    ...(from ? [`${lowOpen ? "above" : "at least"} ${low}`] : []),
    ...(to ? [`${highOpen ? "below" : "at most"} ${high}`] : []),
  ];
  return words.join(" and ");
}

/** `label at least 0; prediction above 0, 0 as a limit` */
export function domainWords({ domain, columns }: LossEntry): string {
  const label = labelWords(domain.label);
  const prediction =
    columns === "several" ? `columns, each ${predictionWords(domain)}` : predictionWords(domain);
  const variance = domain.variance === undefined ? "" : `; variance ${rangeWords(domain.variance)}`;
  return `${label === null ? "no label" : `label ${label}`}; prediction ${prediction}${variance}`;
}

function labelWords(label: LabelDomain): string | null {
  switch (label.kind) {
    case "real":
      return rangeWords(label.interval);
    case "binary":
      return label.soft ? "0 to 1" : "0 or 1";
    case "sign":
      return label.soft ? "0 to 1, or −1 or 1" : "0 or 1, or −1 or 1";
    case "classes":
      return label.normalized === true
        ? "a class, or a column for each from 0 to 1 that add up to 1"
        : "a class, or a column for each from 0 to 1";
    case "vector":
      return `columns, each ${rangeWords(label.interval)}`;
    case "level":
      return "any number, beside it the level of the quantile";
    case "none":
      return null;
  }
}

/** An open end is a limit: a probability of 0 under a logarithm costs Infinity. */
function predictionWords({ prediction }: Domain): string {
  const limits = [
    ...(prediction.lowOpen ? [prediction.low] : []),
    ...(prediction.highOpen ? [prediction.high] : []),
  ];
  return rangeWords(prediction) + (limits.length === 0 ? "" : `, ${limits.join(" and ")} as a limit`);
}

const CONVEXITY: Readonly<Record<Traits["convexity"], string>> = {
  none: "not convex",
  convex: "convex, not strictly",
  strict: "strictly convex",
  strong: "strongly convex",
};

const SMOOTHNESS = [
  "has corners",
  "once continuously differentiable",
  "twice continuously differentiable",
] as const;

/** Convexity and smoothness. */
export function shapeWords({ convexity, smoothness }: Traits): string {
  return `${CONVEXITY[convexity]}; ${SMOOTHNESS[smoothness]}`;
}

/** The Lipschitz constant. */
export function slopeWords({ lipschitz }: Traits): string {
  return lipschitz === Infinity
    ? "without bound: no Lipschitz constant"
    : `at most ${short(lipschitz)} (the Lipschitz constant)`;
}

/** What a bad row has, where that is not called an outlier. */
const BAD: Readonly<Partial<Record<Expects, string>>> = {
  score: "a score that is wrong",
  logits: "a score that is wrong",
  probability: "a forecast that is wrong",
  probabilities: "a forecast that is wrong",
  "log-probabilities": "a forecast that is wrong",
  distribution: "a forecast that is wrong",
};

/** Robustness: what one bad row can do. */
export function outlierWords({ pull, traits, expects }: LossEntry): string | null {
  if (pull === null || traits === null) return null;
  const bad = BAD[expects] ?? "an outlier";
  switch (pull) {
    case "bounded":
      return `robust: ${bad} pulls with at most ${short(traits.lipschitz)}, however far off`;
    case "fading":
      return `very robust: the pull of ${bad} fades the farther off it is (redescending)`;
    case "error":
      return `not robust: the farther off ${bad} is, the harder it pulls`;
    case "edge":
      return "not robust: the pull has no bound as the prediction nears the low end of its domain";
    case "certainty":
      return "not robust: the pull of a wrong forecast has no bound as it nears certainty";
    case "local":
      return "the pull stays bounded far off, but has no bound where the label or the vector nears 0";
  }
}

/** What a figure of all rows is, which has no gradient. */
export function figureWords({ better, keepsValues }: LossEntry): string {
  const direction = better === "zero" ? "best at 0" : `${better} is better`;
  const memory = keepsValues ? "; keeps every value, so that memory grows with the rows" : "";
  return `a figure of all rows, no mean of row losses: no gradient; ${direction}${memory}`;
}

/** `above 0, default 1`; `infinity or skip, default infinity`; `0 to 0.5, not applied by default`. */
export function parameterWords(parameter: ParameterEntry): string {
  const { interval, hole, choices, integer } = parameter;
  const range =
    choices === undefined
      ? rangeWords(interval ?? { low: -Number.MAX_VALUE, high: Number.MAX_VALUE })
      : choices.join(" or ");
  const kind =
    (integer === true ? `a whole number ${range}` : range) +
    (hole === undefined ? "" : `, but not between ${hole.low} and ${hole.high}`);
  return `${kind}, ${parameter.default === undefined ? "not applied by default" : `default ${parameter.default}`}`;
}

/** Binary fractions and short decimals as they are. */
function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
